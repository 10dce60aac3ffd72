"""Suggestions of the staff (SMQ4): anonymous or named, analysed, always answered.

| geste     | depuis            | vers        | il faut                          |
|-----------|-------------------|-------------|----------------------------------|
| analyser  | reçue, en analyse | en analyse  | ce qu’on en pense                |
| retenir   | reçue, en analyse | retenue     | une action, liée                 |
| écarter   | reçue, en analyse | écartée     | une raison                       |
| présenter | retenue, écartée  | inchangé    | la date de la réunion de service |

Open ones grow old in public: their age in days counts from the day they were received.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import ClassVar

from qualitui.domain.base import Fiche, Refus, Valeur, evoluer
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

    `reponse` is what the team is told; `repondue_le` None: not answered yet. `presentee_le`: shown at a meeting.
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


class BilanSuggestions(Valeur):
    """Counts over a period of receipt, both ends included."""

    recues: int = 0
    analysees: int = 0
    retenues: int = 0
    ecartees: int = 0
    sans_reponse: int = 0
    presentees: int = 0


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


def analyser(suggestion: Suggestion, *, analyse: str) -> Suggestion:
    """Say what is thought of it; may be done again until it is answered."""
    exiger_ouverte(suggestion)
    texte = exiger_texte(analyse, "Écrivez l’analyse de la suggestion.", "analyse")
    return evoluer(suggestion, etat=EtatSuggestion.EN_ANALYSE, analyse=texte)


def retenir(suggestion: Suggestion, *, action: str, reponse: str = "", jour: date) -> Suggestion:
    """Accepted: `action` is the reference of the action it becomes."""
    exiger_ouverte(suggestion)
    reference = exiger_texte(action, "Une suggestion retenue devient une action.", "action")
    dite = nettoyer(reponse) or f"Retenue : action {reference}."
    return evoluer(suggestion, etat=EtatSuggestion.RETENUE, action=reference, reponse=dite, repondue_le=jour)


def ecarter(suggestion: Suggestion, *, raison: str, jour: date) -> Suggestion:
    """Set aside, with the reason the team is told."""
    exiger_ouverte(suggestion)
    texte = exiger_texte(raison, "Dites pourquoi la suggestion est écartée.", "raison")
    return evoluer(suggestion, etat=EtatSuggestion.ECARTEE, reponse=texte, repondue_le=jour)


def presenter(suggestion: Suggestion, *, le: date, jour: date) -> Suggestion:
    """Shown, with its answer, at the service meeting of `le`."""
    if suggestion.repondue_le is None:
        raise PasRepondue(f"La suggestion {suggestion.reference} n’a pas encore de réponse à présenter.")
    exiger_arrivee(le, jour, suggestion.repondue_le, "la réponse à la suggestion")
    return evoluer(suggestion, presentee_le=le)


def age_en_jours(suggestion: Suggestion, jour: date) -> int:
    """Calendar days without an answer: until `jour`, or until it was answered."""
    return ((suggestion.repondue_le or jour) - suggestion.recue_le).days


def bilan(suggestions: Iterable[Suggestion], du: date, au: date) -> BilanSuggestions:
    """What became of the suggestions received from `du` to `au`; an answer after `au` is not known yet then."""
    recues = [s for s in suggestions if du <= s.recue_le <= au]
    repondues = [s for s in recues if s.repondue_le is not None and s.repondue_le <= au]
    return BilanSuggestions(
        recues=len(recues),
        analysees=len(repondues) + sum(1 for s in recues if s.etat is EtatSuggestion.EN_ANALYSE),
        retenues=sum(1 for s in repondues if s.etat is EtatSuggestion.RETENUE),
        ecartees=sum(1 for s in repondues if s.etat is EtatSuggestion.ECARTEE),
        sans_reponse=len(recues) - len(repondues),
        presentees=sum(1 for s in recues if s.presentee_le is not None and s.presentee_le <= au),
    )


def exiger_ouverte(suggestion: Suggestion) -> None:
    """Raise DejaRepondue unless the suggestion still awaits its answer."""
    if not suggestion.ouverte:
        le = f" depuis le {date_numerique(suggestion.repondue_le)}" if suggestion.repondue_le else ""
        raise DejaRepondue(f"La suggestion {suggestion.reference} est {suggestion.etat}{le} : elle a sa réponse.")
