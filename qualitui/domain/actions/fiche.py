"""Actions (SMQ9): one list for the site, whatever made each action necessary.

An action goes à lancer → en cours → réalisée → efficacité vérifiée → close; or abandonnée, with a reason.
The gestures that move it, and what each one asks, are told in `vie_actions`.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from qualitui.domain.base import Fiche, Valeur, evoluer
from qualitui.domain.francais import nettoyer
from qualitui.domain.saisie import exiger_a_venir, exiger_texte


class EtatAction(StrEnum):
    A_LANCER = "à lancer"
    EN_COURS = "en cours"
    REALISEE = "réalisée"
    VERIFIEE = "efficacité vérifiée"
    CLOSE = "close"
    ABANDONNEE = "abandonnée"


ETATS_OUVERTS = (EtatAction.A_LANCER, EtatAction.EN_COURS, EtatAction.REALISEE, EtatAction.VERIFIEE)


class TypeAction(StrEnum):
    IMMEDIATE = "immédiate"
    CORRECTIVE = "corrective"
    PREVENTIVE = "préventive"
    AMELIORATION = "amélioration"


# Days proposed for the deadline; a proposal of the program, no référentiel fixes them.
JOURS_PROPOSES = {
    TypeAction.IMMEDIATE: 7,
    TypeAction.CORRECTIVE: 30,
    TypeAction.PREVENTIVE: 90,
    TypeAction.AMELIORATION: 90,
}


class Origine(Valeur):
    """What made the action necessary: `concept` is a code of [[origine_action]] (nomenclatures.toml),
    `reference` the record it comes from (« R-2026-014 », « V-NET-02 × 2026-03-02 »), empty if none."""

    concept: str
    reference: str = ""


class Note(Valeur):
    """A dated line of the action's own journal, typed by a person."""

    le: date
    par: str
    texte: str


class Efficacite(Valeur):
    """The check that the action worked, by someone other than the pilot."""

    le: date
    par: str
    efficace: bool
    constat: str = ""


class Action(Fiche):
    """`pilote` is a person's code or a role's code; `echeance` the day it must be réalisée; None: no day yet.

    `echeance_initiale` is the first one, whatever the `replanifications` since. `efficacites_passees` keeps the
    checks that sent the action back to work. `close_le` is the day it left the plan, closed or abandoned.
    """

    table: ClassVar[str] = "actions"

    reference: str = ""
    intitule: str
    origine: Origine
    engagement: str = ""
    type: TypeAction = TypeAction.CORRECTIVE
    priorite: str = "normale"
    pilote: str = ""
    echeance: date | None = None
    echeance_initiale: date | None = None
    replanifications: int = 0
    causes: str = ""
    notes: tuple[Note, ...] = ()
    etat: EtatAction = EtatAction.A_LANCER
    creee_le: date
    realisee_le: date | None = None
    efficacite: Efficacite | None = None
    efficacites_passees: tuple[Efficacite, ...] = ()
    close_le: date | None = None
    motif_abandon: str = ""

    @property
    def ouverte(self) -> bool:
        return self.etat in ETATS_OUVERTS


def echeance_proposee(type_action: TypeAction, jour: date) -> date:
    """The deadline to propose for an action decided on `jour`; never a Saturday nor a Sunday."""
    terme = jour + timedelta(days=JOURS_PROPOSES[type_action])
    return terme + timedelta(days=max(0, 7 - terme.weekday())) if terme.weekday() > 4 else terme


def en_retard(action: Action, jour: date) -> bool:
    """Open, not réalisée, and its deadline past: the deadline's own day is still on time."""
    attendue = action.etat in (EtatAction.A_LANCER, EtatAction.EN_COURS)
    return attendue and action.echeance is not None and action.echeance < jour


def creer(
    *,
    reference: str = "",
    intitule: str,
    origine: Origine,
    engagement: str = "",
    type: TypeAction = TypeAction.CORRECTIVE,
    priorite: str = "normale",
    pilote: str = "",
    echeance: date | None = None,
    causes: str = "",
    jour: date,
) -> Action:
    """A new action « à lancer »; without `echeance` the one proposed for its type is taken."""
    terme = echeance or echeance_proposee(type, jour)
    exiger_a_venir(terme, jour)
    return Action(
        reference=reference,
        intitule=exiger_texte(intitule, "Donnez un intitulé à l’action.", "intitule"),
        origine=origine,
        engagement=engagement,
        type=type,
        priorite=priorite,
        pilote=pilote,
        echeance=terme,
        echeance_initiale=terme,
        causes=nettoyer(causes),
        creee_le=jour,
    )


def numeroter(action: Action, reference: str) -> Action:
    return evoluer(action, reference=reference)


def fixer_echeance(action: Action, echeance: date, jour: date) -> Action:
    """Set the deadline of an action not started yet; a started one is replanned, with a reason."""
    exiger_a_venir(echeance, jour)
    return evoluer(action, echeance=echeance, echeance_initiale=echeance)
