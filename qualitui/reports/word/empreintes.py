"""What the program wrote, kept in the document itself: the fingerprint of each zone, in a customXml part.

It tells, later, what people changed since. The part follows the document wherever it is copied.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from qualitui.reports.word.reperes import SOMMAIRE, empreinte, zones

_ESPACE = "urn:qualitui:document:1"
_PROPRIETES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_IDENTIFIANT = "{6B1F1B3E-52A7-4C8B-9E57-2D0C6C1A7A01}"
_GENRE_PROPRIETES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True)
class Empreintes:
    """`zones`: tag → fingerprint of what the program wrote there; `parties`: headers and footers, by part name.
    `genre` says which document this is (« revue 2025 »)."""

    genre: str = ""
    zones: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)


def relever(document: Any, genre: str) -> Empreintes:
    """The fingerprints of a document as it stands."""
    corps = document._element.body
    return Empreintes(
        genre=genre,
        zones={e: empreinte(zone.elements) for e, zone in zones(corps).items() if e != SOMMAIRE},
        parties={nom: empreinte([partie.element]) for nom, partie in parties(document).items()},
    )


def parties(document: Any) -> dict[str, Any]:
    """Headers and footers by name (« footer1 »)."""
    return {
        str(relation.target_part.partname).rsplit("/", 1)[-1]: relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    }


def lire(document: Any) -> Empreintes | None:
    """What an earlier writing left; None when the document is none of ours, or lost it."""
    partie = _partie(document)
    if partie is None:
        return None
    try:
        valeurs = json.loads(etree.fromstring(partie.blob).text or "")
        valeurs.pop("corps", None)  # of documents made before their bytes were compared
        return Empreintes(**valeurs)
    except (AttributeError, ValueError, TypeError, etree.XMLSyntaxError):
        return None


def ecrire(document: Any, empreintes: Empreintes) -> None:
    """Keep the fingerprints in the document, in place of the former ones."""
    racine = etree.Element(f"{{{_ESPACE}}}document", nsmap=None)
    racine.text = json.dumps(
        {
            "genre": empreintes.genre,
            "zones": dict(empreintes.zones),
            "parties": dict(empreintes.parties),
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    octets = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    partie = _partie(document)
    if partie is None:
        _attacher(document, octets)
    else:
        partie._blob = octets


def _partie(document: Any) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and _ESPACE.encode() in relation.target_part.blob:
            return relation.target_part
    return None


def _attacher(document: Any, octets: bytes) -> None:
    paquet = document.part.package
    nom = paquet.next_partname("/customXml/item%d.xml")
    partie = Part(nom, "application/xml", octets, paquet)
    proprietes = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><ds:datastoreItem xmlns:ds="{_PROPRIETES}" '
        f'ds:itemID="{_IDENTIFIANT}"><ds:schemaRefs><ds:schemaRef ds:uri="{_ESPACE}"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    )
    nom_des_proprietes = PackURI(str(nom).replace("/item", "/itemProps"))
    partie.relate_to(
        Part(nom_des_proprietes, _GENRE_PROPRIETES, proprietes.encode(), paquet), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS
    )
    document.part.relate_to(partie, RELATIONSHIP_TYPE.CUSTOM_XML)
