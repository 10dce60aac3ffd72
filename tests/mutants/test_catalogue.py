"""The catalogue of planted faults follows the program: each one has its place, and the tests that see it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.planter import RACINE, Introuvable, Mutant, reperer, situer


def _egaree(mutant: Mutant) -> str:
    try:
        situer(RACINE, mutant)
    except Introuvable as erreur:
        return f"{mutant.nom} : {erreur}"
    return ""


def test_chaque_faute_a_sa_place_et_ses_tests() -> None:
    assert [egaree for mutant in MUTANTS if (egaree := _egaree(mutant))] == []
    assert len(reperer(RACINE, {nom for mutant in MUTANTS for nom in mutant.tests})) > 100


def test_chaque_faute_a_son_nom() -> None:
    assert [nom for nom, combien in Counter(mutant.nom for mutant in MUTANTS).items() if combien > 1] == []


def test_une_faute_dont_la_ligne_n_est_plus_la_est_dite() -> None:
    with pytest.raises(Introuvable):
        situer(RACINE, Mutant("X", "rien", "", "cette ligne n’est nulle part", "", ()))
