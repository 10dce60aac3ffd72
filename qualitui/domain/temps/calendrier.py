"""Open days: public holidays by name, weekends, local closures, opening hours.

*Jour ouvrable*: Monday to Saturday, minus public holidays. *Jour ouvré*: Monday to Friday, minus public holidays.
The days of metropolitan France are 11; Alsace-Moselle adds Good Friday and 26 December. Whit Monday is férié
every year, whatever the « journée de solidarité ».
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, partial
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import cast

from pydantic import Field, model_validator

from qualitui.domain.base import Valeur
from qualitui.domain.francais import JOURS

UN_JOUR = timedelta(days=1)
REMONTEE = timedelta(days=366)
HORAIRES_USUELS = {jour: (time(8, 30), time(17)) for jour in range(5)}
LUNDI_DE_PENTECOTE = "lundi de Pentecôte"


class Zone(StrEnum):
    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"


class Fermeture(Valeur):
    """Days the site is closed beyond holidays (bridge, works); both ends included."""

    du: date
    au: date
    libelle: str

    @model_validator(mode="after")
    def _dans_l_ordre(self) -> Fermeture:
        if self.au < self.du:
            raise ValueError(f"la fermeture «\u00a0{self.libelle}\u00a0» finit avant de commencer")
        return self


class Calendrier(Valeur):
    """The days of one site. `horaires` maps a weekday (0 = Monday) to its opening hours; absent: closed.

    `recoit_le_samedi` decides one thing: whether a delay in jours ouvrables may end on a Saturday.
    """

    zone: Zone = Zone.METROPOLE
    recoit_le_samedi: bool = False
    fermetures: tuple[Fermeture, ...] = ()
    horaires: dict[int, tuple[time, time]] = Field(default_factory=lambda: dict(HORAIRES_USUELS))

    @model_validator(mode="after")
    def _des_heures_dans_l_ordre(self) -> Calendrier:
        for rang, (ouverture, fermeture) in self.horaires.items():
            if rang not in range(7):
                raise ValueError("un jour de la semaine va de 0 (lundi) à 6 (dimanche)")
            if ouverture >= fermeture:
                raise ValueError(f"le {JOURS[rang]}, l’ouverture doit précéder la fermeture")
        return self


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


def site_ouvert(jour: date, calendrier: Calendrier) -> bool:
    """A jour ouvré on which no local closure falls."""
    return est_ouvre(jour, calendrier.zone) and fermeture_locale(jour, calendrier) is None


def pourquoi_ferme(jour: date, zone: Zone) -> str:
    """The name of a closed day: its holiday, else « samedi » or « dimanche »; empty for a jour ouvré."""
    return nom_ferie(jour, zone) or (JOURS[jour.weekday()] if jour.weekday() >= 5 else "")


def suivant(jour: date, ouvert: Callable[[date], bool]) -> date:
    """The first open day on or after `jour`."""
    while not ouvert(jour):
        jour += UN_JOUR
    return jour


def precedent(jour: date, ouvert: Callable[[date], bool], calendrier: Calendrier) -> date:
    """The last open day on or before `jour` that no local closure covers.

    A site closed for more than a year keeps the last open day of everyone.
    """
    recule = jour
    while not ouvert(recule) or fermeture_locale(recule, calendrier):
        recule -= UN_JOUR
        if jour - recule > REMONTEE:
            return precedent(jour, ouvert, Calendrier(zone=calendrier.zone))
    return recule


# --- opening hours --------------------------------------------------------------------------------------


def heures(jour: date, calendrier: Calendrier) -> tuple[time, time] | None:
    """The opening hours of that day; None on a public holiday or a weekday without hours.

    A local closure changes nothing here: it moves the cible, never what was promised.
    """
    return None if nom_ferie(jour, calendrier.zone) else calendrier.horaires.get(jour.weekday())


def prochaine_ouverture(instant: datetime, calendrier: Calendrier) -> datetime:
    """`instant` itself inside opening hours (both ends included), else the next opening.

    `calendrier` must have hours for at least one weekday.
    """
    jour, heure = instant.date(), instant.time()
    while True:
        plage = heures(jour, calendrier)
        if plage and heure <= plage[1]:
            return datetime.combine(jour, max(heure, plage[0]))
        jour, heure = jour + UN_JOUR, time.min


def derniere_ouverture(instant: datetime, calendrier: Calendrier) -> datetime:
    """`instant` itself when the site is open, else the last closing before it, local closures left out too.

    A site closed for more than a year keeps the last closing of its usual hours.
    """
    jour, heure = instant.date(), instant.time()
    while instant.date() - jour <= REMONTEE:
        plage = None if fermeture_locale(jour, calendrier) else heures(jour, calendrier)
        if plage and heure >= plage[0]:
            return datetime.combine(jour, min(heure, plage[1]))
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
