"""Réclamations (engagements 9 to 12): the dated facts of a case, its life and its three dates.

reçue → qualifiée → en traitement → répondue → clôturée; rouverte keeps the first deadline and both answers.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from qualitui.domain.base import Fiche, Valeur
from qualitui.domain.echeances import Echeance


class Etat(StrEnum):
    RECUE = "reçue"
    QUALIFIEE = "qualifiée"
    EN_TRAITEMENT = "en traitement"
    REPONDUE = "répondue"
    CLOTUREE = "clôturée"
    ROUVERTE = "rouverte"


class GenreFait(StrEnum):
    ACCUSE = "accusé de réception"
    ATTENTE = "réponse d’attente"
    REPONSE = "réponse"
    CONTESTATION = "contestation"
    RENDEZ_VOUS = "rendez-vous avec la direction"
    MEDIATEUR = "saisine du médiateur"
    CLOTURE = "clôture"
    REOUVERTURE = "réouverture"


class Fait(Valeur):
    """A dated fact. `interlocuteur` and `nouvelle_date` belong to an attente; `motif` to a closing or reopening."""

    genre: GenreFait
    le: date
    par: str = ""
    interlocuteur: str = ""
    nouvelle_date: date | None = None
    motif: str = ""


class Reclamation(Fiche):
    """One written (or oral) case, without any identity: name and text live in confidentiel/<reference>/.

    `recue_le` is the receipt by the City, `arrivee_site_le` the arrival at the site if later.
    `echeance` is frozen with its rule; None: no deadline (oral, remerciement).
    """

    table: ClassVar[str] = "reclamations"

    reference: str = ""
    canal: str
    nature: str = ""
    motif: str = ""
    engagement: str = ""
    service: str = ""
    objet: str = ""
    urgente: bool = False
    fondee: bool | None = None
    cause: str = ""
    pilote: str = ""
    recue_le: date
    arrivee_site_le: date | None = None
    enregistree_le: date
    echeance: Echeance | None = None
    echeance_attente: Echeance | None = None
    faits: tuple[Fait, ...] = ()
    actions: tuple[str, ...] = ()
