"""The days when checks can be done at a site, found fast over years.

A day is *possible* when the site receives on that weekday and it is no public holiday; it is *open* (ouvert) when no
closure of the site (bridge, works) covers it either.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from qualitui.domain.temps.calendrier import UN_JOUR, Calendrier, Fermeture, Semaine, feries


class JoursOuverts:
    """Sorted days of one calendar, year by year; get it from `jours_ouverts`, which keeps one per calendar."""

    def __init__(self, semaines: tuple[Semaine, ...], fermetures: tuple[Fermeture, ...]) -> None:
        """`semaines`, oldest first: how the weeks were up to a day; the last one goes on for ever."""
        self._semaines = semaines
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
            possibles: list[date] = []
            debut, fin = date(annee, 1, 1), date(annee, 12, 31)
            for semaine in self._semaines:
                dernier = min(fin, semaine.jusqu_au)
                chomes = feries(annee, semaine.zone) if debut <= dernier else {}
                jours = (debut + timedelta(days=n) for n in range((dernier - debut).days + 1))
                possibles += [j for j in jours if j.weekday() in semaine.jours and j not in chomes]
                if dernier == fin:
                    break
                debut = max(debut, dernier + UN_JOUR)
            self._annees[annee] = possibles, [j for j in possibles if not self._ferme(j)]
        return self._annees[annee]

    def _ferme(self, jour: date) -> bool:
        """A closure decided once the day had passed does not erase what was due on it."""
        return any(f.du <= jour <= f.au and (f.ajoutee_le is None or f.ajoutee_le <= jour) for f in self._fermetures)


def jours_ouverts(calendrier: Calendrier) -> JoursOuverts:
    """The open days of `calendrier`; the same object for the same settings, so that results can be kept with it."""
    actuelle = Semaine(jusqu_au=date.max, zone=calendrier.zone, jours=calendrier.jours_de_reception)
    return _jours_ouverts((*calendrier.anciennes, actuelle), calendrier.fermetures)


_jours_ouverts: Callable[[tuple[Semaine, ...], tuple[Fermeture, ...]], JoursOuverts] = lru_cache(maxsize=8)(
    JoursOuverts
)
