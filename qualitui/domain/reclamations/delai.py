"""Is a réclamation late, how many days are left, and how to say it in a word.

Late means strictly after the butoir. The first answer decides; without one, today does.
"""

from __future__ import annotations

from datetime import date

from qualitui.domain.francais import INSECABLE
from qualitui.domain.reclamations.fiche import Etat, Fait, GenreFait, Reclamation, etat, premiere_reponse
from qualitui.domain.reclamations.gestes import MotifCloture, original


def cloture(reclamation: Reclamation) -> Fait | None:
    """The closing in force; None while the case is open, or opened again."""
    if etat(reclamation) is not Etat.CLOTUREE:
        return None
    return next(fait for fait in reversed(reclamation.faits) if fait.genre is GenreFait.CLOTURE)


def hors_decompte(reclamation: Reclamation) -> bool:
    """True when no answer of the site is counted (`raison_hors_decompte` says why)."""
    return bool(raison_hors_decompte(reclamation))


def raison_hors_decompte(reclamation: Reclamation) -> str:
    """Why the case leaves the count; empty when it is counted.

    None was promised, or it was closed without an answer, for a typed reason, on or before its butoir: afterwards the
    month was already missed, whatever is said of the case. Only a duplicate leaves whenever it is closed, and only tied
    to its original, which is counted in its place.
    """
    if reclamation.echeance is None:
        return "aucun délai promis pour sa nature" if reclamation.ecrit else "dossier oral, sans délai promis"
    if premiere_reponse(reclamation):
        return ""
    fin = cloture(reclamation)
    if fin is None:
        return ""
    if fin.motif == MotifCloture.DOUBLON:
        premier = original(fin, reclamation.reference)
        return f"doublon de {premier}" if premier else ""
    if fin.le > reclamation.echeance.butoir:
        return ""
    return f"clos sans réponse avant la fin du mois{INSECABLE}: {MotifCloture(fin.motif).libelle.lower()}"


def en_retard(reclamation: Reclamation, jour: date) -> bool:
    """Answered after the butoir, or unanswered and past it on `jour`."""
    if reclamation.echeance is None:
        return False
    if reponse := premiere_reponse(reclamation):
        return reponse > reclamation.echeance.butoir
    return jour > reclamation.echeance.butoir and not hors_decompte(reclamation)


def dans_le_delai(reclamation: Reclamation) -> bool:
    """Answered on or before the butoir."""
    reponse = premiere_reponse(reclamation)
    return reponse is not None and reclamation.echeance is not None and reponse <= reclamation.echeance.butoir


def comptee(reclamation: Reclamation, jour: date) -> bool:
    """True when the case is in the denominator on `jour`: answered, or past its butoir. Not yet due: not counted."""
    if hors_decompte(reclamation):
        return False
    return premiere_reponse(reclamation) is not None or en_retard(reclamation, jour)


def jours_restants(reclamation: Reclamation, jour: date) -> int | None:
    """Calendar days from `jour` to the butoir, negative once late; None when no answer is awaited any more."""
    if reclamation.echeance is None or premiere_reponse(reclamation) or hors_decompte(reclamation):
        return None
    return (reclamation.echeance.butoir - jour).days


def jours_de_reponse(reclamation: Reclamation) -> int | None:
    """Calendar days from the receipt by the City to the first answer; None without an answer."""
    reponse = premiere_reponse(reclamation)
    return (reponse - reclamation.recue_le).days if reponse else None


def delai_en_mots(reclamation: Reclamation, jour: date) -> str:
    """« à 5 j », « aujourd’hui », « en retard 3 j », « dans le délai », « hors délai 3 j », « sans délai »."""
    if hors_decompte(reclamation) or reclamation.echeance is None:
        return "sans délai"
    reponse = premiere_reponse(reclamation)
    ecart = ((reponse or jour) - reclamation.echeance.butoir).days
    if reponse:
        return f"hors délai {ecart}{INSECABLE}j" if ecart > 0 else "dans le délai"
    if ecart == 0:
        return "aujourd’hui"
    return f"en retard {ecart}{INSECABLE}j" if ecart > 0 else f"à {-ecart}{INSECABLE}j"
