"""What people do on a réclamation: one pure function per gesture, named as on the screens.

Each takes the case, the day of the fact (`le`), who does it (`par`) and today (`jour`), and returns the case
with the fact, or raises the refusal that says why.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from qualitui.domain.francais import nettoyer, plus_proches, sans_accents
from qualitui.domain.reclamations import refus
from qualitui.domain.reclamations.fiche import (
    Etat,
    Fait,
    GenreFait,
    Reclamation,
    avec_fait,
    etat,
    faits_de,
    premiere_reponse,
)


class MotifCloture(StrEnum):
    """Why a case is closed; `libelle` is what people read."""

    REPONDUE = "repondue"
    REORIENTEE = "reorientee"
    HORS_PERIMETRE = "hors-perimetre"
    DOUBLON = "doublon"
    SANS_COORDONNEES = "sans-coordonnees"
    RETIREE = "retiree"
    SANS_REPONSE_ATTENDUE = "sans-reponse-attendue"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    MotifCloture.REPONDUE: "Réponse envoyée",
    MotifCloture.REORIENTEE: "Réorientée vers le service compétent",
    MotifCloture.HORS_PERIMETRE: "Hors du périmètre du site",
    MotifCloture.DOUBLON: "Doublon d’un autre dossier",
    MotifCloture.SANS_COORDONNEES: "Anonyme : réponse impossible",
    MotifCloture.RETIREE: "Retirée par l’usager",
    MotifCloture.SANS_REPONSE_ATTENDUE: "Sans réponse attendue",
}

# Other words people use for these reasons, folded.
_SYNONYMES = {
    "reponse": MotifCloture.REPONDUE,
    "traitee": MotifCloture.REPONDUE,
    "recours": MotifCloture.REORIENTEE,
    "anonyme": MotifCloture.SANS_COORDONNEES,
    "sans suite": MotifCloture.SANS_REPONSE_ATTENDUE,
}

# Routed elsewhere: where and why must be told in words, since the site answers nothing itself.
A_EXPLIQUER = frozenset({MotifCloture.REORIENTEE})


def lire_motif_cloture(texte: str) -> MotifCloture:
    """The closing reason typed as its code, its label or a usual word, accents and case aside."""
    connus = {sans_accents(m.libelle): m for m in MotifCloture} | {str(m): m for m in MotifCloture} | _SYNONYMES
    forme = sans_accents(texte.strip())
    trouve = connus.get(forme) or connus.get(forme.replace(" ", "-"))
    if trouve:
        return trouve
    proches = dict.fromkeys(connus[p] for p in plus_proches(texte, connus))
    raise refus.CodeInconnu("Le motif de clôture", texte, proches, MotifCloture, "motif")


# What names the case that a duplicate repeats, in the words of its closing.
_REFERENCE = re.compile(r"\bR-\d{4}-\d+\b", re.IGNORECASE)


def original(cloture: Fait, reference: str = "") -> str:
    """The case of which the one closed so, `reference`, is a duplicate: the first other one named; else empty."""
    citees = (citee.upper() for citee in _REFERENCE.findall(cloture.detail))
    return next((citee for citee in citees if citee != reference), "")


def accuser(reclamation: Reclamation, *, le: date, par: str = "", jour: date) -> Reclamation:
    """The accusé de réception was sent on `le`; AccuseDejaEnvoye if one was."""
    deja = faits_de(reclamation, GenreFait.ACCUSE)
    if deja:
        raise refus.AccuseDejaEnvoye(reclamation.reference, deja[0].le)
    return avec_fait(reclamation, Fait(genre=GenreFait.ACCUSE, le=le, par=par), jour)


def attendre(
    reclamation: Reclamation, *, le: date, interlocuteur: str, nouvelle_date: date, par: str = "", jour: date
) -> Reclamation:
    """A réponse d’attente was sent: it names who follows the matter and gives a new date. The clock goes on."""
    interlocuteur = nettoyer(interlocuteur)
    if not interlocuteur:
        raise refus.InterlocuteurManquant
    if nouvelle_date <= le:
        raise refus.NouvelleDateTropTot(nouvelle_date, le)
    fait = Fait(genre=GenreFait.ATTENTE, le=le, par=par, interlocuteur=interlocuteur, nouvelle_date=nouvelle_date)
    return avec_fait(reclamation, fait, jour)


def repondre(reclamation: Reclamation, *, le: date, par: str = "", jour: date) -> Reclamation:
    """The answer was sent on `le`. The first one decides whether the month was kept."""
    return avec_fait(reclamation, Fait(genre=GenreFait.REPONSE, le=le, par=par), jour)


def contester(reclamation: Reclamation, *, le: date, detail: str = "", par: str = "", jour: date) -> Reclamation:
    """The user contests the answer; a second answer may then be sent, or the case opened again."""
    fait = Fait(genre=GenreFait.CONTESTATION, le=le, par=par, detail=nettoyer(detail))
    return avec_fait(reclamation, fait, jour)


def rencontrer(reclamation: Reclamation, *, le: date, detail: str = "", par: str = "", jour: date) -> Reclamation:
    """The direction received the user (engagement 10; 14 in 2014)."""
    fait = Fait(genre=GenreFait.RENDEZ_VOUS, le=le, par=par, detail=nettoyer(detail))
    return avec_fait(reclamation, fait, jour)


def saisir_mediateur(reclamation: Reclamation, *, le: date, detail: str = "", par: str = "", jour: date) -> Reclamation:
    """The user turned to the Médiateur of the City (engagement 11; 15 in 2014)."""
    fait = Fait(genre=GenreFait.MEDIATEUR, le=le, par=par, detail=nettoyer(detail))
    return avec_fait(reclamation, fait, jour)


def clore(
    reclamation: Reclamation, *, motif: MotifCloture, le: date, detail: str = "", par: str = "", jour: date
) -> Reclamation:
    """Close the case on `le`. « Répondue » needs an answer; routing out needs its reason."""
    detail = nettoyer(detail)
    reponse = premiere_reponse(reclamation)
    if motif is MotifCloture.REPONDUE and etat(reclamation) is not Etat.CLOTUREE and reponse is None:
        autres = (m.libelle for m in MotifCloture if m is not MotifCloture.REPONDUE)
        raise refus.ClotureSansReponse(reclamation.reference, autres)
    if motif is MotifCloture.SANS_REPONSE_ATTENDUE and reclamation.echeance and reponse is None:
        raise refus.ReponseAttendue(reclamation.reference)
    if motif in A_EXPLIQUER and not detail:
        raise refus.RaisonManquante(f"clore comme « {motif.libelle} »")
    fait = Fait(genre=GenreFait.CLOTURE, le=le, par=par, motif=motif, detail=detail)
    return avec_fait(reclamation, fait, jour)


def rouvrir(reclamation: Reclamation, *, raison: str, le: date, par: str = "", jour: date) -> Reclamation:
    """Open the case again; its first deadline and its answers are kept."""
    raison = nettoyer(raison)
    if not raison:
        raise refus.RaisonManquante("rouvrir un dossier")
    return avec_fait(reclamation, Fait(genre=GenreFait.REOUVERTURE, le=le, par=par, motif=raison), jour)
