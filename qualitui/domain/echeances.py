"""Deadlines (échéances): three dates and a reason (domaine.md §3)."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from qualitui.domain.base import Valeur


class Unite(StrEnum):
    MOIS = "mois"
    JOURS = "jours calendaires"
    JOURS_OUVRABLES = "jours ouvrables"
    JOURS_OUVRES = "jours ouvrés"
    HEURES_OUVREES = "heures ouvrées"
    TRIMESTRE = "trimestre civil"
    SECONDES = "secondes"


class Report(StrEnum):
    """What becomes of a term that falls on a closed day: moved to the next open day, or kept."""

    SUIVANT = "suivant"
    AUCUN = "aucun"


class Zone(StrEnum):
    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"


class Source(Valeur):
    """Where a delay is written: référentiel and version, engagement."""

    referentiel: str = ""
    version: str = ""
    engagement: str = ""


class Delai(Valeur):
    """One delay, as the référentiel's data state it. `duree` counts in `unite`."""

    code: str = ""
    libelle: str = ""
    duree: int
    unite: Unite
    report: Report = Report.SUIVANT
    acheminement_jours: int = 0
    alerte_jours: int | None = None
    depart: str = ""
    terme: str = ""
    source: Source = Source()


class Fermeture(Valeur):
    """Days the site is closed beyond holidays (bridge, works); both ends included."""

    du: date
    au: date
    libelle: str


class Calendrier(Valeur):
    """The days of one site. `horaires` maps a weekday (0 = Monday) to its opening hours; absent: closed."""

    zone: Zone = Zone.METROPOLE
    recoit_le_samedi: bool = False
    fermetures: tuple[Fermeture, ...] = ()
    horaires: dict[int, tuple[time, time]] = {jour: (time(8, 30), time(17)) for jour in range(5)}


class GenreEtape(StrEnum):
    DEPART = "depart"
    REGLE = "regle"
    SOURCE = "source"
    SAUTE = "saute"
    QUANTIEME = "quantieme"
    BUTOIR = "butoir"
    CIBLE = "cible"
    ARRIVEE = "arrivee"


class Etape(Valeur):
    """One step of « Pourquoi cette date ? »; `le` is the day it speaks of, `detail` names it (« lundi de Pâques »)."""

    genre: GenreEtape
    le: date | datetime | None = None
    detail: str = ""


class Echeance(Valeur):
    """Three frozen dates with the rule that gave them; `arrivee` only when the delay has a postal allowance."""

    depart: date
    quantieme: date
    butoir: date
    cible: date
    arrivee: date | None = None
    delai: Delai
    etapes: tuple[Etape, ...] = ()


def calculer(depart: date, delai: Delai, calendrier: Calendrier) -> Echeance:
    """Compute the three dates of `delai` from `depart` on the site's `calendrier`."""
    raise NotImplementedError
