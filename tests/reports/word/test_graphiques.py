"""Native charts: the figures go in the workbook, holes stay holes, nothing is smoothed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from qualitui.reports.word.controles import controler
from qualitui.reports.word.graphiques import Genre, Graphique, Serie, dessiner
from qualitui.reports.word.moteur import remplir

MOIS = ("janv.", "févr.", "mars")


def graphique(genre: Genre = "ligne", titre: str = "Titre", description: str = "Description") -> Graphique:
    return Graphique(
        titre=titre,
        description=description,
        categories=MOIS,
        series=(
            Serie("2024", (1, 2, 3), passee=True),
            Serie("2025", (4, None, 6)),
            Serie("Cible", (5, 5, 5), cible=True),
        ),
        genre=genre,
        unite="%",
        maximum=100,
    )


@pytest.mark.parametrize("genre", ["ligne", "barres"])
def test_un_trou_reste_un_trou_et_rien_n_est_lisse(genre: Genre) -> None:
    xml = dessiner(graphique(genre))[0].decode()
    etree.fromstring(xml.encode())
    assert 'dispBlanksAs val="gap"' in xml
    assert "<c:v></c:v>" not in xml
    assert "<c:v/>" not in xml
    assert 'smooth val="1"' not in xml
    serie = next(s for s in re.findall(r"<c:ser>.*?</c:ser>", xml, re.DOTALL) if "<c:v>2025</c:v>" in s)
    valeurs = re.search(r"<c:val>.*?</c:val>", serie, re.DOTALL)
    assert valeurs is not None
    assert re.findall(r'<c:pt idx="(\d)"><c:v>(\d)</c:v>', valeurs.group(0)) == [("0", "4"), ("2", "6")]


def test_le_classeur_joint_contient_les_chiffres() -> None:
    _, classeur = dessiner(graphique())
    with zipfile.ZipFile(io.BytesIO(classeur)) as archive:
        feuille = archive.read("xl/worksheets/sheet1.xml").decode()
        textes = archive.read("xl/sharedStrings.xml").decode()
    assert re.findall(r"<v>(\d+)</v></c>", feuille.split('r="B2"')[1])[0] == "1"
    assert 'r="C3"' not in feuille
    assert all(mot in textes for mot in ("janv.", "févr.", "2024", "2025", "Cible"))


def test_le_meme_graphique_donne_les_memes_octets() -> None:
    assert dessiner(graphique()) == dessiner(graphique())


def test_dans_un_document_le_texte_de_remplacement_est_echappe(tmp_path: Path) -> None:
    modele = Document()
    modele.add_paragraph("{{p g }}")
    modele.add_paragraph("{{p g }}")
    modele.save(str(tmp_path / "m.docx"))
    hostile = graphique(titre='A & "B" <c>', description="ligne 1\nligne 2 \x0b< fin")
    octets = remplir(tmp_path / "m.docx", {"g": hostile})
    assert controler(octets) == []
    document = Document(io.BytesIO(octets))
    dessins = [e for e in document._element.body.iter() if e.tag.endswith("}docPr")]
    assert [d.get("name") for d in dessins] == ['A & "B" <c>'] * 2
    assert dessins[0].get("descr") == "ligne 1 ligne 2 < fin"
    noms = [str(p.partname) for p in document.part.package.iter_parts()]
    assert len([n for n in noms if n.startswith("/word/charts/")]) == 2
    assert len([n for n in noms if n.startswith("/word/embeddings/")]) == 2
