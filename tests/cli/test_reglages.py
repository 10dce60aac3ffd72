"""qualitui reglages, as a person or an acceptance script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "site", "--nom", "EPS"]) == 0
    monkeypatch.setenv("QUALITUI_SITE", str(tmp_path / "site"))
    capsys.readouterr()
    return tmp_path / "site"


def lu(capsys: Capture, *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refuse(capsys: Capture, *arguments: str) -> str:
    assert main(list(arguments)) == 1
    ecrit = capsys.readouterr()
    assert ecrit.out == ""
    return ecrit.err.replace("\u00a0", " ").strip()


def test_la_politique_du_site_se_choisit_s_applique_et_s_explique(
    dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lu(capsys, "echeance", "2026-02-28", "--delai", "reponse-ecrite")["politique"]["source"] == "proposé"
    choix = ["reglages", "delai", "reponse-ecrite", "--report", "aucun", "--raison", "Avis"]
    assert main(choix) == 0
    avant = lu(capsys, "echeance", "2026-02-28", "--delai", "reponse-ecrite")
    apres = lu(capsys, "echeance", "2026-03-04", "--delai", "reponse-ecrite")
    assert (avant["butoir"], avant["politique"]["source"]) == ("2026-03-30", "proposé")
    assert (apres["butoir"], apres["politique"]["raison"]) == ("2026-04-04", "Avis")
    assert "choix du site du lundi 2 mars 2026" in " ".join(apres["explication"])
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-05")
    assert main(["reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-03-04"]) == 0
    capsys.readouterr()
    dossier_lu = lu(capsys, "reclamation", "voir", "R-2026-001")
    assert dossier_lu["butoir"] == "2026-04-04"
    assert dossier_lu["politique"]["source"] == "site"
    assert main(["reclamation", "voir", "R-2026-001", "--pourquoi"]) == 0
    assert "Politique\u00a0: terme gardé même un jour fermé" in capsys.readouterr().out
    par_code = {un["code"]: un for un in lu(capsys, "reglages", "delais")}
    assert par_code["reponse-ecrite"]["politique"]["source"] == "site"
    assert par_code["reponse-ecrite"]["referentiel"]["report"] == "suivant"
    ligne = lu(capsys, "reglages", "historique")[-1]
    assert (ligne["le"], ligne["reglage"], ligne["raison"]) == ("2026-03-02", "politiques", "Avis")
    retour = ["reglages", "delai", "reponse-ecrite", "--comme-le-referentiel", "--raison", "Retour"]
    assert main(retour) == 0
    capsys.readouterr()
    assert lu(capsys, "echeance", "2026-03-05", "--delai", "reponse-ecrite")["politique"]["source"] == "proposé"
    assert "déjà ainsi" in refuse(capsys, *retour)


def test_ce_qui_ne_se_choisit_pas_est_refuse_avec_une_phrase(dossier: Path, capsys: Capture) -> None:
    delai = ("reglages", "delai")
    assert "n’existe pas" in refuse(capsys, *delai, "reponse", "--report", "aucun", "--raison", "x")
    mois = (*delai, "reponse-ecrite", "--unite", "jours-ouvres", "--raison", "x")
    assert "changerait ce qui est promis" in refuse(capsys, *mois)
    passe = (*delai, "reponse-ecrite", "--report", "aucun", "--raison", "x", "--depuis", "2026-03-01")
    assert "que pour l’avenir" in refuse(capsys, *passe)
    assert "que pour l’avenir" in refuse(capsys, "reglages", "fermer", "--du", "2026-03-01", "--raison", "x")
    assert "sans se toucher" in refuse(capsys, "reglages", "horaires", "lundi", "8h-12h, 12h-17h")
    with pytest.raises(SystemExit) as sortie:
        main([*delai, "reponse-ecrite", "--raison", "x"])
    assert sortie.value.code == 2


def test_les_heures_et_les_fermetures_se_reglent_et_comptent(dossier: Path, capsys: Capture) -> None:
    assert main(["reglages", "horaires", "lundi", "08:30-12:00, 13:30-24:00"]) == 0
    assert main(["reglages", "horaires", "mercredi", "fermé"]) == 0
    assert main(["reglages", "fermer", "--du", "2026-03-03", "--raison", "Travaux"]) == 0
    capsys.readouterr()
    lus = lu(capsys, "reglages", "voir")
    assert (lus["horaires"]["lundi"], lus["horaires"]["mercredi"]) == ("08:30-12:00, 13:30-24:00", None)
    assert lus["fermetures"][0]["ajoutee_le"] == "2026-03-02"
    heures = lu(capsys, "echeance", "2026-03-02T12:30", "--duree", "24", "--unite", "heures-ouvrees")
    assert heures["quantieme"] == "2026-03-03T13:30"
    obtenu = lu(capsys, "echeance", "2026-02-04", "--duree", "1", "--unite", "mois")
    assert (obtenu["butoir"], obtenu["cible"]) == ("2026-03-04", "2026-03-02")
    assert "mercredi 4 mars 2026, jour sans ouverture" in " ".join(obtenu["explication"])
    assert main(["reglages", "rouvrir", "--du", "2026-03-03"]) == 0
    capsys.readouterr()
    assert lu(capsys, "reglages", "voir")["fermetures"] == []
    assert "Aucune fermeture" in refuse(capsys, "reglages", "rouvrir", "--du", "2026-03-03")


def test_la_premiere_periode_se_choisit_a_la_creation(
    dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-04")
    ajout = ["verification", "ajouter", "--libelle", "?", "--periodicite", "hebdomadaire"]
    assert main([*ajout, "V-X-1"]) == 0
    assert main([*ajout, "V-X-2", "--premiere-periode", "due"]) == 0
    assert main(["reglages", "premiere-periode", "due"]) == 0
    assert main([*ajout, "V-X-3"]) == 0
    capsys.readouterr()
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-09")
    semaine = lu(capsys, "verification", "lister", "--du", "2026-03-04", "--au", "2026-03-08")
    etats = {un["code"]: un["etat"] for un in semaine if un["code"].startswith("V-X")}
    assert etats == {"V-X-2": "manquée", "V-X-3": "manquée"}
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-08")
    en_cours = {un["code"]: (un["etat"], un.get("due", True)) for un in lu(capsys, "verification", "lister")}
    assert (en_cours["V-X-1"], en_cours["V-X-2"]) == (("à faire", False), ("à faire", True))
    assert not [un for un in lu(capsys, "semaine")["elements"] if "V-X-1 × 2026-S10" in un["reference"]]
