"""Makes templates/tournee.docx: the round of the checks, A4, to fill by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from styles import FILET, LARGEUR_UTILE, enregistrer, entete, nouveau, paragraphe, pied, tableau, titre

LEGENDE = "Une lettre par case : C conforme, X non conforme (écrire ce qui a été vu), O sans objet."
ATTENDUE = "{% if semaine %} Un point : le jour attendu.{% endif %}"
QUESTION = "{{ l.libelle }}"
PRECISIONS = "{{ l.precisions }}"


def fabriquer() -> None:
    document = nouveau("{{ titre }}", "{{ site }}")
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.6)
    entete(document, "{{ site }}", "Vérifications périodiques (SMQ7)")
    pied(document, "Imprimé le {{ imprimee_le }}")
    titre(document, "{{ titre }}")
    paragraphe(document, LEGENDE + ATTENDUE, "Note")
    paragraphe(document, "Fait par : ____________________________      Le : ______________")
    paragraphe(document, "{%p if not groupes %}")
    paragraphe(document, "Rien n’est attendu : tout est fait, ou rien n’est dû.")
    paragraphe(document, "{%p endif %}")
    paragraphe(document, "{%p for g in groupes %}")
    titre(document, "{{ g.role }}", 2)
    paragraphe(document, "{%p if semaine and samedi %}")
    _semaine(document, 6)
    paragraphe(document, "{%p elif semaine %}")
    _semaine(document, 5)
    paragraphe(document, "{%p else %}")
    _jour(document)
    paragraphe(document, "{%p endif %}")
    paragraphe(document, "{%p endfor %}")
    enregistrer(document, "tournee.docx")


def _jour(document: Any) -> None:
    _tableau(
        document,
        ["Lieu", "À vérifier", "Période", "Lettre", "Constat, preuve"],
        ["{{ l.lieu }}", QUESTION, "{{ l.periode }}", "", ""],
        [2.7, 6.0, 2.3, 1.3, 4.3],
    )


def _semaine(document: Any, jours: int) -> None:
    largeur = 1.25 if jours == 5 else 1.1
    cases = [largeur] * jours
    _tableau(
        document,
        ["Lieu", "À vérifier", *(f"{{{{ jours[{rang}] }}}}" for rang in range(jours)), "Constat"],
        ["{{ l.lieu }}", QUESTION, *(f"{{{{ l.jours[{rang}] }}}}" for rang in range(jours)), ""],
        [2.4, 5.4, *cases, LARGEUR_UTILE - 7.8 - sum(cases)],
    )


def _tableau(document: Any, entetes: Sequence[str], cellules: Sequence[str], largeurs: Sequence[float]) -> None:
    table = tableau(
        document,
        entetes,
        cellules,
        largeurs,
        boucle="l in g.lignes",
        titre="Vérifications à faire",
        description="Une ligne par vérification, dans l’ordre du parcours ; une case à remplir par passage.",
    )
    # Boxes to write in: vertical rules too, and room for a hand.
    filets = "".join(
        f'<w:{cote} w:val="single" w:sz="4" w:space="0" w:color="{FILET}"/>'
        for cote in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    proprietes = table._tbl.tblPr
    bordures = parse_xml(f"<w:tblBorders {nsdecls('w')}>{filets}</w:tblBorders>")
    proprietes.insert_element_before(bordures, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
    ligne = table.rows[2]
    hauteur = parse_xml(f'<w:trHeight {nsdecls("w")} w:val="{round(1.0 * 567)}" w:hRule="atLeast"/>')
    ligne._tr.get_or_add_trPr().append(hauteur)
    notes = [(0, "{{ l.code }}"), *([(0, "{{ l.periode }}")] if "Période" not in entetes else []), (1, PRECISIONS)]
    for colonne, note in notes:
        serree = ligne.cells[colonne].add_paragraph(note, style="Note").paragraph_format
        serree.space_before, serree.space_after = Pt(1), Pt(2)  # a sheet to carry: two pages, not three


if __name__ == "__main__":
    fabriquer()
