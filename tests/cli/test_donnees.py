"""The commands about the data: diagnostic, historique, annuler, conflits, sauvegarder, restaurer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """A site with one suggestion, named by QUALITUI_SITE."""
    assert main(["init", str(tmp_path / "s"), "--nom", "EPS"]) == 0
    monkeypatch.setenv("QUALITUI_SITE", str(tmp_path / "s"))
    assert main(["suggestion", "ajouter", "--texte", "Un banc"]) == 0
    capsys.readouterr()
    return tmp_path / "s"


def lu(capsys: Capture, *arguments: str, code: int = 0) -> Any:
    assert main([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def dit(capsys: Capture, *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    sorties = capsys.readouterr()
    return (sorties.out + sorties.err).replace("\u00a0", " ")


def test_diagnostic_d_un_site_en_ordre(dossier: Path, capsys: Capture) -> None:
    assert lu(capsys, "diagnostic") == {"ok": True, "constats": []}
    assert dit(capsys, "diagnostic").strip() == "Les données sont en ordre."


def test_diagnostic_d_un_site_abime(dossier: Path, capsys: Capture) -> None:
    (journal,) = (dossier / "registre").glob("*/*.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b"Un banc", b"Un bancx"))
    sortie = lu(capsys, "diagnostic", code=1)
    assert sortie["ok"] is False
    constat = sortie["constats"][0]
    assert set(constat) == {"gravite", "domaine", "phrase", "fichier", "ligne"}
    assert (constat["domaine"], constat["fichier"]) == ("journaux", journal.relative_to(dossier).as_posix())
    assert constat["ligne"] == 2
    assert f"{constat['fichier']}, ligne 2" in dit(capsys, "diagnostic", code=1)


def test_historique(dossier: Path, capsys: Capture) -> None:
    sortie = lu(capsys, "historique", "S-2026-001")
    assert (sortie["reference"], sortie["domaine"]) == ("S-2026-001", "suggestions")
    assert sortie["changements"][0]["champs"]["texte"] == {"avant": None, "apres": "Un banc"}
    assert "texte : Un banc" in dit(capsys, "historique", "S-2026-001")
    assert "« S-2026-009 »" in dit(capsys, "historique", "S-2026-009", code=1)


def test_annuler(dossier: Path, capsys: Capture) -> None:
    assert "annulé : suggestion S-2026-001." in dit(capsys, "annuler")
    assert lu(capsys, "suggestion", "lister") == []
    assert "tout est rétabli : suggestion S-2026-001." in dit(capsys, "annuler")
    assert "suggestion S-2026-001" in dit(capsys, "annuler", "S-2026-001")


def test_annuler_un_geste_sur_beaucoup_de_fiches_reste_court(dossier: Path, capsys: Capture) -> None:
    assert "et 55 autres." in dit(capsys, "annuler", "V-NET-02")


def mettre_en_conflit(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journaux = next((dossier / "registre").glob("2*"))
    ecrits = {}
    for poste, texte in (("pc-a", "par a"), ("pc-b", "par b")):
        monkeypatch.setenv("QUALITUI_POSTE", poste)
        assert main(["suggestion", "analyser", "S-2026-001", "--analyse", texte]) == 0
        (journal,) = journaux.glob(f"{poste}~*.jsonl")
        ecrits[journal] = journal.read_bytes()
        journal.unlink()
    for journal, octets in ecrits.items():
        journal.write_bytes(octets)


def test_conflits(dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lu(capsys, "conflits") == []
    assert "Aucun conflit" in dit(capsys, "conflits")
    mettre_en_conflit(dossier, monkeypatch)
    capsys.readouterr()
    (conflit,) = lu(capsys, "conflits")
    assert conflit["fiche"] == "suggestion S-2026-001"
    assert conflit["champs"] == {"analyse": ["par a", "par b"]}
    assert "analyse : 1 = par a | 2 = par b" in dit(capsys, "conflits")
    assert "à trancher" in dit(capsys, "diagnostic", code=1)
    assert "conflits REF" in dit(capsys, "conflits", "--choisir", "1", code=1)
    assert "tranché" in dit(capsys, "conflits", "S-2026-001", "--choisir", "1")
    assert lu(capsys, "conflits") == []
    assert lu(capsys, "historique", "S-2026-001")["changements"][-1]["champs"] == {
        "analyse": {"avant": "par b", "apres": "par a"}
    }


def test_trancher_champ_par_champ(dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    mettre_en_conflit(dossier, monkeypatch)
    capsys.readouterr()
    assert "tranché" in dit(capsys, "conflits", "S-2026-001", "--champ", "analyse=1")
    assert lu(capsys, "conflits") == []


@pytest.mark.parametrize("champ", ["analyse", "analyse=x", "=1"])
def test_un_choix_mal_ecrit_est_un_mauvais_usage(dossier: Path, capsys: Capture, champ: str) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(["conflits", "S-2026-001", "--champ", champ])
    assert sortie.value.code == 2
    assert "CHAMP=N" in capsys.readouterr().err


def test_sauvegarder_et_restaurer(dossier: Path, tmp_path: Path, capsys: Capture) -> None:
    archive = str(tmp_path / "x.zip")
    bilan = lu(capsys, "sauvegarder", archive)
    assert bilan["chemin"] == archive
    assert bilan["fichiers"] == 4
    assert bilan["omis"] == []
    assert "existe déjà" in dit(capsys, "sauvegarder", archive, code=1)
    assert "4 fichiers rétablis" in dit(capsys, "restaurer", archive, str(tmp_path / "neuf"))
    assert lu(capsys, "--site", str(tmp_path / "neuf"), "diagnostic") == {"ok": True, "constats": []}
    assert "pas vide" in dit(capsys, "restaurer", archive, str(dossier), code=1)
    assert "sans le dossier confidentiel" in dit(capsys, "sauvegarder")
