"""Zones of a document: where they are, what they say, how to find them again after people wrote in Word.

A zone is a content control (`w:sdt`) whose tag is `calc:<key>` (computed, locked) or `saisie:<name>` (typed, free).
LibreOffice destroys the tags and keeps bookmarks, so two hidden bookmarks mark its first and last paragraphs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

CALCULEE, SAISIE, SOMMAIRE = "calc:", "saisie:", "sommaire"
_PREFIXES = (CALCULEE, SAISIE, SOMMAIRE)
# Spelt out once: a document has thousands of paragraphs.
_TEXTE, _TAQUETS = qn("w:t"), qn("w:tabs")
_SIGNES = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True)
class Zone:
    """One zone as found in a document. `elements` are consecutive siblings; a single `w:sdt` when it survived."""

    etiquette: str
    elements: tuple[Any, ...]

    @property
    def nom(self) -> str:
        """What follows the colon: the typed zone's name, or the key of the computed block."""
        return self.etiquette.partition(":")[2]

    @property
    def controle(self) -> Any | None:
        """The content control, None when a word processor destroyed it."""
        return self.elements[0] if self.elements[0].tag == qn("w:sdt") else None

    @property
    def invite_affichee(self) -> bool:
        """The typed zone still shows its prompt: nobody wrote in it."""
        return self.controle is not None and self.controle.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def fragment(xml: str) -> Any:
    """A piece of WordprocessingML as an element; `xml` writes the prefixes `w:` and `r:` without declaring them."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w', 'r')}", xml, count=1))


def etiquette_de(controle: Any) -> str:
    """The tag of a content control, empty if it is none of ours."""
    element = controle.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    texte = "" if element is None else str(element.get(qn("w:val"), ""))
    return texte if texte.startswith(_PREFIXES) else ""


def contenu(controle: Any) -> Any:
    """The `w:sdtContent` of a control."""
    return controle.find(qn("w:sdtContent"))


def signet(etiquette: str, bord: str) -> str:
    """The hidden bookmark of one edge (« d » first, « f » last): Word hides names that start with `_`."""
    return f"_q{bord}_{hashlib.sha1(etiquette.encode(), usedforsecurity=False).hexdigest()[:12]}"


def poser_signets(controle: Any) -> None:
    """Double the control with its two bookmarks, once."""
    etiquette = etiquette_de(controle)
    noms = {s.get(qn("w:name")) for s in controle.iter(qn("w:bookmarkStart"))}
    paragraphes = list(contenu(controle).iter(qn("w:p")))
    if not paragraphes or signet(etiquette, "d") in noms:
        return
    proprietes = paragraphes[0].find(qn("w:pPr"))
    paragraphes[0][0 if proprietes is None else 1 : 0 if proprietes is None else 1] = _point(signet(etiquette, "d"))
    paragraphes[-1].extend(_point(signet(etiquette, "f")))


def _point(nom: str) -> list[Any]:
    return [
        fragment(f'<w:bookmarkStart w:id="0" w:name="{nom}"/>'),
        fragment('<w:bookmarkEnd w:id="0"/>'),
    ]


def zones(corps: Any, etiquettes: Iterable[str] = ()) -> Mapping[str, Zone]:
    """Every zone of the body, by tag, in its order. `etiquettes`: those to look for by their bookmarks when the
    controls did not survive."""
    trouvees = {
        etiquette_de(controle): Zone(etiquette_de(controle), (controle,))
        for controle in corps.iter(qn("w:sdt"))
        if etiquette_de(controle)
    }
    signets = {s.get(qn("w:name")): s for s in corps.iter(qn("w:bookmarkStart"))}
    for etiquette in etiquettes:
        debut, fin = signets.get(signet(etiquette, "d")), signets.get(signet(etiquette, "f"))
        if etiquette not in trouvees and debut is not None and fin is not None:
            elements = tuple(_entre(corps, debut, fin))
            if elements:
                trouvees[etiquette] = Zone(etiquette, elements)
    return trouvees


def _entre(corps: Any, debut: Any, fin: Any) -> Iterator[Any]:
    """The children of the body from the one that holds `debut` to the one that holds `fin`; none if disordered."""
    enfants = list(corps)
    premier, dernier = (enfants.index(_ancetre(corps, signet_)) for signet_ in (debut, fin))
    yield from enfants[premier : dernier + 1]


def _ancetre(corps: Any, element: Any) -> Any:
    while element.getparent() is not corps:
        element = element.getparent()
    return element


def paragraphes(elements: Iterable[Any]) -> Iterator[Any]:
    """Every paragraph of the elements, in order, those of tables included."""
    for element in elements:
        yield from element.iter(qn("w:p"))


def texte_du_paragraphe(paragraphe: Any) -> str:
    """What a reader sees of a paragraph; texts deleted under revision marks are not seen."""
    morceaux = []
    for element in paragraphe.iter(_TEXTE, *_SIGNES):
        if element.tag == _TEXTE:
            morceaux.append(element.text or "")
        elif element.getparent().tag != _TAQUETS:
            morceaux.append(_SIGNES[element.tag])
    return "".join(morceaux)


def empreinte(elements: Iterable[Any]) -> str:
    """The fingerprint of what the elements say: spaces and layout do not count."""
    texte = " ".join(" ".join(texte_du_paragraphe(p).split()) for p in paragraphes(elements))
    return hashlib.sha256(" ".join(texte.split()).encode()).hexdigest()[:16]


def renumeroter(corps: Any) -> None:
    """Ids that must be unique in a document, after pieces of several were put together."""
    for rang, dessin in enumerate(corps.iter(qn("wp:docPr")), 1):
        dessin.set("id", str(rang))
    for rang, controle in enumerate(corps.iter(qn("w:sdt")), 1):
        identifiant = controle.find(f"{qn('w:sdtPr')}/{qn('w:id')}")
        if identifiant is not None:
            identifiant.set(qn("w:val"), str(41_000 + rang))
    _renumeroter_signets(corps)


def _renumeroter_signets(corps: Any) -> None:
    """Each end follows its start: pairs are matched in the order they are read, doubles of a name are dropped."""
    ouverts: dict[str, list[str]] = {}
    vus: set[str] = set()
    for rang, borne in enumerate(list(corps.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")))):
        ancien = borne.get(qn("w:id"), "")
        if borne.tag == qn("w:bookmarkStart"):
            nom = borne.get(qn("w:name"), "")
            ouverts.setdefault(ancien, []).append("" if nom in vus else str(rang))
            if nom in vus:
                borne.getparent().remove(borne)
            else:
                borne.set(qn("w:id"), str(rang))
            vus.add(nom)
            continue
        nouveau = ouverts[ancien].pop() if ouverts.get(ancien) else ""
        if nouveau:
            borne.set(qn("w:id"), nouveau)
        else:
            borne.getparent().remove(borne)
