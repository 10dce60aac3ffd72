"""qualitui semaine: the exact JSON, the page of text, the sheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]


def test_la_forme_du_json(site: Site, capsys: Capture) -> None:
    main(["--site", str(site.dossier), "action", "ajouter", "--intitule", "Agir", "--echeance", "2026-03-02"])
    capsys.readouterr()
    assert main(["--site", str(site.dossier), "semaine", "--json"]) == 0
    vue = json.loads(capsys.readouterr().out)
    assert set(vue) == {"jour", "elements"}
    assert vue["jour"] == "2026-03-02"
    (action,) = [element for element in vue["elements"] if element["domaine"] == "actions"]
    assert action == {
        "domaine": "actions",
        "reference": "A-2026-001",
        "libelle": "Agir (à lancer, sans pilote)",
        "cible": "2026-03-02",
        "butoir": "2026-03-02",
        "etat": "aujourd’hui",
        "role": "daa",
    }


def test_le_texte_regroupe_les_jours(site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2026-05-14")
    assert main(["--site", str(site.dossier), "semaine"]) == 0
    texte = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Fermé jeudi 14 mai : Ascension" in texte
    assert texte.count("À expliquer : Les sanitaires") == 1
    assert "(50 fois)" in texte
    assert "Prochain audit : date inconnue" in texte


def test_une_semaine_vide_le_dit(site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2025-01-06")  # before the checks are due
    assert main(["--site", str(site.dossier), "semaine"]) == 0
    assert "Rien n’est en retard ni dû cette semaine." in capsys.readouterr().out


def test_imprimer(site: Site, capsys: Capture, tmp_path: Path) -> None:
    sortie = tmp_path / "semaine.docx"
    assert main(["--site", str(site.dossier), "semaine", "-o", str(sortie)]) == 0
    assert capsys.readouterr().out.strip() == str(sortie)
    assert sortie.is_file()
