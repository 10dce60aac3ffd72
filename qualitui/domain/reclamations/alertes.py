"""What a réclamation calls for: its alerts, and the next gesture in words.

Source: engagement 9 (13 in 2014) and the reading notes D1 to D5: an accusé is expected the same day on the
generic mailbox; the réponse d’attente is due before its own deadline, with an internal alert at 15 days in 2023.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.francais import date_en_mots, date_sans_annee
from qualitui.domain.reclamations.delai import hors_decompte
from qualitui.domain.reclamations.fiche import (
    OUVERTS,
    Etat,
    Fait,
    GenreFait,
    Reclamation,
    etat,
    faits_de,
    premiere_reponse,
)

if TYPE_CHECKING:
    from qualitui.domain.temps.delais import Echeance

RECOURS = "recours"


class GenreAlerte(StrEnum):
    ACCUSE = "accusé manquant"
    QUINZE_JOURS = "alerte à mi-délai"
    ATTENTE = "réponse d’attente due"
    NOUVELLE_DATE = "date annoncée passée"
    CIBLE = "cible atteinte"
    BUTOIR = "butoir dépassé"


class Alerte(NamedTuple):
    """`le` is the day the alert speaks of: a deadline, or the day it began."""

    genre: GenreAlerte
    phrase: str
    le: date


class ProchainGeste(NamedTuple):
    """What to do next. `genre` None: nothing, or a gesture that is no dated fact (qualifier).

    `cible` and `butoir` are the days to do it by; None: no day is imposed.
    """

    phrase: str
    genre: GenreFait | None = None
    cible: date | None = None
    butoir: date | None = None


_RIEN = ProchainGeste(phrase="Rien, le dossier est clôturé.")


def alertes(reclamation: Reclamation, jour: date) -> tuple[Alerte, ...]:
    """Every alert of the case on `jour`, the most pressing first; none once answered or closed."""
    if not _en_attente_de_reponse(reclamation):
        return ()
    trouvees = (
        _butoir(reclamation, jour),
        _accuse(reclamation),
        _nouvelle_date(reclamation, jour),
        _attente(reclamation, jour),
        _cible(reclamation, jour),
    )
    return tuple(alerte for alerte in trouvees if alerte)


def _en_attente_de_reponse(reclamation: Reclamation) -> bool:
    return premiere_reponse(reclamation) is None and etat(reclamation) in OUVERTS


def _butoir(reclamation: Reclamation, jour: date) -> Alerte | None:
    echeance = reclamation.echeance
    if echeance is None or jour <= echeance.butoir:
        return None
    phrase = f"Le délai est dépassé depuis le {date_en_mots(echeance.butoir)}."
    return Alerte(genre=GenreAlerte.BUTOIR, phrase=phrase, le=echeance.butoir)


def _cible(reclamation: Reclamation, jour: date) -> Alerte | None:
    echeance = reclamation.echeance
    if echeance is None or not echeance.cible <= jour <= echeance.butoir:
        return None
    phrase = f"La réponse doit partir au plus tard le {date_en_mots(echeance.butoir)}."
    return Alerte(genre=GenreAlerte.CIBLE, phrase=phrase, le=echeance.cible)


def accuse_manquant(reclamation: Reclamation) -> bool:
    """An accusé is systematic for the generic mailbox, and none was sent."""
    return reclamation.accuse_attendu and not faits_de(reclamation, GenreFait.ACCUSE)


def _accuse(reclamation: Reclamation) -> Alerte | None:
    if not accuse_manquant(reclamation):
        return None
    phrase = "L’accusé de réception n’est pas parti : il est attendu le jour même."
    return Alerte(genre=GenreAlerte.ACCUSE, phrase=phrase, le=reclamation.recue_le)


def _nouvelle_date(reclamation: Reclamation, jour: date) -> Alerte | None:
    promise = date_promise(reclamation)
    if promise is None or jour <= promise:
        return None
    phrase = f"La date annoncée à l’usager, le {date_en_mots(promise)}, est passée."
    return Alerte(genre=GenreAlerte.NOUVELLE_DATE, phrase=phrase, le=promise)


def debut_alerte(reclamation: Reclamation) -> date | None:
    """The first day of the internal alert: `alerte_jours` after receipt; None where the référentiel sets none."""
    attente = reclamation.echeance_attente
    if attente is None or attente.delai.alerte_jours is None:
        return None
    return reclamation.recue_le + timedelta(days=attente.delai.alerte_jours)


def _attente(reclamation: Reclamation, jour: date) -> Alerte | None:
    """From the alert on (2023), or as soon as its own shorter deadline is reached (2014)."""
    attente = reclamation.echeance_attente
    if attente is None or faits_de(reclamation, GenreFait.ATTENTE) or _depasse(reclamation, jour):
        return None
    if jour >= attente.cible:
        verbe = "est" if jour <= attente.butoir else "était"
        phrase = f"Une réponse d’attente {verbe} due le {date_en_mots(_limite(attente, jour))}, faute de réponse."
        return Alerte(genre=GenreAlerte.ATTENTE, phrase=phrase, le=attente.cible)
    debut = debut_alerte(reclamation)
    if debut is None or jour < debut:
        return None
    jours = (debut - reclamation.recue_le).days
    phrase = f"Reçue il y a {jours} jours ou plus : prévoir une réponse d’attente si le mois ne peut être tenu."
    return Alerte(genre=GenreAlerte.QUINZE_JOURS, phrase=phrase, le=debut)


def _depasse(reclamation: Reclamation, jour: date) -> bool:
    return reclamation.echeance is not None and jour > reclamation.echeance.butoir


def _limite(echeance: Echeance, jour: date) -> date:
    """The day to aim at: the cible while it is ahead, then the butoir."""
    return echeance.cible if jour <= echeance.cible else echeance.butoir


def date_promise(reclamation: Reclamation) -> date | None:
    """The new date given to the user by the last réponse d’attente."""
    derniere: Fait | None = next(iter(reversed(faits_de(reclamation, GenreFait.ATTENTE))), None)
    return derniere.nouvelle_date if derniere else None


def prochain_geste(reclamation: Reclamation, jour: date) -> ProchainGeste:
    """What to do next on the case, in words, with the days to do it by."""
    courant = etat(reclamation)
    if courant is Etat.CLOTUREE:
        return _RIEN
    if courant is Etat.REPONDUE:
        return _apres_reponse(reclamation)
    if courant is Etat.ROUVERTE:
        return _rouverte(reclamation)
    if accuse_manquant(reclamation):
        phrase = "Envoyer l’accusé de réception, attendu le jour même."
        return ProchainGeste(genre=GenreFait.ACCUSE, phrase=phrase, cible=reclamation.recue_le)
    if not reclamation.nature:
        return _avec_echeance("Qualifier le dossier : dire sa nature et son motif.", None, reclamation.echeance)
    if reclamation.nature == RECOURS:
        phrase = "Réorienter la contestation vers la voie de recours, puis clore."
        return ProchainGeste(genre=GenreFait.CLOTURE, phrase=phrase)
    return _repondre(reclamation, jour)


def _apres_reponse(reclamation: Reclamation) -> ProchainGeste:
    dernier = next(f for f in reversed(reclamation.faits) if f.genre in (GenreFait.REPONSE, GenreFait.CONTESTATION))
    if dernier.genre is GenreFait.CONTESTATION:
        phrase = "L’usager conteste : proposer un rendez-vous avec la direction, ou rouvrir le dossier."
        return ProchainGeste(genre=GenreFait.REOUVERTURE, phrase=phrase)
    return ProchainGeste(genre=GenreFait.CLOTURE, phrase="Clore le dossier : la réponse est partie.")


def _rouverte(reclamation: Reclamation) -> ProchainGeste:
    if premiere_reponse(reclamation) or reclamation.echeance is None:
        return ProchainGeste(genre=GenreFait.REPONSE, phrase="Envoyer une nouvelle réponse : le dossier est rouvert.")
    return _avec_echeance("Répondre : le dossier est rouvert.", GenreFait.REPONSE, reclamation.echeance)


def _repondre(reclamation: Reclamation, jour: date) -> ProchainGeste:
    """An open, qualified case: answer, or write a réponse d’attente, or make up for what was missed."""
    echeance = reclamation.echeance
    if echeance is None or hors_decompte(reclamation):
        return ProchainGeste(phrase="Aucun délai ne court : noter la suite donnée, puis clore.")
    if jour > echeance.butoir:
        return _avec_echeance(_trop_tard(reclamation, jour), GenreFait.REPONSE, echeance)
    attente = reclamation.echeance_attente
    if attente is not None and _attente_a_prevoir(reclamation, attente, jour):
        phrase = f"Envoyer une réponse d’attente {_avant(attente, jour)}"
        fin = ", ou la réponse." if attente.butoir < echeance.butoir else "."
        return _avec_echeance(phrase + fin, GenreFait.ATTENTE, attente)
    return _avec_echeance(f"Répondre {_avant(echeance, jour)}{_promesse(reclamation)}.", GenreFait.REPONSE, echeance)


def _attente_a_prevoir(reclamation: Reclamation, attente: Echeance, jour: date) -> bool:
    """No attente yet, and the alert has begun; without an alert in the data (2014) it is asked from the start."""
    if faits_de(reclamation, GenreFait.ATTENTE) or jour > attente.butoir:
        return False
    debut = debut_alerte(reclamation)
    return debut is None or jour >= debut


def _trop_tard(reclamation: Reclamation, jour: date) -> str:
    butoir = reclamation.echeance.butoir if reclamation.echeance else jour
    promise = date_promise(reclamation)
    if promise and jour <= promise:
        return f"Répondre avant le {date_sans_annee(promise)}, date annoncée : le délai d’un mois est dépassé."
    return f"Répondre sans attendre : le délai est dépassé depuis le {date_en_mots(butoir)}."


def _avant(echeance: Echeance, jour: date) -> str:
    limite = _limite(echeance, jour)
    return "aujourd’hui" if limite == jour else f"avant le {date_sans_annee(limite)}"


def _promesse(reclamation: Reclamation) -> str:
    promise = date_promise(reclamation)
    return f" (date annoncée à l’usager : le {date_sans_annee(promise)})" if promise else ""


def _avec_echeance(phrase: str, genre: GenreFait | None, echeance: Echeance | None) -> ProchainGeste:
    return ProchainGeste(
        genre=genre,
        phrase=phrase,
        cible=echeance.cible if echeance else None,
        butoir=echeance.butoir if echeance else None,
    )
