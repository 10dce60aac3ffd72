"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.temps.dates import DateIllisible, Sens, lire_date, lire_instant

LUNDI = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("02/03/2026", date(2026, 3, 2)),
        ("2/3/2026", date(2026, 3, 2)),
        ("02/03/26", date(2026, 3, 2)),
        ("02.03.2026", date(2026, 3, 2)),
        ("02-03-2026", date(2026, 3, 2)),
        ("31/12/99", date(1999, 12, 31)),
        ("01/01/90", date(1990, 1, 1)),
        ("01/01/89", date(2089, 1, 1)),
        ("22/11", date(2026, 11, 22)),
        ("221126", date(2026, 11, 22)),
        ("22112026", date(2026, 11, 22)),
        ("2211", date(2026, 11, 22)),
        ("22 novembre", date(2026, 11, 22)),
        ("1er mai 2026", date(2026, 5, 1)),
        ("lundi 2 mars 2026", date(2026, 3, 2)),
        ("15 août 2026", date(2026, 8, 15)),
        ("3 juil. 26", date(2026, 7, 3)),
        ("29/02/2028", date(2028, 2, 29)),
        ("+15", date(2026, 3, 17)),
        ("-3", date(2026, 2, 27)),
        ("+0", LUNDI),
        ("lun", date(2026, 3, 9)),
        ("mar", date(2026, 3, 3)),
        ("Dimanche", date(2026, 3, 8)),
        ("hier", date(2026, 3, 1)),
        ("avant-hier", date(2026, 2, 28)),
        ("aujourd'hui", LUNDI),
        ("Aujourd’hui", LUNDI),
        ("demain", date(2026, 3, 3)),
        ("après-demain", date(2026, 3, 4)),
        ("  22/11  ", date(2026, 11, 22)),
    ],
)
def test_ce_que_les_gens_tapent(texte: str, attendu: date) -> None:
    assert lire_date(texte, LUNDI) == attendu


@pytest.mark.parametrize(
    ("texte", "sens", "attendu"),
    [
        ("22/11", Sens.PASSE, date(2025, 11, 22)),
        ("22/11", Sens.FUTUR, date(2026, 11, 22)),
        ("02/03", Sens.PASSE, LUNDI),
        ("02/03", Sens.FUTUR, LUNDI),
        ("01/03", Sens.FUTUR, date(2027, 3, 1)),
        ("lun", Sens.PASSE, LUNDI),
        ("lun", Sens.FUTUR, LUNDI),
        ("ven", Sens.PASSE, date(2026, 2, 27)),
        ("ven", Sens.FUTUR, date(2026, 3, 6)),
    ],
)
def test_une_date_incomplete_suit_le_sens_du_champ(texte: str, sens: Sens, attendu: date) -> None:
    assert lire_date(texte, LUNDI, sens) == attendu


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("31/02/2026", "Le 31 février 2026 n’existe pas."),
        ("29/02/2026", "Le 29 février 2026 n’existe pas."),
        ("2026-02-30", "Le 30 février 2026 n’existe pas."),
        ("00/03/2026", "Le 0 mars 2026 n’existe pas."),
        ("11/22/2026", "Il n’y a pas de mois 22"),
        ("2026-13-01", "Il n’y a pas de mois 13"),
        ("31/12/1989", "L’année 1989 n’est pas acceptée"),
        ("01/01/2101", "L’année 2101 n’est pas acceptée"),
        ("", "La date est vide"),
        ("   ", "La date est vide"),
        ("bientôt", "«\u00a0bientôt\u00a0» n’est pas une date"),
        ("3 jui 2026", "n’est pas une date"),
        ("5 brumaire", "n’est pas une date"),
        ("02/03/026", "n’est pas une date"),
        ("٠٢/٠٣/٢٠٢٦", "n’est pas une date"),
        ("+99999", "n’est pas une date"),
    ],
)
def test_ce_qui_n_est_pas_une_date_est_refuse_avec_une_phrase(texte: str, phrase: str) -> None:
    with pytest.raises(DateIllisible) as refus:
        lire_date(texte, LUNDI)
    assert phrase in refus.value.phrase


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("2025-09-08T10:00", "2025-09-08T10:00:00"),
        ("2025-09-08T10:00:00", "2025-09-08T10:00:00"),
        ("2025-09-08 08:30", "2025-09-08T08:30:00"),
        ("08/09/2025 17h", "2025-09-08T17:00:00"),
        ("08/09/25 à 9h05", "2025-09-08T09:05:00"),
        ("hier 15:30", "2026-03-01T15:30:00"),
        ("2025-09-08", "2025-09-08"),
    ],
)
def test_un_instant_a_une_heure_ou_pas(texte: str, attendu: str) -> None:
    assert lire_instant(texte, LUNDI).isoformat() == attendu


@pytest.mark.parametrize("texte", ["2025-09-08T25:00", "2025-09-08T10:60"])
def test_une_heure_impossible_est_refusee(texte: str) -> None:
    with pytest.raises(DateIllisible, match="n’existe pas"):
        lire_instant(texte, LUNDI)


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d%m%y"]))
def test_toute_date_ecrite_se_relit(jour: date, forme: str) -> None:
    assert lire_date(jour.strftime(forme), LUNDI) == jour


def _lire_ou_refuser(texte: str) -> date | str:
    try:
        return lire_date(texte, LUNDI)
    except DateIllisible as refus:
        return refus.phrase


@given(st.text(max_size=20))
def test_un_texte_quelconque_est_lu_ou_refuse_par_une_phrase(texte: str) -> None:
    lu = _lire_ou_refuser(texte)
    assert isinstance(lu, date) or lu.endswith(".")
