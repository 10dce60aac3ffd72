"""Indicators: states at the thresholds, what may be typed, trend and years."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.base import Refus
from qualitui.domain.indicateurs import fiche as indicateurs
from qualitui.domain.indicateurs.fiche import EtatIndicateur, Mesure
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.store.site.referentiels import charger_indicateurs

JOUR = date(2026, 3, 2)
TYPES = {type_.code: type_ for type_ in charger_indicateurs()}
TAUX, JOURS, NOMBRE = TYPES["I-TEL-01"], TYPES["I-ECO-02"], TYPES["I-ACT-02"]
ATTEINT, SOUS, ALERTE, NON_MESURE = EtatIndicateur


def mesure(n: float, d: float | None = None) -> Mesure:
    return Mesure(numerateur=n, denominateur=d)


@pytest.mark.parametrize(
    ("type_", "n", "d", "attendu"),
    [
        (TAUX, 100, 100, ATTEINT),
        (TAUX, 9999, 10000, SOUS),
        (TAUX, 90, 100, SOUS),
        (TAUX, 8999, 10000, ALERTE),
        (TAUX, 0, 0, NON_MESURE),
        (JOURS, 30, 2, ATTEINT),
        (JOURS, 31, 2, SOUS),
        (JOURS, 59, 2, SOUS),
        (JOURS, 60, 2, ALERTE),
        (NOMBRE, 0, None, ATTEINT),
        (NOMBRE, 1, None, SOUS),
        (NOMBRE, 2, None, SOUS),
        (NOMBRE, 3, None, ALERTE),
    ],
)
def test_etat_aux_seuils(type_: IndicateurType, n: float, d: float | None, attendu: EtatIndicateur) -> None:
    assert indicateurs.etat(type_, mesure(n, d)) is attendu


def test_sans_mesure_rien_n_est_zero() -> None:
    assert indicateurs.etat(TAUX, None) is NON_MESURE
    assert indicateurs.en_mots(TAUX, None) == "non mesuré"
    assert indicateurs.valeur(TAUX, mesure(0, 0)) is None


@pytest.mark.parametrize(
    ("type_", "n", "d", "attendu"),
    [
        (TAUX, 13, 15, "86 % (13/15)"),
        (TAUX, 1999, 2000, "99 % (1 999/2 000)"),
        (JOURS, 62, 5, "12,4 jours (62/5)"),
        (NOMBRE, 3, None, "3"),
    ],
)
def test_en_mots(type_: IndicateurType, n: float, d: float | None, attendu: str) -> None:
    assert indicateurs.en_mots(type_, mesure(n, d)).replace("\u00a0", " ") == attendu


@given(st.integers(0, 500), st.integers(1, 500))
def test_cent_pour_cent_ne_se_dit_que_si_rien_ne_manque(n: int, d: int) -> None:
    n = min(n, d)
    assert indicateurs.en_mots(TAUX, mesure(n, d)).startswith("100") is (n == d)
    assert (indicateurs.etat(TAUX, mesure(n, d)) is ATTEINT) is (n == d)


@pytest.mark.parametrize(
    ("code", "periode", "n", "d", "refus", "champ"),
    [
        ("I-TEL-01", "2026-02", 101, 100, indicateurs.ChiffreRefuse, "numerateur"),
        ("I-TEL-01", "2026-02", -1, 100, indicateurs.ChiffreRefuse, "numerateur"),
        ("I-TEL-01", "2026-02", 1, -100, indicateurs.ChiffreRefuse, "denominateur"),
        ("I-TEL-01", "2026-02", 1, None, indicateurs.ChiffreRefuse, "denominateur"),
        ("I-TEL-01", "2026-T1", 1, 2, indicateurs.PeriodeInattendue, "periode"),
        ("I-TEL-01", "2026-04", 1, 2, indicateurs.PeriodeInattendue, "periode"),
        ("I-NET-01", "2026-02", 1, 2, indicateurs.PeriodeInattendue, "periode"),
        ("I-TEL-01", "février", 1, 2, Refus, "periode"),
        ("I-ECO-01", "2026-02", 1, 2, indicateurs.IndicateurCalcule, "indicateur"),
    ],
)
def test_saisies_refusees(code: str, periode: str, n: float, d: float | None, refus: type[Refus], champ: str) -> None:
    with pytest.raises(refus) as leve:
        indicateurs.saisir(TYPES[code], periode=periode, numerateur=n, denominateur=d, jour=JOUR)
    assert leve.value.champ == champ


@pytest.mark.parametrize(
    ("code", "periode", "attendue"),
    [("I-TEL-01", "2026-3", "2026-03"), ("I-NET-01", "2026-t1", "2026-T1"), ("I-TEL-03", "2026", "2026")],
)
def test_saisir_dans_la_periode_de_l_indicateur(code: str, periode: str, attendue: str) -> None:
    saisie = indicateurs.saisir(TYPES[code], periode=periode, numerateur=0, denominateur=0, jour=JOUR)
    assert saisie.periode == attendue


def test_la_tendance_couvre_treize_mois() -> None:
    cles = [p.cle for p in indicateurs.periodes_de_tendance(TAUX, JOUR)]
    assert (len(cles), cles[0], cles[-1]) == (13, "2025-03", "2026-03")
    trimestres = [p.cle for p in indicateurs.periodes_de_tendance(TYPES["I-NET-01"], JOUR)]
    assert trimestres == ["2025-T1", "2025-T2", "2025-T3", "2025-T4", "2026-T1"]
    assert indicateurs.derniere_finie(TAUX, JOUR).cle == "2026-02"


def test_deux_annees_se_comparent_au_meme_mois() -> None:
    cles = [p.cle for p in indicateurs.periodes_de_annee(TAUX, 2025, date(2026, 3, 31))]
    assert cles == ["2025-01", "2025-02", "2025-03"]
    assert len(indicateurs.periodes_de_annee(TAUX, 2024, date(2025, 12, 31))) == 12
    assert [p.cle for p in indicateurs.periodes_de_annee(TAUX, 2023, date(2024, 2, 29))] == ["2023-01", "2023-02"]


def test_suivre_prefere_un_mois_fini() -> None:
    mesures = {"2026-02": mesure(95, 100), "2026-03": mesure(0, 2), "2025-01": mesure(1, 1)}
    suivi = indicateurs.suivre(TAUX, mesures, JOUR)
    assert suivi.dernier is not None
    assert suivi.dernier.periode == "2026-02"
    assert suivi.etat is SOUS
    assert indicateurs.suivre(NOMBRE, {"2026-02": mesure(2), "2026-03": mesure(4)}, JOUR).etat is ALERTE


def somme(type_: Any, mesures: dict[str, Mesure], du: date, au: date) -> indicateurs.Somme:
    return indicateurs.Somme.de(type_, mesures, indicateurs.periodes_comptees(type_, du, au))


def test_un_decompte_vaut_son_dernier_jour_une_part_s_additionne() -> None:
    annee = (date(2026, 1, 1), date(2026, 3, 31))
    nombre = somme(NOMBRE, {"2026-01": mesure(4), "2026-03": mesure(2)}, *annee)
    assert (nombre.mesure, nombre.retenues) == (mesure(2), ("2026-03",))
    taux = somme(TAUX, {"2026-01": mesure(1, 2), "2026-03": mesure(3, 4)}, *annee)
    assert (taux.mesure, taux.retenues) == (mesure(4, 6), ("2026-01", "2026-03"))
    assert taux.exclues == (("2026-02", "valeur non saisie"),)
    assert somme(TAUX, {}, *annee).mesure is None


ANNEES = {f"{an}-{mois:02d}": mesure(mois, 100) for an in (2025, 2026) for mois in range(1, 13)}


@pytest.mark.parametrize(
    ("saisies", "au", "n", "n_1"),
    [
        ({}, date(2026, 3, 2), None, None),
        ({"2026-01"}, date(2026, 3, 2), (1, 100), (1, 100)),
        ({"2026-01", "2026-03"}, date(2026, 3, 2), (4, 200), (4, 200)),
        ({"2026-01"}, date(2026, 12, 30), (1, 100), (1, 100)),
        ({"2026-01"}, date(2026, 12, 31), (1, 100), (78, 1200)),  # the year is over: the whole one before
    ],
)
def test_deux_annees_se_comparent_sur_les_memes_periodes_saisies(
    saisies: set[str], au: date, n: tuple[int, int] | None, n_1: tuple[int, int] | None
) -> None:
    connues = {cle: m for cle, m in ANNEES.items() if cle < "2026" or cle in saisies}
    ici, avant = indicateurs.comparer(TAUX, connues, date(2026, 1, 1), au)
    assert ici.mesure == (mesure(*n) if n else None)
    assert avant.mesure == (mesure(*n_1) if n_1 else None)
