"""What a delay is, and the deadline it gives: values only, frozen as they are into the records.

The rules that fill them are in echeances.py and heures_ouvrees.py, their sentences in explications.py.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from qualitui.domain.base import Refus, Valeur
from qualitui.domain.temps.calendrier import Zone


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


class _Compacte(Valeur):
    """Written without its empty values: an échéance is copied into every record that has one."""

    @model_serializer(mode="wrap")
    def _sans_les_vides(self, ecrire: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {cle: valeur for cle, valeur in ecrire(self).items() if valeur not in (None, "", 0, (), [], {})}


class Source(_Compacte):
    """Where a delay is written: référentiel and version, engagement; empty when it was typed by a person."""

    referentiel: str = ""
    version: str = ""
    engagement: str = ""


class ChoixDuSite(_Compacte):
    """Why a delay is not counted as the référentiel has it: the site chose so, from `depuis` on (reglages).

    `pour_tous`: it promises it to every written demand, beyond what the référentiel says.
    """

    depuis: date
    raison: str
    par: str = ""
    le: date | None = None
    pour_tous: bool = False


class Delai(_Compacte):
    """One delay, as the référentiel's data state it, or as the site chose to count it (`politique`), in `unite`.

    `acheminement_jours`: calendar days of postal allowance after the term. `alerte_jours`: calendar days after
    the start when an internal alert is raised; None: none.
    """

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
    politique: ChoixDuSite | None = None


class GenreEtape(StrEnum):
    """Steps in their order; SAUTE and FERMETURE come before the date that they moved."""

    DEPART = "depart"
    COMPTE = "compte"
    REGLE = "regle"
    SOURCE = "source"
    SAUTE = "saute"
    FERMETURE = "fermeture"
    QUANTIEME = "quantieme"
    BUTOIR = "butoir"
    CIBLE = "cible"
    ARRIVEE = "arrivee"


class Etape(_Compacte):
    """One step of « Pourquoi cette date ? »; `le` is the day it speaks of, `detail` names it (« lundi de Pâques »).

    A SAUTE without a day sums up many weekends (« 34 samedis et dimanches »). `heure`: only for heures ouvrées.
    """

    genre: GenreEtape
    le: date | None = None
    heure: time | None = None
    detail: str = ""


class Echeance(_Compacte):
    """Three frozen dates with the rule that gave them; `arrivee` only when the delay has a postal allowance.

    `zone` is the one whose public holidays were counted. The `…_heure` fields are filled only for heures ouvrées;
    `depart_heure` is None when no time was given.
    """

    depart: date
    quantieme: date
    butoir: date
    cible: date
    arrivee: date | None = None
    depart_heure: time | None = None
    quantieme_heure: time | None = None
    butoir_heure: time | None = None
    cible_heure: time | None = None
    zone: Zone = Zone.METROPOLE
    delai: Delai
    etapes: tuple[Etape, ...] = ()

    def instant(self, quoi: Literal["depart", "quantieme", "butoir", "cible"]) -> date | datetime:
        """One of the dates, with its time when the delay counts in heures ouvrées."""
        jour: date = getattr(self, quoi)
        heure: time | None = getattr(self, f"{quoi}_heure")
        return datetime.combine(jour, heure) if heure else jour


class DureeRefusee(Refus):
    """A duration of zero or less, or longer than ten years."""


class DepartRefuse(Refus):
    """The start, or the date it leads to, lies outside the years whose public holidays are known."""


class DelaiSansDate(Refus):
    """A delay in seconds is a threshold; no date comes out of it."""


class HorairesManquants(Refus):
    """Heures ouvrées cannot be counted on a site without opening hours."""
