"""qualitui trimestre: hold a review by commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]
Commande = Callable[..., Any]


@pytest.fixture
def appeler(site: Site, capsys: Capture) -> Commande:
    def commande(*arguments: str, code: int = 0) -> Any:
        assert main(["--site", str(site.dossier), *arguments, "--json"]) == code
        sortie = capsys.readouterr()
        return json.loads(sortie.out) if code == 0 else sortie.err

    for n in (1, 2):
        commande("action", "ajouter", "--intitule", f"Action {n}", "--pilote", "raqn")
    return commande


def test_tenir_la_revue(appeler: Commande, tmp_path: Path) -> None:
    ouverte = appeler("trimestre", "ouvrir", "2026-T1")
    assert (ouverte["etat"], ouverte["restantes"]) == ("ouverte", ["A-2026-001", "A-2026-002"])
    appeler("trimestre", "decider", "2026-T1", "A-2026-001", "--decision", "maintenir")
    assert "A-2026-002" in appeler("trimestre", "clore", "2026-T1", code=1)
    appeler("trimestre", "decider", "2026-t1", "a-2026-002", "--decision", "réorienter", "--note", "plus simple")
    close = appeler("trimestre", "clore", "2026-T1", "--synthese", "Calme.")
    assert (close["etat"], close["synthese"], len(close["actions"])) == ("tenue", "Calme.", 2)
    tenue = {"trimestre": "2026-T1", "etat": "tenue", "close_le": "2026-03-02", "raison": None}
    assert appeler("trimestre", "lister") == [tenue]
    rapport = appeler("trimestre", "rapport", "2026-T1", "-o", str(tmp_path / "t.docx"))
    assert Path(rapport["fichier"]).is_file()
    assert appeler("trimestre", "voir", "2026-T1")["close_le"] == "2026-03-02"


def test_une_revue_tardive_laisse_le_trimestre_manque(appeler: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2026-04-02")
    appeler("trimestre", "ouvrir", "2026-T1")
    for reference in ("A-2026-001", "A-2026-002"):
        appeler("trimestre", "decider", "2026-T1", reference, "--decision", "maintenir")
    appeler("trimestre", "clore", "2026-T1")
    etats = {ligne["trimestre"]: ligne["etat"] for ligne in appeler("trimestre", "lister")}
    assert etats == {"2026-T1": "manquée, tenue en retard", "2026-T2": "à tenir"}


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("voir", "2026-T1"), "n’est pas ouverte"),
        (("ouvrir", "2026-T2"), "01/04/2026"),
        (("ouvrir", "mars"), "2026-T1"),
        (("ouvrir", "2025-T2"), "trop ancien"),
    ],
)
def test_les_refus_disent_pourquoi(appeler: Commande, arguments: tuple[str, ...], phrase: str) -> None:
    assert phrase in appeler("trimestre", *arguments, code=1)


def test_une_decision_inconnue_est_un_mauvais_usage(appeler: Commande, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(["trimestre", "decider", "2026-T1", "A-2026-001", "--decision", "oublier"])
    assert sortie.value.code == 2
    assert "maintenir" in capsys.readouterr().err
