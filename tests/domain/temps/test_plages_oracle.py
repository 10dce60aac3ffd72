"""Several ranges a day, against an oracle that goes minute by minute and calls nothing of the program."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from qualitui.domain.temps.calendrier import Calendrier, Fermeture
from qualitui.domain.temps.echeances import Delai, Report, Unite, calculer

MINUTE = timedelta(minutes=1)
# The public holidays of the months tried, written by hand.
FERIES = {
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 8),
    date(2026, 5, 14),
    date(2026, 5, 25),
}
Minutes = list[tuple[int, int]]  # ranges of a day, in minutes since midnight, 1440 for 24:00


def en_heure(minutes: int) -> time:
    return time.max if minutes == 1440 else time(minutes // 60, minutes % 60)


def plages_au_hasard(hasard: random.Random) -> Minutes:
    """One to three ranges, in order and apart, at any minute; sometimes from midnight, sometimes to 24:00."""
    bornes = sorted(hasard.sample(range(1, 1440), 2 * hasard.randint(1, 3)))
    if hasard.random() < 0.15:
        bornes[0] = 0
    if hasard.random() < 0.15:
        bornes[-1] = 1440
    return list(zip(bornes[::2], bornes[1::2], strict=True))


def jour_ouvert(jour: date, semaine: dict[int, Minutes]) -> bool:
    return jour.weekday() in semaine and jour not in FERIES


def ouvert(instant: datetime, semaine: dict[int, Minutes], fermees: set[date]) -> bool:
    minute = instant.hour * 60 + instant.minute
    jour = instant.date()
    dedans = jour_ouvert(jour, semaine) and any(de <= minute <= a for de, a in semaine[jour.weekday()])
    return dedans and jour not in fermees


def attendus(
    depart: datetime, heures: int, semaine: dict[int, Minutes], fermees: set[date], report: Report
) -> tuple[datetime, ...]:
    """Quantième, butoir and cible: the clock runs round on open days, stands still on the others."""
    debut = depart
    while not ouvert(debut, semaine, set()):
        debut += MINUTE
    restantes, instant = heures * 60, debut
    while restantes:
        instant += MINUTE
        if jour_ouvert((instant - MINUTE).date(), semaine):
            restantes -= 1
    if instant.time() == time.min:  # midnight belongs to the next day that is open
        while not jour_ouvert(instant.date(), semaine):
            instant += timedelta(days=1)
    butoir = instant
    while report is Report.SUIVANT and not ouvert(butoir, semaine, set()):
        butoir += MINUTE
    cible = instant
    while not ouvert(cible, semaine, fermees):
        cible -= MINUTE
    return instant, butoir, cible


def test_deux_mille_cas_au_hasard_comme_minute_par_minute() -> None:
    hasard = random.Random(13)
    for rang in range(2000):
        jours = hasard.sample(range(6), hasard.randint(1, 6))
        semaine = {jour: plages_au_hasard(hasard) for jour in sorted(jours)}
        fermees = {date(2026, 4, 1) + timedelta(days=hasard.randrange(60)) for _ in range(hasard.randrange(3))}
        depart = datetime.fromisoformat("2026-04-01") + timedelta(
            days=hasard.randrange(20), minutes=hasard.randrange(1440)
        )
        heures = hasard.choice([1, 12, 24, 36, 48])
        report = hasard.choice(list(Report))
        calendrier = Calendrier(
            horaires={jour: tuple((en_heure(de), en_heure(a)) for de, a in plages) for jour, plages in semaine.items()},
            fermetures=tuple(Fermeture(du=jour, au=jour, libelle="travaux") for jour in sorted(fermees)),
        )
        delai = Delai(duree=heures, unite=Unite.HEURES_OUVREES, report=report)
        obtenu = calculer(depart, delai, calendrier)
        dates = (obtenu.instant("quantieme"), obtenu.instant("butoir"), obtenu.instant("cible"))
        assert dates == attendus(depart, heures, semaine, fermees, report), (rang, depart, heures, semaine, fermees)


def test_la_pause_de_midi_est_fermee_et_24_heures_est_la_fin_du_jour() -> None:
    site = Calendrier(horaires={0: ((time(8, 30), time(12)), (time(13, 30), time.max)), 1: ((time(9), time(12)),)})
    un_jour = Delai(duree=24, unite=Unite.HEURES_OUVREES)
    for depart, quantieme, butoir, cible in [
        ("2026-03-02T12:00", "2026-03-03T12:00", "2026-03-03T12:00", "2026-03-03T12:00"),
        ("2026-03-02T12:01", "2026-03-03T13:30", "2026-03-09T08:30", "2026-03-03T12:00"),
        ("2026-03-02T23:59", "2026-03-03T23:59", "2026-03-09T08:30", "2026-03-03T12:00"),
        ("2026-03-03T08:00", "2026-03-09T09:00", "2026-03-09T09:00", "2026-03-09T09:00"),
        ("2026-03-03T12:00", "2026-03-09T12:00", "2026-03-09T12:00", "2026-03-09T12:00"),
    ]:
        obtenu = calculer(datetime.fromisoformat(depart), un_jour, site)
        dates = (obtenu.instant("quantieme"), obtenu.instant("butoir"), obtenu.instant("cible"))
        assert dates == tuple(map(datetime.fromisoformat, (quantieme, butoir, cible))), depart
