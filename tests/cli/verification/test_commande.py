"""qualitui verification, as a person or an acceptance script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def dossier(tmp_path: Path, capsys: Capture) -> Path:
    """A site created on Monday 2 March 2026 with two checks only."""
    from qualitui.operations.site.site import creer
    from tests.conftest import JOUR, horloge

    chemin = tmp_path / "site"
    creer(
        chemin,
        nom="EPS d’essai",
        verifications_choisies=["V-NET-02", "V-CNF-01"],
        jour=JOUR,
        maintenant=horloge,
        poste="poste-test",
        login="essai",
    ).fermer()
    return chemin


class Programme:
    def __init__(self, dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dossier, self.capsys, self.monkeypatch = dossier, capsys, monkeypatch

    def le(self, jour: str) -> None:
        self.monkeypatch.setenv("QUALITUI_DATE", jour)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["--site", str(self.dossier), "verification", *arguments])
        except SystemExit as fin:
            code = int(fin.code or 0)
        ecrit = self.capsys.readouterr()
        return code, ecrit.out, ecrit.err.replace("\u00a0", " ")

    def json(self, *arguments: str) -> Any:
        code, sortie, _ = self(*arguments, "--json")
        assert code == 0
        return json.loads(sortie)


@pytest.fixture
def qualitui(dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Programme:
    return Programme(dossier, capsys, monkeypatch)


NOTER = ("noter", "V-NET-02", "--periode", "2026-03-02", "--resultat")


def test_la_liste_a_la_forme_du_contrat(qualitui: Programme) -> None:
    assert qualitui.json("lister") == [
        {
            "code": "V-NET-02",
            "periode": "2026-03-02",
            "libelle": "Les sanitaires ont-ils été nettoyés aujourd’hui et sont-ils ouverts au public ?".replace(
                " ?", "\u00a0?"
            ),
            "etat": "à faire",
            "resultat": None,
            "debut": "2026-03-02",
            "fin": "2026-03-02",
            "role": "agent-accueil",
        },
        {
            "code": "V-CNF-01",
            "periode": "2026-S10",
            "libelle": "L’espace d’attente est-il propre, chauffé et pourvu de sièges en bon état\u00a0?",
            "etat": "à faire",
            "resultat": None,
            "debut": "2026-03-02",
            "fin": "2026-03-08",
            "role": "agent-accueil",
        },
    ]


def test_un_resultat_note_puis_corrige_garde_le_premier_dans_l_historique(qualitui: Programme) -> None:
    assert qualitui(*NOTER, "conforme")[0] == 0
    code, sortie, dit = qualitui(*NOTER, "non-conforme", "--constat", "plus de savon", "--action")

    assert (code, sortie) == (0, "")
    assert "il était « conforme »" in dit
    assert "A-2026-001" in dit
    passage = qualitui.json("voir", "v-net-02")["occurrences"][0]
    assert (passage["etat"], passage["resultat"]) == ("faite", "non-conforme")
    assert passage["constat"]["action"] == "A-2026-001"


def test_cles_et_codes_s_acceptent_en_majuscules_ou_en_minuscules(qualitui: Programme) -> None:
    noter = ("noter", "v-cnf-01", "--periode", "2026-s10", "--resultat", "Sans objet", "--json")

    code, sortie, _ = qualitui(*noter)

    assert code == 0
    assert json.loads(sortie)["resultat"] == "sans-objet"


@pytest.mark.parametrize(
    ("arguments", "code", "dit"),
    [
        (("voir", "V-NET-20"), 1, "V-NET-02"),
        ((*NOTER, "non-conforme"), 1, "ce qui a été vu"),
        ((*NOTER, "presque"), 2, "conforme, non-conforme ou sans-objet"),
        (("noter", "V-NET-02", "--periode", "2026-03-01", "--resultat", "conforme"), 1, "2026-03"),
        (("noter", "V-NET-02", "--periode", "mars", "--resultat", "conforme"), 1, "2026-S10"),
        (("noter", "V-NET-02", "--periode", "2026-03-03", "--resultat", "conforme"), 1, "mardi 3 mars 2026"),
        (("noter", "V-NET-02"), 2, "manque : --periode"),
        (("lister", "--du", "2026-03-03", "--au", "2026-03-02"), 1, "avant de commencer"),
        (("lister", "--du", "30/02/2026"), 2, "30 février 2026 n’existe pas"),
        (("expliquer", "V-NET-02", "--periode", "2026-03-02", "--raison", "oubli"), 1, "n’est pas manquée"),
        (("suspendre", "V-NET-02", "--du", "2026-03-01", "--raison", "x"), 1, "avenir"),
        (("reprendre", "V-NET-02"), 1, "n’est pas suspendue"),
        (("retenir",), 2, "--toutes"),
        (("ajouter", "V-EPS-01", "--libelle", "?"), 2, "--periodicite"),
        (("ajouter", "V-EPS-01", "--libelle", "?", "--periodicite", "lunaire"), 2, "hebdomadaire"),
        (("ajouter", "V-EPS-01", "--libelle", "?", "--periodicite", "n-fois-par-an"), 1, "de 2 à 52"),
        (("modifier", "V-NET-02"), 2, "ce qui change"),
        (("modifier", "V-NET-02", "--periodicite", "mensuelle"), 1, "référentiel"),
        (("tournee", "--role", "jardinier"), 1, "jardinier"),
    ],
)
def test_une_mauvaise_saisie_recoit_une_phrase_et_son_code(
    qualitui: Programme, arguments: tuple[str, ...], code: int, dit: str
) -> None:
    obtenu, sortie, erreur = qualitui(*arguments)

    assert (obtenu, sortie) == (code, "")
    assert dit in erreur
    assert "Traceback" not in erreur


def test_une_manquee_expliquee_reste_manquee(qualitui: Programme) -> None:
    qualitui.le("2026-03-04")
    etats = [(o["periode"], o["etat"]) for o in qualitui.json("lister")]
    assert etats == [
        ("2026-03-02", "manquée"),
        ("2026-03-03", "manquée"),
        ("2026-03-04", "à faire"),
        ("2026-S10", "à faire"),
    ]

    assert qualitui("expliquer", "V-NET-02", "--periode", "2026-03-02", "--raison", "absence")[0] == 0

    assert [o["periode"] for o in qualitui.json("lister")] == ["2026-03-03", "2026-03-04", "2026-S10"]
    intervalle = qualitui.json("lister", "--du", "2026-03-02", "--au", "02/03/26")
    assert [(o["periode"], o["etat"], o["resultat"]) for o in intervalle if o["code"] == "V-NET-02"] == [
        ("2026-03-02", "manquée", None)
    ]


def test_faite_en_retard_ou_seulement_saisie_en_retard(qualitui: Programme) -> None:
    qualitui.le("2026-03-03")
    _, _, dit = qualitui(*NOTER, "conforme")
    assert "reste manquée" in dit
    assert qualitui.json("voir", "V-NET-02")["occurrences"][0]["etat"] == "manquée"

    _, _, dit = qualitui(*NOTER, "conforme", "--le", "2026-03-02")

    assert "manquée" not in dit
    assert qualitui.json("voir", "V-NET-02")["occurrences"][0]["etat"] == "faite"


def test_le_tableau_se_tient_par_des_commandes(qualitui: Programme) -> None:
    assert qualitui("retenir", "V-SEC-02")[0] == 0
    ajouter = ("ajouter", "v-eps-01", "--libelle", "Boîte relevée ?", "--periodicite", "n fois par an")
    assert qualitui(*ajouter, "--fois-par-an", "3", "--role", "RAQN", "--engagement", "3")[0] == 0
    assert qualitui("modifier", "V-EPS-01", "--lieu", "entrée")[0] == 0
    assert qualitui("suspendre", "V-NET-02", "--raison", "travaux", "--au", "2026-03-31")[0] == 0

    fiches = {fiche["code"]: fiche for fiche in qualitui.json("table")}

    assert set(fiches) == {"V-NET-02", "V-CNF-01", "V-SEC-02", "V-EPS-01"}
    assert (fiches["V-EPS-01"]["role"], fiches["V-EPS-01"]["lieu"]) == ("raqn", "entrée")
    assert fiches["V-SEC-02"]["rythme_impose"] is True
    etats = {o["code"]: (o["periode"], o["etat"]) for o in qualitui.json("lister")}
    assert etats["V-NET-02"] == ("2026-03-02", "suspendue")
    assert etats["V-EPS-01"] == ("2026-1/3", "à faire")
    assert len(qualitui.json("table", "--proposees")) == 57
    qualitui.le("2026-03-03")
    assert qualitui("reprendre", "V-NET-02")[0] == 0
    assert {o["code"]: o["etat"] for o in qualitui.json("lister")}["V-NET-02"] == "à faire"


def test_les_taux_ont_numerateur_et_denominateur(qualitui: Programme) -> None:
    qualitui(*NOTER, "conforme")
    qualitui.le("2026-03-05")

    stats = qualitui.json("statistiques", "--par", "engagement")

    assert (stats["du"], stats["au"]) == ("2026-01-01", "2026-03-05")
    assert stats["total"]["n"]["realisation"] == {"n": 1, "d": 3}
    assert stats["engagement"]["3"]["n"]["conformite"] == {"n": 1, "d": 1}
    _, texte, _ = qualitui("statistiques")
    assert "33\u00a0% (1/3)" in texte


def test_les_sorties_en_texte_se_lisent(qualitui: Programme) -> None:
    qualitui(*NOTER, "non-conforme", "--constat", "plus de savon")

    for commande, vu in (
        (("lister",), "2026-S10"),
        (("table",), "V-CNF-01"),
        (("table", "--proposees"), "V-INF-01"),
        (("voir", "V-NET-02"), "plus de savon"),
    ):
        code, sortie, _ = qualitui(*commande)
        assert code == 0
        assert vu in sortie


def test_la_tournee_s_ecrit_ou_l_on_demande_ou_dans_les_documents(qualitui: Programme, tmp_path: Path) -> None:
    assert qualitui("tournee", "-o", str(tmp_path / "t.docx"))[0] == 0
    assert qualitui("tournee", "--semaine", "--role", "agent-accueil")[0] == 0

    assert (tmp_path / "t.docx").stat().st_size > 10_000
    assert (qualitui.dossier / "documents" / "tournee-semaine-2026-03-02-agent-accueil.docx").is_file()
    assert qualitui("tournee", "--lieu", "Sanitaires")[0] == 0
    assert (qualitui.dossier / "documents" / "tournee-2026-03-02-sanitaires.docx").is_file()
    code, _, dit = qualitui("tournee", "--lieu", "sanitaire du 2e")
    assert (code, "Vouliez-vous dire « sanitaires » ?" in dit) == (1, True)
    code, _, dit = qualitui("tournee", "-o", str(tmp_path / "absent" / "t.docx"))
    assert code == 1
    assert "n’existe pas" in dit


def test_pourquoi_ce_jour_nomme_les_jours_sautes(qualitui: Programme) -> None:
    code, sortie, _ = qualitui("pourquoi", "V-CNF-01", "--periode", "2026-s15")
    assert code == 0
    assert sortie.startswith("V-CNF-01 × 2026-S15\n")

    donnees = qualitui.json("pourquoi", "V-NET-02", "--periode", "2026-03-03")
    assert (donnees["debut"], donnees["attendue"], donnees["fin"]) == ("2026-03-03",) * 3
    assert donnees["explication"][0].startswith("Période")
    assert qualitui("pourquoi", "V-NET-02", "--periode", "2026-04-06")[0] == 1  # Easter Monday: no such period


def test_l_annee_s_ecrit_en_classeur(qualitui: Programme, tmp_path: Path) -> None:
    assert qualitui("exporter", str(tmp_path / "v.xlsx"), "--annee", "2025")[0] == 0
    assert (tmp_path / "v.xlsx").read_bytes().startswith(b"PK")
    assert qualitui("exporter")[0] == 0
    assert (qualitui.dossier / "documents" / "verifications-2026.xlsx").is_file()
    code, _, dit = qualitui("exporter", str(tmp_path / "v.ods"))
    assert (code, ".xlsx" in dit) == (1, True)


def test_la_liste_d_un_seul_etat(qualitui: Programme) -> None:
    qualitui.le("2026-03-05")
    manquees = qualitui.json("lister", "--du", "2026-03-02", "--etat", "Manquee")
    assert [(o["code"], o["periode"]) for o in manquees] == [("V-NET-02", f"2026-03-0{jour}") for jour in (2, 3, 4)]
    code, _, dit = qualitui("lister", "--etat", "perdue")
    assert (code, "n’est pas un état" in dit) == (2, True)


def test_un_site_commence_avec_un_tableau_vide_si_on_le_demande(tmp_path: Path, capsys: Capture) -> None:
    site = str(tmp_path / "vide")
    assert main(["init", site, "--nom", "EPS vide", "--sans-verifications"]) == 0
    capsys.readouterr()
    assert main(["--site", site, "verification", "table", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["--site", site, "verification", "retenir", "V-NET-02", "V-SEC-02"]) == 0
    assert main(["--site", site, "verification", "table", "--json"]) == 0
    assert [v["code"] for v in json.loads(capsys.readouterr().out)] == ["V-NET-02", "V-SEC-02"]
