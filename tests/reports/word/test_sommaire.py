"""The table of contents: every title, a link to it, and a page number that the program never invents."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from qualitui.domain.revue.zones import ZONES
from qualitui.reports.revue.document import generer, rafraichir
from qualitui.reports.revue.exemple import exemple
from qualitui.reports.word.reperes import texte_du_paragraphe, zones
from qualitui.store.site.ressources import modeles

MODELE = modeles() / "revue-qualite-locale.docx"


def ouvrir(octets: bytes) -> Any:
    return Document(io.BytesIO(octets))


def octets(document: Any) -> bytes:
    flux = io.BytesIO()
    document.save(flux)
    return flux.getvalue()


@pytest.fixture
def document() -> Any:
    return ouvrir(generer(MODELE, exemple(), ZONES)[0])


def entrees(document: Any) -> list[Any]:
    return list(zones(document._element.body)["sommaire"].elements[0].iter(qn("w:p")))


def titres(document: Any) -> list[tuple[str, str]]:
    """The titles of levels 1 and 2 in the order of reading, each with the bookmark laid on it."""
    trouves = []
    for paragraphe in document._element.body.iter(qn("w:p")):
        style = paragraphe.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) in ("Heading1", "Heading2"):
            signets = [s.get(qn("w:name")) for s in paragraphe.iter(qn("w:bookmarkStart"))]
            trouves.append((texte_du_paragraphe(paragraphe), next(s for s in signets if s.startswith("_Toc"))))
    return trouves


def lus(document: Any) -> list[tuple[str, str]]:
    """What the table of contents lists: each text before its tab, and where its link leads."""
    return [
        (texte_du_paragraphe(p).split("\t")[0], lien.get(qn("w:anchor")))
        for p in entrees(document)
        for lien in p.iter(qn("w:hyperlink"))
    ]


def test_le_sommaire_nomme_tous_les_titres_dans_l_ordre(document: Any) -> None:
    attendus = [(" ".join(texte.split()), signet) for texte, signet in titres(document)]
    assert lus(document) == attendus
    assert len({signet for _, signet in attendus}) == len(attendus) > 30


def test_aucun_numero_de_page_n_est_invente(document: Any) -> None:
    for entree, (titre, signet) in zip(entrees(document), titres(document), strict=True):
        assert texte_du_paragraphe(entree) == f"{' '.join(titre.split())}\t"
        assert [i.text.split() for i in entree.iter(qn("w:instrText"))] == [["PAGEREF", signet, "\\h"]]


def test_les_numeros_se_comptent_seuls_et_word_ne_demande_rien(document: Any) -> None:
    """LibreOffice keeps what a `TOC` field holds as plain text; a field « to be updated » makes Word ask a question."""
    corps = document._element.body
    assert not [i.text for i in corps.iter(qn("w:instrText")) if i.text.split()[0] == "TOC"]
    assert not [c for c in corps.iter(qn("w:fldChar")) if c.get(qn("w:dirty"))]
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_un_titre_ajoute_dans_word_entre_au_rafraichissement(document: Any) -> None:
    document.add_heading("15. Une partie de plus", level=1)
    rafraichi, _ = rafraichir(MODELE, exemple(), ZONES, octets(document), "r.docx")
    assert [texte for texte, _ in lus(ouvrir(rafraichi))][-1] == "15. Une partie de plus"


def test_un_sommaire_sans_titre_reste_lisible(document: Any) -> None:
    """Word refuses an empty control."""
    for paragraphe in document.paragraphs:
        if paragraphe.style.name in ("Heading 1", "Heading 2"):
            paragraphe._p.getparent().remove(paragraphe._p)
    for controle in list(document._element.body.iter(qn("w:sdt"))):
        if not any(controle is z.elements[0] for e, z in zones(document._element.body).items() if e == "sommaire"):
            controle.getparent().remove(controle)
    rafraichi, _ = rafraichir(MODELE, exemple(), ZONES, octets(document), "r.docx")
    assert [texte_du_paragraphe(p) for p in entrees(ouvrir(rafraichi))] == [""]
