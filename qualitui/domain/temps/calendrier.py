"""Open days: public holidays by name, weekends, local closures, opening hours.

*Jour ouvrable*: Monday to Saturday, minus public holidays. *Jour ouvré*: Monday to Friday, minus public holidays.
The days of metropolitan France are 11; Alsace-Moselle adds Good Friday and 26 December. Whit Monday is férié
every year, whatever the « journée de solidarité ».
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, partial
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import pairwise
from typing import cast

from pydantic import Field, model_validator

from qualitui.domain.base import Valeur
from qualitui.domain.francais import JOURS

UN_JOUR = timedelta(days=1)
REMONTEE = timedelta(days=366)
MINUIT = time.max  # 24:00, the end of the last range of a day: no time of Python is called so
DERNIERE_MINUTE = time(23, 59)
Plage = tuple[time, time]  # opening and closing, both ends open
HORAIRES_USUELS: dict[int, tuple[Plage, ...]] = {jour: ((time(8, 30), time(17)),) for jour in range(5)}
SAMEDI = 5
LUNDI_DE_PENTECOTE = "lundi de Pentecôte"


class Zone(StrEnum):
    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"


class Fermeture(Valeur):
    """Days the site is closed beyond holidays (bridge, works); both ends included.

    `ajoutee_le`: the day it was decided here; None: not known (written by hand, or before that day was kept).
    """

    du: date
    au: date
    libelle: str
    ajoutee_le: date | None = None

    @model_validator(mode="after")
    def _dans_l_ordre(self) -> Fermeture:
        if self.au < self.du:
            raise ValueError(f"la fermeture «\u00a0{self.libelle}\u00a0» finit avant de commencer")
        return self


class Semaine(Valeur):
    """How the weeks of the site were up to `jusqu_au` included: what was due then stays due."""

    jusqu_au: date
    zone: Zone = Zone.METROPOLE
    jours: tuple[int, ...] = ()


class Calendrier(Valeur):
    """The days of one site. `horaires` maps a weekday (0 = Monday) to its ranges of opening hours; absent: closed.

    `recoit_le_samedi` decides whether a delay in jours ouvrables may end on a Saturday. `anciennes`, oldest first: the
    weeks of before, for the checks that fell due under them.
    """

    zone: Zone = Zone.METROPOLE
    recoit_le_samedi: bool = False
    fermetures: tuple[Fermeture, ...] = ()
    horaires: dict[int, tuple[Plage, ...]] = Field(default_factory=lambda: dict(HORAIRES_USUELS))
    anciennes: tuple[Semaine, ...] = ()

    @model_validator(mode="after")
    def _des_heures_dans_l_ordre(self) -> Calendrier:
        for rang, plages in self.horaires.items():
            if rang not in range(7):
                raise ValueError("un jour de la semaine va de 0 (lundi) à 6 (dimanche)")
            if faute := faute_des_plages(plages):
                raise ValueError(f"le {JOURS[rang]}, {faute}")
        return self

    @property
    def jours_de_reception(self) -> tuple[int, ...]:
        """The weekdays on which the site receives: those with opening hours, and the Saturday it says it does."""
        return tuple(sorted({*self.horaires, *([SAMEDI] if self.recoit_le_samedi else [])}))


def faute_des_plages(plages: Sequence[Plage]) -> str:
    """What is wrong in the ranges of one day; empty when they are in order and apart."""
    if not plages:
        return "il faut au moins une plage"
    if any(ouverture >= fermeture for ouverture, fermeture in plages):
        return "l’ouverture doit précéder la fermeture"
    if any(suivante[0] <= plage[1] for plage, suivante in pairwise(plages)):
        return "les plages doivent se suivre sans se toucher ni se recouvrir"
    return ""


# --- public holidays ------------------------------------------------------------------------------------


# « 2026 metropole » → (day, as an ordinal → name); what an earlier run learnt may be put there.
FERIES_CONNUS: dict[str, dict[int, str]] = {}


@cache
def feries(annee: int, zone: Zone) -> Mapping[date, str]:
    """The public holidays of a year, by name (« lundi de Pâques »), in date order."""
    cle = f"{annee} {zone}"
    if cle not in FERIES_CONNUS:
        FERIES_CONNUS[cle] = {jour.toordinal(): nom for jour, nom in _demander_feries(annee, zone)}
    return {date.fromordinal(jour): nom for jour, nom in FERIES_CONNUS[cle].items()}


def _demander_feries(annee: int, zone: Zone) -> list[tuple[date, str]]:
    subdivision = {Zone.METROPOLE: None, Zone.ALSACE_MOSELLE: "57"}[zone]
    bruts = _france()(subdiv=subdivision, years=annee, language="fr")
    noms = {jour: _nommer(nom) for jour, nom in bruts.items() if jour.year == annee}
    # The library leaves Whit Monday out of 2005–2007, years of the first journée de solidarité; it stayed férié.
    paques = next((jour for jour, nom in noms.items() if nom == "lundi de Pâques"), None)
    if paques:
        noms.setdefault(paques + timedelta(days=49), LUNDI_DE_PENTECOTE)
    return sorted(noms.items())


@cache
def _france() -> Callable[..., Mapping[date, str]]:
    """The library's class for France, loaded on first use and alone.

    The library's own door, kept as the way out, first imports its 200 other countries: half the time of a command.
    """
    try:
        dossier = (getattr(find_spec("holidays"), "submodule_search_locations", None) or [""])[0]
        spec = spec_from_file_location("qualitui_feries", f"{dossier}/countries/france.py")
        if spec is None or spec.loader is None:
            raise ImportError("holidays")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return cast("Callable[..., Mapping[date, str]]", module.France)
    except (ImportError, OSError, AttributeError):
        import holidays

        return partial(holidays.country_holidays, "FR")


def _nommer(nom: str) -> str:
    """The library's « Lundi de Pâques; … », as it is said inside a sentence."""
    noms = [un.strip().replace("'", "’").replace("Jour de l’an", "Jour de l’An") for un in nom.split(";")]
    communs = ("Lundi ", "Vendredi ", "Fête ", "Jour ")
    return " et ".join(un[0].lower() + un[1:] if un.startswith(communs) else un for un in noms)


def nom_ferie(jour: date, zone: Zone) -> str:
    """« lundi de Pâques »; empty when the day is not a public holiday."""
    return feries(jour.year, zone).get(jour, "")


# --- open days ------------------------------------------------------------------------------------------


def est_ouvrable(jour: date, zone: Zone) -> bool:
    """Monday to Saturday, minus public holidays."""
    return jour.weekday() < 6 and not nom_ferie(jour, zone)


def est_ouvre(jour: date, zone: Zone) -> bool:
    """Monday to Friday, minus public holidays."""
    return jour.weekday() < 5 and not nom_ferie(jour, zone)


def fermeture_locale(jour: date, calendrier: Calendrier) -> Fermeture | None:
    """The closure of the site that covers `jour`, None without any."""
    return next((une for une in calendrier.fermetures if une.du <= jour <= une.au), None)


def recoit(jour: date, calendrier: Calendrier) -> bool:
    """Whether the site has opening hours on that weekday (or says that it receives on Saturdays)."""
    return jour.weekday() in calendrier.jours_de_reception


def site_ouvert(jour: date, calendrier: Calendrier) -> bool:
    """A jour ouvré with opening hours, on which no local closure falls."""
    return est_ouvre(jour, calendrier.zone) and recoit(jour, calendrier) and fermeture_locale(jour, calendrier) is None


def pourquoi_ferme(jour: date, zone: Zone) -> str:
    """The name of a closed day: its holiday, else « samedi » or « dimanche »; empty for a jour ouvré."""
    return nom_ferie(jour, zone) or (JOURS[jour.weekday()] if jour.weekday() >= 5 else "")


def suivant(jour: date, ouvert: Callable[[date], bool]) -> date:
    """The first open day on or after `jour`."""
    while not ouvert(jour):
        jour += UN_JOUR
    return jour


def precedent(jour: date, ouvert: Callable[[date], bool], calendrier: Calendrier) -> date:
    """The last open day on or before `jour` on which the site receives and that no local closure covers.

    A site closed for more than a year keeps the last open day of everyone.
    """
    recule = jour
    while not ouvert(recule) or not recoit(recule, calendrier) or fermeture_locale(recule, calendrier):
        recule -= UN_JOUR
        if jour - recule > REMONTEE:
            return precedent(jour, ouvert, Calendrier(zone=calendrier.zone))
    return recule


# --- opening hours --------------------------------------------------------------------------------------


def heures(jour: date, calendrier: Calendrier) -> tuple[Plage, ...]:
    """The ranges of opening hours of that day; none on a public holiday or a weekday without hours.

    A local closure changes nothing here: it moves the cible, never what was promised.
    """
    return () if nom_ferie(jour, calendrier.zone) else calendrier.horaires.get(jour.weekday(), ())


def prochaine_ouverture(instant: datetime, calendrier: Calendrier) -> datetime:
    """`instant` itself inside opening hours (both ends of a range included), else the next opening.

    `calendrier` must have hours for at least one weekday.
    """
    jour, heure = instant.date(), instant.time()
    while True:
        for ouverture, fermeture in heures(jour, calendrier):
            if heure <= fermeture:
                return datetime.combine(jour, max(heure, ouverture))
        jour, heure = jour + UN_JOUR, time.min


def derniere_ouverture(instant: datetime, calendrier: Calendrier) -> datetime:
    """`instant` itself when the site is open, else the last closing before it, local closures left out too.

    A closing at 24:00 is told as 23:59: midnight is already the next day.

    A site closed for more than a year keeps the last closing of its usual hours.
    """
    jour, heure = instant.date(), instant.time()
    while instant.date() - jour <= REMONTEE:
        plages = () if fermeture_locale(jour, calendrier) else heures(jour, calendrier)
        for ouverture, fermeture in reversed(plages):
            if heure >= ouverture:
                return datetime.combine(jour, min(heure, fermeture if fermeture != MINUIT else DERNIERE_MINUTE))
        jour, heure = jour - UN_JOUR, time.max
    return derniere_ouverture(instant, Calendrier(zone=calendrier.zone, horaires=calendrier.horaires))


# --- months and quarters --------------------------------------------------------------------------------


def ajouter_mois(jour: date, mois: int) -> date:
    """Same day number `mois` later; the last day of the month when it has no such day. A month is never 30 days."""
    annees, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annees, rang + 1, min(jour.day, _longueur(annees, rang + 1)))


def _longueur(annee: int, mois: int) -> int:
    """The days of a month."""
    return 31 if mois == 12 else (date(annee, mois + 1, 1) - UN_JOUR).day


def fin_de_trimestre(jour: date) -> date:
    """The last day of the civil quarter that holds `jour`."""
    premier_mois = (jour.month - 1) // 3 * 3 + 1
    return ajouter_mois(date(jour.year, premier_mois, 1), 3) - UN_JOUR
