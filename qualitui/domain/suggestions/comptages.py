"""The figures of the suggestions of the staff (SMQ4): received, analysed, answered, presented, each at its own date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Protocol

from qualitui.domain.comptage import Comptage, Definition, Fenetre, Figure, Genre, Tri, compte, part
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion, analysee_au, etat_au

RECUES = Definition(
    "EQU-01", "Suggestions d’agents reçues", "Suggestions notées dans la période, anonymes ou non.", Genre.NOMBRE
)
ANALYSEES = Definition(
    "EQU-02",
    "Suggestions d’agents analysées",
    "Suggestions reçues dans la période dont l’analyse est notée à la date du chiffre ÷ suggestions reçues dans la "
    "période. Une réponse vaut analyse. Répondre ne retire donc rien.",
    Genre.TAUX,
    indicateur="I-SUG-01",
)
RETENUES = Definition(
    "EQU-03",
    "Suggestions d’agents retenues",
    "Suggestions reçues dans la période et retenues à la date du chiffre.",
    Genre.NOMBRE,
)
REPONDUES = Definition(
    "EQU-04",
    "Suggestions d’agents qui ont reçu une réponse",
    "Suggestions reçues dans la période, retenues ou écartées à la date du chiffre ÷ suggestions reçues dans la "
    "période.",
    Genre.TAUX,
)
PRESENTEES = Definition(
    "EQU-06",
    "Suggestions d’agents présentées en réunion de service",
    "Suggestions reçues dans la période et présentées à la date du chiffre ÷ suggestions reçues dans la période.",
    Genre.TAUX,
)


class Donnees(Protocol):
    @property
    def suggestions(self) -> Sequence[Suggestion]: ...


def _recues(donnees: Donnees, vue: Fenetre) -> Iterator[Suggestion]:
    """Those received in the window, as they stood on its day."""
    for suggestion in donnees.suggestions:
        if vue.du <= suggestion.recue_le <= vue.au and (connue := etat_au(suggestion, vue.le)):
            yield connue


def _connu(donnees: Donnees, vue: Fenetre) -> bool:
    return any(suggestion.recue_le <= vue.au for suggestion in donnees.suggestions)


def recues(donnees: Donnees, vue: Fenetre) -> Comptage:
    references = [s.reference for s in _recues(donnees, vue)]
    return compte(RECUES, vue, references, connu=_connu(donnees, vue))


def retenues(donnees: Donnees, vue: Fenetre) -> Comptage:
    choisies = [s.reference for s in _recues(donnees, vue) if s.etat is EtatSuggestion.RETENUE]
    return compte(RETENUES, vue, choisies, connu=_connu(donnees, vue))


def _taux(definition: Definition, atteinte: Callable[[Suggestion, date], bool]) -> Figure:
    def calcul(donnees: Donnees, vue: Fenetre) -> Comptage:
        tri = Tri.vide()
        for suggestion in _recues(donnees, vue):
            (tri.oui if atteinte(suggestion, vue.le) else tri.non).append(suggestion.reference)
        return part(definition, vue, tri)

    return Figure(definition, calcul)


FIGURES: tuple[Figure, ...] = (
    Figure(RECUES, recues),
    _taux(ANALYSEES, analysee_au),
    Figure(RETENUES, retenues),
    _taux(REPONDUES, lambda suggestion, _: suggestion.repondue_le is not None),
    _taux(PRESENTEES, lambda suggestion, _: suggestion.presentee_le is not None),
)
