"""Actions (SMQ9): one list for the site, whatever made each action necessary.

An action goes à lancer → en cours → réalisée → efficacité vérifiée → close; or abandonnée, with a reason.
It is not closed before someone other than its pilot has checked that it works.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from qualitui.domain.base import Fiche, Valeur


class EtatAction(StrEnum):
    A_LANCER = "à lancer"
    EN_COURS = "en cours"
    REALISEE = "réalisée"
    VERIFIEE = "efficacité vérifiée"
    CLOSE = "close"
    ABANDONNEE = "abandonnée"


class TypeAction(StrEnum):
    IMMEDIATE = "immédiate"
    CORRECTIVE = "corrective"
    PREVENTIVE = "préventive"
    AMELIORATION = "amélioration"


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
    """`pilote` is a person's code or a role's code; `echeance` the day it must be réalisée; None: no day yet."""

    table: ClassVar[str] = "actions"

    reference: str = ""
    intitule: str
    origine: Origine
    engagement: str = ""
    type: TypeAction = TypeAction.CORRECTIVE
    priorite: str = "normale"
    pilote: str = ""
    echeance: date | None = None
    causes: str = ""
    notes: tuple[Note, ...] = ()
    etat: EtatAction = EtatAction.A_LANCER
    creee_le: date
    realisee_le: date | None = None
    efficacite: Efficacite | None = None
    close_le: date | None = None
    motif_abandon: str = ""
