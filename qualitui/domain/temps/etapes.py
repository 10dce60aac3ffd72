"""The steps of « Pourquoi cette date ? »: the days that a count, a report or a cible passed over, by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qualitui.domain.francais import JOURS, accorder, enumerer
from qualitui.domain.temps.calendrier import UN_JOUR, Calendrier, Zone, fermeture_locale, nom_ferie, pourquoi_ferme
from qualitui.domain.temps.delais import Etape, GenreEtape

REPOS_NOMMES = 12
"""More weekend days than this inside one count are summed up; public holidays are always named one by one."""

SANS_HORAIRES = "jour sans ouverture"


def entre(depuis: date, vers: date) -> list[date]:
    """The days from `depuis` (included) to `vers` (left out), forward or backward."""
    pas = UN_JOUR if vers > depuis else -UN_JOUR
    return [depuis + pas * rang for rang in range(abs((vers - depuis).days))]


def sautes(jours: Iterable[date], zone: Zone) -> list[Etape]:
    """One step per day passed over, with its name; beyond `REPOS_NOMMES`, the weekends become one step."""
    jours = list(jours)
    repos = [jour for jour in jours if not nom_ferie(jour, zone)]
    nommes = jours if len(repos) <= REPOS_NOMMES else [jour for jour in jours if nom_ferie(jour, zone)]
    etapes = [_saute(jour, pourquoi_ferme(jour, zone)) for jour in nommes]
    if len(repos) > REPOS_NOMMES:
        etapes.append(Etape(genre=GenreEtape.SAUTE, detail=_resumer(repos)))
    return etapes


def ecartes(jours: Iterable[date], calendrier: Calendrier) -> list[Etape]:
    """The days left out on the way back to the cible: closed for everyone, or closures of the site."""
    etapes = []
    for jour in jours:
        nom, fermeture = pourquoi_ferme(jour, calendrier.zone), fermeture_locale(jour, calendrier)
        if nom or fermeture is None:
            etapes.append(_saute(jour, nom))
        else:
            etapes.append(Etape(genre=GenreEtape.FERMETURE, le=jour, detail=fermeture.libelle))
    return etapes


def _saute(jour: date, nom: str) -> Etape:
    return Etape(genre=GenreEtape.SAUTE, le=jour, detail=nom or SANS_HORAIRES)


def _resumer(repos: list[date]) -> str:
    """« 17 samedis et 17 dimanches »."""
    comptes = [(nom, sum(jour.weekday() == rang for jour in repos)) for rang, nom in enumerate(JOURS)]
    return enumerer(accorder(compte, nom) for nom, compte in comptes if compte)
