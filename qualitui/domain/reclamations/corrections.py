"""Putting right what was typed by mistake in the life of a réclamation: a fact corrected, or taken out, with a reason.

The whole life must still hold together afterwards; state, delay and lateness are told again by the facts. Nothing is
lost: the case keeps what each fact was (`Reclamation.corrections`), and its history too.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, Unpack

from qualitui.domain.base import evoluer
from qualitui.domain.francais import INSECABLE, date_numerique, entier_ecrit, nettoyer, sans_accents
from qualitui.domain.reclamations import refus
from qualitui.domain.reclamations.fiche import (
    Correction,
    Fait,
    GenreFait,
    Reclamation,
    depart,
    premiere_reponse,
    verifier_date,
    verifier_suite,
)
from qualitui.domain.reclamations.gestes import A_EXPLIQUER, MotifCloture

# What a fact of each kind says, besides its day; the reason of a réouverture is its `motif`.
PRECISIONS: dict[GenreFait, tuple[str, ...]] = {
    GenreFait.ACCUSE: (),
    GenreFait.ATTENTE: ("interlocuteur", "nouvelle_date"),
    GenreFait.REPONSE: (),
    GenreFait.CONTESTATION: ("detail",),
    GenreFait.RENDEZ_VOUS: ("detail",),
    GenreFait.MEDIATEUR: ("detail",),
    GenreFait.CLOTURE: ("motif", "detail"),
    GenreFait.REOUVERTURE: ("motif",),
}
_NOMS = {
    "interlocuteur": "interlocuteur",
    "nouvelle_date": "nouvelle date",
    "detail": "précision",
    "motif": "motif",
}


class Precisions(TypedDict, total=False):
    """What a fact says, typed again: its day and the PRECISIONS of its kind; a field that is absent was not typed."""

    le: date
    interlocuteur: str
    nouvelle_date: date | None
    detail: str
    motif: str


def corriger(
    reclamation: Reclamation, fait: Fait, *, raison: str, par: str = "", jour: date, **tapes: Unpack[Precisions]
) -> Reclamation:
    """The case with `fait` changed. Raises the refusal that says why it can't be."""
    for champ in tapes:
        if champ != "le" and champ not in PRECISIONS[fait.genre]:
            raise refus.PrecisionSansObjet(_NOMS[champ], fait.genre, champ)
    corrige = evoluer(fait, **{c: nettoyer(v) if isinstance(v, str) else v for c, v in tapes.items()})
    if corrige == fait:
        raise refus.RienACorriger
    _verifier_fait(corrige)
    verifier_date(reclamation, corrige.le, jour)
    return _remplacer(reclamation, fait, corrige, raison, par, jour)


def retirer(reclamation: Reclamation, fait: Fait, *, raison: str, par: str = "", jour: date) -> Reclamation:
    """The case without `fait`, which had not happened."""
    return _remplacer(reclamation, fait, None, raison, par, jour)


def _verifier_fait(fait: Fait) -> None:
    """What its own gesture asks, asked again."""
    if fait.genre is GenreFait.ATTENTE:
        if not fait.interlocuteur:
            raise refus.InterlocuteurManquant
        if fait.nouvelle_date is not None and fait.nouvelle_date <= fait.le:
            raise refus.NouvelleDateTropTot(fait.nouvelle_date, fait.le)
    if fait.genre is GenreFait.REOUVERTURE and not fait.motif:
        raise refus.RaisonManquante("rouvrir un dossier", "motif")
    if fait.genre is GenreFait.CLOTURE and MotifCloture(fait.motif) in A_EXPLIQUER and not fait.detail:
        raise refus.RaisonManquante(f"clore comme « {MotifCloture(fait.motif).libelle} »", "detail")


def _remplacer(
    reclamation: Reclamation, avant: Fait, apres: Fait | None, raison: str, par: str, jour: date
) -> Reclamation:
    """Put `apres` in the place of `avant`, and check the whole life again."""
    motif = nettoyer(raison)
    if not motif:
        raise refus.RaisonManquante("corriger un fait" if apres else "retirer un fait")
    if avant not in reclamation.faits:
        raise refus.FaitAbsent(reclamation.reference, _court(avant), faits_numerotes(reclamation))
    rang = reclamation.faits.index(avant)
    faits = [*reclamation.faits[:rang], *([apres] if apres else []), *reclamation.faits[rang + 1 :]]
    correction = Correction(le=jour, par=par, raison=motif, avant=avant, apres=apres)
    changee = evoluer(
        reclamation,
        faits=tuple(sorted(faits, key=lambda fait: fait.le)),
        corrections=(*reclamation.corrections, correction),
    )
    try:
        verifier_suite(depart(changee), changee.faits, changee.reference)
        _verifier_clotures(changee)
    except refus.GesteRefuse as erreur:
        raise refus.SuiteRompue(erreur.phrase) from None
    return changee


def _verifier_clotures(reclamation: Reclamation) -> None:
    """A case closed as answered was answered; one closed as needing no answer had no deadline."""
    if premiere_reponse(reclamation) is not None:
        return
    motifs = {fait.motif for fait in reclamation.faits if fait.genre is GenreFait.CLOTURE}
    sans_reponse = {MotifCloture.REPONDUE} | ({MotifCloture.SANS_REPONSE_ATTENDUE} if reclamation.echeance else set())
    contredits = [motif for motif in MotifCloture if motif in motifs & sans_reponse]
    if contredits:
        raise refus.ClotureContredite(contredits[0].libelle)


# --- which fact, and in words -------------------------------------------------------------------------------


def faits_numerotes(reclamation: Reclamation) -> list[str]:
    """« 1 accusé de réception du 02/02/2026 », in the order of their dates."""
    return [f"{rang} {_court(fait)}" for rang, fait in enumerate(reclamation.faits, start=1)]


def lire_fait(reclamation: Reclamation, saisi: str) -> Fait:
    """The fact that its number (from 1, by date) or its name designates (« attente », « réponse »…), accents aside."""
    if not reclamation.faits:
        raise refus.AucunFait(reclamation.reference)
    forme = sans_accents(saisi.strip())
    rang = entier_ecrit(saisi.strip())
    if rang is not None and 1 <= rang <= len(reclamation.faits):
        return reclamation.faits[rang - 1]
    designes = [fait for fait in reclamation.faits if forme and _porte_le_nom(fait.genre, forme)]
    if len(designes) > 1:
        numerotes = zip(reclamation.faits, faits_numerotes(reclamation), strict=True)
        raise refus.FaitAmbigu(reclamation.reference, saisi, [nom for fait, nom in numerotes if fait in designes])
    if not designes:
        raise refus.FaitAbsent(reclamation.reference, saisi, faits_numerotes(reclamation))
    return designes[0]


def _porte_le_nom(genre: GenreFait, forme: str) -> bool:
    """« attente » names the réponse d’attente, « reponse » the answer only, « mediateur » the saisine."""
    nom = sans_accents(genre.value)
    if genre is GenreFait.ATTENTE:
        return forme in ("attente", nom)
    return nom == forme or nom.startswith(forme) or forme in nom.split()


def correction_en_mots(correction: Correction) -> str:
    """« corrigé : réponse du 03/03/2026, devenu le 02/03/2026 (erreur de frappe) »."""
    avant, apres = correction.avant, correction.apres
    if apres is None:
        return f"retiré{INSECABLE}: {_court(avant)} ({correction.raison})"
    changes = [mots for champ in ("le", *PRECISIONS[avant.genre]) if (mots := _change(avant, apres, champ))]
    return f"corrigé{INSECABLE}: {_court(avant)}, {', '.join(changes)} ({correction.raison})"


def _change(avant: Fait, apres: Fait, champ: str) -> str:
    ancien, nouveau = getattr(avant, champ), getattr(apres, champ)
    if ancien == nouveau:
        return ""
    return f"{_NOMS.get(champ, 'date')} {_valeur(apres, nouveau)} au lieu de {_valeur(avant, ancien)}"


def _valeur(fait: Fait, valeur: Any) -> str:
    if isinstance(valeur, date):
        return date_numerique(valeur)
    if fait.genre is GenreFait.CLOTURE and valeur in set(MotifCloture):
        return f"« {MotifCloture(valeur).libelle} »"
    return f"« {valeur} »" if valeur else "rien"


def _court(fait: Fait) -> str:
    return f"{fait.genre} du {date_numerique(fait.le)}"
