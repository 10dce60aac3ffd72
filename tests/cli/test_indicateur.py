"""qualitui indicateur: type in, read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]


def appeler(site: Site, capsys: Capture, *arguments: str, code: int = 0) -> Any:
    assert main(["--site", str(site.dossier), "indicateur", *arguments, "--json"]) == code
    sortie = capsys.readouterr()
    return json.loads(sortie.out) if code == 0 else sortie.err


def test_saisir_puis_lire(site: Site, capsys: Capture) -> None:
    saisie = ("saisir", "I-TEL-01", "--periode", "2026-02", "--numerateur", "1 080", "--denominateur", "1200")
    assert appeler(site, capsys, *saisie)["numerateur"] == 1080
    vu = appeler(site, capsys, "voir", "i-tel-01")
    assert (vu["etat"], vu["periode"], vu["numerateur"], vu["denominateur"]) == ("sous la cible", "2026-02", 1080, 1200)
    assert len(vu["tendance"]) == 13
    assert vu["annee_precedente"] == {"numerateur": None, "denominateur": None}
    assert {ligne["code"]: ligne["etat"] for ligne in appeler(site, capsys, "lister")}["I-TEL-02"] == "non mesuré"
    assert "I-TEL-01" not in {ligne["code"] for ligne in appeler(site, capsys, "manques")}


def test_plus_que_tout_est_refuse(site: Site, capsys: Capture) -> None:
    phrase = appeler(
        site, capsys, "saisir", "I-TEL-01", "--periode", "2026-02", "--numerateur", "2", "--denominateur", "1", code=1
    )
    assert "ne peut pas dépasser" in phrase


def test_un_nombre_mal_ecrit_est_un_mauvais_usage(site: Site, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(["indicateur", "saisir", "I-TEL-01", "--periode", "2026-02", "--numerateur", "deux"])
    assert sortie.value.code == 2
    assert "n’est pas un nombre" in capsys.readouterr().err


def test_le_texte(site: Site, capsys: Capture) -> None:
    appeler(site, capsys, "saisir", "I-TEL-01", "--periode", "2026-02", "--numerateur", "9", "--denominateur", "10")
    assert main(["--site", str(site.dossier), "indicateur", "voir", "I-TEL-01"]) == 0
    texte = capsys.readouterr().out.replace("\u00a0", " ")
    assert "février 2026           90 % (9/10)" in texte
    assert "Année 2025 jusqu’à février : non mesuré" in texte
    assert main(["--site", str(site.dossier), "indicateur", "lister"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 26
