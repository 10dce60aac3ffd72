"""Actions (SMQ9): one list for the site, whatever made each action necessary.

An action goes à lancer → en cours → réalisée → efficacité vérifiée → close; or abandonnée, with a reason.
The gestures that move it, and what each one asks, are told in `gestes`.
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


class Jalon(Valeur):
    """What a gesture moved on the day `le`: the state, the deadline, or both (None: unchanged).

    Kept because the record itself only says where things are: a deadline put off, an action started again.
    """

    le: date
    etat: EtatAction | None = None
    echeance: date | None = None


class Action(Fiche):
    """`pilote` is a person's code or a role's code; `echeance` the day it must be réalisée; None: no day yet.

    `echeance_initiale` is the first one, whatever the `replanifications` since. `efficacites_passees` keeps the
    checks that sent the action back to work. `close_le` is the day it left the plan, closed or abandoned. `jalons`:
    what happened to its state and to its deadline, in the order of the gestures (none before these were kept).
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
    jalons: tuple[Jalon, ...] = ()

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
    """Set the deadline of an action not started yet; a started one is replanned, with a reason. The first one stays."""
    exiger_a_venir(echeance, jour)
    return evoluer(
        action,
        echeance=echeance,
        echeance_initiale=action.echeance_initiale or echeance,
        jalons=jalonner(action, jour, echeance=echeance),
    )


# --- as it stood on a day ------------------------------------------------------------------------------------


def jalonner(
    action: Action, le: date, *, etat: EtatAction | None = None, echeance: date | None = None
) -> tuple[Jalon, ...]:
    """The milestones with one more."""
    return (*action.jalons, Jalon(le=le, etat=etat, echeance=echeance))


def echeance_au(action: Action, jour: date) -> date | None:
    """The deadline in force at the end of `jour`."""
    dates = [jalon for jalon in action.jalons if jalon.echeance is not None]
    if not dates:
        return action.echeance
    connues = [jalon.echeance for jalon in dates if jalon.le <= jour]
    return connues[-1] if connues else action.echeance_initiale or action.echeance


def echeances_tombees(action: Action, du: date, au: date) -> list[date]:
    """The deadlines of the window that were in force on their own day: put off later, each one fell all the same."""
    dates = {action.echeance_initiale, action.echeance, *(jalon.echeance for jalon in action.jalons)}
    return sorted(le for le in dates if le is not None and du <= le <= au and echeance_au(action, le) == le)


def situation_au(action: Action, jour: date) -> EtatAction:
    """The state at the end of `jour`, for an action created by then."""
    if action.close_le is not None and action.close_le <= jour:
        return action.etat
    etat = EtatAction.A_LANCER
    for jalon in sorted(_jalons_connus(action), key=lambda jalon: jalon.le):
        if jalon.etat is not None and jalon.le <= jour:
            etat = jalon.etat
    return etat


def _jalons_connus(action: Action) -> tuple[Jalon, ...]:
    """Its milestones; of an action older than them, what its own dates tell."""
    if any(jalon.etat is not None for jalon in action.jalons):
        return action.jalons
    lancee = action.etat is not EtatAction.A_LANCER
    dates = (
        (action.creee_le if lancee else None, EtatAction.EN_COURS),
        (action.realisee_le, EtatAction.REALISEE),
        (action.efficacite.le if action.efficacite else None, EtatAction.VERIFIEE),
    )
    return tuple(Jalon(le=le, etat=etat) for le, etat in dates if le is not None)


def realisee_au(action: Action, jour: date) -> bool:
    """Done at the end of `jour`, and not sent back to work by then."""
    return situation_au(action, jour) in (EtatAction.REALISEE, EtatAction.VERIFIEE, EtatAction.CLOSE)


def etat_au(action: Action, jour: date) -> Action | None:
    """The action as it stood at the end of `jour`; None before it was created. Its notes after it are left out."""
    if action.creee_le > jour:
        return None
    etat = situation_au(action, jour)
    jugements = [*action.efficacites_passees, *([action.efficacite] if action.efficacite else [])]
    connus = [jugement for jugement in jugements if jugement.le <= jour]
    verifiee = etat in (EtatAction.VERIFIEE, EtatAction.CLOSE) and bool(connus)
    partie = action.close_le is not None and action.close_le <= jour
    return evoluer(
        action,
        etat=etat,
        echeance=echeance_au(action, jour),
        replanifications=sum(j.echeance is not None and j.le <= jour for j in action.jalons)
        if action.jalons
        else action.replanifications,
        notes=tuple(note for note in action.notes if note.le <= jour),
        realisee_le=_realisee_le(action, jour) if realisee_au(action, jour) else None,
        efficacite=connus[-1] if verifiee else None,
        efficacites_passees=tuple(connus[:-1] if verifiee else connus),
        close_le=action.close_le if partie else None,
        motif_abandon=action.motif_abandon if partie else "",
        jalons=tuple(jalon for jalon in action.jalons if jalon.le <= jour),
    )


def _realisee_le(action: Action, jour: date) -> date | None:
    faites = [j.le for j in _jalons_connus(action) if j.etat is EtatAction.REALISEE and j.le <= jour]
    return faites[-1] if faites else action.realisee_le
