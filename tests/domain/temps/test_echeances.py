"""The heart of the program: three dates and a reason, from a table of worked cases, then by properties."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.temps.calendrier import Calendrier, Fermeture, Zone, est_ouvre
from qualitui.domain.temps.delais import (
    Delai,
    DelaiSansDate,
    DepartRefuse,
    DureeRefusee,
    Echeance,
    GenreEtape,
    HorairesManquants,
    Report,
    Unite,
)
from qualitui.domain.temps.echeances import calculer

VECTEURS = Path(__file__).parents[2] / "vecteurs" / "echeances.csv"

UNITES = {
    "mois": Unite.MOIS,
    "jours": Unite.JOURS,
    "ouvrables": Unite.JOURS_OUVRABLES,
    "ouvres": Unite.JOURS_OUVRES,
    "heures_ouvrees": Unite.HEURES_OUVREES,
    "trimestre_civil": Unite.TRIMESTRE,
}
REGLE = re.compile(r"(?P<unite>[a-z_]+)(?:\+(?P<duree>\d+))?(?:\+(?P<poste>\d+))?(?:/(?P<date>\w+))?(?P<am>@AM)?")


def selon(regle: str) -> tuple[Delai, Calendrier, str]:
    """The delay, the calendar and the date that a rule id of the table names (domaine.md §3)."""
    lu = REGLE.fullmatch(regle)
    assert lu, regle
    delai = Delai(
        duree=int(lu["duree"] or 1),
        unite=UNITES[lu["unite"]],
        report=Report.AUCUN if lu["date"] == "strict" else Report.SUIVANT,
        acheminement_jours=int(lu["poste"] or 0),
    )
    zone = Zone.ALSACE_MOSELLE if lu["am"] else Zone.METROPOLE
    voulue = "arrivee" if lu["poste"] else "cible" if lu["date"] == "cible" else "butoir"
    return delai, Calendrier(zone=zone), voulue


def obtenu(echeance: Echeance, voulue: str) -> str:
    heure = getattr(echeance, f"{voulue}_heure", None)
    jour = getattr(echeance, voulue).isoformat()
    return f"{jour}T{heure:%H:%M}" if heure else str(jour)


def lignes() -> list[dict[str, str]]:
    with VECTEURS.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


@pytest.mark.parametrize("ligne", lignes(), ids=lambda ligne: f"{ligne['rule']} depuis {ligne['start']}")
def test_chaque_cas_de_la_table(ligne: dict[str, str]) -> None:
    delai, calendrier, voulue = selon(ligne["rule"])
    depart = datetime.fromisoformat(ligne["start"])
    echeance = calculer(depart if "T" in ligne["start"] else depart.date(), delai, calendrier)
    assert obtenu(echeance, voulue) == ligne["expected"], ligne["why"]
    if voulue != "arrivee":
        assert (echeance.instant("quantieme") != echeance.instant(voulue)) == (ligne["rolled"] == "yes")


JOURS_DU_CALCUL = st.dates(date(1990, 1, 1), date(2089, 12, 31))
UNITES_EN_JOURS = st.sampled_from([Unite.MOIS, Unite.JOURS, Unite.JOURS_OUVRABLES, Unite.JOURS_OUVRES, Unite.TRIMESTRE])


def mois(duree: int = 1, **autres: Any) -> Delai:
    return Delai(duree=duree, unite=Unite.MOIS, **autres)


# --- both sides of each threshold -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depart", "quantieme", "butoir", "cible"),
    [
        (date(2026, 1, 27), date(2026, 2, 27), date(2026, 2, 27), date(2026, 2, 27)),
        (date(2026, 1, 28), date(2026, 2, 28), date(2026, 3, 2), date(2026, 2, 27)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 2), date(2026, 2, 27)),
        (date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2), date(2026, 2, 27)),
        (date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 2)),
        # Easter: Saturday, Sunday and Monday closed in a row.
        (date(2026, 3, 3), date(2026, 4, 3), date(2026, 4, 3), date(2026, 4, 3)),
        (date(2026, 3, 4), date(2026, 4, 4), date(2026, 4, 7), date(2026, 4, 3)),
        (date(2026, 3, 6), date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 3)),
        # 1 May on a Friday.
        (date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 4), date(2026, 4, 30)),
        # Ascension on Thursday 7 and the Victory on Friday 8 May 2043: the four days of report.
        (date(2043, 4, 7), date(2043, 5, 7), date(2043, 5, 11), date(2043, 5, 6)),
    ],
)
def test_un_mois_des_deux_cotes_de_chaque_seuil(depart: date, quantieme: date, butoir: date, cible: date) -> None:
    echeance = calculer(depart, mois(), Calendrier())
    assert (echeance.quantieme, echeance.butoir, echeance.cible) == (quantieme, butoir, cible)


def test_une_fermeture_du_site_recule_la_cible_et_jamais_le_butoir() -> None:
    pont = Fermeture(du=date(2026, 2, 26), au=date(2026, 3, 2), libelle="pont")
    ferme = calculer(date(2026, 1, 31), mois(), Calendrier(fermetures=(pont,)))
    ouvert = calculer(date(2026, 1, 31), mois(), Calendrier())
    assert (ferme.quantieme, ferme.butoir) == (ouvert.quantieme, ouvert.butoir)
    assert (ouvert.cible, ferme.cible) == (date(2026, 2, 27), date(2026, 2, 25))


def test_sans_report_le_butoir_est_le_quantieme_et_la_cible_recule_quand_meme() -> None:
    echeance = calculer(date(2026, 1, 31), mois(report=Report.AUCUN), Calendrier())
    assert (echeance.butoir, echeance.cible) == (date(2026, 2, 28), date(2026, 2, 27))


@pytest.mark.parametrize(
    ("samedi", "butoir", "cible"),
    [(False, date(2025, 6, 10), date(2025, 6, 6)), (True, date(2025, 6, 7), date(2025, 6, 7))],
)
def test_des_jours_ouvrables_finissent_le_samedi_si_le_site_recoit(samedi: bool, butoir: date, cible: date) -> None:
    delai = Delai(duree=5, unite=Unite.JOURS_OUVRABLES)
    echeance = calculer(date(2025, 6, 2), delai, Calendrier(recoit_le_samedi=samedi))
    assert (echeance.quantieme, echeance.butoir, echeance.cible) == (date(2025, 6, 7), butoir, cible)


def test_l_envoi_se_juge_a_douze_jours_et_l_arrivee_se_compte_d_une_traite() -> None:
    """Day 12 is Saturday 13, day 15 is Tuesday 16: three days after the butoir would be Thursday 18."""
    delai = Delai(duree=12, unite=Unite.JOURS, acheminement_jours=3)
    echeance = calculer(date(2025, 9, 1), delai, Calendrier())
    assert (echeance.quantieme, echeance.butoir) == (date(2025, 9, 13), date(2025, 9, 15))
    assert echeance.arrivee == date(2025, 9, 16)


def test_sans_acheminement_pas_d_arrivee() -> None:
    assert calculer(date(2025, 4, 19), mois(), Calendrier()).arrivee is None


@pytest.mark.parametrize(
    ("depart", "duree", "butoir"),
    [
        (date(2024, 5, 20), 1, date(2024, 7, 1)),
        (date(2025, 4, 1), 1, date(2025, 6, 30)),
        (date(2024, 11, 30), 2, date(2025, 3, 31)),
    ],
)
def test_le_trimestre_civil(depart: date, duree: int, butoir: date) -> None:
    assert calculer(depart, Delai(duree=duree, unite=Unite.TRIMESTRE), Calendrier()).butoir == butoir


# --- heures ouvrées ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depart", "duree", "quantieme", "butoir", "cible"),
    [
        ("2025-09-08T08:00", 48, "2025-09-10T08:30", "2025-09-10T08:30", "2025-09-10T08:30"),
        ("2025-09-08T17:00", 48, "2025-09-10T17:00", "2025-09-10T17:00", "2025-09-10T17:00"),
        ("2025-09-08T17:01", 48, "2025-09-11T08:30", "2025-09-11T08:30", "2025-09-11T08:30"),
        ("2025-09-06T12:00", 48, "2025-09-10T08:30", "2025-09-10T08:30", "2025-09-10T08:30"),
        ("2025-09-05T16:00", 24, "2025-09-08T16:00", "2025-09-08T16:00", "2025-09-08T16:00"),
        ("2025-09-08T10:00", 4, "2025-09-08T14:00", "2025-09-08T14:00", "2025-09-08T14:00"),
        ("2025-09-08T15:00", 4, "2025-09-08T19:00", "2025-09-09T08:30", "2025-09-08T17:00"),
        ("2025-09-05T15:00", 12, "2025-09-08T03:00", "2025-09-08T08:30", "2025-09-05T17:00"),
        ("2025-09-08T10:00", 36, "2025-09-09T22:00", "2025-09-10T08:30", "2025-09-09T17:00"),
        ("2025-09-08T10:00:59", 48, "2025-09-10T10:00", "2025-09-10T10:00", "2025-09-10T10:00"),
    ],
)
def test_les_heures_ouvrees(depart: str, duree: int, quantieme: str, butoir: str, cible: str) -> None:
    delai = Delai(duree=duree, unite=Unite.HEURES_OUVREES)
    echeance = calculer(datetime.fromisoformat(depart), delai, Calendrier())
    assert [obtenu(echeance, quoi) for quoi in ("quantieme", "butoir", "cible")] == [quantieme, butoir, cible]


def test_un_depart_sans_heure_compte_des_l_ouverture() -> None:
    echeance = calculer(date(2025, 9, 8), Delai(duree=48, unite=Unite.HEURES_OUVREES), Calendrier())
    assert echeance.depart_heure is None
    assert obtenu(echeance, "butoir") == "2025-09-10T08:30"


def test_les_heures_suivent_les_horaires_de_chaque_jour() -> None:
    """Closed on Wednesday, and Thursday opens late: 48 hours from Monday 9:00 end on Thursday, once it opens."""
    horaires = {0: ((time(9), time(17)),), 1: ((time(9), time(17)),), 3: ((time(10), time(12)),)}
    site = Calendrier(horaires=horaires)
    echeance = calculer(datetime.fromisoformat("2025-09-08T09:00"), Delai(duree=48, unite=Unite.HEURES_OUVREES), site)
    assert obtenu(echeance, "quantieme") == "2025-09-11T09:00"
    assert obtenu(echeance, "butoir") == "2025-09-11T10:00"
    assert obtenu(echeance, "cible") == "2025-09-09T17:00"


def test_une_fermeture_recule_la_cible_des_heures_seulement() -> None:
    site = Calendrier(fermetures=(Fermeture(du=date(2025, 9, 10), au=date(2025, 9, 10), libelle="travaux"),))
    delai = Delai(duree=48, unite=Unite.HEURES_OUVREES)
    echeance = calculer(datetime.fromisoformat("2025-09-08T10:00"), delai, site)
    assert obtenu(echeance, "butoir") == "2025-09-10T10:00"
    assert obtenu(echeance, "cible") == "2025-09-09T17:00"


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delai", "phrase"),
    [
        (mois(0), "au moins 1"),
        (mois(-3), "au moins 1"),
        (mois(121), "dépasse dix ans"),
        (Delai(duree=3654, unite=Unite.JOURS), "dépasse dix ans"),
        (mois(acheminement_jours=-1), "acheminement"),
        (mois(acheminement_jours=61), "acheminement"),
        (Delai(duree=48, unite=Unite.HEURES_OUVREES, acheminement_jours=3), "acheminement"),
    ],
)
def test_une_duree_absurde_est_refusee(delai: Delai, phrase: str) -> None:
    with pytest.raises(DureeRefusee, match=phrase):
        calculer(date(2026, 3, 2), delai, Calendrier())


@pytest.mark.parametrize("delai", [mois(1), mois(120), Delai(duree=3653, unite=Unite.JOURS)])
def test_les_durees_limites_sont_acceptees(delai: Delai) -> None:
    assert calculer(date(2026, 3, 2), delai, Calendrier()).butoir > date(2026, 3, 2)


@pytest.mark.parametrize(
    ("depart", "phrase"),
    [(date(1989, 12, 31), "Le départ"), (date(2101, 1, 1), "Le départ"), (date(2100, 12, 2), "L’échéance")],
)
def test_hors_de_1990_2100_rien_n_est_calcule(depart: date, phrase: str) -> None:
    with pytest.raises(DepartRefuse, match=phrase):
        calculer(depart, mois(), Calendrier())


def test_les_bornes_elles_memes_sont_acceptees() -> None:
    assert calculer(date(1990, 1, 1), mois(), Calendrier()).butoir == date(1990, 2, 1)
    assert calculer(date(2100, 11, 30), mois(), Calendrier()).butoir == date(2100, 12, 30)


def test_des_secondes_sont_un_seuil_sans_date() -> None:
    with pytest.raises(DelaiSansDate, match="seuil de 25\u00a0secondes"):
        calculer(date(2026, 3, 2), Delai(duree=25, unite=Unite.SECONDES), Calendrier())


def test_sans_horaires_les_heures_ne_se_comptent_pas() -> None:
    with pytest.raises(HorairesManquants):
        calculer(date(2026, 3, 2), Delai(duree=48, unite=Unite.HEURES_OUVREES), Calendrier(horaires={}))


# --- properties -------------------------------------------------------------------------------------------


@given(JOURS_DU_CALCUL, UNITES_EN_JOURS, st.integers(1, 40), st.sampled_from(Zone))
def test_butoir_quantieme_et_cible_sont_dans_l_ordre_et_ouverts(
    depart: date, unite: Unite, duree: int, zone: Zone
) -> None:
    echeance = calculer(depart, Delai(duree=duree, unite=unite), Calendrier(zone=zone))
    assert echeance.butoir >= echeance.quantieme >= echeance.cible
    assert est_ouvre(echeance.butoir, zone)
    assert est_ouvre(echeance.cible, zone)
    if est_ouvre(echeance.quantieme, zone):
        assert echeance.butoir == echeance.quantieme == echeance.cible


@given(JOURS_DU_CALCUL, st.integers(0, 400), st.integers(1, 36))
def test_partir_plus_tard_ne_finit_jamais_plus_tot(depart: date, ecart: int, duree: int) -> None:
    avant = calculer(depart, mois(duree), Calendrier())
    apres = calculer(depart + timedelta(days=ecart), mois(duree), Calendrier())
    assert avant.quantieme <= apres.quantieme
    assert avant.butoir <= apres.butoir
    assert avant.cible <= apres.cible


@given(JOURS_DU_CALCUL, st.integers(1, 36))
def test_le_report_ne_depasse_jamais_quatre_jours_et_se_nomme(depart: date, duree: int) -> None:
    """The worst case of métropole is Ascension on Thursday, 8 May on Friday, then the weekend."""
    echeance = calculer(depart, mois(duree), Calendrier())
    report = (echeance.butoir - echeance.quantieme).days
    rang = [etape.genre for etape in echeance.etapes].index(GenreEtape.BUTOIR)
    nommes = [etape for etape in echeance.etapes[:rang] if etape.genre is GenreEtape.SAUTE]
    assert report <= 4
    assert [etape.le for etape in nommes] == [echeance.quantieme + timedelta(days=n) for n in range(report)]
    assert all(etape.detail for etape in nommes)


@given(
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2089-12-31")),
    st.integers(1, 200),
    st.integers(0, 100),
)
def test_plus_d_heures_ouvrees_ne_finit_jamais_plus_tot(depart: datetime, duree: int, de_plus: int) -> None:
    court = calculer(depart, Delai(duree=duree, unite=Unite.HEURES_OUVREES), Calendrier())
    long = calculer(depart, Delai(duree=duree + de_plus, unite=Unite.HEURES_OUVREES), Calendrier())
    for quoi in ("quantieme", "butoir", "cible"):
        assert obtenu(court, quoi) <= obtenu(long, quoi)
    assert court.instant("butoir") >= court.instant("quantieme") >= court.instant("cible")


@given(JOURS_DU_CALCUL, st.sampled_from([un for un in Unite if un is not Unite.SECONDES]), st.integers(1, 40))
def test_une_echeance_se_relit_telle_qu_elle_a_ete_ecrite(depart: date, unite: Unite, duree: int) -> None:
    acheminement = 0 if unite is Unite.HEURES_OUVREES else duree % 4
    delai = Delai(duree=duree, unite=unite, acheminement_jours=acheminement)
    echeance = calculer(depart, delai, Calendrier())
    assert Echeance.model_validate_json(echeance.model_dump_json()) == echeance
    assert Echeance.model_validate(json.loads(json.dumps(echeance.model_dump(mode="json")))) == echeance


def test_une_echeance_gelee_reste_legere() -> None:
    echeance = calculer(date(2026, 1, 31), mois(), Calendrier())
    assert len(echeance.model_dump_json()) < 1000


@pytest.mark.parametrize(
    ("depart", "delai", "butoir", "cible"),
    [
        (date(2026, 2, 3), Delai(duree=1, unite=Unite.MOIS), date(2026, 3, 3), date(2026, 3, 3)),  # a Tuesday
        (date(2026, 2, 4), Delai(duree=1, unite=Unite.MOIS), date(2026, 3, 4), date(2026, 3, 3)),  # a Wednesday
        (date(2026, 2, 5), Delai(duree=1, unite=Unite.MOIS), date(2026, 3, 5), date(2026, 3, 5)),  # a Thursday
        (date(2026, 3, 2), Delai(duree=2, unite=Unite.JOURS_OUVRES), date(2026, 3, 4), date(2026, 3, 3)),
        (date(2026, 2, 7), Delai(duree=1, unite=Unite.MOIS), date(2026, 3, 9), date(2026, 3, 6)),  # a Saturday
    ],
)
def test_la_cible_n_est_jamais_un_jour_sans_ouverture_et_le_butoir_ne_bouge_pas(
    depart: date, delai: Delai, butoir: date, cible: date
) -> None:
    """Closed on Wednesdays."""
    site = Calendrier(horaires={jour: ((time(9), time(12)), (time(13), time(17))) for jour in (0, 1, 3, 4)})
    echeance = calculer(depart, delai, site)
    assert (echeance.butoir, echeance.cible) == (butoir, cible)
    ecartes = [e for e in echeance.etapes if e.detail == "jour sans ouverture"]
    assert [e.le for e in ecartes] == ([date(2026, 3, 4)] if cible < butoir == date(2026, 3, 4) else [])


def test_un_samedi_ou_le_site_recoit_est_un_jour_de_travail() -> None:
    samedi = date(2026, 3, 7)
    delai = Delai(duree=5, unite=Unite.JOURS_OUVRABLES)
    site = Calendrier(recoit_le_samedi=True)
    assert calculer(date(2026, 3, 2), delai, site).cible == samedi
    assert calculer(date(2026, 3, 2), delai, Calendrier()).cible == date(2026, 3, 6)
