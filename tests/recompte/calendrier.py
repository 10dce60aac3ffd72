"""A small calendar of one's own: public holidays, open days, periods of a rhythm, and the checks due in a window.

Days are texts « 2026-03-02 », which sort as days do; `date` only where days are added.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

# Months of a period, by rhythm; a day and a week have none.
MOIS = {"mensuelle": 1, "trimestrielle": 3, "semestrielle": 6, "annuelle": 12}
# What the demonstration has none of, and that this recount would get wrong.
INCONNUS = ("redactions", "suspensions", "fois_par_an", "modifiee_le")


def audits(dossier: Path) -> dict[str, str]:
    """The last audits that the settings tell."""
    lu = tomllib.loads((dossier / "site.toml").read_text(encoding="utf-8"))
    genres = ("interne", "externe")
    return {genre: str(lu[f"dernier_audit_{genre}"]) for genre in genres if f"dernier_audit_{genre}" in lu}


def jour(texte: str) -> date:
    return date.fromisoformat(texte)


def plus(texte: str, jours: int) -> str:
    return (jour(texte) + timedelta(days=jours)).isoformat()


def un_an_avant(texte: str) -> str:
    """The same day number a year before; 28 February of the 29th."""
    annee, reste = int(texte[:4]) - 1, texte[4:]
    return f"{annee}-02-28" if reste == "-02-29" else f"{annee}{reste}"


@cache
def feries(annee: int) -> frozenset[str]:
    """The 11 days of metropolitan France; Easter by the Gregorian computus."""
    a, b, c = annee % 19, annee // 100, annee % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    mois, reste = divmod(h + k - 7 * m + 114, 31)
    paques = date(annee, mois, reste + 1).isoformat()
    fixes = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
    return frozenset({f"{annee}-{f}" for f in fixes} | {plus(paques, n) for n in (1, 39, 50)})


def ouvre(texte: str) -> bool:
    """Monday to Friday, no public holiday."""
    return jour(texte).weekday() < 5 and texte not in feries(int(texte[:4]))


def butoir(quantieme: str) -> str:
    """The quantième, or the first working day after it."""
    while not ouvre(quantieme):
        quantieme = plus(quantieme, 1)
    return quantieme


def un_mois_apres(texte: str) -> str:
    """The same day number a month later; the last day of the month when it has no such day."""
    debut = jour(texte)
    rang = debut.year * 12 + debut.month
    return _quantieme(rang, debut.day)


def _quantieme(rang: int, numero: int) -> str:
    premier = date(rang // 12, rang % 12 + 1, 1)
    suivant = date((rang + 1) // 12, (rang + 1) % 12 + 1, 1)
    return min(premier + timedelta(days=numero - 1), suivant - timedelta(days=1)).isoformat()


class Due(NamedTuple):
    """A check of a period; `ferme`: the site was shut on all its days."""

    verification: str
    cle: str
    debut: str
    fin: str
    attendue: str
    ferme: bool

    @property
    def reference(self) -> str:
        return f"{self.verification} × {self.cle}"


@dataclass(frozen=True)
class Ouvertures:
    """The days the site receives: its closures are told in site.toml."""

    fermetures: tuple[tuple[str, str], ...]

    @classmethod
    def de(cls, dossier: Path) -> Ouvertures:
        lu = tomllib.loads((dossier / "site.toml").read_text(encoding="utf-8"))
        return cls(tuple((str(f["du"]), str(f["au"])) for f in lu.get("fermetures", [])))

    def ouvert(self, texte: str) -> bool:
        return ouvre(texte) and not any(du <= texte <= au for du, au in self.fermetures)

    def dues(self, verification: dict[str, Any], du: str, au: str) -> Iterator[Due]:
        """Its checks whose period ends from `du` to `au`; none where no day could receive anyone."""
        etranges = [champ for champ in INCONNUS if verification.get(champ)]
        if etranges:
            raise NotImplementedError(f"{verification['code']}: {etranges}")
        depuis = verification["depuis"]
        for cle, premier, fin, ancre in _periodes(verification["periodicite"], verification["ancre"], du, au):
            if fin < depuis or not du <= fin <= au:
                continue
            debut = max(premier, depuis)
            jours = [plus(debut, n) for n in range((jour(fin) - jour(debut)).days + 1)]
            ouverts = [un for un in jours if self.ouvert(un)]
            if not any(map(ouvre, jours)):
                continue
            apres = [un for un in ouverts if un >= ancre]
            attendue = apres[0] if apres else ouverts[-1] if ouverts else ancre
            yield Due(verification["code"], cle, debut, fin, attendue, not ouverts)


def _periodes(rythme: str, ancre: str, du: str, au: str) -> Iterator[tuple[str, str, str, str]]:
    """Key, first and last day, day of the anchor, of the periods that share a day with the window."""
    if rythme == "quotidienne":
        for n in range((jour(au) - jour(du)).days + 1):
            le = plus(du, n)
            yield le, le, le, le
    elif rythme == "hebdomadaire":
        lundi = plus(du, -jour(du).weekday())
        while lundi <= au:
            annee, semaine, _ = jour(lundi).isocalendar()
            yield f"{annee}-S{semaine:02d}", lundi, plus(lundi, 6), plus(lundi, jour(ancre).weekday())
            lundi = plus(lundi, 7)
    else:
        longueur = MOIS[rythme]
        rang = int(du[:4]) * 12 + (int(du[5:7]) - 1) // longueur * longueur
        while _quantieme(rang, 1) <= au:
            repere = rang + (int(ancre[5:7]) - 1) % longueur
            fin = plus(_quantieme(rang + longueur, 1), -1)
            yield cle(rythme, rang), _quantieme(rang, 1), fin, _quantieme(repere, int(ancre[8:]))
            rang += longueur


def cle(rythme: str, rang: int) -> str:
    annee, mois = rang // 12, rang % 12
    return {
        "mensuelle": f"{annee}-{mois + 1:02d}",
        "trimestrielle": f"{annee}-T{mois // 3 + 1}",
        "semestrielle": f"{annee}-Sem{mois // 6 + 1}",
        "annuelle": f"{annee}",
    }[rythme]
