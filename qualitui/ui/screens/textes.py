"""Texts that the modules' screens share."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text


def fiche_en_texte(lignes: Sequence[tuple[str, str]], texte: str = "") -> Text:
    """A detail pane: « Reçue le   lundi 2 mars 2026 », empty values left out, then a free text."""
    garde = [(nom, valeur) for nom, valeur in lignes if valeur]
    largeur = max((len(nom) for nom, _ in garde), default=0) + 2
    contenu = Text()
    for nom, valeur in garde:
        contenu.append(nom.ljust(largeur), "bold").append(valeur).append("\n")
    if texte:
        contenu.append("\n").append(texte)
    return contenu
