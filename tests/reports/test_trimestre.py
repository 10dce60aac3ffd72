"""The statement of a quarterly review: what it says, a valid and accessible document."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.base import evoluer
from qualitui.domain.trimestres import ActionFigee, GenreDecision, RevueTrimestrielle
from qualitui.reports.trimestre import MODELE, Releve, composer, donnees
from qualitui.store.site.ressources import modeles

JOUR = date(2026, 3, 2)
FIGEE = ActionFigee(
    reference="A-2026-001",
    intitule="Repeindre <l’accueil> & la salle",
    origine=Origine(concept="reunion", reference="CR du 3 mars"),
    pilote="martin-c",
    echeance=date(2026, 3, 1),
    etat=EtatAction.EN_COURS,
    en_retard=True,
    age_jours=12,
    decision=GenreDecision.REPLANIFIER,
    note="prestataire {{ absent }}",
)
CLOSE = RevueTrimestrielle(
    trimestre="2026-T1",
    ouverte_le=date(2026, 3, 1),
    par="martin-c",
    close_le=JOUR,
    close_par="martin-c",
    synthese="Une ligne.\nUne autre.",
    actions=(FIGEE, evoluer(FIGEE, reference="A-2026-002", en_retard=False, pilote="", echeance=None)),
)


def releve(revue: RevueTrimestrielle = CLOSE, restantes: tuple[Action, ...] = ()) -> Releve:
    noms = {"martin-c": "Claire Martin"}
    return Releve("EPS d’essai", revue, restantes, lambda code: noms.get(code, code), {"reunion": "Réunion"}, JOUR)


def texte(chemin: Path) -> str:
    document = Document(str(chemin))
    cellules = [cellule.text for table in document.tables for ligne in table.rows for cellule in ligne.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cellules]).replace("\u00a0", " ")


def test_ce_que_disent_les_champs() -> None:
    champs = donnees(releve())
    assert champs["etat"] == "tenue"
    assert {c["libelle"]: c["valeur"] for c in champs["chiffres"]}["Replanifiées"] == "2"
    premiere, seconde = champs["lignes"]
    assert (premiere["etat"], premiere["pilote"], premiere["decision"]) == (
        "en cours, en retard",
        "Claire Martin",
        "Replanifiée",
    )
    assert (seconde["pilote"], seconde["echeance"]) == ("à désigner", "non fixée")


def test_un_trimestre_manque_le_dit() -> None:
    assert donnees(releve(evoluer(CLOSE, close_le=date(2026, 4, 2))))["etat"] == (
        "manquée (close après le 31/03/2026), tenue en retard"
    )


@pytest.mark.parametrize("cas", ["close", "projet", "vide"])
def test_le_document_est_valable_et_accessible(cas: str, tmp_path: Path) -> None:
    reste = Action(reference="A-2026-009", intitule="À voir", origine=Origine(concept="autre"), creee_le=JOUR)
    projet = evoluer(CLOSE, close_le=None, close_par="", synthese="")
    voulu = {
        "close": releve(),
        "projet": releve(projet, (reste,)),
        "vide": releve(evoluer(CLOSE, actions=())),
    }[cas]
    sortie = tmp_path / "t.docx"
    sortie.write_bytes(composer(voulu, modeles() / MODELE))
    resultat = OpenXmlValidator().validate(str(sortie))
    assert resultat.is_valid, resultat.errors
    xml = zipfile.ZipFile(sortie).read("word/document.xml").decode()
    assert "{%" not in xml
    assert xml.count("<w:tblHeader/>") == xml.count("<w:tbl>")
    lu = texte(sortie)
    attendus = {
        "close": ("Une autre.", "Repeindre <l’accueil> & la salle", "Réunion : CR du 3 mars", "Replanifiée"),
        "projet": ("Projet : cette revue n’est pas close", "A-2026-009 À voir", "Aucune synthèse n’a été saisie."),
        "vide": ("Le plan d’actions ne comptait aucune action ouverte.",),
    }[cas]
    assert [mot for mot in attendus if mot not in lu] == []
