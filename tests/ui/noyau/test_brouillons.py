"""Drafts: kept on the workstation, one file a form, an unreadable one set aside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qualitui.ui.noyau.brouillons import Brouillons


def test_un_brouillon_se_relit_puis_s_oublie(tmp_path: Path) -> None:
    brouillons = Brouillons(tmp_path)
    assert brouillons.lire("réclamation R-2026-014") == {}
    brouillons.garder("réclamation R-2026-014", {"objet": "Délai « trop » long\nvraiment"})
    assert brouillons.lire("réclamation R-2026-014") == {"objet": "Délai « trop » long\nvraiment"}
    brouillons.oublier("réclamation R-2026-014")
    assert brouillons.lire("réclamation R-2026-014") == {}


def test_deux_sites_ont_chacun_leurs_brouillons(tmp_path: Path) -> None:
    Brouillons(tmp_path / "a").garder("x", {"c": "1"})
    assert Brouillons(tmp_path / "b").lire("x") == {}


@pytest.mark.skipif(os.name == "nt", reason="droits POSIX")
def test_le_brouillon_n_est_lisible_que_par_son_auteur(tmp_path: Path) -> None:
    brouillons = Brouillons(tmp_path)
    brouillons.garder("x", {"c": "confidentiel"})
    assert {f.stat().st_mode & 0o077 for f in brouillons.dossier.iterdir()} == {0}


@pytest.mark.parametrize("contenu", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_un_brouillon_illisible_est_mis_de_cote_jamais_ecrase(tmp_path: Path, contenu: bytes) -> None:
    brouillons = Brouillons(tmp_path)
    brouillons.garder("x", {"c": "1"})
    fichier = next(brouillons.dossier.iterdir())
    fichier.write_bytes(contenu)
    assert brouillons.lire("x") == {}
    assert [f.read_bytes() for f in brouillons.dossier.glob("*.illisible")] == [contenu]
