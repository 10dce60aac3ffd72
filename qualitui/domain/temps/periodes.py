"""Keys of periods: read as people type them (« 2026-s9 »), and said in words."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from qualitui.domain.base import Refus
from qualitui.domain.francais import JOURS, MOIS, date_courte, date_en_mots, mois_en_mots
from qualitui.domain.temps.recurrence import UN_JOUR, Periode, Periodicite, Rythme, RythmeFautif, periodes


class PeriodeIllisible(Refus):
    """A text that is the key of no period."""


# Compiled by `re` on first use, and kept by it: most commands read no key.
_CLES = {
    Periodicite.QUOTIDIENNE: r"(?P<a>\d{4})-(?P<m>\d\d)-(?P<j>\d\d)",
    Periodicite.HEBDOMADAIRE: r"(?P<a>\d{4})-S(?P<n>\d{1,2})",
    Periodicite.MENSUELLE: r"(?P<a>\d{4})-(?P<n>\d{1,2})",
    Periodicite.TRIMESTRIELLE: r"(?P<a>\d{4})-T(?P<n>[1-4])",
    Periodicite.SEMESTRIELLE: r"(?P<a>\d{4})-SEM(?P<n>[12])",
    Periodicite.ANNUELLE: r"(?P<a>\d{4})",
    Periodicite.BIENNALE: r"(?P<a>\d{4})-(?P<b>\d{4})",
    Periodicite.FOIS_PAR_AN: r"(?P<a>\d{4})-(?P<n>\d{1,2})/(?P<f>\d{1,2})",
}


def lire_periode(texte: str) -> tuple[Periodicite, Periode]:
    """The period a key names, whatever its case (« 2026-s9 » is `2026-S09`); PeriodeIllisible otherwise.

    Only the key and the bounds are meant: `ancre` is the first day.
    """
    cle = texte.strip()
    for periodicite, forme in _CLES.items():
        trouve = re.fullmatch(forme, cle, re.IGNORECASE)
        if trouve:
            periode = _periode(periodicite, {nom: int(chiffres) for nom, chiffres in trouve.groupdict().items()})
            if periode:
                return periodicite, periode
    raise PeriodeIllisible(
        f"« {texte} » n’est pas une période : il faut par exemple 2026-03-02, 2026-S10, 2026-03, "
        "2026-T1, 2026-Sem1, 2026, 2026-2027 ou 2026-1/3.",
        champ="periode",
    )


def _periode(periodicite: Periodicite, nombres: dict[str, int]) -> Periode | None:
    """The period of these numbers, None when the calendar has none (month 13, week 54, 2026-2028)."""
    try:
        rythme, rang = _depart(periodicite, **nombres)
    except (ValueError, RythmeFautif):
        return None
    fin_annee = date(rythme.ancre.year, 12, 31)
    return next(islice(periodes(rythme, rythme.ancre, fin_annee), rang, None), None)


def _depart(
    periodicite: Periodicite, *, a: int, m: int = 1, j: int = 1, n: int = 1, b: int | None = None, f: int | None = None
) -> tuple[Rythme, int]:
    """A rhythm anchored where the rank of the period can be counted from, and that rank."""
    if not 1900 <= a <= 9000 or n < 1 or b not in (None, a + 1):
        raise ValueError(a)
    if periodicite is Periodicite.HEBDOMADAIRE:
        return Rythme(periodicite=periodicite, ancre=date.fromisocalendar(a, n, 1)), 0
    return Rythme(periodicite=periodicite, ancre=date(a, m, j), fois_par_an=f), n - 1


def periode_en_mots(cle: str) -> str:
    """« lundi 2 mars 2026 », « semaine 10 de 2026 », « mars 2026 », « 1er trimestre 2026 »… for people."""
    periodicite, periode = lire_periode(cle)
    debut = periode.debut
    match periodicite:
        case Periodicite.QUOTIDIENNE:
            return date_en_mots(debut)
        case Periodicite.HEBDOMADAIRE:
            annee, semaine, _ = debut.isocalendar()
            return f"semaine {semaine} de {annee}"
        case Periodicite.MENSUELLE:
            return mois_en_mots(debut.year, debut.month)
        case Periodicite.TRIMESTRIELLE:
            return f"{_ordinal((debut.month + 2) // 3)} trimestre {debut.year}"
        case Periodicite.SEMESTRIELLE:
            return f"{_ordinal((debut.month + 5) // 6)} semestre {debut.year}"
        case Periodicite.ANNUELLE:
            return f"année {debut.year}"
        case Periodicite.BIENNALE:
            return f"années {debut.year} et {debut.year + 1}"
    return _part_en_mots(debut, periode.fin)


def periode_courte(cle: str) -> str:
    """The same for a column of 20: « mer. 25/02/26 » for a day, which is longer than any other period in words."""
    periodicite, periode = lire_periode(cle)
    if periodicite is not Periodicite.QUOTIDIENNE:
        return periode_en_mots(cle)
    return f"{JOURS[periode.debut.weekday()][:3]}. {date_courte(periode.debut)}"


def _part_en_mots(debut: date, fin: date) -> str:
    if debut.day != 1 or (fin + UN_JOUR).day != 1:
        mois = "" if debut.month == fin.month else f" {MOIS[debut.month - 1]}"
        return f"du {_quantieme(debut.day)}{mois} au {fin.day} {mois_en_mots(fin.year, fin.month)}"
    if debut.month == fin.month:
        return mois_en_mots(fin.year, fin.month)
    return f"{MOIS[debut.month - 1]} à {mois_en_mots(fin.year, fin.month)}"


def _ordinal(nombre: int) -> str:
    return "1er" if nombre == 1 else f"{nombre}e"


def _quantieme(jour: int) -> str:
    return "1er" if jour == 1 else str(jour)
