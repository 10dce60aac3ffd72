"""Compute deadlines (échéances): three dates and a reason (domaine.md §3).

*Quantième*: what was promised — same day number n months later, or the last day of the month; day + n.
*Butoir*: the quantième moved forward to an open day; « hors délai » is counted from here.
*Cible*: the last open day on or before the quantième, closures of the site left out too; what the site aims at.

No law says how these delays are counted: the rule is a policy written in the référentiel's data, delay by delay.
An `Echeance` is frozen in the record with that rule; a new rule never moves an old case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from qualitui.domain.francais import INSECABLE, accorder, date_en_mots, entre_guillemets, nombre_en_chiffres
from qualitui.domain.temps.calendrier import (
    UN_JOUR,
    ajouter_mois,
    est_ouvrable,
    est_ouvre,
    fin_de_trimestre,
    precedent,
    suivant,
)
from qualitui.domain.temps.calendrier import Calendrier as Calendrier
from qualitui.domain.temps.calendrier import Fermeture as Fermeture
from qualitui.domain.temps.calendrier import Zone as Zone
from qualitui.domain.temps.dates import DERNIERE_ANNEE, PREMIERE_ANNEE
from qualitui.domain.temps.delais import Delai as Delai
from qualitui.domain.temps.delais import DelaiSansDate as DelaiSansDate
from qualitui.domain.temps.delais import DepartRefuse as DepartRefuse
from qualitui.domain.temps.delais import DureeRefusee as DureeRefusee
from qualitui.domain.temps.delais import Echeance as Echeance
from qualitui.domain.temps.delais import Etape as Etape
from qualitui.domain.temps.delais import GenreEtape as GenreEtape
from qualitui.domain.temps.delais import Report as Report
from qualitui.domain.temps.delais import Source as Source
from qualitui.domain.temps.delais import Unite as Unite
from qualitui.domain.temps.etapes import ecartes, entre, sautes
from qualitui.domain.temps.heures_ouvrees import calculer_en_heures

DUREES_MAXIMALES = {
    Unite.MOIS: 120,
    Unite.JOURS: 3653,
    Unite.JOURS_OUVRABLES: 3130,
    Unite.JOURS_OUVRES: 2610,
    Unite.HEURES_OUVREES: 2610 * 24,
    Unite.TRIMESTRE: 40,
}
"""Ten years of each unit: beyond, it is a typing mistake."""

ACHEMINEMENT_MAXIMAL = 60


def calculer(depart: date, delai: Delai, calendrier: Calendrier) -> Echeance:
    """Compute the three dates of `delai` from `depart` on the site's `calendrier`.

    `depart` is a day, or a datetime (wall clock) for heures ouvrées: without a time they count from the opening.
    Raises a `Refus` for a duration ≤ 0 or beyond ten years, a date outside 1990–2100, a delay in seconds.
    """
    _verifier_delai(delai)
    _dans_les_bornes(depart, "Le départ")
    if delai.unite is Unite.HEURES_OUVREES:
        echeance = calculer_en_heures(depart, delai, calendrier)
    else:
        jour = depart.date() if isinstance(depart, datetime) else depart
        echeance = _calculer_en_jours(jour, delai, calendrier)
    _dans_les_bornes(echeance.arrivee or echeance.butoir, "L’échéance")
    return echeance


def _calculer_en_jours(depart: date, delai: Delai, calendrier: Calendrier) -> Echeance:
    zone = calendrier.zone
    ouvert = _jours_ouverts(delai, calendrier)
    quantieme, comptes = _terme(depart, delai, calendrier)
    butoir = _reporter(quantieme, delai, ouvert)
    cible = precedent(quantieme, ouvert, calendrier)
    arrivee, etapes_arrivee = _arrivee(quantieme, delai, ouvert, calendrier)
    etapes = [
        Etape(genre=GenreEtape.DEPART, le=depart),
        Etape(genre=GenreEtape.REGLE),
        Etape(genre=GenreEtape.SOURCE),
        *sautes(comptes, zone),
        Etape(genre=GenreEtape.QUANTIEME, le=quantieme),
        *sautes(entre(quantieme, butoir), zone),
        Etape(genre=GenreEtape.BUTOIR, le=butoir),
        *ecartes(entre(quantieme, cible), calendrier),
        Etape(genre=GenreEtape.CIBLE, le=cible),
        *etapes_arrivee,
    ]
    return Echeance(
        depart=depart,
        quantieme=quantieme,
        butoir=butoir,
        cible=cible,
        arrivee=arrivee,
        zone=zone,
        delai=delai,
        etapes=tuple(etapes),
    )


def _terme(depart: date, delai: Delai, calendrier: Calendrier) -> tuple[date, list[date]]:
    """The quantième, and the days passed over while counting; the first day is never counted."""
    zone = calendrier.zone
    match delai.unite:
        case Unite.MOIS:
            return ajouter_mois(depart, delai.duree), []
        case Unite.TRIMESTRE:
            return fin_de_trimestre(ajouter_mois(depart, 3 * (delai.duree - 1))), []
        case Unite.JOURS_OUVRABLES:
            return _compter(depart, delai.duree, lambda jour: est_ouvrable(jour, zone))
        case Unite.JOURS_OUVRES:
            return _compter(depart, delai.duree, lambda jour: est_ouvre(jour, zone))
        case _:
            return depart + timedelta(days=delai.duree), []


def _compter(depart: date, jours: int, compte: Callable[[date], bool]) -> tuple[date, list[date]]:
    jour, passes = depart, []
    while jours:
        jour += UN_JOUR
        if compte(jour):
            jours -= 1
        else:
            passes.append(jour)
    return jour, passes


def _jours_ouverts(delai: Delai, calendrier: Calendrier) -> Callable[[date], bool]:
    """Which days a term may fall on: jours ouvrés, and the Saturday of jours ouvrables when the site receives."""
    zone = calendrier.zone
    if delai.unite is Unite.JOURS_OUVRABLES and calendrier.recoit_le_samedi:
        return lambda jour: est_ouvrable(jour, zone)
    return lambda jour: est_ouvre(jour, zone)


def _reporter(terme: date, delai: Delai, ouvert: Callable[[date], bool]) -> date:
    return terme if delai.report is Report.AUCUN else suivant(terme, ouvert)


def _arrivee(
    quantieme: date, delai: Delai, ouvert: Callable[[date], bool], calendrier: Calendrier
) -> tuple[date | None, list[Etape]]:
    """The expected arrival of the letter: delay and postal days counted in one go, then one report."""
    if not delai.acheminement_jours:
        return None, []
    attendue = quantieme + timedelta(days=delai.acheminement_jours)
    arrivee = _reporter(attendue, delai, ouvert)
    passes = sautes(entre(attendue, arrivee), calendrier.zone)
    return arrivee, [*passes, Etape(genre=GenreEtape.ARRIVEE, le=arrivee)]


def _verifier_delai(delai: Delai) -> None:
    if delai.unite is Unite.SECONDES:
        quoi = entre_guillemets(delai.libelle) if delai.libelle else "Un délai en secondes"
        duree = accorder(delai.duree, "seconde")
        raise DelaiSansDate(f"{quoi} est un seuil de {duree}{INSECABLE}: il ne donne pas de date d’échéance.", "delai")
    maximum = DUREES_MAXIMALES[delai.unite]
    if delai.duree <= 0:
        raise DureeRefusee(f"La durée doit être d’au moins 1, et non {delai.duree}.", "duree")
    if delai.duree > maximum:
        limite = f"{nombre_en_chiffres(maximum)}{INSECABLE}{delai.unite}"
        raise DureeRefusee(f"La durée dépasse dix ans{INSECABLE}: au plus {limite}.", "duree")
    if delai.acheminement_jours and delai.unite is Unite.HEURES_OUVREES:
        raise DureeRefusee("Un délai en heures ouvrées n’a pas d’acheminement postal.", "acheminement")
    if not 0 <= delai.acheminement_jours <= ACHEMINEMENT_MAXIMAL:
        raise DureeRefusee(f"L’acheminement va de 0 à {ACHEMINEMENT_MAXIMAL} jours.", "acheminement")


def _dans_les_bornes(jour: date, quoi: str) -> None:
    if not PREMIERE_ANNEE <= jour.year <= DERNIERE_ANNEE:
        dit = f"{quoi} ({date_en_mots(jour)})"
        raise DepartRefuse(f"{dit} doit être entre {PREMIERE_ANNEE} et {DERNIERE_ANNEE}.", "depart")
