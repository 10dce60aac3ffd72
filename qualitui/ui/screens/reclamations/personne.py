"""Who wrote, and what (key p): read from confidentiel/ on demand, shown in a box, kept nowhere else."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.screens.commun.base import fiche_en_texte
from qualitui.ui.screens.reclamations.formulaires import LIBELLES_IDENTITE


class Personne(Boite[bool]):
    """Dismisses True when the person asks to correct what is noted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "modifier", "Modifier", id="personne.modifier", tooltip="Corriger ou compléter"),
    ]

    def __init__(self, fiche: Reclamation, identite: Identite | None) -> None:
        super().__init__()
        self.fiche = fiche
        self.identite = identite

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite") as boite:
            boite.border_title = f"{self.fiche.reference} : confidentiel"
            with VerticalScroll(classes="boite-texte"):
                yield Static(identite_en_texte(self.identite), markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def action_modifier(self) -> None:
        self.dismiss(True)


def identite_en_texte(identite: Identite | None) -> Text:
    """What is noted, line by line; says so when nothing is."""
    if identite is None or identite.vide:
        return Text("Rien n’a été noté sur la personne. La touche m le note.")
    champs = [(libelle, getattr(identite, nom)) for nom, libelle in LIBELLES_IDENTITE.items() if nom != "texte"]
    return fiche_en_texte(champs, identite.texte)
