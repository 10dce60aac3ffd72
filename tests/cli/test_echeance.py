"""qualitui echeance, as a person or an acceptance script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.store.site.referentiels import charger_referentiels

Capture = pytest.CaptureFixture[str]

DELAIS = [(un.code, code) for un in charger_referentiels().values() for code in un.delais()]


def calcule(capsys: Capture, *arguments: str) -> Any:
    assert main(["echeance", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refuse(capsys: Capture, *arguments: str) -> str:
    """The sentence of a refusal: exit code 1, nothing on stdout."""
    assert main(["echeance", *arguments]) == 1
    ecrit = capsys.readouterr()
    assert ecrit.out == ""
    return ecrit.err.replace("\u00a0", " ").strip()


def test_l_exemple_du_manuel(capsys: Capture) -> None:
    obtenu = calcule(capsys, "2026-01-31", "--duree", "1", "--unite", "mois")
    explication = " ".join(obtenu.pop("explication"))
    assert obtenu == {
        "depart": "2026-01-31",
        "quantieme": "2026-02-28",
        "butoir": "2026-03-02",
        "cible": "2026-02-27",
        "arrivee": None,
    }
    assert "samedi 28 février 2026" in explication
    assert "dimanche 1er mars 2026" in explication


@pytest.mark.parametrize("saisie", ["31/01/2026", "31/01/26", "310126", "31 janvier 2026"])
def test_la_date_se_tape_a_la_francaise(capsys: Capture, saisie: str) -> None:
    assert calcule(capsys, saisie, "--duree", "1", "--unite", "mois")["butoir"] == "2026-03-02"


def test_en_texte_la_raison_est_lisible(capsys: Capture) -> None:
    assert main(["echeance", "2026-03-06", "--duree", "1", "--unite", "mois"]) == 0
    lignes = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert "Sauté : lundi 6 avril 2026, lundi de Pâques." in lignes
    assert lignes[-1].startswith("Cible : vendredi 3 avril 2026")


@pytest.mark.parametrize(("referentiel", "delai"), DELAIS)
def test_chaque_delai_des_deux_referentiels(capsys: Capture, referentiel: str, delai: str) -> None:
    arguments = ["2026-05-28", "--delai", delai, "--referentiel", referentiel]
    if delai == "decroche-telephone":
        assert "seuil de 25 secondes" in refuse(capsys, *arguments)
        return
    obtenu = calcule(capsys, *arguments)
    assert obtenu["butoir"] > "2026-05-28"
    assert referentiel in " ".join(obtenu["explication"])


@pytest.mark.parametrize(("delai", "butoir"), [("pieces-manquantes", "2026-06-09"), ("paiement-aide", "2026-06-12")])
def test_sans_referentiel_le_plus_recent_d_abord_puis_l_autre(capsys: Capture, delai: str, butoir: str) -> None:
    assert calcule(capsys, "2026-05-28", "--delai", delai)["butoir"] == butoir


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (["2025-09-03", "--duree", "12", "--unite", "jours", "--acheminement", "3"], {"arrivee": "2025-09-18"}),
        (["2025-04-16", "--delai", "pieces-manquantes"], {"arrivee": "2025-05-02", "butoir": "2025-04-28"}),
        (["2025-07-31", "--duree", "15", "--unite", "jours", "--report", "aucun"], {"butoir": "2025-08-15"}),
        (["2025-11-25", "--duree", "1", "--unite", "mois", "--zone", "alsace-moselle"], {"butoir": "2025-12-29"}),
        (["2025-06-02", "--duree", "5", "--unite", "jours-ouvrables"], {"butoir": "2025-06-10"}),
        (["2025-06-02", "--duree", "5", "--unite", "jours-ouvrables", "--samedi"], {"butoir": "2025-06-07"}),
        (["2025-09-10", "--duree", "5", "--unite", "jours-ouvres"], {"butoir": "2025-09-17"}),
        (["2025-02-10", "--unite", "trimestre"], {"butoir": "2025-03-31"}),
        (["2025-02-10", "--unite", "trimestre", "--duree", "1"], {"butoir": "2025-03-31"}),
        (
            ["2025-09-08T18:00", "--duree", "48", "--unite", "heures-ouvrees"],
            {"depart": "2025-09-08T18:00", "butoir": "2025-09-11T08:30", "cible": "2025-09-11T08:30"},
        ),
    ],
)
def test_les_options(capsys: Capture, arguments: list[str], attendu: dict[str, str]) -> None:
    obtenu = calcule(capsys, *arguments)
    assert {cle: obtenu[cle] for cle in attendu} == attendu


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["31/02/2026", "--duree", "1", "--unite", "mois"], "Le 31 février 2026 n’existe pas."),
        (["11/22/2026", "--duree", "1", "--unite", "mois"], "Il n’y a pas de mois 22"),
        (["bientôt", "--duree", "1", "--unite", "mois"], "« bientôt » n’est pas une date"),
        (["1989-12-31", "--duree", "1", "--unite", "mois"], "L’année 1989 n’est pas acceptée"),
        (["2026-03-02", "--duree", "0", "--unite", "mois"], "au moins 1"),
        (["2026-03-02", "--duree", "-3", "--unite", "jours"], "au moins 1"),
        (["2026-03-02", "--duree", "9999", "--unite", "jours"], "dépasse dix ans"),
        (["2026-03-02", "--delai", "reponse-ecrit"], "Vouliez-vous dire « reponse-ecrite »"),
        (["2026-03-02", "--delai", "rappel-telephonique", "--referentiel", "EPS-2023"], "dans le référentiel EPS-2023"),
        (["2026-03-02", "--delai", "reponse-ecrite", "--referentiel", "EPS-2022"], "« EPS-2023 »"),
    ],
)
def test_ce_qui_est_refuse_dit_pourquoi(capsys: Capture, arguments: list[str], phrase: str) -> None:
    assert phrase in refuse(capsys, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["2026-03-02"],
        ["2026-03-02", "--duree", "1"],
        ["2026-03-02", "--unite", "mois"],
        ["2026-03-02", "--delai", "reponse-ecrite", "--duree", "1", "--unite", "mois"],
        ["2026-03-02", "--duree", "1", "--unite", "semaines"],
        ["2026-03-02", "--duree", "un", "--unite", "mois"],
    ],
)
def test_un_mauvais_usage_sort_avec_le_code_2(capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(["echeance", *arguments])
    assert sortie.value.code == 2
    assert "Voir" in capsys.readouterr().err


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A site in Alsace-Moselle, under CASVP-2014 until 2023, closed on 24 December 2025."""
    (tmp_path / "site.toml").write_text(
        'nom = "EPS d’essai"\nzone = "alsace-moselle"\n'
        '[[referentiels]]\ncode = "CASVP-2014"\ndepuis = 2014-05-01\n'
        '[[referentiels]]\ncode = "EPS-2023"\ndepuis = 2023-02-09\n'
        '[[fermetures]]\ndu = 2025-12-24\nau = 2025-12-24\nlibelle = "veille de Noël"\n',
        "utf-8",
    )
    return tmp_path


def test_les_reglages_du_site_comptent(dossier: Path, capsys: Capture) -> None:
    assert main(["--site", str(dossier), "echeance", "2025-11-25", "--delai", "reponse-ecrite", "--json"]) == 0
    obtenu = json.loads(capsys.readouterr().out)
    assert (obtenu["butoir"], obtenu["cible"]) == ("2025-12-29", "2025-12-23")
    assert "fermeture du site (veille de Noël)" in " ".join(obtenu["explication"])


def test_le_referentiel_en_vigueur_au_depart_vient_d_abord(
    dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALITUI_SITE", str(dossier))
    assert "CASVP-2014" in " ".join(calcule(capsys, "2020-03-02", "--delai", "reponse-attente")["explication"])
    assert "EPS-2023" in " ".join(calcule(capsys, "2026-03-02", "--delai", "reponse-attente")["explication"])
