"""Tables of the Word templates: thin rules, a tinted header row repeated on each page, a title for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import _Cell

FOND_ENTETE = "E4E9F1"
TABLEAU = "Tableau qualitui"


def tableau(
    document: Any,
    entetes: Sequence[str],
    cellules: Sequence[str],
    largeurs: Sequence[float],
    *,
    boucle: str,
    titre: str,
    description: str = "",
    nombres: Sequence[int] = (),
    solidaire: bool = False,
) -> Any:
    """One header row repeated on each page, then one row per element of `boucle` (« l in lignes »).

    `largeurs` in cm; `nombres` are the columns set to the right; `titre` names the table for a screen reader.
    `solidaire`: a short table that is not cut by a page, nor from the paragraph that follows it.
    """
    lignes = [list(entetes), ["{%tr for " + boucle + " %}"], list(cellules), ["{%tr endfor %}"]]
    table = grille(document, lignes, largeurs, titre=titre, description=description, nombres=nombres)
    if solidaire:
        for cellule in table.rows[2].cells:
            cellule.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def grille(
    document: Any,
    lignes: Sequence[Sequence[str]],
    largeurs: Sequence[float],
    *,
    titre: str,
    description: str = "",
    nombres: Sequence[int] = (),
    entete: bool = True,
) -> Any:
    """A table written row by row; `entete`: the first row is a header, repeated on each page."""
    table = document.add_table(rows=len(lignes), cols=len(largeurs), style=TABLEAU)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _decrire(table, titre, description, entete=entete)
    for colonne, largeur in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), largeurs, strict=True):
        colonne.set(qn("w:w"), str(round(largeur * 567)))
    for rang, (ligne, textes) in enumerate(zip(table.rows, lignes, strict=True)):
        est_entete = entete and rang == 0
        _proprietes_de_ligne(ligne, est_entete)
        for colonne, cellule in enumerate(ligne._tr.tc_lst):
            cellule.width = Cm(largeurs[colonne])
            texte = textes[colonne] if colonne < len(textes) else ""
            style = "Entête de tableau" if est_entete else "Nombre de tableau" if colonne in nombres else None
            identifiant = document.styles[style or "Texte de tableau"].style_id
            _remplir(cellule, texte, identifiant, droite=colonne in nombres)
    return table


def _remplir(cellule: Any, texte: str, style: str, *, droite: bool) -> None:
    paragraphe_ = _Cell(cellule, None).paragraphs[0]
    paragraphe_.text = texte
    pPr = paragraphe_._p.get_or_add_pPr()  # noqa: N806 (name of the XML element)
    pPr.get_or_add_pStyle().set(qn("w:val"), style)
    if droite:
        paragraphe_.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _proprietes_de_ligne(ligne: Any, est_entete: bool) -> None:
    proprietes = ligne._tr.get_or_add_trPr()
    proprietes.append(OxmlElement("w:cantSplit"))
    if est_entete:
        proprietes.append(OxmlElement("w:tblHeader"))


def _decrire(table: Any, titre: str, description: str, *, entete: bool) -> None:
    proprietes = table._tbl.tblPr
    for nom, texte in (("w:tblCaption", titre), ("w:tblDescription", description)):
        if texte:
            element = OxmlElement(nom)
            element.set(qn("w:val"), texte)
            proprietes.append(element)
    aspect = proprietes.find(qn("w:tblLook"))
    if aspect is not None:
        aspect.attrib.clear()
        aspect.set(qn("w:val"), "0020" if entete else "0000")
        aspect.set(qn("w:firstRow"), "1" if entete else "0")
