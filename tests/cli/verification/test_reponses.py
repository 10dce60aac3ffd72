"""A check that the register can answer, noted from the command line: proposed, contradicted with a reason, told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualitui.cli import main

Capture = pytest.CaptureFixture[str]
TRIMESTRE = ("verification", "noter", "V-SMQ-11", "--periode", "2026-T2")
RAISON = "Tenue hier, à saisir"


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site created on 2 March 2026; it is 30 June, and nobody held the review of the second quarter."""
    from qualitui.operations.site.site import creer
    from tests.conftest import JOUR, horloge

    chemin = tmp_path / "site"
    creer(
        chemin,
        nom="EPS d’essai",
        verifications_choisies=["V-SMQ-11", "V-NET-02"],
        jour=JOUR,
        maintenant=horloge,
        poste="poste-test",
        login="essai",
    ).fermer()
    monkeypatch.setenv("QUALITUI_DATE", "2026-06-30")
    return chemin


def lancer(dossier: Path, capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main(["--site", str(dossier), *arguments])
    ecrit = capsys.readouterr()
    return code, ecrit.out.replace("\u00a0", " "), ecrit.err.replace("\u00a0", " ")


def test_un_conforme_contraire_au_registre_est_refuse_sans_raison(dossier: Path, capsys: Capture) -> None:
    code, _, erreurs = lancer(dossier, capsys, *TRIMESTRE, "--resultat", "conforme")
    assert code == 1
    assert "le registre répond « non-conforme » (ACT-09" in erreurs
    code, _, _ = lancer(dossier, capsys, *TRIMESTRE, "--resultat", "sans-objet")
    assert code == 1


def test_avec_une_raison_il_se_note_et_se_voit_contredit_partout(dossier: Path, capsys: Capture) -> None:
    code, _, erreurs = lancer(dossier, capsys, *TRIMESTRE, "--resultat", "conforme", "--constat", RAISON)
    assert code == 0
    assert "contredit par le registre (ACT-09" in erreurs
    assert "contredit par le registre" in lancer(dossier, capsys, "verification", "lister")[1]
    _, sortie, _ = lancer(dossier, capsys, "verification", "lister", "--json")
    contredites = {une["code"]: une["contredit"] for une in json.loads(sortie) if "contredit" in une}
    assert list(contredites) == ["V-SMQ-11"]
    _, constats, _ = lancer(dossier, capsys, "diagnostic")
    assert "est contredit par le registre (ACT-09 Revues trimestrielles tenues dans leur trimestre : 2026-T2" in (
        constats
    )
    assert RAISON in constats


def test_la_reponse_du_registre_est_dite_avec_son_chiffre(dossier: Path, capsys: Capture) -> None:
    arguments = (*TRIMESTRE, "--resultat", "non-conforme", "--constat", "Pas tenue")
    code, sortie, _ = lancer(dossier, capsys, *arguments, "--json")
    assert code == 0
    registre = json.loads(sortie)["registre"]
    assert (registre["resultat"], registre["comptage"]["code"]) == ("non-conforme", "ACT-09")
    assert registre["comptage"]["pas_encore_echues"] == ["2026-T2"]


def test_une_verification_sans_calcul_ne_demande_rien(dossier: Path, capsys: Capture) -> None:
    arguments = ("verification", "noter", "V-NET-02", "--periode", "2026-06-30", "--resultat", "conforme", "--json")
    code, sortie, _ = lancer(dossier, capsys, *arguments)
    assert (code, json.loads(sortie)["registre"]) == (0, None)
