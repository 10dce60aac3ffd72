"""Damaged data: every command that opens the site says so on stderr, whatever it was asked, and still answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli.parcours import exemples, lancer

from qualitui.store.site.ressources import modeles

Capture = pytest.CaptureFixture[str]
SANS_SITE = ("init", "info", "restaurer", "echeance", "referentiel", "modele")
DIT = "Données abîmées\u00a0: registre/"


@pytest.fixture
def abime(dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration, with one line of its first journal changed by a byte."""
    site = tmp_path / "demo"
    shutil.copytree(dossier_demo, site)
    journal = sorted((site / "registre").glob("*/*.jsonl"))[0]
    lignes = journal.read_bytes().split(b"\n")
    lignes[-2] = lignes[-2][:-2] + b"!}"
    journal.write_bytes(b"\n".join(lignes))
    shutil.copy(modeles() / "accuse.docx", tmp_path / "mon-modele.docx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALITUI_SITE", str(site))
    monkeypatch.setenv("LOGNAME", "essai")
    return site


def test_chaque_commande_dit_un_degat_du_site_qu_elle_ouvre(abime: Path, capsys: Capture) -> None:
    """The examples of the guide, in order; the check-up, which tells it whole, is the only one that does not."""
    dites, muettes = 0, set()
    for arguments in exemples():
        lancer(arguments)
        dit = capsys.readouterr().err.count(DIT)
        dites += dit
        if dit != 1 and arguments[0] not in SANS_SITE:
            muettes.add(arguments[0])
    assert muettes == {"diagnostic"}
    assert dites >= 100


def test_un_degat_ne_se_mele_pas_a_la_reponse(abime: Path, capsys: Capture) -> None:
    assert lancer(["action", "lister", "--json"]) == 0
    sortie = capsys.readouterr()
    assert json.loads(sortie.out)
    assert sortie.err.count(DIT) == 1
    assert "«\u00a0qualitui diagnostic\u00a0» dit tout" in sortie.err
