"""Réclamations (engagements 9 to 12): the dated facts of a case, its life and its three dates.

The state (état) is never stored: it is told by the facts, in the order of their dates.

    reçue           nobody has said yet what it is
    qualifiée       its nature is known
    en traitement   qualifiée and someone has begun: accusé sent, pilot named; or a réponse d’attente sent
    répondue        answered
    clôturée        closed, with a typed reason
    rouverte        opened again after an answer or a closing; the first deadline and both answers are kept

    fact             allowed from                          the case becomes
    accusé           every state but répondue, clôturée    (same)
    attente          every state but répondue, clôturée    en traitement; a rouverte case stays so
    réponse          every state but répondue, clôturée    répondue; also from répondue after a contestation
    contestation     répondue, clôturée                    (same)
    rendez-vous      every state                           (same)
    médiateur        every state                           (same)
    clôture          every state but clôturée              clôturée
    réouverture      répondue, clôturée                    rouverte

Neither an accusé nor an attente stops the clock: only the first answer decides, and late means strictly
after the butoir (domaine.md §2).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from qualitui.domain.base import Fiche, Valeur, evoluer
from qualitui.domain.reclamations import refus
from qualitui.domain.temps.delais import Echeance


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
    """A dated fact. `interlocuteur` and `nouvelle_date` belong to an attente.

    `motif` is the code of a MotifCloture for a closing, the typed reason for a reopening; `detail` completes it.
    """

    genre: GenreFait
    le: date
    par: str = ""
    interlocuteur: str = ""
    nouvelle_date: date | None = None
    motif: str = ""
    detail: str = ""


class Correction(Valeur):
    """A fact typed by mistake and put right on the day `le`: what it was, what it became (None: taken out), and why."""

    le: date
    par: str = ""
    raison: str
    avant: Fait
    apres: Fait | None = None


class Requalification(Valeur):
    """What a case was until the day `le`, when its nature, channel or motif was typed again.

    `delais_changes`: its deadlines changed too, and `echeance`, `echeance_attente` are those before (None: none ran).
    """

    le: date
    canal: str
    nature: str = ""
    motif: str = ""
    ecrit: bool = True
    accuse_attendu: bool = False
    delais_changes: bool = False
    echeance: Echeance | None = None
    echeance_attente: Echeance | None = None


class Reclamation(Fiche):
    """One written (or oral) case, without any identity: name and text live in confidentiel/<reference>/.

    `recue_le` is the receipt by the City, `arrivee_site_le` the arrival at the site if later.
    `echeance` is frozen with its rule; None: no deadline (oral, remerciement). `echeance_attente` is when a
    réponse d’attente is due if the month can't be kept; None with `echeance`.
    `ecrit` and `accuse_attendu` are what the channel implied when the case was registered.
    `corrections`: the facts put right or taken out since, oldest first; only `faits` count. `requalifications`: what
    the case was before each change of nature, channel or motif, oldest first.
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
    ecrit: bool = True
    accuse_attendu: bool = False
    echeance: Echeance | None = None
    echeance_attente: Echeance | None = None
    faits: tuple[Fait, ...] = ()
    corrections: tuple[Correction, ...] = ()
    requalifications: tuple[Requalification, ...] = ()
    actions: tuple[str, ...] = ()


OUVERTS = frozenset({Etat.RECUE, Etat.QUALIFIEE, Etat.EN_TRAITEMENT, Etat.ROUVERTE})
TOUS = frozenset(Etat)

# fact → (states it is allowed from, state it leads to; None: the same)
TRANSITIONS: dict[GenreFait, tuple[frozenset[Etat], Etat | None]] = {
    GenreFait.ACCUSE: (OUVERTS, None),
    GenreFait.ATTENTE: (OUVERTS, Etat.EN_TRAITEMENT),
    GenreFait.REPONSE: (OUVERTS, Etat.REPONDUE),
    GenreFait.CONTESTATION: (frozenset({Etat.REPONDUE, Etat.CLOTUREE}), None),
    GenreFait.RENDEZ_VOUS: (TOUS, None),
    GenreFait.MEDIATEUR: (TOUS, None),
    GenreFait.CLOTURE: (OUVERTS | {Etat.REPONDUE}, Etat.CLOTUREE),
    GenreFait.REOUVERTURE: (frozenset({Etat.REPONDUE, Etat.CLOTUREE}), Etat.ROUVERTE),
}
_MENE_A = {genre: etat for genre, (_, etat) in TRANSITIONS.items()}


def depart(reclamation: Reclamation) -> Etat:
    """The state before any fact that moves it: what is known of the case, and whether someone has begun."""
    if not reclamation.nature:
        return Etat.RECUE
    commencee = reclamation.pilote or faits_de(reclamation, GenreFait.ACCUSE)
    return Etat.EN_TRAITEMENT if commencee else Etat.QUALIFIEE


def etat(reclamation: Reclamation) -> Etat:
    """Where the case stands, told by its facts; asked several times of each case of a list."""
    courant = None
    for fait in reclamation.faits:
        suivant = _MENE_A[fait.genre]
        if suivant is not None and not (courant is Etat.ROUVERTE and fait.genre is GenreFait.ATTENTE):
            courant = suivant
    return courant or depart(reclamation)


def _suivant(courant: Etat, genre: GenreFait) -> Etat:
    if genre is GenreFait.ATTENTE and courant is Etat.ROUVERTE:
        return courant
    return TRANSITIONS[genre][1] or courant


def faits_de(reclamation: Reclamation, genre: GenreFait) -> tuple[Fait, ...]:
    """The facts of one kind, oldest first."""
    return tuple([fait for fait in reclamation.faits if fait.genre is genre])


def ouverte(reclamation: Reclamation) -> bool:
    """True while an answer or a closing is still awaited."""
    return etat(reclamation) in OUVERTS


def premiere_reponse(reclamation: Reclamation) -> date | None:
    """The day of the first answer, the one that decides; None: not answered yet."""
    for fait in reclamation.faits:
        if fait.genre is GenreFait.REPONSE:
            return fait.le
    return None


def etat_au(reclamation: Reclamation, jour: date) -> Reclamation | None:
    """The case as it stood at the end of `jour`, by the dates of its facts; None before it was received.

    A correction is not undone: it says what had truly happened.
    """
    if reclamation.recue_le > jour:
        return None
    reste: dict[str, Any] = {}
    if reclamation.faits and reclamation.faits[-1].le > jour:
        reste["faits"] = tuple(fait for fait in reclamation.faits if fait.le <= jour)
    for ancienne in reversed(reclamation.requalifications):
        if ancienne.le > jour:
            reste |= {champ: getattr(ancienne, champ) for champ in _QUALIFICATION}
            if ancienne.delais_changes:
                reste |= {"echeance": ancienne.echeance, "echeance_attente": ancienne.echeance_attente}
    # A part of what the register has checked: nothing to check again, and ten years are asked for it month by month.
    return reclamation.model_copy(update=reste) if reste else reclamation


_QUALIFICATION = ("canal", "nature", "motif", "ecrit", "accuse_attendu")


def requalifier(avant: Reclamation, apres: Reclamation, jour: date) -> Reclamation:
    """`apres`, which keeps what it was until `jour` when something that is counted by changed."""
    delais = (avant.echeance, avant.echeance_attente) != (apres.echeance, apres.echeance_attente)
    if not delais and all(getattr(avant, champ) == getattr(apres, champ) for champ in _QUALIFICATION):
        return apres
    ancienne = Requalification(
        le=jour,
        **{champ: getattr(avant, champ) for champ in _QUALIFICATION},
        delais_changes=delais,
        echeance=avant.echeance if delais else None,
        echeance_attente=avant.echeance_attente if delais else None,
    )
    return evoluer(apres, requalifications=(*apres.requalifications, ancienne))


def avec_fait(reclamation: Reclamation, fait: Fait, jour: date) -> Reclamation:
    """The case with one more fact, put at its date; the whole history must still hold together.

    `jour` is today: a fact is neither before the receipt nor after today. Raises the refusal that says why.
    """
    verifier_date(reclamation, fait.le, jour)
    faits = tuple(sorted((*reclamation.faits, fait), key=lambda f: f.le))
    verifier_suite(depart(reclamation), faits, reclamation.reference)
    return evoluer(reclamation, faits=faits)


def verifier_date(reclamation: Reclamation, le: date, jour: date) -> None:
    """Nothing happens to a case before its receipt, nor after today."""
    if le > jour:
        raise refus.DateFuture(le, jour)
    if le < reclamation.recue_le:
        raise refus.AvantReception(le, reclamation.recue_le)


def verifier_suite(courant: Etat, faits: Iterable[Fait], reference: str = "") -> None:
    """Go through the facts in order; raise the refusal of the first one the table does not allow."""
    precedent: Fait | None = None
    conteste = False
    for fait in faits:
        complement = fait.genre is GenreFait.REPONSE and courant is Etat.REPONDUE and conteste
        if courant not in TRANSITIONS[fait.genre][0] and not complement:
            raise _refus(fait, courant, precedent, reference)
        suivant = _suivant(courant, fait.genre)
        if suivant is not courant or fait.genre in (GenreFait.REPONSE, GenreFait.CONTESTATION):
            precedent = fait
            conteste = fait.genre is GenreFait.CONTESTATION
        courant = suivant


def _refus(fait: Fait, courant: Etat, precedent: Fait | None, reference: str) -> refus.GesteRefuse:
    """Why `fait` can't happen in the state `courant`, reached by `precedent`."""
    depuis = precedent.le if precedent else None
    if fait.genre in (GenreFait.CONTESTATION, GenreFait.REOUVERTURE):
        return refus.PasEncoreRepondue(fait.genre, reference)
    if courant is Etat.CLOTUREE:
        return refus.DejaCloturee(fait.genre, reference, depuis)
    return refus.DejaRepondue(fait.genre, reference, depuis)
