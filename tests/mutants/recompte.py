"""Faults that the figures counted again, and the rules told as stories, should see."""

from __future__ import annotations

from tests.mutants.planter import Mutant

RECOMPTE: tuple[Mutant, ...] = (
    Mutant(
        "RC1",
        "les statistiques disent zéro avant l’ouverture du site",
        "",
        "return None if numerateur is None else int(numerateur)",
        "return int(numerateur or 0)",
        ("test_regle_8_ce_qui_manque_n_est_jamais_zero",),
    ),
    Mutant(
        "RC2",
        "un classement compte zéro l’an passé d’avant le site",
        "classement",
        "precedent=None if avant is None else len(passes[code]),",
        "precedent=len(passes[code]),",
        ("test_l_an_passe_d_avant_le_site_n_est_jamais_zero",),
    ),
)
