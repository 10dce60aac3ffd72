"""Recurrence of the checks: the periods of a rhythm, their keys, and the day expected inside each.

A period is computed from the calendar and the anchor (ancre) alone, never from the period before: deriving it
again gives the same one, and the 31 of January gives the 28 of February, then the 31 of March.

| rhythm             | key           | period                                   |
|--------------------|---------------|------------------------------------------|
| quotidienne        | `2026-03-02`  | the day                                  |
| hebdomadaire       | `2026-S10`    | Monday to Sunday, year and week of ISO   |
| mensuelle          | `2026-03`     | the civil month                          |
| trimestrielle      | `2026-T1`     | the civil quarter                        |
| semestrielle       | `2026-Sem1`   | the civil half-year; « S1 » is a week    |
| annuelle           | `2026`        | the civil year                           |
| biennale           | `2026-2027`   | two civil years, the first of the anchor's parity |
| n fois par an      | `2026-1/3`    | the year cut in n: in whole months up to 12, in days beyond |

Keys are read back, and said in words, by `domain/temps/periodes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import model_validator

from qualitui.domain.base import Refus, Valeur

UN_JOUR = timedelta(days=1)
_SIX_JOURS = timedelta(days=6)
_UNE_SEMAINE = timedelta(days=7)


class Periodicite(StrEnum):
    QUOTIDIENNE = "quotidienne"
    HEBDOMADAIRE = "hebdomadaire"
    MENSUELLE = "mensuelle"
    TRIMESTRIELLE = "trimestrielle"
    SEMESTRIELLE = "semestrielle"
    ANNUELLE = "annuelle"
    BIENNALE = "biennale"
    FOIS_PAR_AN = "n fois par an"


class RythmeFautif(Refus):
    """A number of times a year is missing, out of bounds, or given to a rhythm that has none."""


class Periode(NamedTuple):
    """`debut` and `fin` included; `ancre` is the day the anchor falls on inside it."""

    cle: str
    debut: date
    fin: date
    ancre: date


# Months of a period, for the rhythms made of whole months that divide the year.
_MOIS = {
    Periodicite.MENSUELLE: 1,
    Periodicite.TRIMESTRIELLE: 3,
    Periodicite.SEMESTRIELLE: 6,
    Periodicite.ANNUELLE: 12,
    Periodicite.BIENNALE: 24,
}
_FOIS = {
    Periodicite.QUOTIDIENNE: 250.0,
    Periodicite.HEBDOMADAIRE: 52.0,
    **{periodicite: 12 / mois for periodicite, mois in _MOIS.items()},
}


class Rythme(Valeur):
    """How often, and where in the period: `ancre` is any day that shows it (a Tuesday; the 31; the 15 of May).

    `fois_par_an`, 2 to 52, only with « n fois par an ».
    """

    periodicite: Periodicite
    ancre: date
    fois_par_an: int | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Rythme:
        verifier_fois_par_an(self.periodicite, self.fois_par_an)
        return self

    @property
    def par_an(self) -> float:
        """Times a year, to compare two rhythms (a daily check counts for 250 open days)."""
        return float(self.fois_par_an or 0) or _FOIS[self.periodicite]


def verifier_fois_par_an(periodicite: Periodicite, fois: int | None) -> None:
    """Raise RythmeFautif unless `fois` goes with `periodicite`."""
    if periodicite is not Periodicite.FOIS_PAR_AN:
        if fois is not None:
            raise RythmeFautif(f"Un nombre de fois par an ne va pas avec « {periodicite} ».", champ="fois_par_an")
    elif fois is None or not 2 <= fois <= 52:
        raise RythmeFautif("Donnez un nombre de fois par an, de 2 à 52.", champ="fois_par_an")


def periodes(rythme: Rythme, du: date, au: date) -> Iterator[Periode]:
    """Every period of `rythme` that shares a day with `du`…`au` (both included), in order."""
    if au < du:
        return
    if rythme.periodicite is Periodicite.QUOTIDIENNE:
        yield from _jours(du, au)
    elif rythme.periodicite is Periodicite.HEBDOMADAIRE:
        yield from _semaines(rythme, du, au)
    elif rythme.periodicite is Periodicite.FOIS_PAR_AN:
        for annee in range(du.year, au.year + 1):
            yield from (p for p in _parts(rythme, annee) if p.debut <= au and p.fin >= du)
    else:
        yield from _mois(rythme, du, au)


def periode_du(rythme: Rythme, jour: date) -> Periode:
    """The period of `rythme` that holds `jour`."""
    return next(periodes(rythme, jour, jour))


def journee(jour: date) -> Periode:
    """The period of a daily check."""
    return Periode(jour.isoformat(), jour, jour, jour)


def _jours(du: date, au: date) -> Iterator[Periode]:
    for rang in range(du.toordinal(), au.toordinal() + 1):
        yield journee(date.fromordinal(rang))


def _semaines(rythme: Rythme, du: date, au: date) -> Iterator[Periode]:
    lundi = du - timedelta(days=du.weekday())
    vers_ancre = timedelta(days=rythme.ancre.weekday())
    while lundi <= au:
        annee, semaine, _ = lundi.isocalendar()
        yield Periode(f"{annee}-S{semaine:02}", lundi, lundi + _SIX_JOURS, lundi + vers_ancre)
        lundi += _UNE_SEMAINE


def _mois(rythme: Rythme, du: date, au: date) -> Iterator[Periode]:
    longueur = _MOIS[rythme.periodicite]
    # Months counted from year 0; two-year periods start on a year of the anchor's parity.
    origine = 12 * (rythme.ancre.year % 2) if longueur == 24 else 0
    rang_ancre = (_rang(rythme.ancre) - origine) % longueur
    rang = _rang(du) - (_rang(du) - origine) % longueur
    while rang <= _rang(au):
        debut = _premier(rang)
        yield Periode(
            _cle_mois(rythme.periodicite, debut),
            debut,
            _premier(rang + longueur) - UN_JOUR,
            _quantieme(rang + rang_ancre, rythme.ancre.day),
        )
        rang += longueur


def _parts(rythme: Rythme, annee: int) -> Iterator[Periode]:
    nombre = rythme.fois_par_an or 1
    debuts = [_debut_part(annee, part, nombre) for part in range(nombre)] + [date(annee + 1, 1, 1)]
    bornes_ancre = [_debut_part(rythme.ancre.year, part, nombre) for part in range(nombre)]
    depart = max(debut for debut in bornes_ancre if debut <= rythme.ancre)
    for part, debut in enumerate(debuts[:-1]):
        fin = debuts[part + 1] - UN_JOUR
        if nombre <= 12:
            ancre = _quantieme(_rang(debut) + rythme.ancre.month - depart.month, rythme.ancre.day)
        else:
            ancre = debut + (rythme.ancre - depart)
        yield Periode(f"{annee}-{part + 1}/{nombre}", debut, fin, min(ancre, fin))


def _debut_part(annee: int, part: int, nombre: int) -> date:
    if nombre <= 12:
        return date(annee, 1 + part * 12 // nombre, 1)
    jours = date(annee + 1, 1, 1) - date(annee, 1, 1)
    return date(annee, 1, 1) + timedelta(days=part * jours.days // nombre)


def _rang(jour: date) -> int:
    return jour.year * 12 + jour.month - 1


def _premier(rang: int) -> date:
    return date(rang // 12, rang % 12 + 1, 1)


def _quantieme(rang: int, jour: int) -> date:
    """The day number `jour` of the month, or its last day when it has no such day."""
    return min(_premier(rang) + timedelta(days=jour - 1), _premier(rang + 1) - UN_JOUR)


def trimestre_de(jour: date) -> str:
    """« 2026-T1 », the civil quarter of `jour`."""
    return f"{jour.year}-T{(jour.month + 2) // 3}"


def _cle_mois(periodicite: Periodicite, debut: date) -> str:
    if periodicite is Periodicite.MENSUELLE:
        return f"{debut.year}-{debut.month:02d}"
    if periodicite is Periodicite.TRIMESTRIELLE:
        return trimestre_de(debut)
    if periodicite is Periodicite.SEMESTRIELLE:
        return f"{debut.year}-Sem{(debut.month + 5) // 6}"
    if periodicite is Periodicite.ANNUELLE:
        return f"{debut.year}"
    return f"{debut.year}-{debut.year + 1}"
