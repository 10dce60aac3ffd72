"""Who does what, when: the gestures of the demonstration, played day after day on three workstations.

A gesture is planned for a day; it is played on the first open day from then on, at a moment of the day (`Moment`),
by the person planned or by whoever replaces them. On the last day only the early morning is played: the rest of
the day is left to whoever opens the demonstration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from enum import IntEnum
from heapq import heappop, heappush
from pathlib import Path
from typing import NamedTuple

from qualitui.demonstration.monde import POSTES, UN_JOUR, Monde
from qualitui.demonstration.textes import PersonneDemo
from qualitui.store.site import site as sites
from qualitui.store.site.site import Site

# A fixed offset: what is written does not depend on the time zones the machine knows.
HEURE_D_HIVER = timezone(timedelta(hours=1))

Faire = Callable[[Site, date], None]


class Moment(IntEnum):
    """The part of the day; what is planned for an earlier one is played first."""

    OUVERTURE = 0
    TOURNEE = 1
    COURRIER = 2
    TRAITEMENT = 3
    SUIVI = 4
    REUNION = 5
    SOIR = 6

    @property
    def heure(self) -> time:
        return _HEURES[self]


_HEURES = (time(8, 5), time(8, 20), time(8, 50), time(10, 15), time(14, 0), time(15, 30), time(16, 45))


class Geste(NamedTuple):
    """`rang` keeps the order in which gestures of one moment were planned."""

    moment: Moment
    rang: int
    qui: PersonneDemo
    faire: Faire


class Horloge:
    """The simulated clock: it only moves when it is told to."""

    def __init__(self, depart: date) -> None:
        self.instant = datetime.combine(depart, time(8), HEURE_D_HIVER)

    def __call__(self) -> datetime:
        return self.instant

    def avancer(self, jour: date, moment: Moment) -> None:
        """To the next minute or so, not before the moment begins."""
        voulu = datetime.combine(jour, moment.heure, HEURE_D_HIVER)
        self.instant = max(self.instant + timedelta(seconds=97), voulu)


class Agenda:
    """The gestures still to play."""

    def __init__(self, monde: Monde) -> None:
        self._monde = monde
        self._gestes: dict[date, list[Geste]] = {}
        self._rang = 0

    def prevoir(
        self, jour: date, qui: PersonneDemo, faire: Faire, *, moment: Moment = Moment.TRAITEMENT, exact: bool = False
    ) -> None:
        """Plan a gesture; one after the last day is never played. `exact`: on a closed day too."""
        le = jour if exact else self._monde.ouvre(jour)
        if le > self._monde.fin or (le == self._monde.fin and moment > Moment.COURRIER):
            return
        self._rang += 1
        heappush(self._gestes.setdefault(le, []), Geste(moment, self._rang, qui, faire))

    def jouer(self, postes: Postes) -> int:
        """Play everything, in order; how many gestures that made."""
        joues, jour = 0, self._monde.debut
        while jour <= self._monde.fin:
            file = self._gestes.pop(jour, [])
            # Gestures of the day may plan others for the same day: they come after, at their moment.
            self._gestes[jour] = file
            while file:
                geste = heappop(file)
                qui = self._monde.remplacant(geste.qui, jour)
                geste.faire(postes.asseoir(qui, jour, geste.moment), jour)
                joues += 1
            del self._gestes[jour]
            jour += UN_JOUR
        return joues


class Postes:
    """The three workstations, each with its own journal, and who sits at them."""

    def __init__(self, sites: Mapping[str, Site], horloge: Horloge, codes: Mapping[str, str]) -> None:
        self.sites = sites
        self._horloge = horloge
        self._codes = codes
        self._dernier = ""

    def asseoir(self, personne: PersonneDemo, jour: date, moment: Moment) -> Site:
        """The site as `personne` has it open at their workstation, what the others wrote taken in."""
        self._horloge.avancer(jour, moment)
        site = self.sites[personne.poste]
        site.login, site.registre.auteur = personne.login, self._codes[personne.login]
        if personne.poste != self._dernier:
            site.registre.poll()
            self._dernier = personne.poste
        return site


@contextmanager
def ouvrir_postes(dossier: Path, monde: Monde, cache: Path) -> Iterator[Postes]:
    """Create the site in `dossier` and open it on each workstation; their local state goes to `cache`."""
    horloge = Horloge(monde.debut)
    ouverts: dict[str, Site] = {}
    try:
        sites.preparer(dossier, monde.reglages)
        for poste in POSTES:
            nom = f"eps-{poste}-1"
            hasard = monde.hasard(f"ids/{poste}")
            ouverts[poste] = sites.ouvrir(
                dossier, maintenant=horloge, poste=nom, login=poste, aleatoire=hasard, cache=cache / poste
            )
        yield Postes(ouverts, horloge, monde.codes)
    finally:
        for site in ouverts.values():
            site.fermer()
