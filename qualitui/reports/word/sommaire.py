"""The table of contents, filled: links, bookmarks, page fields.

`{{p sommaire }}` alone in its paragraph marks its place. The program writes no page number: only who lays the pages
out knows them. Each is a field of its own, outside of any `TOC` field: LibreOffice then counts it by itself (inside
one it keeps the text it finds), and Word does when it prints, makes a PDF or is asked to (Ctrl + A, F9). Marked
« to be updated », Word would ask about « other files » each time the document is opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.ns import qn

from qualitui.reports.word.reperes import SOMMAIRE, contenu, etiquette_de, fragment, texte_du_paragraphe

_PARAGRAPHE, _SIGNET, _NOM = qn("w:p"), qn("w:bookmarkStart"), qn("w:name")


@dataclass(frozen=True)
class _Titre:
    niveau: int
    texte: str
    signet: str


def remplir_sommaires(document: Any) -> None:
    """(Re)write every table of contents of the document from its titles of levels 1 and 2."""
    corps = document._element.body
    controles = [c for c in corps.iter(qn("w:sdt")) if etiquette_de(c) == SOMMAIRE]
    if not controles:
        return
    titres = _titres(document, corps)
    for controle in controles:
        zone = contenu(controle)
        for ancien in list(zone):
            zone.remove(ancien)
        zone.extend([_entree(titre) for titre in titres] or [fragment("<w:p/>")])


def _titres(document: Any, corps: Any) -> list[_Titre]:
    """The titles in order, each with a bookmark of its own (an existing `_Toc…` one is kept)."""
    niveaux = _niveaux(document)
    titres: list[_Titre] = []
    pris = {borne.get(_NOM) for borne in corps.iter(_SIGNET)}
    for style in corps.iter(qn("w:pStyle")):
        niveau = niveaux.get(style.get(qn("w:val"), ""))
        if not niveau:
            continue
        paragraphe = style.getparent().getparent()
        texte = " ".join(texte_du_paragraphe(paragraphe).split()) if paragraphe.tag == _PARAGRAPHE else ""
        if texte:
            titres.append(_Titre(niveau, texte, _signet(paragraphe, len(titres) + 1, pris)))
    return titres


def _niveaux(document: Any) -> dict[str, int]:
    """Style id → 1 or 2, for Word's own heading styles (named « heading 1 » in every language)."""
    niveaux: dict[str, int] = {}
    for style in document.styles.element.iter(qn("w:style")):
        nom = style.find(qn("w:name"))
        trouve = re.fullmatch(r"heading ([12])", "" if nom is None else nom.get(qn("w:val"), "").casefold())
        if trouve:
            niveaux[style.get(qn("w:styleId"))] = int(trouve.group(1))
    return niveaux


def _signet(paragraphe: Any, rang: int, pris: set[str]) -> str:
    """Its own, else one that no other title has: a title that people put in moves those after it by one."""
    for borne in paragraphe.iter(_SIGNET):
        if str(borne.get(_NOM, "")).startswith("_Toc"):
            return str(borne.get(_NOM))
    nom = next(nom for n in count(rang) if (nom := f"_Toc26000{n:04d}") not in pris)
    pris.add(nom)
    debut = fragment(f'<w:bookmarkStart w:id="toc{rang}" w:name="{nom}"/>')
    position = 1 if paragraphe.find(qn("w:pPr")) is not None else 0
    paragraphe.insert(position, debut)
    paragraphe.append(fragment(f'<w:bookmarkEnd w:id="toc{rang}"/>'))
    return nom


def _entree(titre: _Titre) -> Any:
    """One paragraph: the title, a tab, and the field whose result is still to be counted."""
    return fragment(
        f'<w:p><w:pPr><w:pStyle w:val="TOC{titre.niveau}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{titre.signet}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{escape(titre.texte)}</w:t></w:r><w:r><w:tab/></w:r>'
        f'{_signe("begin")}<w:r><w:instrText xml:space="preserve"> PAGEREF {titre.signet} \\h </w:instrText></w:r>'
        f"{_signe('separate')}<w:r><w:t/></w:r>{_signe('end')}</w:hyperlink></w:p>"
    )


def _signe(genre: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{genre}"/></w:r>'
