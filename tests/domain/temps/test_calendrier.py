"""Open days: public holidays against an independent computation, names, closures, hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from qualitui.domain.temps.calendrier import (
    Calendrier,
    Fermeture,
    Zone,
    ajouter_mois,
    derniere_ouverture,
    est_ouvrable,
    est_ouvre,
    feries,
    fin_de_trimestre,
    nom_ferie,
    pourquoi_ferme,
    precedent,
    prochaine_ouverture,
    site_ouvert,
)

SITE = Calendrier()
METROPOLE, ALSACE = Zone.METROPOLE, Zone.ALSACE_MOSELLE


def paques(annee: int) -> date:
    """Easter Sunday by Butcher's algorithm (Gregorian), which owes nothing to the library."""
    a, b, c = annee % 19, annee // 100, annee % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    mois, jour = divmod(h + m - 7 * n + 114, 31)
    return date(annee, mois, jour + 1)


def attendus(annee: int, zone: Zone) -> set[date]:
    fixes = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    mobiles = {1, 39, 50}
    if zone is ALSACE:
        fixes, mobiles = fixes | {(12, 26)}, mobiles | {-2}
    return {date(annee, m, j) for m, j in fixes} | {paques(annee) + timedelta(days=d) for d in mobiles}


@pytest.mark.parametrize("zone", list(Zone))
def test_les_feries_sont_ceux_du_calcul_independant_de_1990_a_2100(zone: Zone) -> None:
    faux = [annee for annee in range(1990, 2101) if set(feries(annee, zone)) != attendus(annee, zone)]
    assert faux == []


@pytest.mark.parametrize("annee", [1990, 2008, 2026, 2100])
def test_la_france_chargee_seule_est_celle_de_la_bibliotheque(annee: int) -> None:
    """The short cut of `feries` must say what the library's public door says."""
    publics = holidays.country_holidays("FR", subdiv="57", years=annee, language="fr")
    assert set(feries(annee, ALSACE)) == set(publics)


@pytest.mark.parametrize(
    ("jour", "nom"),
    [
        (date(2026, 1, 1), "jour de l’An"),
        (date(2026, 4, 6), "lundi de Pâques"),
        (date(2026, 5, 1), "fête du Travail"),
        (date(2026, 5, 8), "fête de la Victoire"),
        (date(2026, 5, 14), "Ascension"),
        (date(2026, 5, 25), "lundi de Pentecôte"),
        (date(2006, 6, 5), "lundi de Pentecôte"),
        (date(2026, 7, 14), "fête nationale"),
        (date(2026, 8, 15), "Assomption"),
        (date(2026, 11, 1), "Toussaint"),
        (date(2026, 11, 11), "Armistice"),
        (date(2026, 12, 25), "Noël"),
        (date(2026, 12, 26), ""),
        (date(2026, 4, 3), ""),
    ],
)
def test_chaque_ferie_a_son_nom(jour: date, nom: str) -> None:
    assert nom_ferie(jour, METROPOLE) == nom


def test_deux_fetes_le_meme_jour_sont_nommees_toutes_les_deux() -> None:
    assert set(nom_ferie(date(2008, 5, 1), METROPOLE).split(" et ")) == {"Ascension", "fête du Travail"}


@pytest.mark.parametrize(("jour", "nom"), [(date(2026, 4, 3), "vendredi saint"), (date(2026, 12, 26), "Saint-Étienne")])
def test_l_alsace_moselle_a_deux_jours_de_plus(jour: date, nom: str) -> None:
    assert nom_ferie(jour, ALSACE) == nom
    assert not est_ouvrable(jour, ALSACE)
    assert est_ouvrable(jour, METROPOLE)


@pytest.mark.parametrize(
    ("jour", "ouvrable", "ouvre", "pourquoi"),
    [
        (date(2026, 3, 2), True, True, ""),
        (date(2026, 2, 28), True, False, "samedi"),
        (date(2026, 3, 1), False, False, "dimanche"),
        (date(2026, 4, 6), False, False, "lundi de Pâques"),
        (date(2026, 8, 15), False, False, "Assomption"),
        (date(2026, 5, 15), True, True, ""),
    ],
)
def test_ouvrable_ouvre_et_le_nom_d_un_jour_ferme(jour: date, ouvrable: bool, ouvre: bool, pourquoi: str) -> None:
    assert (est_ouvrable(jour, METROPOLE), est_ouvre(jour, METROPOLE)) == (ouvrable, ouvre)
    assert pourquoi_ferme(jour, METROPOLE) == pourquoi


def test_une_fermeture_compte_ses_deux_bouts() -> None:
    site = Calendrier(fermetures=(Fermeture(du=date(2026, 3, 3), au=date(2026, 3, 4), libelle="travaux"),))
    ouverts = [jour for jour in range(2, 6) if site_ouvert(date(2026, 3, jour), site)]
    assert ouverts == [2, 5]


def test_un_site_ferme_depuis_plus_d_un_an_garde_le_dernier_jour_ouvre() -> None:
    site = Calendrier(fermetures=(Fermeture(du=date(2020, 1, 1), au=date(2030, 1, 1), libelle="travaux"),))
    dimanche = date(2026, 3, 1)
    assert precedent(dimanche, lambda jour: est_ouvre(jour, METROPOLE), site) == date(2026, 2, 27)
    assert derniere_ouverture(datetime.combine(dimanche, time(12)), site).date() == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("instant", "ouverture"),
    [
        ("2025-09-08T08:29", "2025-09-08T08:30"),
        ("2025-09-08T08:30", "2025-09-08T08:30"),
        ("2025-09-08T17:00", "2025-09-08T17:00"),
        ("2025-09-08T17:01", "2025-09-09T08:30"),
        ("2025-09-06T10:00", "2025-09-08T08:30"),
        ("2025-12-24T18:00", "2025-12-26T08:30"),
    ],
)
def test_la_prochaine_ouverture(instant: str, ouverture: str) -> None:
    assert prochaine_ouverture(datetime.fromisoformat(instant), SITE) == datetime.fromisoformat(ouverture)


@pytest.mark.parametrize(
    ("instant", "fermeture"),
    [
        ("2025-09-08T17:00", "2025-09-08T17:00"),
        ("2025-09-08T20:00", "2025-09-08T17:00"),
        ("2025-09-08T08:30", "2025-09-08T08:30"),
        ("2025-09-08T08:29", "2025-09-05T17:00"),
        ("2025-12-25T10:00", "2025-12-24T17:00"),
    ],
)
def test_la_derniere_ouverture(instant: str, fermeture: str) -> None:
    assert derniere_ouverture(datetime.fromisoformat(instant), SITE) == datetime.fromisoformat(fermeture)


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 13, date(2026, 12, 30)),
    ],
)
def test_des_mois_de_date_a_date(jour: date, mois: int, attendu: date) -> None:
    assert ajouter_mois(jour, mois) == attendu


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_la_fin_du_trimestre_ferme_le_trimestre_du_jour(jour: date) -> None:
    fin = fin_de_trimestre(jour)
    assert fin >= jour
    assert ((fin.month - 1) // 3, fin.year) == ((jour.month - 1) // 3, jour.year)
    assert (fin + timedelta(days=1)).day == 1
    assert (fin + timedelta(days=1)).month in (1, 4, 7, 10)


def test_une_fermeture_a_l_envers_est_refusee() -> None:
    with pytest.raises(ValidationError, match="finit avant de commencer"):
        Fermeture(du=date(2026, 3, 4), au=date(2026, 3, 3), libelle="pont")


@pytest.mark.parametrize(
    "horaires",
    [
        {7: ((time(8), time(12)),)},
        {0: ((time(12), time(8)),)},
        {0: ()},
        {0: ((time(8), time(12)), (time(11), time(17)))},
        {0: ((time(8), time(12)), (time(12), time(17)))},
        {0: ((time(13), time(17)), (time(8), time(12)))},
    ],
)
def test_des_horaires_impossibles_sont_refuses(horaires: dict[int, tuple[tuple[time, time], ...]]) -> None:
    with pytest.raises(ValidationError):
        Calendrier(horaires=horaires)
