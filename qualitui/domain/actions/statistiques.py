"""The plan d’actions over a period: its figures (`comptages`), its stock month by month, by origin and by pilot."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from qualitui.domain.actions import comptages
from qualitui.domain.actions.comptages import en_retard_au, ouverte_au
from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Valeur
from qualitui.domain.comptage import Comptage, Fenetre


class PointStock(Valeur):
    """The stock on `au`, the last day of a month (or today for the current one)."""

    au: date
    ouvertes: int
    en_retard: int


class BilanActions(NamedTuple):
    """One period, both ends included: every figure of the plan, by its code."""

    du: date
    au: date
    comptages: dict[str, Comptage]


class Plan(NamedTuple):
    """The actions, as `comptages` reads them."""

    actions: Sequence[Action]


def bilan(actions: Iterable[Action], vue: Fenetre) -> BilanActions:
    """The figures of one period; give the year before's too to compare."""
    plan = Plan(list(actions))
    comptes = (figure.calcul(plan, vue) for figure in comptages.FIGURES)
    return BilanActions(vue.du, vue.au, {compte.code: compte for compte in comptes})


def stock_par_mois(actions: Sequence[Action], jour: date, mois: int = 13) -> tuple[PointStock, ...]:
    """The stock at the end of each of the last `mois` months, the current one included, oldest first."""
    return tuple(
        PointStock(
            au=fin,
            ouvertes=sum(1 for action in actions if ouverte_au(action, fin)),
            en_retard=sum(1 for action in actions if en_retard_au(action, fin)),
        )
        for fin in fins_de_mois(jour, mois)
    )


def fins_de_mois(jour: date, mois: int) -> tuple[date, ...]:
    """The last days of the `mois` months that end with the one of `jour`, itself cut at `jour`."""
    rangs = range(jour.year * 12 + jour.month - mois, jour.year * 12 + jour.month)
    fins = (date(rang // 12, rang % 12 + 1, monthrange(rang // 12, rang % 12 + 1)[1]) for rang in rangs)
    return tuple(min(fin, jour) for fin in fins)


def par_origine(actions: Iterable[Action]) -> dict[str, int]:
    """How many actions each origin (a concept's code) gave, most first."""
    return dict(Counter(action.origine.concept for action in actions).most_common())


def par_pilote(actions: Iterable[Action]) -> dict[str, int]:
    """How many actions each pilot carries, most first; the empty key is « sans pilote »."""
    return dict(Counter(action.pilote for action in actions).most_common())


def plus_anciennes(actions: Iterable[Action], jour: date, nombre: int = 10) -> tuple[Action, ...]:
    """The oldest actions still in the plan on `jour`."""
    ouvertes = (action for action in actions if ouverte_au(action, jour))
    return tuple(sorted(ouvertes, key=lambda action: (action.creee_le, action.reference))[:nombre])
