"""qualitui demo: one sentence, a site ready for the other commands, and the same command again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qualitui
from qualitui.cli import main
from qualitui.cli.demo import en_mots
from qualitui.demonstration.site import Fabrication


def octets(dossier: Path) -> dict[str, bytes]:
    return {str(f.relative_to(dossier)): f.read_bytes() for f in sorted(dossier.rglob("*")) if f.is_file()}


def test_meme_graine_et_meme_jour_donnent_les_memes_octets_sur_un_autre_poste(
    dossier_demo: Path, tmp_path: Path
) -> None:
    """Another process, time zone, workstation name, order of sets and folder."""
    ailleurs = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "QUALITUI_POSTE": "un autre", "LC_ALL": "C"}
    commande = [sys.executable, "-m", "qualitui", "demo", "ici/D", "--sans-ouvrir"]
    racine = {"PYTHONPATH": str(Path(qualitui.__file__).parent.parent)}
    fin = subprocess.run(
        commande, cwd=tmp_path, env=os.environ | ailleurs | racine, capture_output=True, encoding="utf-8", check=False
    )
    assert (fin.returncode, fin.stdout) == (0, "")
    assert "réclamations," in fin.stderr
    assert "valeurs d’indicateurs" in fin.stderr
    assert octets(tmp_path / "ici" / "D") == octets(dossier_demo)


def test_le_site_fait_est_pret_pour_les_autres_commandes(
    dossier_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = tmp_path / "D"
    shutil.copytree(dossier_demo, dossier)
    assert main(["--site", str(dossier), "semaine", "--json"]) == 0
    semaine = json.loads(capsys.readouterr().out)
    assert semaine["jour"] == "2026-03-02"
    assert {"reclamations", "verifications", "actions"} <= {e["domaine"] for e in semaine["elements"]}
    assert main(["--site", str(dossier), "diagnostic"]) == 0


def test_la_meme_commande_relancee_ne_fait_qu_ouvrir_ce_qui_est_fait(
    dossier_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copie = tmp_path / "copie"
    shutil.copytree(dossier_demo, copie)
    assert main(["demo", str(copie), "--sans-ouvrir"]) == 0
    assert "existe déjà" in capsys.readouterr().err
    assert octets(copie) == octets(dossier_demo)


def test_un_dossier_qui_contient_autre_chose_est_refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    assert main(["demo", str(tmp_path), "--sans-ouvrir"]) == 1
    assert "n’est pas vide" in capsys.readouterr().err


def test_sans_nom_le_site_va_dans_un_dossier_du_dossier_courant(
    dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(dossier_demo, tmp_path / "qualitui-demo")
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--sans-ouvrir"]) == 0
    assert "qualitui-demo existe déjà" in capsys.readouterr().err


def test_la_commande_ouvre_l_ecran_sur_le_site_fait(
    dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copie = tmp_path / "copie"
    shutil.copytree(dossier_demo, copie)
    ouverts: list[str] = []
    monkeypatch.setattr("qualitui.cli.ecran.ouvrir", lambda appel: ouverts.append(appel.site.reglages.nom))
    assert main(["demo", str(copie)]) == 0
    assert ouverts == ["EPS des Quatre-Fontaines (démonstration)"]


def test_les_nombres_faux_sont_dits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", str(tmp_path / "D"), "--annees", "0", "--sans-ouvrir"]) == 1
    assert "de 1 à 20" in capsys.readouterr().err
    with pytest.raises(SystemExit) as fin:
        main(["demo", str(tmp_path / "D"), "--annees", "deux"])
    assert fin.value.code == 2


def test_la_phrase_s_accorde_avec_ses_nombres() -> None:
    bilan = Fabrication(reclamations=1, constats=1000, actions=0, suggestions=2, valeurs=3, gestes=9)
    phrase = en_mots(bilan, Path("ici"))
    assert phrase == (
        "Site de démonstration fait dans ici : 1 réclamation, 1 000 résultats de vérification, 0 action, "
        "2 suggestions et 3 valeurs d’indicateurs."
    )
