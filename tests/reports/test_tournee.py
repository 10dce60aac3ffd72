"""The sheet of the round: who, where, what; boxes of the week; a valid and accessible document."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from qualitui.domain.base import evoluer
from qualitui.domain.temps.calendrier import Calendrier, Fermeture
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Constat, Resultat, Suspension, Verification
from qualitui.domain.verifications.occurrences import Suivi, occurrences, suivre
from qualitui.reports.tournee import MODELE, Feuille, composer, donnees
from qualitui.store.site.ressources import modeles

D = date.fromisoformat
JOUR = D("2026-03-04")
FERMES = {D("2026-03-06"): "fermé", D("2026-03-07"): "–"}
JOURS = jours_ouverts(Calendrier(fermetures=(Fermeture(du=D("2026-03-06"), au=D("2026-03-06"), libelle="pont"),)))


def verification(
    code: str, role: str, periodicite: Periodicite, suspensions: tuple[Suspension, ...] = ()
) -> Verification:
    return Verification(
        code=code,
        libelle="Savon & papier < 2 rouleaux ?",
        role=role,
        lieu="sanitaires",
        consigne="Regarder partout.",
        condition="si ouverts",
        periodicite=periodicite,
        ancre=D("2026-01-06"),
        depuis=D("2026-01-01"),
        suspensions=suspensions,
    )


def suivis() -> list[Suivi]:
    pause = (Suspension(du=D("2026-03-05"), au=D("2026-03-05"), raison="fuite"),)
    notes = {
        "V-NET-02@2026-03-02": Constat(
            verification="V-NET-02", periode="2026-03-02", resultat=Resultat.NON_CONFORME, le=D("2026-03-02")
        ),
        "V-NET-02@2026-03-03": Constat(
            verification="V-NET-02", periode="2026-03-03", resultat=Resultat.CONFORME, le=D("2026-03-04")
        ),
        "V-CNF-01@2026-S10": Constat(
            verification="V-CNF-01", periode="2026-S10", resultat=Resultat.SANS_OBJET, le=D("2026-03-03")
        ),
    }
    table = [
        verification("V-NET-02", "agent-accueil", Periodicite.QUOTIDIENNE, pause),
        verification("V-CNF-01", "agent-accueil", Periodicite.HEBDOMADAIRE),
        verification("V-SAT-02", "inconnu", Periodicite.ANNUELLE),
    ]
    return [
        suivre(une, notes.get(une.ident), JOUR)
        for v in table
        for une in occurrences(v, D("2026-03-02"), D("2026-03-08"), JOURS)
    ]


def feuille(*, semaine: bool, samedi: bool = False, vus: list[Suivi] | None = None) -> Feuille:
    return Feuille(
        site="EPS du 12e",
        jour=JOUR,
        semaine=semaine,
        suivis=suivis() if vus is None else vus,
        fermes=FERMES,
        roles={"agent-accueil": "Agent d’accueil"},
        samedi=samedi,
        imprimee_le=JOUR,
    )


def test_un_groupe_par_role_une_ligne_par_verification() -> None:
    groupes = donnees(feuille(semaine=True))["groupes"]

    assert [(g["role"], [ligne["code"] for ligne in g["lignes"]]) for g in groupes] == [
        ("Agent d’accueil", ["V-NET-02", "V-CNF-01"]),
        ("inconnu", ["V-SAT-02"]),
    ]
    assert [ligne["periode"] for g in groupes for ligne in g["lignes"]] == [
        "chaque jour",
        "semaine 10 de 2026",
        "année 2026",
    ]


def test_la_feuille_d_un_role_le_dit_et_nomme_a_qui_une_verification_est_confiee() -> None:
    a_lucie = [
        s._replace(occurrence=s.occurrence._replace(redaction=evoluer(s.occurrence.redaction, personne="martin-l")))
        for s in suivis()[:1]
    ]
    vue = donnees(
        feuille(semaine=False, vus=a_lucie)._replace(choix="RAQN, sanitaires", personnes={"martin-l": "Lucie Martin"})
    )

    assert vue["titre"] == "Tournée du mercredi 4 mars 2026 · RAQN, sanitaires"
    assert vue["groupes"][0]["lignes"][0]["precisions"] == "Regarder partout. (si ouverts) Pour Lucie Martin."


def test_les_cases_montrent_note_ferme_ou_suspendu_et_laissent_le_reste_a_la_main() -> None:
    quotidienne, hebdomadaire, annuelle = (
        ligne["jours"] for g in donnees(feuille(semaine=True))["groupes"] for ligne in g["lignes"]
    )

    # Monday is noted; Tuesday was done on Wednesday, so it is missed and not shown as Wednesday's.
    assert quotidienne == ["X", "", "", "susp.", "fermé"]
    assert hebdomadaire == ["", "O", "", "", "fermé"]
    assert annuelle == ["", "", "", "", "fermé"]
    # What is left has a dot on the day expected of the week; a daily check is expected every day.
    a_faire = occurrences(verification("V-A", "x", Periodicite.HEBDOMADAIRE), D("2026-03-02"), D("2026-03-08"), JOURS)
    (groupe,) = donnees(feuille(semaine=True, vus=[suivre(une, None, JOUR) for une in a_faire]))["groupes"]
    assert groupe["lignes"][0]["jours"] == ["", "•", "", "", "fermé"]


@pytest.mark.parametrize(
    ("semaine", "samedi", "titre", "colonnes"),
    [
        (False, False, "Tournée du mercredi 4 mars 2026", 5),
        (True, False, "Tournée de la semaine du 2 mars au 6 mars 2026", 8),
        (True, True, "Tournée de la semaine du 2 mars au 7 mars 2026", 9),
    ],
)
def test_le_document_est_valable_et_dit_tout(
    tmp_path: Path, semaine: bool, samedi: bool, titre: str, colonnes: int
) -> None:
    sortie = tmp_path / "tournee.docx"

    sortie.write_bytes(composer(feuille(semaine=semaine, samedi=samedi), modeles() / MODELE))

    assert OpenXmlValidator().validate(sortie).errors == []
    document = Document(str(sortie))
    assert document.core_properties.title == titre
    assert document.paragraphs[0].text == titre
    assert [len(table.columns) for table in document.tables] == [colonnes, colonnes]
    textes = "\n".join(cellule.text for table in document.tables for ligne in table.rows for cellule in ligne.cells)
    assert "Savon & papier < 2 rouleaux ?" in textes
    assert "Regarder partout. (si ouverts)" in textes
    xml = zipfile.ZipFile(sortie).read("word/document.xml").decode()
    assert "{{" not in xml
    assert "{%" not in xml
    assert xml.count("<w:tblHeader/>") == len(document.tables)
    assert xml.count("<w:tblCaption") == len(document.tables)


def test_rien_a_faire_se_dit(tmp_path: Path) -> None:
    sortie = tmp_path / "tournee.docx"

    sortie.write_bytes(composer(feuille(semaine=False, vus=[]), modeles() / MODELE))

    assert "Rien n’est attendu" in "\n".join(p.text for p in Document(str(sortie)).paragraphs)
    assert OpenXmlValidator().validate(sortie).errors == []
