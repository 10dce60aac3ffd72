"""The workbook of a year: what Excel reads in it, and nothing that it would calculate."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from qualitui.domain.verifications.fiche import Resultat
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications.export import PasUnClasseur, exporter
from qualitui.store.site.site import Site
from qualitui.store.sortie import SortieImpossible

EPOQUE = date(1899, 12, 30)  # day 0 of Excel


def lire(classeur: Path) -> list[list[dict[str, str]]]:
    """Each sheet, each row, the text of each cell by its column's letter."""
    with zipfile.ZipFile(classeur) as archive:
        textes = [
            unescape(texte).replace("\u00a0", " ")
            for texte in re.findall(
                r"<si><t[^>]*>(.*?)</t></si>", archive.read("xl/sharedStrings.xml").decode(), re.DOTALL
            )
        ]
        pages = [archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3)]
    assert not any("<f>" in page for page in pages)  # no formula
    return [[_ligne(ligne, textes) for ligne in re.findall(r"<row [^>]*>(.*?)</row>", page)] for page in pages]


def _ligne(ligne: str, textes: list[str]) -> dict[str, str]:
    cases = re.findall(r'<c r="([A-Z]+)\d+"([^>]*)><v>(.*?)</v>', ligne)
    return {colonne: textes[int(valeur)] if 't="s"' in suite else valeur for colonne, suite, valeur in cases}


def test_les_resultats_la_grille_et_le_tableau_d_une_annee(site: Site, jour: date, tmp_path: Path) -> None:
    une = verifications.trouver(site, "V-NET-02")
    for quand, resultat, vu in (
        (jour, Resultat.CONFORME, ""),
        (jour + timedelta(days=1), Resultat.NON_CONFORME, "=cmd|'/c calc'!A1"),
    ):
        verifications.noter(site, une, quand.isoformat(), resultat, constat=vu, jour=quand)
    le = jour + timedelta(days=3)
    verifications.expliquer(site, une, (jour + timedelta(days=2)).isoformat(), "oubli", jour=le)

    sortie = exporter(site, annee=2026, jour=le, sortie=tmp_path / "v.xlsx")

    assert OpenXmlValidator().validate(sortie).errors == []
    resultats, grille, table = lire(sortie)
    du_jour = [ligne for ligne in resultats if ligne["A"] == "V-NET-02"][:4]
    assert [(ligne["L"], ligne.get("M"), ligne.get("P"), ligne.get("S")) for ligne in du_jour] == [
        ("faite", "conforme", None, None),
        ("faite", "non-conforme", "=cmd|'/c calc'!A1", None),
        ("manquée expliquée", None, None, "oubli"),
        ("à faire", None, None, None),
    ]
    assert EPOQUE + timedelta(days=int(du_jour[0]["J"])) == jour  # a date, not a text
    assert (du_jour[0]["F"], du_jour[0]["H"]) == ("Agent d’accueil", "lundi 2 mars 2026")
    assert next(ligne for ligne in grille if ligne.get("A") == "V-NET-02") | {"B": ""} == {
        "A": "V-NET-02",
        "B": "",
        "O": "2/3",
        "P": "1/2",
        **{colonne: f"· {n}" for colonne, n in zip("FGHIJKLMN", (21, 17, 22, 22, 21, 22, 22, 20, 22), strict=True)},
        "E": "X 2/3",
    }
    assert grille[-3]["A"].startswith("C conforme   X non conforme")
    assert len(table) == 61
    assert [ligne["F"] for ligne in table if ligne["A"] == "V-NET-02"] == ["quotidienne"]


def test_l_export_va_du_premier_au_dernier_jour_de_l_annee(site: Site, jour: date, tmp_path: Path) -> None:
    """A check made every day is asked on the first open day of the year after, and on the last one."""
    sortie = exporter(site, annee=2027, jour=jour, sortie=tmp_path / "v.xlsx")
    jours = [EPOQUE + timedelta(days=int(ligne["J"])) for ligne in lire(sortie)[0][1:] if ligne["A"] == "V-NET-02"]
    assert (jours[0], jours[-1]) == (date(2027, 1, 4), date(2027, 12, 31))


def test_le_meme_jour_donne_le_meme_fichier_dans_les_documents(site: Site, jour: date) -> None:
    premier = exporter(site, annee=2026, jour=jour)
    octets = premier.read_bytes()

    assert premier == site.dossier / "documents" / "verifications-2026.xlsx"
    assert exporter(site, annee=2026, jour=jour).read_bytes() == octets


def test_une_annee_sans_rien_reste_un_classeur(site: Site, jour: date, tmp_path: Path) -> None:
    sortie = exporter(site, annee=2019, jour=jour, sortie=tmp_path / "v.xlsx")

    assert OpenXmlValidator().validate(sortie).errors == []
    assert len(lire(sortie)[0]) == 1


def test_un_mauvais_nom_ou_un_mauvais_dossier_est_refuse(site: Site, jour: date, tmp_path: Path) -> None:
    with pytest.raises(PasUnClasseur, match=r"\.xlsx"):
        exporter(site, annee=2026, jour=jour, sortie=tmp_path / "v.csv")
    with pytest.raises(SortieImpossible, match="n’existe pas"):
        exporter(site, annee=2026, jour=jour, sortie=tmp_path / "absent" / "v.xlsx")
