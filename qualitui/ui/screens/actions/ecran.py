"""F5: the plan d’actions, what is late first; each action from its creation to its efficacy check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qualitui.domain.actions.fiche import Action, EtatAction, en_retard
from qualitui.domain.actions.phrases import a_verifier, ordre_de_suivi, situation
from qualitui.domain.actions.possibles import Geste, possibilites, refus_de, refus_de_suivi
from qualitui.domain.concepts import CONCEPTS
from qualitui.domain.francais import date_courte
from qualitui.domain.reference.droits import Verbe
from qualitui.ui.screens.actions import formulaires
from qualitui.ui.screens.actions.detail import action_en_texte
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.screens.commun.contexte import Contexte, libelle, lire_contexte
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.menu_de_gestes import LigneDeGeste, MenuDeGestes, lignes_de
from qualitui.ui.widgets.tableau import Colonne, Tableau

TOUCHES = {Geste.REALISER: "r", Geste.REPLANIFIER: "d", Geste.VERIFIER: "v", Geste.CLORE: "c"}


# The module where the record an action comes from is seen, by origin.
ORIGINES = {origine: concept.nom for concept in CONCEPTS for origine in concept.origines}
VOIR_ORIGINE = "origine"


class Plan(NamedTuple):
    """`mes_codes`: the person in front of the screen, and their roles."""

    actions: Sequence[Action]
    contexte: Contexte
    mes_codes: frozenset[str]


class TableauActions(Tableau[Action]):
    """Here t is the quarter’s review; the sort stays on its other key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", id="actions.ouvrir", tooltip="Voir l’action en entier"),
        Binding("t", "screen.trimestre", "Trimestre", id="actions.trimestre", tooltip="La revue du trimestre"),
    ]


def _bouton(cle: str, geste: Geste) -> Binding:
    identifiant = f"actions.{geste.value}"
    return Binding(cle, f"geste('{geste.value}')", geste.libelle, id=identifiant, tooltip=geste.libelle, show=False)


class EcranActions(EcranModule[Action]):
    nom = "actions"
    titre = "Plan d’actions"
    domaine = "actions"
    REGLER = "gestes"
    ECRITURES: ClassVar = {
        ("actions", Verbe.NOTER): "nouveau noter geste:lancer geste:realiser geste:replanifier",
        ("actions", Verbe.TENIR): "modifier",
        ("actions", Verbe.DECIDER): "geste:verifier geste:clore geste:relancer geste:abandonner",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Nouvelle", id="actions.nouveau", tooltip="Créer une action"),
        Binding("l", "noter", "Noter", id="actions.noter", tooltip="Ajouter une note datée au journal de l’action"),
        Binding("g", "gestes", "Gestes", id="actions.gestes", tooltip="Ce qui est possible maintenant, et le reste"),
        Binding("m", "modifier", "Modifier", id="actions.modifier", tooltip="Corriger l’action", show=False),
        Binding("s", "statistiques", "Chiffres", id="actions.chiffres", tooltip="Les chiffres du plan", show=False),
        *(_bouton(cle, geste) for geste, cle in TOUCHES.items()),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._contexte: Contexte | None = None
        self._mes_codes: frozenset[str] = frozenset()

    # --- rows -----------------------------------------------------------------------------------------

    def creer_tableau(self) -> Tableau[Action]:
        return TableauActions(self.colonnes(), cle=self.cle, id="liste")

    def colonnes(self) -> Sequence[Colonne[Action]]:
        return [
            Colonne("Réf.", 11, lambda a: a.reference),
            Colonne("Échéance", 8, lambda a: date_courte(a.echeance) if a.echeance else "–", ordre_de_suivi, 76),
            Colonne("Situation", 25, lambda a: situation(a, self.jour)),
            Colonne("Intitulé", None, lambda a: a.intitule),
            Colonne("Pilote", 18, lambda a: self._qui(a.pilote), a_partir_de=110),
            Colonne("Origine", 20, self._origine, a_partir_de=130),
        ]

    def filtres(self) -> Sequence[Filtre[Action]]:
        return [
            Filtre("ouvertes", "Ouvertes", lambda a: a.ouverte),
            Filtre("retard", "Retard", lambda a: en_retard(a, self.jour)),
            Filtre("verifier", "À vérifier", a_verifier),
            Filtre("miennes", "Moi", lambda a: a.ouverte and a.pilote in self._mes_codes),
            Filtre("closes", "Closes", lambda a: a.etat is EtatAction.CLOSE),
            Filtre("toutes", "Toutes", lambda _: True),
        ]

    def cle(self, objet: Action) -> str:
        return objet.id

    def lire(self) -> Plan:
        from qualitui.operations.actions.gestes import lister

        site, moi = self.site, self.site.moi
        mes_codes = frozenset((moi.code, *moi.roles)) if moi else frozenset()
        return Plan(sorted(lister(site), key=ordre_de_suivi), lire_contexte(site, self.jour), mes_codes)

    def prendre(self, lu: Plan) -> Sequence[Action]:
        self._contexte, self._mes_codes = lu.contexte, lu.mes_codes
        return lu.actions

    def _qui(self, code: str) -> str:
        nom = self.qualitui.nom(code)
        return libelle(self._contexte.pilotes, code) if nom == code and self._contexte else nom

    def _origine(self, action: Action) -> str:
        concept = action.origine.concept
        return action.origine.reference or (libelle(self._contexte.origines, concept) if self._contexte else concept)

    def vide(self) -> str:
        return "Aucune action ici. n en crée une ; 6 les montre toutes."

    def detail(self, objet: Action) -> Text | str:
        if self._contexte is None:
            return objet.intitule
        return action_en_texte(objet, self._contexte, self.jour, self.qualitui.nom)

    # --- gestures -------------------------------------------------------------------------------------

    def action_nouveau(self) -> None:
        self._ouvrir(lambda contexte: formulaires.creation(contexte))

    def action_modifier(self) -> None:
        self._suivre(formulaires.modification)

    def action_noter(self) -> None:
        self._suivre(formulaires.note)

    def _suivre(self, formulaire: Callable[[Contexte, Action], Screen[object]]) -> None:
        """Open a form that any action still in the plan accepts."""
        action = self.choisi
        if action is None:
            return
        refus = refus_de_suivi(action, self.jour)
        if refus is not None:
            raise refus
        self._ouvrir(lambda contexte: formulaire(contexte, action))

    def action_geste(self, code: str) -> None:
        """Ask what the gesture needs, or say why it can't be done now."""
        action, geste = self.choisi, Geste(code)
        if action is None:
            return
        refus = refus_de(action, geste, self.jour)
        if refus is not None:
            raise refus
        self._ouvrir(lambda contexte: formulaires.FORMULAIRES[geste](contexte, action))

    def _ouvrir(self, formulaire: Callable[[Contexte], Screen[object]]) -> None:
        if self._contexte is not None:
            self.app.push_screen(formulaire(self._contexte), self.apres)

    def action_gestes(self) -> None:
        action = self.choisi
        if action is not None:
            lignes = [*lignes_de(possibilites(action, self.jour), self.touches_des_gestes()), *_origine(action)]
            menu = MenuDeGestes(f"{action.reference} : que faire ?", lignes)
            self.app.push_screen(menu, partial(self._apres_menu, action))

    def _apres_menu(self, action: Action, code: str | None) -> None:
        if code == VOIR_ORIGINE:
            self.qualitui.aller(ORIGINES[action.origine.concept], action.origine.reference)
        elif code:
            self.lancer(f"geste('{code}')")

    def action_statistiques(self) -> None:
        self.qualitui.ouvrir("actions.statistiques")

    def action_trimestre(self) -> None:
        self.qualitui.aller("trimestre")


def _origine(action: Action) -> Iterable[LigneDeGeste]:
    nom = ORIGINES.get(action.origine.concept, "")
    if nom and action.origine.reference:
        yield LigneDeGeste(VOIR_ORIGINE, f"Voir l’origine, {action.origine.reference}")
