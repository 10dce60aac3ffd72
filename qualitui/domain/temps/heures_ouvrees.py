"""Deadlines in heures ouvrées: each open day is worth 24 hours, so 48 are two open days, same clock time.

The clock runs round on open days and stands still on closed ones: 36 hours from Monday 10:00 end on Tuesday at
22:00, when the site is shut. As for days, the butoir is then the next opening, the cible the last closing.
Open days are those of the opening hours, minus public holidays.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from qualitui.domain.temps.calendrier import (
    UN_JOUR,
    Calendrier,
    derniere_ouverture,
    fermeture_locale,
    heures,
    prochaine_ouverture,
)
from qualitui.domain.temps.delais import Delai, Echeance, Etape, GenreEtape, HorairesManquants, Report
from qualitui.domain.temps.etapes import ecartes, entre, sautes


def calculer_en_heures(depart: date, delai: Delai, calendrier: Calendrier) -> Echeance:
    """The three instants, to the minute. A `depart` without a time counts from the opening of that day."""
    if not calendrier.horaires:
        raise HorairesManquants("Le site n’a aucun horaire d’ouverture : les heures ouvrées ne se comptent pas.")
    jour, heure = _decouper(depart)
    debut = prochaine_ouverture(datetime.combine(jour, heure or time.min), calendrier)
    terme, comptes = _avancer(debut, delai.duree, calendrier)
    butoir = terme if delai.report is Report.AUCUN else prochaine_ouverture(terme, calendrier)
    cible = derniere_ouverture(terme, calendrier)
    fermes = [un for un in entre(jour, debut.date()) if not heures(un, calendrier)] + comptes
    reportes = [un for un in entre(terme.date(), butoir.date()) if not heures(un, calendrier)]
    recules = [un for un in entre(terme.date(), cible.date()) if _passe(un, calendrier)]
    etapes = [
        Etape(genre=GenreEtape.DEPART, le=jour, heure=heure),
        _etape(GenreEtape.COMPTE, debut),
        Etape(genre=GenreEtape.REGLE),
        Etape(genre=GenreEtape.SOURCE),
        *sautes(fermes, calendrier.zone),
        _etape(GenreEtape.QUANTIEME, terme),
        *sautes(reportes, calendrier.zone),
        _etape(GenreEtape.BUTOIR, butoir),
        *ecartes(recules, calendrier),
        _etape(GenreEtape.CIBLE, cible),
    ]
    return Echeance(
        depart=jour,
        quantieme=terme.date(),
        butoir=butoir.date(),
        cible=cible.date(),
        depart_heure=heure,
        quantieme_heure=terme.time(),
        butoir_heure=butoir.time(),
        cible_heure=cible.time(),
        zone=calendrier.zone,
        delai=delai,
        etapes=tuple(etapes),
    )


def _decouper(depart: date) -> tuple[date, time | None]:
    """The day and, when there is one, the time on the wall clock, to the minute."""
    if not isinstance(depart, datetime):
        return depart, None
    return depart.date(), depart.time().replace(second=0, microsecond=0)


def _avancer(debut: datetime, duree: int, calendrier: Calendrier) -> tuple[datetime, list[date]]:
    """`duree` hours later on a clock that only runs on open days, and the closed days met on the way."""
    tours, reste = divmod(timedelta(hours=debut.hour + duree, minutes=debut.minute), UN_JOUR)
    jour, fermes = debut.date(), []
    while tours:
        jour += UN_JOUR
        if heures(jour, calendrier):
            tours -= 1
        else:
            fermes.append(jour)
    return datetime.combine(jour, time.min) + reste, fermes


def _passe(jour: date, calendrier: Calendrier) -> bool:
    """False for a day that was open, when only the hour of the term was not."""
    return not heures(jour, calendrier) or fermeture_locale(jour, calendrier) is not None


def _etape(genre: GenreEtape, instant: datetime) -> Etape:
    return Etape(genre=genre, le=instant.date(), heure=instant.time())
