"""Texts that the modules' screens share."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text

from qualitui.ui.widgets.volet import RETRAIT

TITRE = Style(bold=True) + RETRAIT


def titree(titre: str, valeur: str, *, gras: bool = True) -> Text:
    """A title and its value on a line; the pane wraps the value under itself."""
    return Text().append(titre, TITRE if gras else RETRAIT).append(f"{valeur}\n")


def fiche_en_texte(lignes: Sequence[tuple[str, str]], texte: str = "") -> Text:
    """A detail pane: « Reçue le   lundi 2 mars 2026 », empty values left out, then a free text."""
    garde = [(nom, valeur) for nom, valeur in lignes if valeur]
    largeur = max((len(nom) for nom, _ in garde), default=0) + 2
    contenu = Text()
    for nom, valeur in garde:
        contenu.append_text(titree(nom.ljust(largeur), valeur))
    if texte:
        contenu.append("\n").append(texte)
    return contenu
