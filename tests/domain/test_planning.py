"""The planning: periods from the calendar, audits by turns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain import planning
from qualitui.store.site.referentiels import charger_planning

PLANNING = charger_planning()
PAR_CODE = {evenement.code: evenement for evenement in PLANNING.evenements}


@pytest.mark.parametrize(
    ("code", "jour", "debut", "fin"),
    [
        ("P-IND-MEN", date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28)),
        ("P-ACT-TRI", date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        ("P-SEC-EVA", date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        ("P-REV-LOC", date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_la_periode_en_cours(code: str, jour: date, debut: date, fin: date) -> None:
    venue = planning.prochain(PAR_CODE[code], jour)
    assert venue is not None
    assert (venue.debut, venue.fin) == (debut, fin)


@pytest.mark.parametrize("code", ["P-AUD-INT", "P-ENQ-CON"])
def test_sans_rythme_civil_aucune_date_n_est_inventee(code: str) -> None:
    assert planning.prochain(PAR_CODE[code], date(2026, 3, 2)) is None


def test_rendez_vous_d_une_semaine() -> None:
    codes = {
        venue.evenement.code for venue in planning.rendez_vous(PLANNING.evenements, date(2026, 3, 30), date(2026, 4, 5))
    }
    assert {"P-ACT-TRI", "P-IND-MEN", "P-NET-EVA"} <= codes
    assert "P-REV-LOC" not in codes
    assert planning.rendez_vous(PLANNING.evenements, date(2026, 4, 1), date(2026, 4, 29)) == []


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_une_annee_compte_douze_mois_quatre_trimestres_un_an(jour: date) -> None:
    annee = planning.rendez_vous(PLANNING.evenements, date(jour.year, 1, 1), date(jour.year, 12, 31))
    comptes = {code: sum(v.evenement.code == code for v in annee) for code in ("P-IND-MEN", "P-ACT-TRI", "P-REV-LOC")}
    assert comptes == {"P-IND-MEN": 12, "P-ACT-TRI": 4, "P-REV-LOC": 1}


@pytest.mark.parametrize(
    ("interne", "externe", "attendu"),
    [
        (None, None, None),
        (date(2025, 6, 10), None, (True, date(2026, 6, 10))),
        (None, date(2024, 2, 29), (False, date(2025, 2, 28))),
        (date(2024, 6, 10), date(2025, 6, 10), (False, date(2026, 6, 10))),
        (date(2025, 6, 10), date(2024, 9, 1), (True, date(2026, 9, 1))),
    ],
)
def test_prochain_audit(interne: date | None, externe: date | None, attendu: tuple[bool, date] | None) -> None:
    audit = planning.prochain_audit(PLANNING, interne, externe)
    assert (None if audit is None else (audit.externe, audit.vers)) == attendu
