"""The table of contents, filled: links, bookmarks, page fields. Left empty, Word would ask a question first.

`{{p sommaire }}` alone in its paragraph marks its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.ns import qn

from qualitui.reports.word.pages import pages_estimees
from qualitui.reports.word.reperes import SOMMAIRE, contenu, etiquette_de, fragment, texte_du_paragraphe

_PARAGRAPHE, _SIGNET, _NOM = qn("w:p"), qn("w:bookmarkStart"), qn("w:name")
_INSTRUCTION = r'TOC \o "1-2" \h \z \u'


@dataclass(frozen=True)
class _Titre:
    niveau: int
    texte: str
    signet: str
    paragraphe: Any


def remplir_sommaires(document: Any) -> None:
    """(Re)write every table of contents of the document from its titles of levels 1 and 2."""
    corps = document._element.body
    controles = [c for c in corps.iter(qn("w:sdt")) if etiquette_de(c) == SOMMAIRE]
    if not controles:
        return
    titres = _titres(document, corps)
    pages = pages_estimees(document, [titre.paragraphe for titre in titres])
    for controle in controles:
        zone = contenu(controle)
        for ancien in list(zone):
            zone.remove(ancien)
        for paragraphe in _entrees(titres, pages):
            zone.append(paragraphe)


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
            titres.append(_Titre(niveau, texte, _signet(paragraphe, len(titres) + 1, pris), paragraphe))
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


def _entrees(titres: Iterable[_Titre], pages: Iterable[int]) -> list[Any]:
    """One paragraph an entry; the field opens in the first and closes in the last."""
    entrees = [_entree(titre, page) for titre, page in zip(titres, pages, strict=True)]
    if not entrees:
        return [fragment("<w:p/>")]
    ouverture = _runs(_signe("begin") + _code(_INSTRUCTION) + _signe("separate"))
    for rang, run in enumerate(ouverture, 1):
        entrees[0].insert(rang, run)
    entrees.append(fragment(f"<w:p>{_signe('end')}</w:p>"))
    return entrees


def _entree(titre: _Titre, page: int) -> Any:
    numero = _signe("begin") + _code(f"PAGEREF {titre.signet} \\h") + _signe("separate") + _texte(str(page))
    return fragment(
        f'<w:p><w:pPr><w:pStyle w:val="TOC{titre.niveau}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{titre.signet}" w:history="1">{_texte(escape(titre.texte))}'
        f"<w:r><w:tab/></w:r>{numero}{_signe('end')}</w:hyperlink></w:p>"
    )


def _signe(genre: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{genre}"/></w:r>'


def _code(instruction: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'


def _texte(texte: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{texte}</w:t></w:r>'


def _runs(xml: str) -> list[Any]:
    return list(fragment(f"<w:p>{xml}</w:p>"))
