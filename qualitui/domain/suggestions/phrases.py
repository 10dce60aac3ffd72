"""A suggestion told in words, and which gestures it allows today: each one is tried, nothing is kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import INSECABLE, date_courte
from qualitui.domain.suggestions import fiche as suggestions
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion, age_en_jours


class Geste(StrEnum):
    """What is done with a suggestion, in order; the value is the operation's name."""

    ANALYSER = "analyser"
    RETENIR = "retenir"
    ECARTER = "ecarter"
    PRESENTER = "presenter"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    Geste.ANALYSER: "Noter l’analyse",
    Geste.RETENIR: "La retenir : elle devient une action",
    Geste.ECARTER: "L’écarter, en disant pourquoi",
    Geste.PRESENTER: "Présentée en réunion de service",
}


class Possibilite(NamedTuple):
    """`refus` None: the gesture can be done today."""

    geste: Geste
    refus: Refus | None = None


def possibilites(suggestion: Suggestion, jour: date) -> tuple[Possibilite, ...]:
    """Every gesture, in order, with the refusal it would meet today."""
    return tuple(Possibilite(geste, refus_de(suggestion, geste, jour)) for geste in Geste)


def refus_de(suggestion: Suggestion, geste: Geste, jour: date) -> Refus | None:
    """Why `geste` can't be done on `jour`, whatever is typed in its form; None: it can."""
    try:
        match geste:
            case Geste.ANALYSER:
                suggestions.analyser(suggestion, analyse="…")
            case Geste.RETENIR | Geste.ECARTER:
                suggestions.exiger_ouverte(suggestion)
            case Geste.PRESENTER:
                suggestions.presenter(suggestion, le=jour, jour=jour)
    except Refus as refus:
        return refus
    return None


def situation(suggestion: Suggestion, jour: date) -> str:
    """« reçue depuis 12 j », « retenue, A-2026-012 », « écartée, présentée »: 22 characters."""
    if suggestion.ouverte:
        return f"{suggestion.etat} depuis {age_en_jours(suggestion, jour)}{INSECABLE}j"
    if suggestion.etat is EtatSuggestion.RETENUE:
        return f"{suggestion.etat}, {suggestion.action}"
    return f"{suggestion.etat}, {'présentée' if suggestion.presentee_le else 'à présenter'}"


def reponse_en_mots(suggestion: Suggestion) -> str:
    """« le 02/03/26 : Retenue : action A-2026-012. »; empty while there is none."""
    if suggestion.repondue_le is None:
        return ""
    return f"le {date_courte(suggestion.repondue_le)}{INSECABLE}: {suggestion.reponse}"


def a_presenter(suggestion: Suggestion) -> bool:
    """Answered, and not shown yet at a service meeting."""
    return suggestion.repondue_le is not None and suggestion.presentee_le is None


def premiere_ligne(suggestion: Suggestion) -> str:
    return suggestion.texte.split("\n")[0]


def ordre_de_suivi(suggestion: Suggestion) -> tuple[int, int, str]:
    """Sort key: those without an answer, the oldest first, then the answered, the latest first."""
    if suggestion.repondue_le is None:
        return 0, suggestion.recue_le.toordinal(), suggestion.reference
    return 1, -suggestion.repondue_le.toordinal(), suggestion.reference
