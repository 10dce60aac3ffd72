"""A small module screen on the suggestions, as a concept would write it, for the tests of the base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.base import Refus
from qualitui.domain.francais import date_courte, date_en_mots
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.tableau import Colonne


class EcranEssai(EcranModule[Suggestion]):
    nom = "suggestions"
    titre = "Suggestions d’essai"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "refuse", "Refuse", id="essai.refuse", tooltip="Un geste refusé"),
        Binding("p", "panne", "Panne", id="essai.panne", tooltip="Un geste fautif"),
    ]

    def colonnes(self) -> Sequence[Colonne[Suggestion]]:
        return [
            Colonne("Réf.", 10, lambda s: s.reference),
            Colonne("Reçue", 8, lambda s: date_courte(s.recue_le), lambda s: s.recue_le),
            Colonne("Texte", None, lambda s: s.texte),
            Colonne("État", 10, lambda s: s.etat.value, a_partir_de=60),
        ]

    def filtres(self) -> Sequence[Filtre[Suggestion]]:
        return [
            Filtre("toutes", "Toutes", lambda s: True),
            Filtre("ecartees", "Écartées", lambda s: s.etat is EtatSuggestion.ECARTEE),
        ]

    def cle(self, objet: Suggestion) -> str:
        return objet.id

    def lire(self) -> Sequence[Suggestion]:
        return self.site.registre.find(Suggestion)

    def detail(self, objet: Suggestion) -> Text:
        return fiche_en_texte([("Reçue le", date_en_mots(objet.recue_le)), ("Thème", objet.theme)], objet.texte)

    def action_refuse(self) -> None:
        raise Refus("Ce geste n’est pas [possible] aujourd’hui.")

    def action_panne(self) -> None:
        raise ZeroDivisionError("panne voulue par l’essai")
