"""Figures of the plan d’actions: what is open, late, old, by origin and pilot, and the stock month by month.

An action is in the stock on a day when it was created on or before it and left the plan (closed or abandoned)
after it. Late on a past day is told with the deadline known today: the register's history keeps the others.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from qualitui.domain.actions.fiche import Action, Efficacite, EtatAction
from qualitui.domain.base import Valeur


class PointStock(Valeur):
    """The stock on `au`, the last day of a month (or today for the current one)."""

    au: date
    ouvertes: int
    en_retard: int


class BilanActions(Valeur):
    """One period, both ends included. `echues` fell due in it (abandoned ones left aside), `a_temps` of them were
    réalisées on or before their deadline; `age_median_jours` is that of the open ones at its end, None without any.
    """

    du: date
    au: date
    creees: int = 0
    closes: int = 0
    abandonnees: int = 0
    ouvertes: int = 0
    en_retard: int = 0
    echues: int = 0
    a_temps: int = 0
    verifiees: int = 0
    efficaces: int = 0
    age_median_jours: int | None = None


def ouverte_au(action: Action, jour: date) -> bool:
    """In the plan at the end of `jour`."""
    return action.creee_le <= jour and (action.close_le is None or action.close_le > jour)


def en_retard_au(action: Action, jour: date) -> bool:
    """In the plan at the end of `jour`, not réalisée then, its deadline past."""
    if not ouverte_au(action, jour) or action.echeance is None or action.echeance >= jour:
        return False
    return action.realisee_le is None or action.realisee_le > jour


def bilan(actions: Iterable[Action], du: date, au: date) -> BilanActions:
    """The figures of one period; give the year before's too to compare."""
    toutes = list(actions)
    ouvertes = [action for action in toutes if ouverte_au(action, au)]
    sorties = [action for action in toutes if action.close_le and du <= action.close_le <= au]
    dues = echues(toutes, du, au)
    jugements = efficacites(toutes, du, au)
    return BilanActions(
        du=du,
        au=au,
        creees=sum(1 for action in toutes if du <= action.creee_le <= au),
        closes=sum(1 for action in sorties if action.etat is EtatAction.CLOSE),
        abandonnees=sum(1 for action in sorties if action.etat is EtatAction.ABANDONNEE),
        ouvertes=len(ouvertes),
        en_retard=sum(1 for action in ouvertes if en_retard_au(action, au)),
        echues=len(dues),
        a_temps=sum(1 for action in dues if a_temps(action)),
        verifiees=len(jugements),
        efficaces=sum(1 for jugement in jugements if jugement.efficace),
        age_median_jours=age_median(ouvertes, au),
    )


def echues(actions: Iterable[Action], du: date, au: date) -> list[Action]:
    """Actions whose deadline fell in the period; what was abandoned was no longer due."""
    return [
        action
        for action in actions
        if action.echeance and du <= action.echeance <= au and action.etat is not EtatAction.ABANDONNEE
    ]


def a_temps(action: Action) -> bool:
    """Réalisée on or before its deadline."""
    return action.realisee_le is not None and action.echeance is not None and action.realisee_le <= action.echeance


def efficacites(actions: Iterable[Action], du: date, au: date) -> list[Efficacite]:
    """Every efficacy check made in the period, those that sent the action back to work included."""
    toutes = (
        jugement
        for action in actions
        for jugement in (*action.efficacites_passees, *((action.efficacite,) if action.efficacite else ()))
    )
    return [jugement for jugement in toutes if du <= jugement.le <= au]


def age_median(ouvertes: Iterable[Action], jour: date) -> int | None:
    """Median age in days since creation; None when there is no action."""
    ages = [(jour - action.creee_le).days for action in ouvertes]
    return round(median(ages)) if ages else None


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
