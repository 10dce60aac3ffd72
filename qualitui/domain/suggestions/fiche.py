"""Suggestions of the staff (SMQ4): anonymous or named, analysed, always answered.

| geste     | depuis            | vers        | il faut                          |
|-----------|-------------------|-------------|----------------------------------|
| analyser  | reçue, en analyse | en analyse  | ce qu’on en pense                |
| retenir   | reçue, en analyse | retenue     | une action, liée                 |
| écarter   | reçue, en analyse | écartée     | une raison                       |
| présenter | retenue, écartée  | inchangé    | la date de la réunion de service |

Analysed, answered and presented are three dates: an answer is an analysis when none was noted before it. Open ones grow
old in public: their age in days counts from the day they were received.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from qualitui.domain.base import Fiche, Refus, evoluer
from qualitui.domain.francais import date_numerique, nettoyer
from qualitui.domain.saisie import exiger_arrivee, exiger_texte


class EtatSuggestion(StrEnum):
    RECUE = "reçue"
    EN_ANALYSE = "en analyse"
    RETENUE = "retenue"
    ECARTEE = "écartée"


ETATS_OUVERTS = (EtatSuggestion.RECUE, EtatSuggestion.EN_ANALYSE)


class Suggestion(Fiche):
    """`auteur` is a person's code, empty when anonymous. `action` is the reference born from it.

    `analysee_le` is the first analysis; None: none, or noted before its day was kept. `reponse` is what the team is
    told; `repondue_le` None: not answered yet. `presentee_le`: shown at a meeting.
    """

    table: ClassVar[str] = "suggestions"

    reference: str = ""
    texte: str
    theme: str = ""
    engagement: str = ""
    auteur: str = ""
    recue_le: date
    etat: EtatSuggestion = EtatSuggestion.RECUE
    analyse: str = ""
    analysee_le: date | None = None
    reponse: str = ""
    repondue_le: date | None = None
    action: str = ""
    presentee_le: date | None = None

    @property
    def ouverte(self) -> bool:
        return self.etat in ETATS_OUVERTS


class DejaRepondue(Refus):
    """An answered suggestion keeps its answer."""


class PasRepondue(Refus):
    """Only an answered suggestion is shown at the meeting."""


def ajouter(
    *, reference: str = "", texte: str, theme: str = "", engagement: str = "", auteur: str = "", jour: date
) -> Suggestion:
    """A suggestion noted on `jour`; without `auteur` it is anonymous."""
    return Suggestion(
        reference=reference,
        texte=exiger_texte(texte, "Écrivez la suggestion.", "texte"),
        theme=nettoyer(theme),
        engagement=engagement,
        auteur=auteur,
        recue_le=jour,
    )


def analyser(suggestion: Suggestion, *, analyse: str, jour: date) -> Suggestion:
    """Say what is thought of it; may be done again until it is answered, the day of the first one is kept."""
    exiger_ouverte(suggestion)
    texte = exiger_texte(analyse, "Écrivez l’analyse de la suggestion.", "analyse")
    le = suggestion.analysee_le or (jour if suggestion.etat is EtatSuggestion.RECUE else None)
    return evoluer(suggestion, etat=EtatSuggestion.EN_ANALYSE, analyse=texte, analysee_le=le)


def retenir(suggestion: Suggestion, *, action: str, reponse: str = "", jour: date) -> Suggestion:
    """Accepted: `action` is the reference of the action it becomes."""
    exiger_ouverte(suggestion)
    reference = exiger_texte(action, "Une suggestion retenue devient une action.", "action")
    dite = nettoyer(reponse) or f"Retenue : action {reference}."
    return _repondre(suggestion, jour, etat=EtatSuggestion.RETENUE, action=reference, reponse=dite)


def ecarter(suggestion: Suggestion, *, raison: str, jour: date) -> Suggestion:
    """Set aside, with the reason the team is told."""
    exiger_ouverte(suggestion)
    texte = exiger_texte(raison, "Dites pourquoi la suggestion est écartée.", "raison")
    return _repondre(suggestion, jour, etat=EtatSuggestion.ECARTEE, reponse=texte)


def _repondre(suggestion: Suggestion, jour: date, **reponse: Any) -> Suggestion:
    return evoluer(suggestion, repondue_le=jour, analysee_le=suggestion.analysee_le or jour, **reponse)


def presenter(suggestion: Suggestion, *, le: date, jour: date) -> Suggestion:
    """Shown, with its answer, at the service meeting of `le`."""
    if suggestion.repondue_le is None:
        raise PasRepondue(f"La suggestion {suggestion.reference} n’a pas encore de réponse à présenter.")
    exiger_arrivee(le, jour, suggestion.repondue_le, "la réponse à la suggestion")
    return evoluer(suggestion, presentee_le=le)


def age_en_jours(suggestion: Suggestion, jour: date) -> int:
    """Calendar days without an answer: until `jour`, or until it was answered."""
    return ((suggestion.repondue_le or jour) - suggestion.recue_le).days


def etat_au(suggestion: Suggestion, jour: date) -> Suggestion | None:
    """The suggestion as it stood at the end of `jour`; None before it was received.

    An analysis noted before its day was kept is known from the answer only.
    """
    if suggestion.recue_le > jour:
        return None
    reste: dict[str, Any] = {}
    if suggestion.presentee_le is not None and suggestion.presentee_le > jour:
        reste["presentee_le"] = None
    analysee = _analysee_le(suggestion)
    if suggestion.repondue_le is not None and suggestion.repondue_le > jour:
        reste |= {"repondue_le": None, "reponse": "", "action": "", "etat": EtatSuggestion.EN_ANALYSE}
    if analysee is not None and analysee > jour:
        reste |= {"analysee_le": None, "analyse": "", "etat": EtatSuggestion.RECUE}
    return evoluer(suggestion, **reste) if reste else suggestion


def analysee_au(suggestion: Suggestion, jour: date) -> bool:
    """Analysed on or before `jour`."""
    le = _analysee_le(suggestion)
    return le is not None and le <= jour


def _analysee_le(suggestion: Suggestion) -> date | None:
    return suggestion.analysee_le or suggestion.repondue_le


def exiger_ouverte(suggestion: Suggestion) -> None:
    """Raise DejaRepondue unless the suggestion still awaits its answer."""
    if not suggestion.ouverte:
        le = f" depuis le {date_numerique(suggestion.repondue_le)}" if suggestion.repondue_le else ""
        raise DejaRepondue(f"La suggestion {suggestion.reference} est {suggestion.etat}{le} : elle a sa réponse.")
