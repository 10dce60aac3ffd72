"""A figure that can be counted again: what is printed adds up, what is counted is listed, missing is never zero."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.comptage import (
    Comptage,
    Definition,
    Fenetre,
    Genre,
    ParDate,
    Tri,
    compte,
    fenetre,
    imprimee,
    mediane,
    mesure,
    nombre,
    part,
)
from qualitui.domain.francais import taux

JOUR = date(2026, 3, 2)
VUE = Fenetre(date(2026, 1, 1), JOUR, JOUR)
CLES = ["code", "libelle", "definition", "du", "au", "numerateur", "denominateur", "retenues", "exclues"]


def definition(genre: Genre, unite: str = "") -> Definition:
    return Definition("X-01", "Un chiffre", "Ce qui est compté.", genre, unite)


def taux_de(oui: int, non: int = 0, exclues: int = 0, pas_encore: int = 0) -> Comptage:
    tri = Tri(
        [f"R-{i}" for i in range(oui)],
        [f"R-{100 + i}" for i in range(non)],
        [(f"R-{200 + i}", "sans délai") for i in range(exclues)],
        [f"R-{300 + i}" for i in range(pas_encore)],
    )
    return part(definition(Genre.TAUX), VUE, tri)


def test_un_comptage_se_donne_avec_les_cles_convenues() -> None:
    donnees = taux_de(2, 1, 1, 1).en_json()
    assert list(donnees) == [*CLES, "pas_encore_echues"]
    assert donnees["retenues"] == ("R-0", "R-1", "R-100")
    assert donnees["exclues"] == [["R-200", "sans délai"]]
    assert donnees["pas_encore_echues"] == ("R-300",)


@pytest.mark.parametrize(("oui", "non"), [(0, 0), (0, 3), (3, 0), (2, 5)])
def test_le_numerateur_et_le_reste_se_recomptent(oui: int, non: int) -> None:
    un = taux_de(oui, non)
    assert (len(un.au_numerateur), len(un.reste)) == (un.numerateur, non)
    assert un.au_numerateur + un.reste == un.retenues
    assert un.denominateur == len(un.retenues)
    assert sum(len(groupe.lignes) for groupe in un.groupes()) == oui + non


@pytest.mark.parametrize(
    ("un", "mots"),
    [
        (taux_de(2, 1), "66\u00a0% (2/3)"),
        (taux_de(999, 1), "99\u00a0% (999/1000)"),
        (taux_de(3), "100\u00a0% (3/3)"),
        (taux_de(0), "non mesuré"),
        (compte(definition(Genre.NOMBRE), VUE, ()), "0"),
        (compte(definition(Genre.NOMBRE), VUE, (), connu=False), "non mesuré"),
        (mesure(definition(Genre.MEDIANE, "jour"), VUE, [("a", 44), ("b", 45)]), "44,5\u00a0jours"),
        (mesure(definition(Genre.MEDIANE, "jour"), VUE, []), "non mesuré"),
        (mesure(definition(Genre.DECILE, "jour"), VUE, [("a", 1)]), "1\u00a0jour"),
        (mesure(definition(Genre.MOYENNE, "jour"), VUE, [("a", 1), ("b", 2)]), "1,5\u00a0jour (3/2)"),
        (mesure(definition(Genre.MOYENNE, "jour"), VUE, []), "non mesuré"),
    ],
)
def test_ce_qui_manque_n_est_jamais_zero_et_100_ne_se_dit_qu_exact(un: Comptage, mots: str) -> None:
    assert un.en_mots() == mots


@pytest.mark.parametrize(
    ("attendus", "suite"), [(0, ""), (1, ", 1\u00a0pas encore échu"), (3, ", 3\u00a0pas encore échus")]
)
def test_ce_qui_n_est_pas_echu_se_dit_a_cote(attendus: int, suite: str) -> None:
    assert taux_de(1, pas_encore=attendus).avec_ses_restes() == f"100\u00a0% (1/1){suite}"


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_un_taux_s_arrondit_d_une_seule_facon(oui: int, non: int) -> None:
    """As words and as a number, whatever the division of floats gives."""
    exact = oui * 100 // (oui + non)
    assert imprimee(oui * 100 / (oui + non), Genre.TAUX) == exact
    assert taux(oui, oui + non).startswith(f"{exact}\u00a0%")
    assert exact < 100


@given(st.integers(0, 10_000))
def test_un_nombre_imprime_se_relit(dixiemes: int) -> None:
    relu = float(nombre(dixiemes / 10).replace("\u00a0", "").replace(",", "."))
    assert relu == dixiemes / 10 == imprimee(dixiemes / 10, Genre.MEDIANE)


@pytest.mark.parametrize(
    ("au", "le", "regard"),
    [
        (JOUR - timedelta(days=1), JOUR - timedelta(days=1), JOUR),  # yesterday is over: what was due then is late
        (JOUR, JOUR, JOUR),  # today is not
        (JOUR + timedelta(days=1), JOUR, JOUR),
    ],
)
def test_une_serie_se_dit_avec_ce_qu_on_savait_a_sa_fin(au: date, le: date, regard: date) -> None:
    vue = fenetre(date(2026, 2, 1), au, JOUR)
    assert (vue.le, vue.regard, vue.au) == (le, regard, min(au, JOUR))


@pytest.mark.parametrize(
    ("jour", "avant"),
    [
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2025, 12, 31), date(2024, 12, 31)),
        (date(2026, 1, 1), date(2025, 1, 1)),
    ],
)
def test_un_an_avant_est_la_meme_etendue_vue_d_aussi_loin(jour: date, avant: date) -> None:
    vue = Fenetre(date(jour.year, 1, 1), jour, jour).un_an_avant
    assert vue == Fenetre(date(avant.year, 1, 1), avant, avant)


@given(st.lists(st.dates(date(2020, 1, 1), date(2020, 3, 1))), st.dates(date(2020, 1, 1), date(2020, 3, 1)))
def test_une_fenetre_trouve_les_siens(jours: list[date], jour: date) -> None:
    tries = ParDate(jours, lambda j: j)
    assert list(tries.entre(date(2020, 1, 15), jour)) == sorted(j for j in jours if date(2020, 1, 15) <= j <= jour)
    assert list(tries.avant(jour)) == sorted(j for j in jours if j < jour)


@given(st.lists(st.integers(0, 400), min_size=1).map(sorted))
def test_la_mediane_est_celle_de_tout_le_monde(tries: list[int]) -> None:
    assert mediane(tries) == median(tries)
