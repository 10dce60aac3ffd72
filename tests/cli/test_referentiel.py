"""qualitui referentiel: the référentiels, read from the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qualitui.cli import main

Capture = pytest.CaptureFixture[str]


def lu(capsys: Capture, *arguments: str) -> Any:
    assert main(["referentiel", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def texte(capsys: Capture, *arguments: str) -> str:
    assert main(["referentiel", *arguments]) == 0
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_lister_les_referentiels(capsys: Capture) -> None:
    assert [(un["code"], un["engagements"]) for un in lu(capsys, "lister")] == [("EPS-2023", 25), ("CASVP-2014", 19)]
    assert texte(capsys, "lister").startswith("EPS-2023")


def test_lister_les_engagements_d_un_referentiel(capsys: Capture) -> None:
    engagements = lu(capsys, "lister", "--referentiel", "CASVP-2014")
    assert [un["code"] for un in engagements] == [str(n) for n in range(1, 20)]
    assert len(texte(capsys, "lister", "--referentiel", "CASVP-2014").splitlines()) == 19


def test_voir_un_engagement_avec_ses_details_et_ses_delais(capsys: Capture) -> None:
    neuf = lu(capsys, "voir", "9")
    assert neuf["referentiel"] == "EPS-2023"
    assert [un["code"] for un in neuf["delais"]] == ["reponse-ecrite", "reponse-courriel-generique", "reponse-attente"]
    assert len(neuf["details"]) == 4
    assert "reponse-attente" in texte(capsys, "voir", "9")


def test_voir_les_rythmes_d_un_engagement(capsys: Capture) -> None:
    assert "Analyse du tableau local des actions : au moins 1 par trimestre" in texte(capsys, "voir", "smq9")


def test_un_engagement_que_seul_l_ancien_referentiel_a(capsys: Capture) -> None:
    assert lu(capsys, "voir", "13")["referentiel"] == "CASVP-2014"
    assert lu(capsys, "voir", "9", "--referentiel", "CASVP-2014")["referentiel"] == "CASVP-2014"


def test_voir_un_referentiel_entier(capsys: Capture) -> None:
    eps = lu(capsys, "voir", "eps-2023")
    assert len(eps["engagements"]) == 25
    assert {"code": "pieces-manquantes", "acheminement": 3}.items() <= next(
        un for un in eps["delais"] if un["code"] == "pieces-manquantes"
    ).items()
    assert "30 jours ouvrables" in texte(capsys, "voir", "EPS-2023")


@pytest.mark.parametrize(("code", "aide"), [("SMQ11", "SMQ1"), ("99", "9")])
def test_un_engagement_inconnu_propose_les_plus_proches(capsys: Capture, code: str, aide: str) -> None:
    assert main(["referentiel", "voir", code]) == 1
    assert f"«\u00a0{aide}\u00a0»" in capsys.readouterr().err


def test_un_referentiel_inconnu_est_refuse(capsys: Capture) -> None:
    assert main(["referentiel", "voir", "9", "--referentiel", "EPS-2022"]) == 1
    assert "EPS-2023" in capsys.readouterr().err
