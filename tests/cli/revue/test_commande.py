"""qualitui revue and qualitui modele, as a person or an acceptance script calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from qualitui.cli import main
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import Personne
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.reports.word.controles import controler
from qualitui.store.site.ressources import modeles

Capture = pytest.CaptureFixture[str]


class Programme:
    def __init__(self, dossier: Path, capsys: Capture) -> None:
        self.dossier, self.capsys = dossier, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["--site", str(self.dossier), *arguments])
        except SystemExit as fin:
            code = int(fin.code or 0)
        ecrit = self.capsys.readouterr()
        return code, ecrit.out, ecrit.err.replace("\u00a0", " ")

    def json(self, *arguments: str) -> Any:
        code, sortie, erreurs = self(*arguments, "--json")
        assert code == 0, erreurs
        return json.loads(sortie)


@pytest.fixture
def qualitui(tmp_path: Path, capsys: Capture) -> Programme:
    """A site with one answered case of 2025 and its directeur."""
    from datetime import date

    from qualitui.operations.site.site import creer
    from tests.conftest import JOUR, horloge

    chemin = tmp_path / "site"
    site = creer(
        chemin,
        nom="EPS d’essai",
        verifications_choisies=["V-NET-02"],
        jour=JOUR,
        maintenant=horloge,
        poste="poste-test",
        login="essai",
    )
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=date(2025, 3, 3))
    case = reclamations.ajouter(site, saisie, jour=date(2025, 3, 3)).reclamation
    reclamations.repondre(site, case, le=date(2025, 3, 20), jour=JOUR)
    site.registre.add(Personne(code="leroy-p", nom="Paul Leroy", roles=("directeur",)))
    site.fermer()
    return Programme(chemin, capsys)


def test_ecrire_la_revue_donne_le_chemin(qualitui: Programme, tmp_path: Path) -> None:
    code, sortie, _ = qualitui("revue", "2025", "-o", str(tmp_path / "r.docx"))
    assert (code, sortie.strip()) == (0, str(tmp_path / "r.docx"))
    assert controler((tmp_path / "r.docx").read_bytes()) == []


def test_sans_nom_elle_va_dans_les_documents_du_site(qualitui: Programme) -> None:
    donnees = qualitui.json("revue", "2025")
    attendu = qualitui.dossier / "documents" / "revue-qualite-locale-2025.docx"
    assert donnees["document"] == str(attendu)
    assert attendu.is_file()


def test_voir_les_chiffres_et_leurs_sources(qualitui: Programme) -> None:
    vue = qualitui.json("revue", "2025", "voir")
    assert (vue["etat"], vue["arretee_le"], vue["figee"]) == ("en préparation", "2026-03-02", False)
    delai = next(c for c in vue["chiffres"] if c["code"] == "ECO-03")
    assert (delai["n"], delai["n_1"], delai["etat"]) == ("100\u00a0% (1/1)", "non mesuré", "atteint")
    assert qualitui.json("revue", "2025", "sources", "ECO-03")["sources"] == ["R-2025-001"]
    assert qualitui("revue", "2025", "sources", "ECO-99")[0] == 1


def test_chaque_engagement_dit_son_etat_et_le_chiffre_qui_en_decide(qualitui: Programme) -> None:
    vus = {un["engagement"]: un for un in qualitui.json("revue", "2025", "voir")["engagements"]}
    assert len(vus) == 25
    assert (vus["9"]["etat"], vus["9"]["decide_par"]["code"]) == ("partiel", "I-ECO-02")
    assert (vus["SMQ8"]["etat"], vus["SMQ8"]["decide_par"]["code"]) == ("non mesuré", "AUD-01")
    assert {un["etat"] for un in vus.values()} <= {"respecté", "partiel", "non respecté", "non mesuré", "sans objet"}
    lu = qualitui.json("referentiel", "voir", "9", "--annee", "2025")["etat"]
    assert lu == {"annee": 2025, **vus["9"]}


def test_l_histoire_entiere_jusqu_a_l_approbation(qualitui: Programme) -> None:
    code, _, erreurs = qualitui("revue", "2025", "approuver", "--par", "leroy-p", "--le", "2026-03-02")
    assert code == 1
    assert "zone forces" in erreurs
    for zone in qualitui.json("revue", "2025", "zones"):
        if zone["obligatoire"]:
            assert qualitui("revue", "2025", "saisir", zone["code"], "--texte", "- Rédigé.")[0] == 0
    code, reference, _ = qualitui("revue", "2025", "objectif", "--texte", "Décrocher plus vite", "--pilote", "daa")
    assert (code, reference.strip()) == (0, "O-2026-1")
    assert len(qualitui.json("revue", "2025", "manques")) == 3
    reste = ("--indicateur", "I-TEL-01", "--cible", "95 %", "--echeance", "2026-12-31")
    assert qualitui("revue", "2025", "objectif", "--code", "O-2026-1", *reste)[0] == 0
    assert qualitui.json("revue", "2025", "manques") == []
    assert qualitui("revue", "2025", "arreter", "--le", "2026-01-31")[0] == 0
    assert qualitui("revue", "2025", "soumettre")[0] == 0
    assert qualitui("revue", "2025", "approuver", "--par", "leroy-p", "--le", "2026-03-02")[0] == 0
    assert qualitui("revue", "2025", "presenter", "--le", "2026-03-02", "--transmise", "2026-03-02")[0] == 0
    vue = qualitui.json("revue", "2025", "voir")
    assert (vue["etat"], vue["approuvee_par"], vue["arretee_le"]) == ("présentée", "Paul Leroy", "2026-01-31")
    assert qualitui("revue", "2025", "saisir", "forces", "--texte", "x")[0] == 1
    assert qualitui("revue", "2025", "rouvrir", "--raison", "Un chiffre faux")[0] == 0
    assert qualitui("revue", "2025", "saisir", "forces", "--texte", "x")[0] == 0


def test_rafraichir_un_document(qualitui: Programme, tmp_path: Path) -> None:
    fichier = tmp_path / "r.docx"
    qualitui("revue", "2025", "-o", str(fichier))
    code, sortie, erreurs = qualitui("revue", "2025", "rafraichir", str(fichier))
    assert (code, sortie.strip()) == (0, str(fichier))
    assert "zones calculées à jour" in erreurs
    assert qualitui("revue", "2025", "rafraichir", str(tmp_path / "rien.docx"))[0] == 1


def test_risque_et_suite(qualitui: Programme) -> None:
    code, reference, _ = qualitui(
        "revue", "2025", "risque", "--libelle", "Panne du standard", "--gravite", "3", "--frequence", "2"
    )
    assert (code, reference.strip()) == (0, "RQ-2025-1")
    assert qualitui("revue", "2025", "risque", "--libelle", "x", "--gravite", "9", "--frequence", "1")[0] == 1
    qualitui("revue", "2025", "objectif", "--texte", "Décrocher plus vite")
    assert qualitui("revue", "2026", "suite", "O-2026-1", "--resultat", "partiel")[0] == 0
    assert qualitui("revue", "2026", "suite", "O-2026-9", "--resultat", "partiel")[0] == 1


def test_un_texte_vient_d_un_fichier(qualitui: Programme, tmp_path: Path) -> None:
    (tmp_path / "texte.txt").write_bytes("\ufeffTrois lignes\r\n- une\r\n- deux".encode())
    assert qualitui("revue", "2025", "saisir", "forces", "--fichier", str(tmp_path / "texte.txt"))[0] == 0
    forces = next(z for z in qualitui.json("revue", "2025", "zones") if z["code"] == "forces")
    assert forces["texte"] == "Trois lignes\n- une\n- deux"
    (tmp_path / "cp1252.txt").write_bytes("é".encode("cp1252"))
    for option in (("--fichier", str(tmp_path / "cp1252.txt")), ("--fichier", str(tmp_path / "absent")), ()):
        code, _, erreurs = qualitui("revue", "2025", "saisir", "forces", *option)
        assert code == 1
        assert erreurs.strip()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["revue"], 2),
        (["revue", "bientôt"], 2),
        (["revue", "2025", "danser"], 2),
        (["revue", "2025", "approuver"], 2),
        (["revue", "2027"], 1),
        (["revue", "2025", "saisir", "forcess", "--texte", "x"], 1),
        (["revue", "2025", "-o", "/nulle/part/r.docx"], 1),
    ],
)
def test_un_mauvais_usage_se_dit(qualitui: Programme, arguments: list[str], code: int) -> None:
    obtenu, sortie, erreurs = qualitui(*arguments)
    assert (obtenu, sortie) == (code, "")
    assert erreurs.strip()
    assert "Traceback" not in erreurs


class TestModele:
    def test_lister(self, qualitui: Programme) -> None:
        assert "revue-qualite-locale.docx" in qualitui.json("modele", "lister")

    def test_les_modeles_livres_sont_bons(self, qualitui: Programme) -> None:
        for chemin in modeles().glob("*.docx"):
            assert qualitui.json("modele", "verifier", str(chemin)) == {"ok": True, "defauts": []}

    def test_un_modele_fautif(self, qualitui: Programme, tmp_path: Path) -> None:
        document = Document(str(modeles() / "revue-qualite-locale.docx"))
        document.add_paragraph("{{ site.adrese }}")
        document.save(str(tmp_path / "mon-modele.docx"))
        code, sortie, _ = qualitui(
            "modele", "verifier", str(tmp_path / "mon-modele.docx"), "--comme", "revue-qualite-locale.docx"
        )
        assert code == 1
        assert "« adrese » n’existe pas" in sortie

    def test_un_modele_absent_ou_inconnu(self, qualitui: Programme, tmp_path: Path) -> None:
        assert qualitui("modele", "verifier", str(tmp_path / "rien.docx"))[0] == 1
        livre = str(modeles() / "revue-qualite-locale.docx")
        assert qualitui("modele", "verifier", livre, "--comme", "autre.docx")[0] == 1


def test_lire_la_revue_ne_charge_pas_word(qualitui: Programme) -> None:
    """A reading command must stay fast: neither Word, Excel nor Textual is imported."""
    programme = (
        "import sys; from qualitui.cli import main; "
        f"main(['--site', {str(qualitui.dossier)!r}, 'revue', '2025', 'manques']); "
        "print([m for m in ('docx', 'docxtpl', 'xlsxwriter', 'textual', 'jinja2') if m in sys.modules])"
    )
    resultat = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=True)
    assert resultat.stdout.splitlines()[-1] == "[]"
