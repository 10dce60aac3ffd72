"""Periods of each rhythm: keys, bounds, anchors at month ends, and no double wherever one cuts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.temps.periodes import PeriodeIllisible, lire_periode, periode_en_mots
from qualitui.domain.temps.recurrence import (
    Periodicite,
    Rythme,
    RythmeFautif,
    periode_du,
    periodes,
    trimestre_de,
    verifier_fois_par_an,
)

P = Periodicite


def rythme(periodicite: P, ancre: str, fois: int | None = None) -> Rythme:
    return Rythme(periodicite=periodicite, ancre=date.fromisoformat(ancre), fois_par_an=fois)


@pytest.mark.parametrize(
    ("jour", "attendus"),
    [
        (29, ["2027-12-29", "2028-01-29", "2028-02-29", "2028-03-29", "2028-04-29"]),
        (30, ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30", "2028-04-30"]),
        (31, ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
    ],
)
def test_une_ancre_de_fin_de_mois_ne_derive_pas_sur_une_annee_bissextile(jour: int, attendus: list[str]) -> None:
    mensuel = rythme(P.MENSUELLE, f"2025-01-{jour}")

    ancres = [p.ancre.isoformat() for p in periodes(mensuel, date(2027, 12, 1), date(2028, 4, 1))]

    assert ancres == attendus
    assert periode_du(mensuel, date(2027, 2, 10)).ancre == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("jour", "cle", "debut", "fin"),
    [
        ("2020-12-31", "2020-S53", "2020-12-28", "2021-01-03"),
        ("2021-01-03", "2020-S53", "2020-12-28", "2021-01-03"),
        ("2021-01-04", "2021-S01", "2021-01-04", "2021-01-10"),
        ("2024-12-30", "2025-S01", "2024-12-30", "2025-01-05"),
        ("2026-12-31", "2026-S53", "2026-12-28", "2027-01-03"),
    ],
)
def test_les_semaines_iso_autour_du_nouvel_an(jour: str, cle: str, debut: str, fin: str) -> None:
    periode = periode_du(rythme(P.HEBDOMADAIRE, "2026-03-03"), date.fromisoformat(jour))

    assert (periode.cle, periode.debut.isoformat(), periode.fin.isoformat()) == (cle, debut, fin)
    assert periode.ancre.weekday() == 1, "the anchor is a Tuesday"


@pytest.mark.parametrize(
    ("periodicite", "ancre", "fois", "jour", "attendue"),
    [
        (P.QUOTIDIENNE, "2026-01-01", None, "2026-03-02", ("2026-03-02", "2026-03-02", "2026-03-02", "2026-03-02")),
        (P.TRIMESTRIELLE, "2025-02-15", None, "2026-03-31", ("2026-T1", "2026-01-01", "2026-03-31", "2026-02-15")),
        (P.TRIMESTRIELLE, "2025-08-31", None, "2026-04-01", ("2026-T2", "2026-04-01", "2026-06-30", "2026-05-31")),
        (P.TRIMESTRIELLE, "2025-12-31", None, "2026-05-01", ("2026-T2", "2026-04-01", "2026-06-30", "2026-06-30")),
        (P.SEMESTRIELLE, "2025-08-31", None, "2026-01-01", ("2026-Sem1", "2026-01-01", "2026-06-30", "2026-02-28")),
        (P.SEMESTRIELLE, "2025-08-31", None, "2026-12-31", ("2026-Sem2", "2026-07-01", "2026-12-31", "2026-08-31")),
        (P.ANNUELLE, "2024-02-29", None, "2026-07-01", ("2026", "2026-01-01", "2026-12-31", "2026-02-28")),
        (P.ANNUELLE, "2024-02-29", None, "2028-07-01", ("2028", "2028-01-01", "2028-12-31", "2028-02-29")),
        (P.BIENNALE, "2024-06-30", None, "2027-12-31", ("2026-2027", "2026-01-01", "2027-12-31", "2026-06-30")),
        (P.BIENNALE, "2023-06-30", None, "2027-01-01", ("2027-2028", "2027-01-01", "2028-12-31", "2027-06-30")),
        (P.BIENNALE, "2024-06-30", None, "2023-12-31", ("2022-2023", "2022-01-01", "2023-12-31", "2022-06-30")),
        (P.FOIS_PAR_AN, "2025-03-31", 3, "2026-08-31", ("2026-2/3", "2026-05-01", "2026-08-31", "2026-07-31")),
        (P.FOIS_PAR_AN, "2025-12-31", 5, "2026-01-01", ("2026-1/5", "2026-01-01", "2026-02-28", "2026-02-28")),
        (P.FOIS_PAR_AN, "2025-01-05", 24, "2026-12-31", ("2026-24/24", "2026-12-16", "2026-12-31", "2026-12-20")),
    ],
)
def test_la_cle_les_bornes_et_le_jour_attendu(
    periodicite: P, ancre: str, fois: int | None, jour: str, attendue: tuple[str, ...]
) -> None:
    periode = periode_du(rythme(periodicite, ancre, fois), date.fromisoformat(jour))

    assert (periode.cle, *(j.isoformat() for j in periode[1:])) == attendue


rythmes = st.builds(
    lambda periodicite, ancre, fois: Rythme(
        periodicite=periodicite, ancre=ancre, fois_par_an=fois if periodicite is P.FOIS_PAR_AN else None
    ),
    st.sampled_from(P),
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    st.integers(2, 52),
)
jours = st.dates(date(2018, 1, 1), date(2034, 12, 31))


@given(rythmes, jours, st.integers(0, 500), st.integers(0, 500))
def test_un_intervalle_coupe_n_importe_ou_donne_les_memes_periodes_une_fois(
    cadence: Rythme, du: date, a: int, b: int
) -> None:
    milieu, au = du + timedelta(days=a), du + timedelta(days=a + b + 1)

    entieres = list(periodes(cadence, du, au))
    coupees = [*periodes(cadence, du, milieu), *periodes(cadence, milieu + timedelta(days=1), au)]

    assert list(dict.fromkeys(coupees)) == entieres
    assert len({p.cle for p in entieres}) == len(entieres)
    for avant, apres in pairwise(entieres):
        assert apres.debut == avant.fin + timedelta(days=1), "no hole, no overlap"
    assert entieres[0].debut <= du
    assert entieres[-1].fin >= au
    assert all(p.debut <= p.ancre <= p.fin for p in entieres)


@given(rythmes, jours)
def test_une_cle_se_relit_quelle_que_soit_sa_casse(cadence: Rythme, jour: date) -> None:
    periode = periode_du(cadence, jour)

    for texte in (periode.cle, periode.cle.lower(), f" {periode.cle.upper()} "):
        lue = lire_periode(texte)[1]
        assert (lue.cle, lue.debut, lue.fin) == (periode.cle, periode.debut, periode.fin)
    assert str(periode.debut.year) in periode_en_mots(periode.cle) or periode.cle.startswith(
        str(periode.debut.year + 1)
    )


@pytest.mark.parametrize(
    ("texte", "cle"),
    [("2026-s9", "2026-S09"), ("2026-t1", "2026-T1"), ("2026-SEM2", "2026-Sem2"), ("2026-3", "2026-03")],
)
def test_les_formes_courtes_se_lisent(texte: str, cle: str) -> None:
    assert lire_periode(texte)[1].cle == cle


@pytest.mark.parametrize(
    "texte",
    [
        *["", "mars", "0001", "99999-01", "2026-02-30", "2026-13", "2026-00"],
        *["2025-S53", "2026-S0", "2026-T5", "2026-Sem3", "2026-2028", "2026-4/3", "2026-1/1", "2026-1/53"],
    ],
)
def test_ce_qui_n_est_pas_une_periode_est_refuse_avec_des_exemples(texte: str) -> None:
    with pytest.raises(PeriodeIllisible, match="2026-S10"):
        lire_periode(texte)


@pytest.mark.parametrize(
    ("cle", "mots"),
    [
        ("2026-03-02", "lundi 2 mars 2026"),
        ("2026-S10", "semaine 10 de 2026"),
        ("2025-S01", "semaine 1 de 2025"),
        ("2026-08", "août 2026"),
        ("2026-T1", "1er trimestre 2026"),
        ("2026-Sem2", "2e semestre 2026"),
        ("2026", "année 2026"),
        ("2026-2027", "années 2026 et 2027"),
        ("2026-1/3", "janvier à avril 2026"),
        ("2026-1/24", "du 1er au 15 janvier 2026"),
        ("2026-2/12", "février 2026"),
    ],
)
def test_les_periodes_en_mots(cle: str, mots: str) -> None:
    assert periode_en_mots(cle) == mots


def test_un_intervalle_vide_n_a_pas_de_periode() -> None:
    assert list(periodes(rythme(P.QUOTIDIENNE, "2026-01-01"), date(2026, 3, 2), date(2026, 3, 1))) == []


@pytest.mark.parametrize(
    ("periodicite", "fois", "refuse"),
    [
        (P.FOIS_PAR_AN, None, True),
        (P.FOIS_PAR_AN, 1, True),
        (P.FOIS_PAR_AN, 2, False),
        (P.FOIS_PAR_AN, 52, False),
        (P.FOIS_PAR_AN, 53, True),
        (P.MENSUELLE, 3, True),
        (P.MENSUELLE, None, False),
    ],
)
def test_le_nombre_de_fois_par_an_ne_va_qu_avec_son_rythme(periodicite: P, fois: int | None, refuse: bool) -> None:
    if not refuse:
        verifier_fois_par_an(periodicite, fois)
        return
    with pytest.raises(RythmeFautif):
        verifier_fois_par_an(periodicite, fois)


def test_les_rythmes_se_rangent_par_leur_nombre_de_fois_par_an() -> None:
    ancre = "2026-01-05"
    ordonnes = [rythme(P.FOIS_PAR_AN, ancre, 3), rythme(P.TRIMESTRIELLE, ancre), rythme(P.BIENNALE, ancre)]

    assert [r.par_an for r in ordonnes] == [3, 4, 0.5]


@pytest.mark.parametrize(
    ("jour", "trimestre"),
    [
        (date(2026, 1, 1), "2026-T1"),
        (date(2026, 3, 31), "2026-T1"),
        (date(2026, 4, 1), "2026-T2"),
        (date(2026, 12, 31), "2026-T4"),
    ],
)
def test_un_trimestre_est_civil(jour: date, trimestre: str) -> None:
    assert trimestre_de(jour) == trimestre
