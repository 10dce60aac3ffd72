"""Which gestures a suggestion allows today, and why the others are refused: each one is tried, nothing is kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from qualitui.domain import possibles
from qualitui.domain.base import Refus
from qualitui.domain.possibles import SAISI, Possibilite
from qualitui.domain.suggestions import fiche as suggestions
from qualitui.domain.suggestions.fiche import Suggestion


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


def possibilites(suggestion: Suggestion, jour: date) -> tuple[Possibilite[Geste], ...]:
    """Every gesture, in order, with the refusal it would meet today."""
    return possibles.possibilites(lambda geste: _essayer(suggestion, geste, jour), Geste)


def refus_de(suggestion: Suggestion, geste: Geste, jour: date) -> Refus | None:
    """Why `geste` can't be done on `jour`, whatever is typed in its form; None: it can."""
    return possibles.refus_de(lambda voulu: _essayer(suggestion, voulu, jour), geste)


def _essayer(suggestion: Suggestion, geste: Geste, jour: date) -> None:
    match geste:
        case Geste.ANALYSER:
            suggestions.analyser(suggestion, analyse=SAISI, jour=jour)
        case Geste.RETENIR | Geste.ECARTER:
            suggestions.exiger_ouverte(suggestion)
        case Geste.PRESENTER:
            suggestions.presenter(suggestion, le=jour, jour=jour)
