"""The image shown while the site opens: what this workstation knew last, and a terminal always given back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from qualitui.cli import apercu
from qualitui.store import apercu as memoire

LIGNES = ["EPS d’essai, telle que ce poste la savait hier.", "", "3 en retard"]


@pytest.fixture
def ecrits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the terminal received, as if there were one of 20 columns and 3 rows."""
    recus: list[str] = []
    monkeypatch.setattr(apercu, "_terminal", lambda: True)
    monkeypatch.setattr(apercu, "_ecrire", recus.append)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((20, 3)))
    monkeypatch.setattr(sys, "__stderr__", sys.__stdout__)
    return recus


def test_ce_que_le_poste_savait_se_montre_pendant_l_ouverture(ecrits: list[str], tmp_path: Path) -> None:
    memoire.retenir(tmp_path, LIGNES)
    with apercu.montre(tmp_path):
        assert ecrits == [apercu.ENTRER + "EPS d’essai, telle q\r\n"]
    assert len(ecrits) == 1  # the interface takes the place


@pytest.mark.parametrize("erreur", [ValueError, KeyboardInterrupt])
def test_une_ouverture_manquee_rend_le_terminal(ecrits: list[str], tmp_path: Path, erreur: type[BaseException]) -> None:
    memoire.retenir(tmp_path, LIGNES)
    with pytest.raises(erreur), apercu.montre(tmp_path):
        raise erreur
    assert ecrits[-1] == apercu.SORTIR


def test_rien_ne_s_ecrit_sans_memoire_ni_sans_terminal(
    ecrits: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with apercu.montre(tmp_path):
        pass
    memoire.retenir(tmp_path, LIGNES)
    monkeypatch.setattr(apercu, "_terminal", lambda: False)
    with apercu.montre(tmp_path):
        pass
    assert ecrits == []


def test_chaque_site_a_sa_memoire(tmp_path: Path) -> None:
    memoire.retenir(tmp_path / "un", LIGNES)
    memoire.retenir(tmp_path / "un", ["plus récent"])
    assert memoire.lire(tmp_path / "un") == ["plus récent"]
    assert memoire.lire(tmp_path / "deux") == []
