"""qualitui equipe: the team by commands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]


def appeler(site: Site, capsys: Capture, *arguments: str, code: int = 0) -> Any:
    assert main(["--site", str(site.dossier), "equipe", *arguments, "--json"]) == code
    sortie = capsys.readouterr()
    return json.loads(sortie.out) if code == 0 else sortie.err


def test_une_personne_de_l_arrivee_au_depart(site: Site, capsys: Capture) -> None:
    ajout = (
        "ajouter",
        "--nom",
        "Claire Martin",
        "--roles",
        "daa, raqn",
        "--login",
        "cmartin",
        "--arrivee",
        "05/01/2026",
    )
    creee = appeler(site, capsys, *ajout)
    assert (creee["code"], creee["roles"], creee["arrivee_le"]) == ("martin-c", ["daa", "raqn"], "2026-01-05")
    assert appeler(site, capsys, "modifier", "martin-c", "--service", "administratif")["service"] == "administratif"
    assert appeler(site, capsys, "rattacher", "martin-c", "--login", "claire")["logins"] == ["cmartin", "claire"]
    appeler(site, capsys, "partir", "martin-c", "--le", "2026-03-01")
    assert appeler(site, capsys, "lister") == []
    assert appeler(site, capsys, "lister", "--tous")[0]["depart_le"] == "2026-03-01"


def test_les_refus_proposent(site: Site, capsys: Capture) -> None:
    assert "daa" in appeler(site, capsys, "ajouter", "--nom", "X", "--roles", "dda", code=1)
    assert "personne" in appeler(site, capsys, "partir", "personne", code=1)


def test_les_roles_connus(site: Site, capsys: Capture) -> None:
    assert len(appeler(site, capsys, "roles")) == 31
