"""A .docx between bytes and python-docx, those that LibreOffice left with holes included."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from docx import Document
from lxml import etree


def ouvrir(octets: bytes) -> Any:
    """A .docx as python-docx sees it. LibreOffice leaves relations to parts it did not write: they are dropped."""
    try:
        return Document(io.BytesIO(octets))
    except KeyError:
        return Document(io.BytesIO(_sans_relations_mortes(octets)))


def _sans_relations_mortes(octets: bytes) -> bytes:
    flux = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as cible:
        noms = set(source.namelist())
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom.endswith(".rels"):
                racine = etree.fromstring(contenu)
                for relation in list(racine):
                    if relation.get("TargetMode") != "External" and _cible(nom, relation.get("Target", "")) not in noms:
                        racine.remove(relation)
                contenu = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
            cible.writestr(nom, contenu)
    return flux.getvalue()


def _cible(rels: str, cible: str) -> str:
    """The part a relation points to: « word/_rels/document.xml.rels » + « charts/chart1.xml »."""
    dossier = posixpath.dirname(posixpath.dirname(rels))
    return cible.lstrip("/") if cible.startswith("/") else posixpath.normpath(posixpath.join(dossier, cible))


def enregistrer(document: Any) -> bytes:
    flux = io.BytesIO()
    document.save(flux)
    return sans_heure(flux.getvalue())


def sans_heure(octets: bytes) -> bytes:
    """The same package without the time it was made at: the same content gives the same bytes."""
    flux = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(flux, "w") as cible:
        for entree in source.infolist():
            cible.writestr(zipfile.ZipInfo(entree.filename), source.read(entree), zipfile.ZIP_DEFLATED)
    return flux.getvalue()
