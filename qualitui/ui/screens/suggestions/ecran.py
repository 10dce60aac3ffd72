"""F6: the suggestions of the staff, from the idea noted in 30 seconds to the answer shown at the meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qualitui.domain.francais import date_courte, date_en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.domain.suggestions.phrases import (
    a_presenter,
    ordre_de_suivi,
    premiere_ligne,
    reponse_en_mots,
    situation,
)
from qualitui.domain.suggestions.possibles import Geste, possibilites, refus_de
from qualitui.ui.noyau import droits
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.commun.contexte import Contexte, libelle, lire_contexte
from qualitui.ui.screens.suggestions import formulaires
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.menu_de_gestes import LigneDeGeste, MenuDeGestes, lignes_de
from qualitui.ui.widgets.tableau import Colonne, Tableau

REPONSES = (Geste.RETENIR, Geste.ECARTER)
VOIR_ACTION = "action"


class Lues(NamedTuple):
    suggestions: Sequence[Suggestion]
    contexte: Contexte


class TableauSuggestions(Tableau[Suggestion]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", id="suggestions.ouvrir", tooltip="Voir la suggestion en entier"),
    ]


class EcranSuggestions(EcranModule[Suggestion]):
    nom = "suggestions"
    titre = "Suggestions de l’équipe"
    domaine = "suggestions"
    REGLER = "gestes"
    ECRITURES: ClassVar = {
        ("suggestions", Verbe.NOTER): "nouveau",
        ("suggestions", Verbe.TENIR): "geste:analyser geste:presenter",
        ("suggestions", Verbe.DECIDER): "repondre geste:retenir geste:ecarter",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Nouvelle", id="suggestions.nouveau", tooltip="Noter une suggestion"),
        Binding("l", "geste('analyser')", "Analyser", id="suggestions.analyser", tooltip="Noter l’analyse"),
        Binding("r", "repondre", "Répondre", id="suggestions.repondre", tooltip="La retenir ou l’écarter"),
        Binding("g", "gestes", "Gestes", id="suggestions.gestes", tooltip="Ce qui est possible maintenant"),
        Binding(
            "a",
            "geste('retenir')",
            "Créer l’action",
            id="suggestions.retenir",
            tooltip="La retenir : créer l’action qui en naît",
            show=False,
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._contexte: Contexte | None = None

    # --- rows -----------------------------------------------------------------------------------------

    def creer_tableau(self) -> Tableau[Suggestion]:
        return TableauSuggestions(self.colonnes(), cle=self.cle, id="liste")

    def colonnes(self) -> Sequence[Colonne[Suggestion]]:
        return [
            Colonne("Réf.", 11, lambda s: s.reference),
            Colonne("Reçue", 8, lambda s: date_courte(s.recue_le), lambda s: s.recue_le),
            Colonne("Situation", 23, lambda s: situation(s, self.jour)),
            Colonne("Suggestion", None, premiere_ligne),
            Colonne("De la part de", 18, self._auteur, a_partir_de=110),
        ]

    def filtres(self) -> Sequence[Filtre[Suggestion]]:
        return [
            Filtre("sans-reponse", "Sans réponse", lambda s: s.ouverte),
            Filtre("presenter", "À présenter", a_presenter),
            Filtre("retenues", "Retenues", lambda s: s.etat is EtatSuggestion.RETENUE),
            Filtre("ecartees", "Écartées", lambda s: s.etat is EtatSuggestion.ECARTEE),
            Filtre("toutes", "Toutes", lambda _: True),
        ]

    def cle(self, objet: Suggestion) -> str:
        return objet.id

    def lire(self) -> Lues:
        from qualitui.operations.suggestions.gestes import lister

        return Lues(sorted(lister(self.site), key=ordre_de_suivi), lire_contexte(self.site, self.jour))

    def prendre(self, lu: Lues) -> Sequence[Suggestion]:
        self._contexte = lu.contexte
        return lu.suggestions

    def _auteur(self, suggestion: Suggestion) -> str:
        return self.qualitui.nom(suggestion.auteur) or "anonyme"

    def vide(self) -> str:
        return "Aucune suggestion ici. n en note une ; 5 les montre toutes."

    def detail(self, objet: Suggestion) -> Text:
        engagements = self._contexte.engagements if self._contexte else ()
        presentee = date_en_mots(objet.presentee_le) if objet.presentee_le else ""
        lignes = [
            ("Référence", objet.reference),
            ("Situation", situation(objet, self.jour)),
            ("Reçue le", date_en_mots(objet.recue_le)),
            ("De la part de", self._auteur(objet)),
            ("Thème", objet.theme),
            ("Engagement", libelle(engagements, objet.engagement)),
            ("Analyse", objet.analyse),
            ("Réponse", reponse_en_mots(objet)),
            ("Action", f"{objet.action} (g : la voir)" if objet.action else ""),
            ("Présentée le", presentee),
        ]
        return Text().append(f"{objet.texte}\n\n", "bold").append_text(fiche_en_texte(lignes))

    # --- gestures -------------------------------------------------------------------------------------

    def action_nouveau(self) -> None:
        self._ouvrir(formulaires.creation, self.apres)

    def action_geste(self, code: str) -> None:
        """Ask what the gesture needs, or say why it can't be done now."""
        suggestion, geste = self.choisi, Geste(code)
        if suggestion is None:
            return
        refus = refus_de(suggestion, geste, self.jour)
        if refus is not None:
            raise refus
        if geste is Geste.RETENIR:
            droits.exiger(self.qualitui, (("actions", Verbe.NOTER),))
        self._ouvrir(lambda contexte: formulaires.FORMULAIRES[geste](contexte, suggestion), self._fait)

    def _fait(self, resultat: Any) -> None:
        """Retenir gives the action too: the cursor stays on the suggestion."""
        self.apres(resultat[0] if isinstance(resultat, tuple) else resultat)

    def _ouvrir(self, formulaire: Callable[[Contexte], Screen[Any]], ensuite: Callable[[Any], None]) -> None:
        if self._contexte is not None:
            self.app.push_screen(formulaire(self._contexte), ensuite)

    def action_repondre(self) -> None:
        self._menu("quelle réponse ?", REPONSES)

    def action_gestes(self) -> None:
        self._menu("que faire ?", tuple(Geste))

    def _menu(self, question: str, gestes: Sequence[Geste]) -> None:
        suggestion = self.choisi
        if suggestion is None:
            return
        voulues = [p for p in possibilites(suggestion, self.jour) if p.geste in gestes]
        lignes = lignes_de(voulues, self.touches_des_gestes())
        if suggestion.action:
            lignes.append(LigneDeGeste(VOIR_ACTION, f"Voir l’action {suggestion.action}"))
        self.app.push_screen(MenuDeGestes(f"{suggestion.reference} : {question}", lignes), self._apres_menu)

    def _apres_menu(self, code: str | None) -> None:
        suggestion = self.choisi
        if code == VOIR_ACTION and suggestion is not None:
            self.qualitui.aller("actions", suggestion.action)
        elif code:
            self.lancer(f"geste('{code}')")
