"""The days when checks can be done at a site, found fast over years.

A day is *possible* when the site receives on that weekday and it is no public holiday; it is *open* (ouvert) when no
closure of the site (bridge, works) covers it either.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from qualitui.domain.temps.calendrier import Calendrier, Fermeture, Zone, feries

SAMEDI = 5


class JoursOuverts:
    """Sorted days of one calendar, year by year; get it from `jours_ouverts`, which keeps one per calendar."""

    def __init__(self, zone: Zone, semaine: frozenset[int], fermetures: tuple[Fermeture, ...]) -> None:
        self._zone = zone
        self._semaine = semaine
        self._fermetures = fermetures
        self._annees: dict[int, tuple[list[date], list[date]]] = {}
        self._cles: dict[int, list[str]] = {}

    def possible(self, du: date, au: date) -> bool:
        """Is there a possible day from `du` to `au`, both included?"""
        return self._premier(du, au, 0) is not None

    def possibles(self, du: date, au: date) -> Iterator[str]:
        """Every possible day from `du` to `au`, both included, as « 2026-03-02 »: the key of its period.

        Kept so: twenty daily checks over ten years ask for fifty thousand of them, and make dates of a few.
        """
        debut, fin = du.isoformat(), au.isoformat()
        for annee in range(du.year, au.year + 1):
            if annee not in self._cles:
                self._cles[annee] = [jour.isoformat() for jour in self._annee(annee)[0]]
            cles = self._cles[annee]
            yield from cles[bisect_left(cles, debut) : bisect_right(cles, fin)]

    def premier(self, du: date, au: date) -> date | None:
        """The first open day from `du` to `au`, both included."""
        return self._premier(du, au, 1)

    def ouvert(self, jour: date) -> bool:
        return self._premier(jour, jour, 1) is not None

    def _premier(self, du: date, au: date, sorte: int) -> date | None:
        for annee in range(du.year, au.year + 1):
            jours = self._annee(annee)[sorte]
            rang = bisect_left(jours, du)
            if rang < len(jours):
                return jours[rang] if jours[rang] <= au else None
        return None

    def _annee(self, annee: int) -> tuple[list[date], list[date]]:
        if annee not in self._annees:
            debut, chomes = date(annee, 1, 1), feries(annee, self._zone)
            jours = (debut + timedelta(days=n) for n in range((date(annee + 1, 1, 1) - debut).days))
            possibles = [j for j in jours if j.weekday() in self._semaine and j not in chomes]
            self._annees[annee] = possibles, [j for j in possibles if not self._ferme(j)]
        return self._annees[annee]

    def _ferme(self, jour: date) -> bool:
        return any(f.du <= jour <= f.au for f in self._fermetures)


def jours_ouverts(calendrier: Calendrier) -> JoursOuverts:
    """The open days of `calendrier`; the same object for the same settings, so that results can be kept with it."""
    semaine = frozenset(calendrier.horaires) | ({SAMEDI} if calendrier.recoit_le_samedi else set())
    return _jours_ouverts(calendrier.zone, semaine, calendrier.fermetures)


_jours_ouverts: Callable[[Zone, frozenset[int], tuple[Fermeture, ...]], JoursOuverts] = lru_cache(maxsize=8)(
    JoursOuverts
)
