"""A clock is believed within a month behind the last writing, and less than a year after it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qualitui.domain.horloge import doute_sur_l_horloge

DERNIERE = date(2026, 3, 2)


@pytest.mark.parametrize("ecart", [-92, -1, 0, 1, 200, 364])
def test_un_ecart_ordinaire_ne_derange_personne(ecart: int) -> None:
    assert doute_sur_l_horloge(DERNIERE + timedelta(days=ecart), DERNIERE) == ""


@pytest.mark.parametrize("ecart", [-9191, -93, 365, 13_000])
def test_un_ecart_d_un_mois_avant_ou_d_un_an_apres_est_dit(ecart: int) -> None:
    phrase = doute_sur_l_horloge(DERNIERE + timedelta(days=ecart), DERNIERE)
    assert "la dernière écriture du site est du lundi 2 mars 2026" in phrase
    assert str((DERNIERE + timedelta(days=ecart)).year) in phrase


def test_un_registre_vide_n_a_rien_a_comparer() -> None:
    assert doute_sur_l_horloge(date(2001, 1, 1), None) == ""
