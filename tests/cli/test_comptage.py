"""qualitui comptage: the page, a figure with its ten keys, and what it says in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]
CLES = ["code", "libelle", "definition", "du", "au", "numerateur", "denominateur", "retenues", "exclues"]


def lire(dossier: Path, capsys: Capture, *arguments: str) -> str:
    assert main(["--site", str(dossier), "comptage", *arguments]) == 0
    return capsys.readouterr().out


def test_sans_code_la_page_dit_chaque_definition(site: Site, capsys: Capture) -> None:
    toutes = json.loads(lire(site.dossier, capsys, "--json"))
    texte = lire(site.dossier, capsys)
    assert len(toutes) > 45
    for une in toutes:
        assert f"{une['code']} {une['libelle']}" in texte
        assert une["definition"] in texte
    assert len({une["code"] for une in toutes}) == len(toutes)


def test_avec_un_code_l_objet_et_ses_cles(site: Site, capsys: Capture) -> None:
    for recue in ("2026-01-05", "2026-02-20"):
        assert (
            main(["--site", str(site.dossier), "reclamation", "ajouter", "--canal", "courrier", "--recue", recue]) == 0
        )
    ajout = ["reclamation", "ajouter", "--canal", "accueil", "--recue", "2026-01-05"]
    assert main(["--site", str(site.dossier), *ajout]) == 0
    capsys.readouterr()
    lu = json.loads(lire(site.dossier, capsys, "eco-03", "--json"))
    assert list(lu) == [*CLES, "pas_encore_echues"]
    assert (lu["numerateur"], lu["denominateur"], lu["retenues"]) == (0, 1, ["R-2026-001"])
    assert lu["exclues"] == [["R-2026-003", "dossier oral, sans délai promis"]]
    assert lu["pas_encore_echues"] == ["R-2026-002"]
    assert (lu["du"], lu["au"]) == ("2026-01-01", "2026-03-02")
    texte = lire(site.dossier, capsys, "ECO-03")
    assert "0\u00a0% (0/1), 1\u00a0pas encore échu" in texte
    assert "R-2026-003\u00a0: dossier oral" in texte
    janvier = json.loads(lire(site.dossier, capsys, "ECO-01", "--du", "01/01/2026", "--au", "31/01/2026", "--json"))
    assert (janvier["numerateur"], janvier["au"]) == (2, "2026-01-31")


@pytest.mark.parametrize("arguments", [("ECO-99",), ("ECO-01", "--du", "2026-03-01", "--au", "2026-02-01")])
def test_un_refus_est_une_phrase(site: Site, capsys: Capture, arguments: tuple[str, ...]) -> None:
    assert main(["--site", str(site.dossier), "comptage", *arguments]) == 1
    assert capsys.readouterr().err.strip().endswith(("?", "."))
