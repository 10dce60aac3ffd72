"""A change told in words."""

from __future__ import annotations

from typing import Any

import pytest

from qualitui.domain.changements import changement_en_mots, valeur_en_mots


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (None, "(vide)"),
        ("", "(vide)"),
        ([], "(vide)"),
        (True, "oui"),
        (False, "non"),
        ("2026-03-02", "02/03/2026"),
        ("2026-99-02", "2026-99-02"),
        ("deux\nlignes", "deux lignes"),
        (15.0, "15"),
        (30.5, "30.5"),
        (["daa", "dacs"], "daa ; dacs"),
        (
            {"depart": "2026-01-31", "quantieme": "2026-02-28", "butoir": "2026-03-02", "cible": "2026-02-27"},
            "quantième 28/02/2026, butoir 02/03/2026, cible 27/02/2026",
        ),
        ({"genre": "réponse", "le": "2026-03-02", "par": "daa", "motif": ""}, "réponse, 02/03/2026, par daa"),
    ],
)
def test_une_valeur_en_mots(valeur: Any, attendu: str) -> None:
    assert valeur_en_mots(valeur) == attendu


def test_seul_ce_qui_est_ajoute_a_une_liste_est_dit() -> None:
    accuse = {"genre": "accusé de réception", "le": "2026-02-02"}
    reponse = {"genre": "réponse", "le": "2026-03-02"}
    dit = changement_en_mots("faits", [accuse], [accuse, reponse])
    assert dit == "faits\u00a0: ajouté réponse, 02/03/2026"


def test_avant_et_apres() -> None:
    dit = changement_en_mots("recue_le", "2026-03-02", "2026-03-03")
    assert dit == "reçue le\u00a0: 02/03/2026 → 03/03/2026"
    assert changement_en_mots("objet", None, "Attente") == "objet\u00a0: Attente"
    assert changement_en_mots("objet", "Attente", None) == "objet\u00a0: Attente → (vide)"
