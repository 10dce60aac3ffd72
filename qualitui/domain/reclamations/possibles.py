"""Which gestures a case allows today, and why the others are refused: each one is tried, nothing is kept."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from qualitui.domain import possibles
from qualitui.domain.base import Refus
from qualitui.domain.possibles import SAISI, Possibilite
from qualitui.domain.reclamations import gestes
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation, avec_fait, premiere_reponse
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.refus import AucunFait


class Geste(StrEnum):
    """What people do on a case once it is registered, in the order of its life; the value is the operation's name."""

    QUALIFIER = "qualifier"
    ACCUSER = "accuser"
    ATTENDRE = "attendre"
    REPONDRE = "repondre"
    CLORE = "clore"
    CONTESTER = "contester"
    ROUVRIR = "rouvrir"
    RENCONTRER = "rencontrer"
    SAISIR_MEDIATEUR = "saisir_mediateur"
    CORRIGER = "corriger"
    RETIRER = "retirer"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    Geste.QUALIFIER: "Qualifier : nature, motif, service",
    Geste.ACCUSER: "Accusé de réception envoyé",
    Geste.ATTENDRE: "Réponse d’attente envoyée",
    Geste.REPONDRE: "Réponse envoyée",
    Geste.CLORE: "Clore le dossier",
    Geste.CONTESTER: "L’usager conteste la réponse",
    Geste.ROUVRIR: "Rouvrir le dossier",
    Geste.RENCONTRER: "Rendez-vous avec la direction",
    Geste.SAISIR_MEDIATEUR: "Saisine du Médiateur",
    Geste.CORRIGER: "Corriger un fait : date, interlocuteur…",
    Geste.RETIRER: "Retirer un fait noté par erreur",
}

_FAITS = {
    Geste.REPONDRE: GenreFait.REPONSE,
    Geste.CLORE: GenreFait.CLOTURE,
    Geste.CONTESTER: GenreFait.CONTESTATION,
    Geste.ROUVRIR: GenreFait.REOUVERTURE,
    Geste.RENCONTRER: GenreFait.RENDEZ_VOUS,
    Geste.SAISIR_MEDIATEUR: GenreFait.MEDIATEUR,
}


def possibilites(reclamation: Reclamation, jour: date) -> tuple[Possibilite[Geste], ...]:
    """Every gesture, in order, with the refusal it would meet today."""
    return possibles.possibilites(lambda geste: _essayer(reclamation, geste, jour), Geste)


def refus_de(reclamation: Reclamation, geste: Geste, jour: date) -> Refus | None:
    """Why `geste` can't be done on `jour`; None: it can."""
    return possibles.refus_de(lambda voulu: _essayer(reclamation, voulu, jour), geste)


def _essayer(reclamation: Reclamation, geste: Geste, jour: date) -> None:
    if geste is Geste.ACCUSER:
        gestes.accuser(reclamation, le=jour, jour=jour)
    elif geste is Geste.ATTENDRE:
        demain = jour + timedelta(days=1)
        gestes.attendre(reclamation, le=jour, interlocuteur=SAISI, nouvelle_date=demain, jour=jour)
    elif geste in (Geste.CORRIGER, Geste.RETIRER):
        if not reclamation.faits:
            raise AucunFait(reclamation.reference)
    elif geste in _FAITS:
        avec_fait(reclamation, Fait(genre=_FAITS[geste], le=jour), jour)


def motifs_de_cloture(reclamation: Reclamation, jour: date) -> tuple[MotifCloture, ...]:
    """The reasons this case may be closed for today; « réponse envoyée » first when it was answered."""

    def clore(motif: MotifCloture) -> Reclamation:
        return gestes.clore(reclamation, motif=motif, le=jour, detail=SAISI, jour=jour)

    return tuple(p.geste for p in possibles.possibilites(clore, MotifCloture) if p.refus is None)


def motif_propose(reclamation: Reclamation) -> MotifCloture | None:
    """The reason that goes without saying: the answer was sent. None: someone has to choose."""
    return MotifCloture.REPONDUE if premiere_reponse(reclamation) else None
