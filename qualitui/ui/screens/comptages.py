"""« Comment on compte » (F9): every figure of the program, its definition, and where it comes from since 1 January."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.comptage import Definition, Genre
from qualitui.operations.indicateurs import comptages
from qualitui.ui.screens.commun import provenance
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.tableau import Colonne


class EcranComptages(EcranModule[Definition]):
    """The definitions are those of the figures themselves: nothing here is typed twice."""

    nom = "comptages"
    titre = "Comment on compte"
    domaine = "indicateurs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "d", "provenance", "D’où vient", id="comptages.provenance", tooltip="Voir les fiches que compte ce chiffre"
        ),
    ]

    def colonnes(self) -> Sequence[Colonne[Definition]]:
        return [
            Colonne("Code", 9, lambda une: une.code),
            Colonne("Chiffre", None, lambda une: une.libelle),
            Colonne("Genre", 15, lambda une: str(une.genre), a_partir_de=76),
            Colonne("Indicateur", 10, lambda une: une.indicateur, a_partir_de=100),
        ]

    def filtres(self) -> Sequence[Filtre[Definition]]:
        return [
            Filtre("tous", "Tous", lambda _: True),
            Filtre("taux", "Taux", lambda une: une.genre is Genre.TAUX),
            Filtre("stocks", "Stocks", lambda une: une.du_stock),
            Filtre("indicateurs", "Indicateurs", lambda une: bool(une.indicateur) or une.code.startswith("I-")),
        ]

    def cle(self, objet: Definition) -> str:
        return objet.code

    def lire(self) -> Sequence[Definition]:
        return comptages.page(self.site)

    def prendre(self, lu: Sequence[Definition]) -> Sequence[Definition]:
        return lu

    def detail(self, objet: Definition) -> Text:
        texte = Text().append(f"{objet.code} {objet.libelle}\n\n", "bold").append(f"{objet.texte}\n", "not bold")
        if objet.indicateur not in ("", objet.code):
            texte.append(f"\nC’est aussi l’indicateur {objet.indicateur}.\n", "not bold")
        return texte.append("\nd montre les fiches que ce chiffre compte depuis le 1er janvier.", "not bold")

    def action_provenance(self) -> None:
        choisi = self.choisi
        if choisi is None:
            return
        site, jour = self.site, self.jour
        self.qualitui.lire(
            lambda: comptages.compter(site, choisi.code, jour=jour),
            lambda compte: provenance.montrer(self, compte),
            ouvre=True,
        )
