"""qualitui suggestion: from the idea to its answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]


def appeler(site: Site, capsys: Capture, *arguments: str, code: int = 0) -> Any:
    assert main(["--site", str(site.dossier), "suggestion", *arguments, "--json"]) == code
    sortie = capsys.readouterr()
    return json.loads(sortie.out) if code == 0 else sortie.err


def test_une_suggestion_retenue_puis_presentee(site: Site, capsys: Capture) -> None:
    recue = appeler(site, capsys, "ajouter", "--texte", "Un banc", "--theme", "confort")
    assert (recue["reference"], recue["auteur"], recue["etat"]) == ("S-2026-001", "", "reçue")
    assert appeler(site, capsys, "analyser", "S-2026-001", "--analyse", "utile")["etat"] == "en analyse"
    retenue = appeler(site, capsys, "repondre", "S-2026-001", "--retenir", "--pilote", "daa")
    assert (retenue["etat"], retenue["action"]) == ("retenue", "A-2026-001")
    assert appeler(site, capsys, "presenter", "S-2026-001")["presentee_le"] == "2026-03-02"
    assert appeler(site, capsys, "lister", "--ouvertes") == []


def test_ecarter_dit_pourquoi(site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    appeler(site, capsys, "ajouter", "--texte", "Un banc")
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-12")
    assert appeler(site, capsys, "lister")[0]["age_jours"] == 10
    assert "écartée" in appeler(site, capsys, "repondre", "S-2026-001", "--ecarter", " ", code=1)
    assert appeler(site, capsys, "repondre", "S-2026-001", "--ecarter", "déjà prévu")["reponse"] == "déjà prévu"


def test_le_texte(site: Site, capsys: Capture) -> None:
    appeler(site, capsys, "ajouter", "--texte", "Un banc")
    assert main(["--site", str(site.dossier), "suggestion", "voir", "S-2026-001"]) == 0
    texte = capsys.readouterr().out.replace("\u00a0", " ")
    assert "0 jour sans réponse" in texte
    assert "anonyme" in texte


def test_repondre_demande_un_sens(site: Site, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(["--site", str(site.dossier), "suggestion", "repondre", "S-2026-001"])
    assert sortie.value.code == 2
    assert "--retenir" in capsys.readouterr().err
