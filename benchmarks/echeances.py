"""10,000 deadlines, timed: `python benchmarks/echeances.py`. Goal: under one second.

A machine alone says little, so each time is also given as a ratio to a plain loop of the same number of date additions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import perf_counter

from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.delais import Delai, Unite
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.temps.explications import expliquer
from qualitui.store.site.referentiels import charger_referentiels

NOMBRE = 10_000
DEBUT = date(2020, 1, 1)


def delais() -> list[Delai]:
    """Every delay of both référentiels that gives a date."""
    tous = [delai for un in charger_referentiels().values() for delai in un.delais().values()]
    return [delai for delai in tous if delai.unite is not Unite.SECONDES]


def chronometrer(geste: Callable[[int], object]) -> float:
    """Seconds for `NOMBRE` calls."""
    debut = perf_counter()
    for rang in range(NOMBRE):
        geste(rang)
    return perf_counter() - debut


def depart(rang: int) -> datetime:
    return datetime.combine(DEBUT + timedelta(days=rang % 3650), time(10))


def main() -> None:
    connus, calendrier = delais(), Calendrier()
    un_mois = Delai(duree=1, unite=Unite.MOIS)
    calculer(DEBUT, un_mois, calendrier)  # the library of public holidays is loaded once
    temoin = chronometrer(lambda rang: DEBUT + timedelta(days=rang))
    mesures = {
        "un mois": chronometrer(lambda rang: calculer(depart(rang), un_mois, calendrier)),
        "tous les délais": chronometrer(lambda rang: calculer(depart(rang), connus[rang % len(connus)], calendrier)),
        "un mois, expliqué": chronometrer(lambda rang: expliquer(calculer(depart(rang), un_mois, calendrier))),
    }
    for nom, duree in mesures.items():
        par_un = duree / NOMBRE * 1e6
        verdict = "tenu" if duree < 1 else "dépassé"
        print(
            f"{nom:<20} {duree:6.2f} s pour {NOMBRE}  {par_un:6.1f} µs  ×{duree / temoin:5.0f}  objectif 1 s {verdict}"
        )


if __name__ == "__main__":
    main()
