"""A réclamation told in words: its facts, its time line, what a correction moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from qualitui.domain.francais import INSECABLE, date_en_mots
from qualitui.domain.reclamations.alertes import date_promise, prochain_geste
from qualitui.domain.reclamations.corrections import correction_en_mots as fait_corrige
from qualitui.domain.reclamations.delai import delai_en_mots
from qualitui.domain.reclamations.fiche import Correction, Fait, GenreFait, Reclamation, etat, ouverte, premiere_reponse
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.temps.delais import Echeance


class Temps(StrEnum):
    """Where a line of the time line stands: done, expected, or expected and not done in time."""

    PASSE = "passé"
    A_VENIR = "à venir"
    DEPASSE = "dépassé"


class Repere(NamedTuple):
    """A line of the time line."""

    le: date
    phrase: str
    temps: Temps = Temps.PASSE


def fait_en_mots(fait: Fait, nom: Callable[[str], str] = str) -> str:
    """« réponse d’attente (Mme Martin, nouvelle date le mardi 10 mars 2026) »; `nom` names a person's code."""
    precisions = [nom(fait.interlocuteur)] if fait.interlocuteur else []
    if fait.nouvelle_date:
        precisions.append(f"nouvelle date le {date_en_mots(fait.nouvelle_date)}")
    if fait.motif:
        # A reason that this version does not know was written by another one: it is read as it is.
        connus = {str(motif): motif.libelle for motif in MotifCloture} if fait.genre is GenreFait.CLOTURE else {}
        precisions.append(connus.get(fait.motif, fait.motif))
    precisions += [fait.detail] if fait.detail else []
    precisions += [f"par {nom(fait.par)}"] if fait.par else []
    return f"{fait.genre} ({', '.join(precisions)})" if precisions else str(fait.genre)


def chronologie(reclamation: Reclamation, jour: date, nom: Callable[[str], str] = str) -> tuple[Repere, ...]:
    """From the receipt to the last fact, then what is still awaited, in order of date."""
    reperes = [Repere(reclamation.recue_le, "reçue par la Ville")]
    if reclamation.arrivee_site_le:
        reperes.append(Repere(reclamation.arrivee_site_le, "arrivée au site"))
    reperes.append(Repere(reclamation.enregistree_le, "enregistrée"))
    reperes += [Repere(fait.le, fait_en_mots(fait, nom)) for fait in reclamation.faits]
    reperes += [Repere(une.le, correction_signee(une, nom)) for une in reclamation.corrections]
    return tuple(sorted((*reperes, *_attendus(reclamation, jour)), key=lambda repere: repere.le))


def correction_signee(correction: Correction, nom: Callable[[str], str] = str) -> str:
    """What was put right in a fact, why, and by whom."""
    qui = f", par {nom(correction.par)}" if correction.par else ""
    return f"{fait_corrige(correction)}{qui}"


def _attendus(reclamation: Reclamation, jour: date) -> list[Repere]:
    """The dates an answer is awaited at, while there is none."""
    if reclamation.echeance is None or premiere_reponse(reclamation) or not ouverte(reclamation):
        return []
    dates = {
        "cible de la réponse": reclamation.echeance.cible,
        "butoir de la réponse": reclamation.echeance.butoir,
        "date annoncée à l’usager": date_promise(reclamation),
    }
    return [Repere(le, quoi, _temps(le, jour)) for quoi, le in dates.items() if le]


def _temps(le: date, jour: date) -> Temps:
    return Temps.DEPASSE if le < jour else Temps.A_VENIR


def suite(reclamation: Reclamation, jour: date) -> str:
    """What is told after a gesture: the state, the delay in a word, what comes next."""
    delai = delai_en_mots(reclamation, jour)
    mot = f"réponse due {delai}" if delai == "aujourd’hui" else delai
    tete = f"{reclamation.reference}{INSECABLE}: {etat(reclamation)}, {mot}."
    return f"{tete}\nÀ faire{INSECABLE}: {prochain_geste(reclamation, jour).phrase}"


def correction_en_mots(avant: Reclamation, apres: Reclamation) -> str:
    """What a correction did to the deadline; « » when it is the same."""
    ancien, nouveau = _butoir(avant.echeance), _butoir(apres.echeance)
    if ancien == nouveau:
        return ""
    if nouveau is None:
        return "Plus aucun délai ne court pour ce dossier."
    suivi = f" (c’était le {date_en_mots(ancien)})" if ancien else ""
    return f"Échéance recalculée{INSECABLE}: butoir le {date_en_mots(nouveau)}{suivi}."


def _butoir(echeance: Echeance | None) -> date | None:
    return echeance.butoir if echeance else None
