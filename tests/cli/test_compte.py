"""Who signs: the account that the system knows, never a variable that anyone can set."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

import qualitui
from qualitui.cli import commun, main

RACINE = Path(qualitui.__file__).parent
VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")


def test_les_variables_du_poste_ne_disent_pas_qui_signe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALITUI_DATE")
    vrai = commun.login()
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "saubremont")
    assert commun.login() == vrai == commun.compte_du_systeme() != "saubremont"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names its accounts without a number")
def test_un_compte_que_rien_ne_nomme_se_distingue_des_autres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1_999_999_999)
    assert commun.compte_du_systeme() == "compte-1999999999"


def test_un_jour_d_essai_laisse_nommer_la_personne(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-02")
    monkeypatch.setenv("LOGNAME", "saubremont")
    assert commun.login() == "saubremont"
    monkeypatch.setenv("LOGNAME", " ")
    assert commun.login() == commun.compte_du_systeme()


def test_sous_des_droits_stricts_une_variable_ne_donne_aucun_droit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    main(["init", str(site), "--nom", "EPS"])
    monkeypatch.setenv("QUALITUI_SITE", str(site))
    monkeypatch.setenv("LOGNAME", "saubremont")
    assert main(["equipe", "ajouter", "--nom", "Solange Aubremont", "--roles", "daa"]) == 0
    assert main(["equipe", "rattacher", "aubremont-s"]) == 0
    toml = site / "site.toml"
    toml.write_text('droits = "stricts"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    geste = ["action", "ajouter", "--intitule", "Afficher"]
    assert main(geste) == 0
    monkeypatch.delenv("QUALITUI_DATE")
    assert main(geste) == 1
    assert "rattaché à personne" in capsys.readouterr().err


def test_personne_d_autre_ne_demande_le_compte_au_systeme() -> None:
    """One place asks; no module reads those variables, nor `getpass`, which believes them."""
    fautifs = [
        (fichier.name, noeud.value)
        for fichier in RACINE.rglob("*.py")
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.Constant) and noeud.value in VARIABLES
    ]
    assert fautifs == [("commun.py", "LOGNAME")]
    assert not any("getpass" in fichier.read_text(encoding="utf-8") for fichier in RACINE.rglob("*.py"))
