"""Rates of the checks, always with numerator and denominator: what was due, done, on time, conforming.

Only what has fallen due counts: an occurrence enters when its window ends (on its last day if already done). What
was missed stays in the denominators, whatever its reason; « site fermé », « suspendue » and « non due » are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from qualitui.domain.francais import taux
from qualitui.domain.verifications.fiche import EtatOccurrence, Resultat
from qualitui.domain.verifications.occurrences import Suivi


class Taux(NamedTuple):
    """`denominateur` 0: not measured, never 0 %."""

    numerateur: int
    denominateur: int

    def __str__(self) -> str:
        return taux(self.numerateur, self.denominateur)


@dataclass(frozen=True)
class BilanVerifications:
    """Counts of occurrences. `a_temps`: done by the expected day; `hors_delai`: missed, with a late result;
    `expliquees`: missed, with a reason; `avec_action`: non conformes tied to an action."""

    dues: int = 0
    faites: int = 0
    a_temps: int = 0
    conformes: int = 0
    non_conformes: int = 0
    sans_objet: int = 0
    avec_action: int = 0
    manquees: int = 0
    expliquees: int = 0
    hors_delai: int = 0
    site_ferme: int = 0
    suspendues: int = 0

    def __add__(self, autre: BilanVerifications) -> BilanVerifications:
        return BilanVerifications(
            **{c.name: getattr(self, c.name) + getattr(autre, c.name) for c in fields(BilanVerifications)}
        )

    @property
    def realisation(self) -> Taux:
        """Done in their window / due."""
        return Taux(self.faites, self.dues)

    @property
    def ponctualite(self) -> Taux:
        """Done by the expected day / due."""
        return Taux(self.a_temps, self.dues)

    @property
    def conformite(self) -> Taux:
        """Conformes / done and applicable (sans objet set aside)."""
        return Taux(self.conformes, self.conformes + self.non_conformes)

    @property
    def suites(self) -> Taux:
        """Non conformes tied to an action / non conformes."""
        return Taux(self.avec_action, self.non_conformes)


class Axe(StrEnum):
    """What rates are broken down by; the month and the year are those of the window's last day."""

    THEME = "thème"
    ENGAGEMENT = "engagement"
    ROLE = "rôle"
    MOIS = "mois"
    VERIFICATION = "vérification"


_CLES: dict[Axe, Callable[[Suivi], str]] = {
    Axe.THEME: lambda suivi: suivi.occurrence.redaction.theme,
    Axe.ENGAGEMENT: lambda suivi: suivi.occurrence.redaction.engagement,
    Axe.ROLE: lambda suivi: suivi.occurrence.redaction.role,
    Axe.MOIS: lambda suivi: f"{suivi.occurrence.fin:%Y-%m}",
    Axe.VERIFICATION: lambda suivi: suivi.occurrence.verification,
}


def bilan(suivis: Iterable[Suivi], jour: date) -> BilanVerifications:
    """The counts of `suivis` on `jour`."""
    comptes: dict[str, int] = defaultdict(int)
    for suivi in suivis:
        for compte in _comptes(suivi, jour):
            comptes[compte] += 1
    return BilanVerifications(**comptes)


def ventiler(suivis: Iterable[Suivi], axe: Axe, jour: date) -> dict[str, BilanVerifications]:
    """The counts by theme, engagement, role, month (« 2026-03 ») or check, in the order of their names."""
    groupes: dict[str, list[Suivi]] = defaultdict(list)
    for suivi in suivis:
        groupes[_CLES[axe](suivi)].append(suivi)
    return {cle: bilan(groupes[cle], jour) for cle in sorted(groupes, key=_naturel)}


def carte(suivis: Iterable[Suivi], axe: Axe, jour: date) -> dict[str, dict[str, BilanVerifications]]:
    """The heat map: for each value of `axe`, the counts of each month that had something due."""
    groupes: dict[str, list[Suivi]] = defaultdict(list)
    for suivi in suivis:
        groupes[_CLES[axe](suivi)].append(suivi)
    return {cle: ventiler(groupes[cle], Axe.MOIS, jour) for cle in sorted(groupes, key=_naturel)}


def _naturel(cle: str) -> tuple[int, str, int]:
    """Engagements 1 to 12, then S1 to S3, then SMQ1 to SMQ10."""
    lettres = cle.rstrip("0123456789")
    chiffres = cle[len(lettres) :]
    return len(lettres) if chiffres else 9, lettres, int(chiffres or 0)


# Neither due yet, nor ever, nor known.
SANS_DECOMPTE = (EtatOccurrence.A_FAIRE, EtatOccurrence.NON_DUE, EtatOccurrence.ILLISIBLE)


def _comptes(suivi: Suivi, jour: date) -> list[str]:
    if suivi.etat is EtatOccurrence.SITE_FERME:
        return ["site_ferme"]
    if suivi.etat is EtatOccurrence.SUSPENDUE:
        return ["suspendues"]
    if suivi.etat is EtatOccurrence.MANQUEE:
        return ["dues", "manquees", *_comptes_manquee(suivi)]
    if suivi.etat in SANS_DECOMPTE or suivi.occurrence.fin > jour:
        return []
    return ["dues", "faites", *_comptes_faite(suivi)]


def _comptes_manquee(suivi: Suivi) -> list[str]:
    raison = ["expliquees"] if suivi.constat and suivi.constat.raison else []
    return raison + (["hors_delai"] if suivi.hors_delai else [])


def _comptes_faite(suivi: Suivi) -> list[str]:
    ponctuelle = [] if suivi.en_retard else ["a_temps"]
    if suivi.resultat is Resultat.CONFORME:
        return [*ponctuelle, "conformes"]
    if suivi.resultat is Resultat.SANS_OBJET:
        return [*ponctuelle, "sans_objet"]
    action = ["avec_action"] if suivi.constat and suivi.constat.action else []
    return [*ponctuelle, "non_conformes", *action]
