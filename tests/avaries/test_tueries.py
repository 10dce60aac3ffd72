"""Killed at any moment, in a process of its own: what was told done is there, what is left over is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]


@pytest.mark.parametrize("genre", ["commandes", "ecran", "retrouver"])
def test_tue_a_n_importe_quel_moment_rien_de_dit_n_est_perdu(genre: str) -> None:
    commande = [sys.executable, "-m", "tests.avaries.tueries", genre, "--combien", "3"]
    fait = subprocess.run(commande, cwd=RACINE, capture_output=True, encoding="utf-8", check=False)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    assert "acquittées" in fait.stdout
