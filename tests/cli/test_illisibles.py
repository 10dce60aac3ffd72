"""What this program does not understand keeps its place, is told, and stops nothing: any content, every reading."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.domain.concepts import tables
from qualitui.domain.rayons import OUVERT, ranger
from tests.cli.parcours import lancer
from tests.cli.test_etat import DOCUMENTS as DOCUMENTS_DU_SITE
from tests.cli.test_etat import RESERVE, exemples_du_guide
from tests.cli.test_etat import _texte as texte_du_document
from tests.cli.test_lectures import TOUTES
from tests.lignes_de_trop import Etranger, deranger

Capture = pytest.CaptureFixture[str]

# The list of each table, where its records have a row of their own.
LISTES: dict[str, list[str]] = {
    "reclamations": ["reclamation", "lister"],
    "verifications": ["verification", "table"],
    "actions": ["action", "lister"],
    "trimestres": ["trimestre", "lister"],
    "suggestions": ["suggestion", "lister"],
    "valeurs": ["indicateur", "lister"],
    "equipe": ["equipe", "lister", "--tous"],
}
# Told by the occurrence it answers; by the year, which each command names; by the orphan folder it settles; by the
# check-up, which says what was accepted as lost.
AILLEURS = {"constats", "revues", "regularisations", "pertes"}
EXEMPLES = {
    "reclamations": "R-2026-010",
    "verifications": "V-NET-02",
    "actions": "A-2026-004",
    "trimestres": "2025-T4",
    "suggestions": "S-2026-001",
    "valeurs": "",
    "equipe": "",
}
VOIR = {
    "reclamations": "reclamation",
    "verifications": "verification",
    "actions": "action",
    "suggestions": "suggestion",
}
DOCUMENTS = [
    ["semaine", "-o", "s.docx"],
    ["verification", "tournee", "-o", "t.docx"],
    ["verification", "exporter", "v.xlsx"],
    ["revue", "2025", "-o", "r.docx"],
    ["sauvegarder", "s.zip"],
    ["diagnostic"],
    ["retrouver"],
    ["conflits"],
    ["suggestion", "ajouter", "--texte", "Un banc"],
]
GRAINES = range(2)  # `python -m benchmarks.lignes` takes many more
CONTROLES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture
def copie(dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "demo"
    shutil.copytree(dossier_demo, site)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALITUI_SITE", str(site))
    return site


def lu(capsys: Capture, *commande: str) -> Any:
    assert main([*commande, "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def un_de(etranger: Etranger, table: str) -> tuple[str, str]:
    """An id of the table, and what people call it."""
    if EXEMPLES[table]:
        return etranger.nommee(table, EXEMPLES[table]), EXEMPLES[table]
    ident, contenu = next((i, c) for (t, i), (_, c) in etranger.fiches.items() if t == table)
    return ident, contenu.get("code") or f"{contenu['indicateur']} × {contenu['periode']}"


def test_chaque_table_a_sa_liste() -> None:
    assert {table.nom for _, table in tables()} == set(LISTES) | AILLEURS


@pytest.mark.parametrize("table", LISTES)
def test_une_fiche_illisible_garde_sa_place_et_son_nom(table: str, copie: Path, capsys: Capture) -> None:
    liste = LISTES[table]
    avant = lu(capsys, *liste)
    etranger = Etranger(copie)
    ident, nom = un_de(etranger, table)
    etranger.changer(table, ident, s={"champ_nouveau": "x", **{champ: {"autre": "forme"} for champ in _exiges(table)}})
    apres = lu(capsys, *liste)
    (dite,) = [une for une in apres if une.get("illisible")]
    assert nom in dite.values()
    assert dite["etat"] == "illisible ici"
    assert "champ inconnu «\u00a0champ_nouveau\u00a0»" in dite["illisible"]
    assert len(apres) == len(avant) + (table == "valeurs")  # that list is of the indicators, not of their values
    assert main(liste) == 0
    sortie = capsys.readouterr()
    assert [ligne for ligne in sortie.out.splitlines() if ligne.startswith(nom) and "Illisible ici" in ligne]
    assert "illisible ici" in sortie.err


def _exiges(table: str) -> list[str]:
    """The fields that no default replaces, but the one that names the record."""
    decrite = next(t for _, t in tables() if t.nom == table)
    champs = decrite.importer().model_fields.items()
    garde = {decrite.cle, "indicateur", "periode"}
    return [nom for nom, champ in champs if champ.is_required() and nom not in garde] or ["close_le"]


@pytest.mark.parametrize("table", LISTES)
def test_un_champ_de_plus_est_garde_et_la_fiche_montree_entiere(table: str, copie: Path, capsys: Capture) -> None:
    avant = lu(capsys, *LISTES[table])
    etranger = Etranger(copie)
    ident, nom = un_de(etranger, table)
    etranger.changer(table, ident, s={"champ_nouveau": "x"})
    apres = lu(capsys, *LISTES[table])
    sans = [{cle: valeur for cle, valeur in une.items() if cle != "illisible"} for une in apres]
    assert sans == avant
    if table != "valeurs":
        (dite,) = [une for une in apres if "illisible" in une]
        assert nom in dite.values()
        assert dite["illisible"].startswith("En lecture seule ici\u00a0: champ inconnu")


@pytest.mark.parametrize("table", VOIR)
def test_voir_montre_ce_qui_peut_l_etre(table: str, copie: Path, capsys: Capture) -> None:
    etranger = Etranger(copie)
    ident, nom = un_de(etranger, table)
    etranger.changer(table, ident, s={"champ_nouveau": "x", _exiges(table)[0]: {"autre": "forme"}})
    vue = lu(capsys, VOIR[table], "voir", nom)
    assert nom in vue.values()
    assert vue["contenu"]["champ_nouveau"] == "x"
    assert main([VOIR[table], "voir", nom]) == 0
    assert "champ nouveau\u00a0: x" in capsys.readouterr().out
    assert lu(capsys, "historique", nom)["changements"][-1]["champs"]["champ_nouveau"]["apres"] == "x"


GESTES = [
    ["reclamation", "repondre", "R-2026-010", "--le", "2026-03-02"],
    ["action", "noter", "A-2026-004", "--texte", "Vu"],
    ["verification", "suspendre", "V-NET-02", "--raison", "travaux"],
    ["suggestion", "presenter", "S-2026-001"],
]


@pytest.mark.parametrize(
    "champs", [{"champ_nouveau": "x"}, {"champ_nouveau": "x", "reference": []}], ids=["plus", "faux"]
)
@pytest.mark.parametrize("geste", GESTES, ids=" ".join)
def test_un_geste_sur_elle_est_refuse_d_une_phrase_et_n_efface_rien(
    geste: list[str], champs: dict[str, Any], copie: Path, capsys: Capture
) -> None:
    etranger = Etranger(copie)
    table = next(table for table, nom in VOIR.items() if nom == geste[0])
    ident, _ = un_de(etranger, table)
    if "reference" in champs:
        champs = {"champ_nouveau": "x", _exiges(table)[-1]: []}
    etranger.changer(table, ident, s=champs)
    avant = {chemin: chemin.read_bytes() for chemin in copie.rglob("*.jsonl")}
    code = lancer(geste)
    sortie = capsys.readouterr()
    assert code == 1, sortie
    assert "mettez à jour le programme" in sortie.err
    assert avant == {chemin: chemin.read_bytes() for chemin in copie.rglob("*.jsonl")}


def test_nul_n_est_oublie_dans_la_semaine(copie: Path, capsys: Capture) -> None:
    """Every record that still asked for something is in the week, with its last day as far as it can be read."""
    etranger = Etranger(copie)
    ouvertes = {
        contenu["reference"]
        for (table, ident), (_, contenu) in list(etranger.fiches.items())
        if table in ("reclamations", "actions", "suggestions") and ranger(table, ident, contenu) == OUVERT
    }
    for reference in sorted(ouvertes):
        table = {"R": "reclamations", "A": "actions", "S": "suggestions"}[reference[0]]
        etranger.changer(table, etranger.nommee(table, reference), s={_exiges(table)[0]: {"autre": "forme"}})
    elements = {une["reference"]: une for une in lu(capsys, "semaine")["elements"]}
    en_retard = {r for r, une in elements.items() if une["etat"] == "en retard" and "Illisible ici" in une["libelle"]}
    assert "R-2026-010" in en_retard
    assert {nom for nom in ouvertes if nom not in elements and not _a_venir(etranger, nom)} == set()


def _a_venir(etranger: Etranger, nom: str) -> bool:
    """Its last day is readable, and after this week: it is not due yet."""
    contenu = next(c for _, c in etranger.fiches.values() if c.get("reference") == nom)
    echeance = contenu.get("echeance") or ""
    jour = echeance.get("cible") or echeance.get("butoir") if isinstance(echeance, dict) else echeance
    return isinstance(jour, str) and jour > "2026-03-06"


def test_un_resultat_illisible_n_est_ni_fait_ni_manque(copie: Path, capsys: Capture) -> None:
    etranger = Etranger(copie)
    ident = max(i for t, i in etranger.fiches if t == "constats" and i.startswith("V-NET-02@2026"))
    periode = ident.partition("@")[2]
    etranger.changer("constats", ident, s={"resultat": "à moitié conforme"})
    listees = lu(capsys, "verification", "lister", "--du", periode, "--au", periode)
    assert [une["etat"] for une in listees if (une["code"], une["periode"]) == ("V-NET-02", periode)] == [
        "illisible ici"
    ]


def test_ce_qui_ne_se_comprend_pas_n_empeche_pas_la_sauvegarde_de_la_semaine(copie: Path) -> None:
    """A newer program may share the folder for months."""
    from qualitui.operations.donnees.sauvegarde import sauvegarder_si_due
    from qualitui.store.site.site import ouvrir
    from tests.conftest import horloge

    etranger = Etranger(copie)
    etranger.changer("reclamations", un_de(etranger, "reclamations")[0], s={"canal": []})
    site = ouvrir(copie, maintenant=horloge, poste="poste", login="essai")
    assert site.registre.etat.abime
    assert sauvegarder_si_due(site) is not None
    site.fermer()


@pytest.mark.parametrize("graine", GRAINES)
def test_aucune_ligne_n_arrete_une_lecture_ni_ne_fait_disparaitre_une_fiche(
    graine: int, copie: Path, capsys: Capture
) -> None:
    avant = {
        table: len(lu(capsys, *liste)) for table, liste in LISTES.items() if table not in ("valeurs", "trimestres")
    }
    etranger = Etranger(copie)
    deranger(etranger, random.Random(graine), 40)
    assert {table: len(lu(capsys, *LISTES[table])) for table in avant} == avant
    for commande in [*map(list, TOUTES), *DOCUMENTS]:
        code = lancer(commande)
        sortie = capsys.readouterr()
        assert code in (0, 1), (commande, sortie.err)
        assert not CONTROLES.search(sortie.out + sortie.err), commande
        assert "illisible" in sortie.err or commande == ["diagnostic"], (commande, sortie.err)


@pytest.mark.parametrize("jour", ["0001-01-01", "1066-10-14", "9999-12-31"])
def test_un_jour_hors_du_temps_du_programme_n_est_pas_calcule(jour: str, copie: Path, capsys: Capture) -> None:
    """Nothing is derived from it day by day over thousands of years: the record is not understood."""
    etranger = Etranger(copie)
    for table, champs in {
        "verifications": {"depuis": jour},
        "reclamations": {"recue_le": jour},
        "actions": {"echeance": jour},
        "equipe": {"arrivee_le": jour},
    }.items():
        etranger.changer(table, un_de(etranger, table)[0], s=champs)
    assert lu(capsys, "semaine")["elements"]
    for table in ("verifications", "reclamations", "actions", "equipe"):
        (dite,) = [une for une in lu(capsys, *LISTES[table]) if une.get("illisible")]
        assert "hors du temps" in dite["illisible"]


# --- what is said of it -------------------------------------------------------------------------------------------


def rendre_illisible(site: Path) -> None:
    """A closed case of an older year: no gesture of the guide is on it."""
    etranger = Etranger(site)
    etranger.changer("reclamations", etranger.nommee("reclamations", "R-2025-003"), s={"canal": {"nouveau": 1}})


def test_chaque_commande_dit_une_fois_qu_une_fiche_est_illisible(copie: Path, capsys: Capture) -> None:
    rendre_illisible(copie)
    dites = 0
    for arguments in exemples_du_guide():
        code = lancer(arguments)
        sortie = capsys.readouterr()
        assert code != 70, (arguments, sortie.err)
        if arguments[0] == "diagnostic":
            assert code == 1, arguments
            assert "R-2025-003 (reclamations)" in sortie.out
        elif code != 2:
            assert sortie.err.count("Données illisibles ici\u00a0: 1\u00a0réclamation") == 1, (arguments, sortie.err)
            dites += 1
    assert dites > 60


@pytest.mark.parametrize("operation", DOCUMENTS_DU_SITE)
def test_chaque_document_dit_qu_une_fiche_n_est_pas_comptee(
    operation: str, copie: Path, tmp_path: Path, capsys: Capture
) -> None:
    commande = DOCUMENTS_DU_SITE[operation]
    if "rafraichir" in commande:
        assert main(["revue", "2025", "-o", commande[-1]]) == 0
    rendre_illisible(copie)
    assert main(commande) == 0, capsys.readouterr().err
    texte = texte_du_document(tmp_path / commande[-1]).replace("\u00a0", " ")
    assert texte.count(f"{RESERVE} : 1 réclamation illisible ici, hors de tout chiffre") == 1


@pytest.mark.parametrize("quand_meme", [False, True])
def test_rien_ne_se_fige_de_chiffres_ou_elle_manque(quand_meme: bool, copie: Path, capsys: Capture) -> None:
    rendre_illisible(copie)
    main(["trimestre", "ouvrir", "2026-T1"])
    capsys.readouterr()
    for geste in (["revue", "2025", "arreter", "--le", "2026-01-31"], ["trimestre", "clore", "2026-T1"]):
        assert main([*(["--quand-meme"] if quand_meme else []), *geste]) == 1, geste
        dit = capsys.readouterr().err
        assert "tant que des données sont illisibles ici" in dit
        assert "Mettez à jour le programme" in dit
