"""The history of a record: who changed what, when, field by field (key j)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.base import Fiche
from qualitui.domain.francais import INSECABLE, accorder, date_en_mots, date_numerique
from qualitui.store.registre import Changement
from qualitui.ui.socle import Boite

RIEN = "(vide)"
LONGUEUR = 60


def valeur_en_mots(valeur: Any) -> str:
    """A stored value as a person reads it: dates in French, « oui », « (vide) », a list by its length."""
    match valeur:
        case None | "" | [] | () | {}:
            return RIEN
        case bool():
            return "oui" if valeur else "non"
        case datetime() | date():
            return date_numerique(valeur)
        case str():
            return _texte_en_mots(valeur)
        case list() | tuple():
            return accorder(len(valeur), "élément")
        case BaseModel():
            return valeur_en_mots(valeur.model_dump())
        case dict():
            return ", ".join(f"{c} {valeur_en_mots(v)}" for c, v in valeur.items() if v not in (None, "", [], ()))
        case _:
            return str(valeur)


def _texte_en_mots(texte: str) -> str:
    try:
        return date_numerique(date.fromisoformat(texte)) if len(texte) == 10 else _couper(texte)
    except ValueError:
        return _couper(texte)


def _couper(texte: str) -> str:
    une_ligne = " ".join(texte.split())
    return une_ligne if len(une_ligne) <= LONGUEUR else f"{une_ligne[: LONGUEUR - 1]}…"


def changement_en_mots(champ: str, avant: Any, apres: Any) -> str:
    """« reçue le : 02/03/2026 → 03/03/2026 »."""
    nom = champ.replace("_", " ")
    return f"{nom}{INSECABLE}: {valeur_en_mots(avant)} → {valeur_en_mots(apres)}"


def historique_en_mots(changements: Sequence[Changement], nom: Any = str) -> Text:
    """The whole history, the newest first."""
    texte = Text()
    for changement in reversed(changements):
        quand = f"{date_en_mots(changement.le)} à {changement.le:%H:%M}"
        texte.append(f"{quand}, {nom(changement.par)} (poste {changement.poste})\n", "bold")
        for champ, (avant, apres) in changement.champs.items():
            texte.append(f"  {changement_en_mots(champ, avant, apres)}\n")
        texte.append("\n")
    return texte or Text("Aucun changement n’est connu pour cette fiche.")


class Historique(Boite[None]):
    """The box of key j: `Historique(fiche, "R-2026-014")`. Reads the journal in a thread."""

    def __init__(self, fiche: Fiche, titre: str) -> None:
        super().__init__()
        self.fiche = fiche
        self.titre = titre

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-haute") as boite:
            boite.border_title = f"Historique de {self.titre}"
            with VerticalScroll(classes="boite-defile"):
                yield Static("Lecture du journal…", id="historique-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        registre = self.qualitui.site.registre
        self.qualitui.lire(lambda: registre.history(type(self.fiche), self.fiche.id), self.montrer)

    def montrer(self, changements: Sequence[Changement]) -> None:
        if self.is_mounted:
            self.query_one("#historique-texte", Static).update(historique_en_mots(changements, self.qualitui.nom))
