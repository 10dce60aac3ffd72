"""On which page a title falls, about: what the table of contents prints until Word counts for itself.

Lines are counted from the styles' sizes and an average letter; pictures and tables from what they declare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml.ns import qn as _qn

from qualitui.reports.word.reperes import texte_du_paragraphe

qn = cache(_qn)  # asked for each paragraph of the document
# Widths of a sans serif (Arial), in parts of its size; every other sign takes `_LETTRE`.
_LETTRE = 0.55
_LARGEURS = (
    dict.fromkeys("iljIt’'.,:;!|/ \u00a0\u202f()[]-", 0.28)
    | dict.fromkeys("ftr", 0.31)
    | dict.fromkeys("cksvxyzJ", 0.5)
    | dict.fromkeys("mMW%—", 0.85)
    | dict.fromkeys("ABCDEÉGHKNOPQRSUVXYw", 0.7)
)
_TWIPS = 20.0
_EMU = 12_700.0


@dataclass(frozen=True)
class _Style:
    """Points; `interligne` multiplies the size of the font."""

    taille: float = 10.0
    avant: float = 0.0
    apres: float = 5.0
    interligne: float = 1.12
    saut_avant: bool = False
    solidaire: bool = False


class _Feuille:
    """The height left on the page, and how many pages went by."""

    def __init__(self, hauteur: float) -> None:
        self.hauteur, self.reste, self.page = hauteur, hauteur, 1

    def poser(self, hauteur: float, *, solidaire: float = 0.0) -> None:
        """Lay a block; `solidaire`: what must follow it on the same page. A long one flows over."""
        if hauteur + solidaire > self.reste and self.reste < self.hauteur:
            if hauteur + solidaire <= self.hauteur:
                self.sauter()
            else:
                hauteur -= self.reste
                self.sauter()
        while hauteur > self.hauteur:
            hauteur -= self.hauteur
            self.page += 1
        self.reste -= hauteur

    def sauter(self) -> None:
        self.page, self.reste = self.page + 1, self.hauteur


def pages_estimees(document: Any, reperes: Sequence[Any]) -> list[int]:
    """The page of each of the paragraphs `reperes`, from 1."""
    corps = document._element.body
    section = corps.find(qn("w:sectPr"))
    largeur, hauteur = _surface(section)
    styles = _styles(document)
    feuille = _Feuille(hauteur)
    pages: dict[Any, int] = {}
    for bloc in _blocs(corps):
        if bloc.tag == qn("w:tbl"):
            for ligne in bloc.iter(qn("w:tr")):
                feuille.poser(_hauteur_de_ligne(ligne, styles))
            continue
        style = styles.get(_style_de(bloc), _Style())
        if style.saut_avant or _saute(bloc):
            feuille.sauter()
        feuille.poser(_hauteur(bloc, style, largeur), solidaire=30.0 if style.solidaire else 0.0)
        pages[bloc] = feuille.page
    return [pages.get(repere, feuille.page) for repere in reperes]


def _surface(section: Any) -> tuple[float, float]:
    page, marges = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))

    def points(element: Any, nom: str) -> float:
        return float(element.get(qn(f"w:{nom}"), 0)) / _TWIPS

    largeur = points(page, "w") - points(marges, "left") - points(marges, "right")
    return largeur, points(page, "h") - points(marges, "top") - points(marges, "bottom")


def _blocs(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in the order of reading, controls opened."""
    for enfant in parent:
        if enfant.tag in (qn("w:p"), qn("w:tbl")):
            yield enfant
        elif enfant.tag == qn("w:sdt"):
            yield from _blocs(enfant.find(qn("w:sdtContent")))


def _style_de(paragraphe: Any) -> str:
    style = paragraphe.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def _saute(paragraphe: Any) -> bool:
    avant = paragraphe.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    return avant or any(s.get(qn("w:type")) == "page" for s in paragraphe.iter(qn("w:br")))


def _hauteur(paragraphe: Any, style: _Style, largeur: float) -> float:
    dessins = sum(float(e.get("cy", 0)) / _EMU for e in paragraphe.iter(qn("wp:extent")))
    lignes = sum(_lignes(texte, largeur / style.taille) for texte in texte_du_paragraphe(paragraphe).split("\n"))
    espaces = paragraphe.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    propres = {} if espaces is None else {nom: espaces.get(qn(f"w:{nom}")) for nom in ("before", "after")}
    avant = style.avant if propres.get("before") is None else float(propres["before"]) / _TWIPS
    apres = style.apres if propres.get("after") is None else float(propres["after"]) / _TWIPS
    return avant + apres + (dessins or lignes * style.taille * 1.15 * style.interligne)


def _lignes(texte: str, largeur: float) -> int:
    """How many lines the words take in `largeur` (in parts of the font's size)."""
    lignes, reste = 1, largeur
    for mot in texte.split(" "):
        besoin = sum(_LARGEURS.get(signe, _LETTRE) for signe in mot)
        if besoin > reste and reste < largeur:
            lignes, reste = lignes + 1, largeur
        lignes += int(besoin // largeur)
        reste -= besoin % largeur + _LARGEURS[" "]
    return lignes


def _hauteur_de_ligne(ligne: Any, styles: dict[str, _Style]) -> float:
    hauteurs = []
    for cellule in ligne.iter(qn("w:tc")):
        element = cellule.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        largeur = (2000.0 if element is None else float(element.get(qn("w:w"), 2000))) / _TWIPS - 9
        hauteurs.append(sum(_hauteur(p, styles.get(_style_de(p), _Style()), largeur) for p in cellule.iter(qn("w:p"))))
    return max(hauteurs, default=0.0)


def _styles(document: Any) -> dict[str, _Style]:
    """Style id → measures, what it inherits included; the default style also under the empty id."""
    bruts = {s.get(qn("w:styleId")): s for s in document.styles.element.iter(qn("w:style"))}
    resolus: dict[str, _Style] = {}
    for identifiant, brut in bruts.items():
        if brut.get(qn("w:type")) == "paragraph":
            resolus[identifiant] = _resoudre(identifiant, bruts)
            if brut.get(qn("w:default")) in ("1", "true"):
                resolus[""] = resolus[identifiant]
    return resolus


def _resoudre(identifiant: str, bruts: dict[str, Any]) -> _Style:
    brut = bruts.get(identifiant)
    if brut is None:
        return _Style()
    base = brut.find(qn("w:basedOn"))
    herite = _Style() if base is None else _resoudre(base.get(qn("w:val")), bruts)
    taille = brut.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    espaces = brut.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    valeurs = {} if espaces is None else {nom: espaces.get(qn(f"w:{nom}")) for nom in ("before", "after", "line")}
    return _Style(
        taille=herite.taille if taille is None else float(taille.get(qn("w:val"))) / 2,
        avant=herite.avant if valeurs.get("before") is None else float(valeurs["before"]) / _TWIPS,
        apres=herite.apres if valeurs.get("after") is None else float(valeurs["after"]) / _TWIPS,
        interligne=herite.interligne if valeurs.get("line") is None else float(valeurs["line"]) / 240,
        saut_avant=herite.saut_avant or brut.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None,
        solidaire=herite.solidaire or brut.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None,
    )
