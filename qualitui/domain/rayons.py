"""Where the records of each table are kept: by year, those that still ask for something apart, whatever their year.

`concepts.py` says it of each table. Told by the content as it is written, so that a record need not be made into its
model to be left aside. What cannot be told (a field missing, or of another shape) stays with what is open: it is always
looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualitui.domain.concepts import Rayon, tables

OUVERT = "ouvert"
ENTIER = ""  # the only shelf of a table that has none


RAYONS = {table.nom: table.rayon for _, table in tables() if table.rayon}
EMPREINTE = repr(RAYONS)  # what was put away under other shelves is not looked for under these


def ranger(table: str, ident: str, contenu: Mapping[str, Any]) -> str:
    """The shelf of a record: `OUVERT`, its year, or `ENTIER`."""
    rayon = RAYONS.get(table)
    if rayon is None:
        return ENTIER
    annee = _annee(contenu.get(rayon.annee))
    if not annee or (rayon.etat and not _fini(rayon, contenu)):
        return OUVERT
    return annee if _annee_de(rayon, ident) in ("", annee) else OUVERT


def possibles(table: str, ident: str) -> tuple[str, ...]:
    """The only shelves where a record of this id may be; empty: any."""
    rayon = RAYONS.get(table)
    annee = _annee_de(rayon, ident) if rayon else ""
    return (annee, OUVERT) if annee else ()


def _annee_de(rayon: Rayon, ident: str) -> str:
    return _annee(ident.partition(rayon.ident)[2]) if rayon.ident else ""


def _annee(texte: Any) -> str:
    """The year that starts a text; empty when none does."""
    annee = texte[:4] if isinstance(texte, str) else ""
    return annee if len(annee) == 4 and annee.isdecimal() else ""


def _fini(rayon: Rayon, contenu: Mapping[str, Any]) -> bool:
    valeur = contenu.get(rayon.etat)
    if not rayon.clos:
        return bool(valeur)
    if not rayon.cle:
        return valeur in rayon.clos
    faits = valeur if isinstance(valeur, list) else []
    genres = (fait.get(rayon.cle) for fait in reversed(faits) if isinstance(fait, dict))
    return next((genre for genre in genres if genre in (*rayon.clos, *rayon.rouvre)), None) in rayon.clos
