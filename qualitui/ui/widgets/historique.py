"""The history of a record: who changed what, when, field by field (key j)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.changements import changement_en_mots
from qualitui.domain.francais import date_en_mots
from qualitui.operations.donnees.historique import changements_de
from qualitui.store.contrat import Changement
from qualitui.ui.noyau.ecran import Boite


def historique_en_mots(changements: Sequence[Changement], nom: Any = str) -> Text:
    """The whole history, the newest first."""
    texte = Text()
    for changement in reversed(changements):
        heure = "" if changement.sans_heure else f" à {changement.le:%H:%M}"
        quand = f"{date_en_mots(changement.le)}{heure}"
        poste = f" (poste {changement.poste.partition('~')[0]})" if changement.poste else ""
        texte.append(f"{quand}, {nom(changement.par)}{poste}\n", "bold")
        if changement.note:
            texte.append(f"  {changement.note}\n", "italic")
        for champ, (avant, apres) in changement.champs.items():
            texte.append(f"  {changement_en_mots(champ, avant, apres, nom)}\n")
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
        self.qualitui.lire(lambda: changements_de(self.qualitui.site, self.fiche), self.montrer, echec=self.refuser)

    def montrer(self, changements: Sequence[Changement]) -> None:
        self.query_one("#historique-texte", Static).update(historique_en_mots(changements, self.qualitui.nom))

    def refuser(self, refus: Refus) -> None:
        """The journals do not answer: the box says why, and never waits for ever."""
        phrase = f"{refus.phrase}\n\nLa fiche elle-même reste lisible. Fermez, puis réessayez dans un instant."
        self.query_one("#historique-texte", Static).update(phrase)
