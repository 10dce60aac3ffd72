"""The week on paper: what it says, a valid and accessible document."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from qualitui.domain.semaine import Element, EtatElement, JourFerme, Semaine
from qualitui.reports.semaine import MODELE, Feuille, composer, donnees
from qualitui.store.site.ressources import modeles

D = date.fromisoformat
ROLES = {"daa": "DAA", "raqn": "RAQN"}


def element(etat: EtatElement, reference: str, butoir: str | None, **champs: str) -> Element:
    textes = {"domaine": "actions", "libelle": "Agir < vite & bien", "role": "daa", **champs}
    le = D(butoir) if butoir else None
    return Element(reference=reference, cible=le, butoir=le, etat=etat, **textes)


SEMAINE = Semaine(
    jour=D("2026-05-13"),
    fin=D("2026-05-15"),
    elements=(
        element(EtatElement.EN_RETARD, "A-2026-001", "2026-05-04"),
        element(EtatElement.EN_RETARD, "V-1 × 2026-05-11", "2026-05-11", domaine="verifications", role="raqn"),
        element(EtatElement.EN_RETARD, "V-1 × 2026-05-12", "2026-05-12", domaine="verifications", role="raqn"),
        element(EtatElement.CETTE_SEMAINE, "A-2026-002", "2026-05-15"),
    ),
    fermetures=(JourFerme(le=D("2026-05-14"), nom="Ascension"),),
    reperes=("Revue des actions : à tenir.",),
)


def test_ce_que_disent_les_champs() -> None:
    champs = donnees(Feuille("EPS d’essai", SEMAINE, ROLES))
    assert champs["sous_titre"] == "Mercredi 13 mai 2026, jusqu’au vendredi 15 mai"
    assert champs["resume"].replace("\u00a0", " ") == "3 éléments en retard et 1 cette semaine."
    assert [f.replace("\u00a0", " ") for f in champs["fermetures"]] == ["Fermé le jeudi 14 mai : Ascension"]
    daa, raqn = champs["groupes"]
    assert [ligne["quand"] for ligne in daa["lignes"]] == ["04/05/26", "15/05/26"]
    (ligne,) = raqn["lignes"]
    assert (ligne["reference"], ligne["quand"]) == ("V-1", "du 11/05/26 au 12/05/26")
    assert ligne["libelle"].endswith("(2 fois)")


@pytest.mark.parametrize("vide", [False, True])
def test_le_document_est_valable_et_accessible(vide: bool, tmp_path: Path) -> None:
    semaine = Semaine(jour=SEMAINE.jour, fin=SEMAINE.fin) if vide else SEMAINE
    sortie = tmp_path / "s.docx"
    sortie.write_bytes(composer(Feuille("EPS d’essai", semaine, ROLES), modeles() / MODELE))
    resultat = OpenXmlValidator().validate(str(sortie))
    assert resultat.is_valid, resultat.errors
    document = Document(str(sortie))
    xml = zipfile.ZipFile(sortie).read("word/document.xml").decode()
    assert "{%" not in xml
    assert xml.count("<w:tblHeader/>") == len(document.tables) == (0 if vide else 2)
    textes = [paragraphe.text for paragraphe in document.paragraphs]
    assert ("Rien n’est en retard ni dû cette semaine." in textes) is vide
    assert ("DAA" in textes) is not vide
