"""Texts typed by people, between a document and plain text: a line a paragraph, « - » for a bullet.

What cannot be said in plain text (pictures, bold) stays in the document: refreshing never rewrites a typed zone.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn

from qualitui.reports.word.nettoyage import texte_propre
from qualitui.reports.word.reperes import Zone, contenu, fragment, paragraphes, texte_du_paragraphe

PUCE = "List Bullet"
_STYLE_INVITE = "Invite"


def ecrire_texte(document: Any, controle: Any, texte: str, libelle: str, consigne: str) -> None:
    """Put `texte` in the typed zone, or its prompt when there is none; keep the paragraph style of the template."""
    proprietes = controle.find(qn("w:sdtPr"))
    proprietes.find(qn("w:alias")).set(qn("w:val"), texte_propre(libelle)[:64])
    montre = proprietes.find(qn("w:showingPlcHdr"))
    if montre is not None:
        proprietes.remove(montre)
    premier = next(iter(contenu(controle).iter(qn("w:p"))), None)
    modele = None if premier is None else premier.find(qn("w:pPr"))
    zone = contenu(controle)
    for ancien in list(zone):
        zone.remove(ancien)
    texte = texte_propre(texte).strip()
    if not texte:
        proprietes.append(fragment("<w:showingPlcHdr/>"))
        zone.append(_paragraphe(modele, texte_propre(consigne), _identifiant(document, _STYLE_INVITE)))
        return
    for ligne in texte.split("\n"):
        zone.append(_ligne(document, modele, ligne.strip()))


def _ligne(document: Any, modele: Any, ligne: str) -> Any:
    puce = _identifiant(document, PUCE)
    if not (ligne.startswith(("- ", "– ", "• ")) and puce):
        return _paragraphe(modele, ligne)
    paragraphe = _paragraphe(None, ligne[2:].strip())
    proprietes = paragraphe.get_or_add_pPr()
    proprietes.get_or_add_pStyle().set(qn("w:val"), puce)
    return paragraphe


def _paragraphe(modele: Any, texte: str, style_de_caractere: str = "") -> Any:
    paragraphe = fragment('<w:p><w:r><w:t xml:space="preserve"/></w:r></w:p>')
    if modele is not None:
        paragraphe.insert(0, copy.deepcopy(modele))
    run = paragraphe.find(qn("w:r"))
    if style_de_caractere:
        run.insert(0, fragment(f"<w:rPr><w:rStyle w:val={style_de_caractere!r}/></w:rPr>"))
    run.find(qn("w:t")).text = texte
    return paragraphe


def _identifiant(document: Any, nom: str) -> str:
    """The id of a style by its name, empty if the template has no such style."""
    for style in document.styles.element.iter(qn("w:style")):
        element = style.find(qn("w:name"))
        if element is not None and element.get(qn("w:val"), "").casefold() == nom.casefold():
            return str(style.get(qn("w:styleId"), ""))
    return ""


def lire_texte(document: Any, zone: Zone, consigne: str = "") -> str:
    """What people typed in the zone; empty while it shows its prompt, whatever the word processor did to it."""
    if zone.invite_affichee:
        return ""
    texte = "\n".join(_lignes(document, zone.elements)).strip()
    attendu = " ".join(texte_propre(consigne).split())
    return "" if attendu and " ".join(texte.split()) == attendu else texte


def _lignes(document: Any, elements: Iterable[Any]) -> Iterator[str]:
    puces = {_identifiant(document, PUCE), _identifiant(document, "List Paragraph")} - {""}
    for element in elements:
        corps = element.find(qn("w:sdtContent")) if element.tag == qn("w:sdt") else element
        blocs = list(corps) if element.tag == qn("w:sdt") else [corps]
        for bloc in blocs:
            if bloc.tag == qn("w:tbl"):
                yield from _lignes_de_tableau(bloc)
            elif bloc.tag == qn("w:sdt"):
                yield from _lignes(document, [bloc])
            else:
                yield from (_avec_puce(p, puces) for p in paragraphes([bloc]))


def _avec_puce(paragraphe: Any, puces: set[str]) -> str:
    texte = texte_du_paragraphe(paragraphe).strip()
    style = paragraphe.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    numero = paragraphe.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    en_puce = numero is not None or (style is not None and style.get(qn("w:val")) in puces)
    return f"- {texte}" if en_puce and texte else texte


def _lignes_de_tableau(tableau: Any) -> Iterator[str]:
    """A table someone drew in the zone: its cells, a row a line."""
    for ligne in tableau.iter(qn("w:tr")):
        cellules = (" ".join(texte_du_paragraphe(p) for p in c.iter(qn("w:p"))) for c in ligne.iter(qn("w:tc")))
        yield " | ".join(cellule.strip() for cellule in cellules)
