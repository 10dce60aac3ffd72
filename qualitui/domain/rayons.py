"""Where the records of each table are kept: by year, those that still ask for something apart, whatever their year.

Told by the content as it is written, so that a record need not be made into its model to be left aside. What cannot be
told (a field missing, or of another shape) stays with what is open: it is always looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

OUVERT = "ouvert"
ENTIER = ""  # the only shelf of a table that has none


class Rayon(NamedTuple):
    """`annee`: the field whose first four characters are the year.

    `etat`: the field that says whether it is over, by one of the values `clos`; without it, nothing stays open. When
    it is a list of facts, the last one whose `cle` is among `clos` or `rouvre` decides. `ident`: the mark after which
    the ids say the year too; a record whose id says another one stays with what is open.
    """

    annee: str
    etat: str = ""
    clos: tuple[str, ...] = ()
    rouvre: tuple[str, ...] = ()
    cle: str = ""
    ident: str = ""


RAYONS = {
    "reclamations": Rayon("recue_le", "faits", clos=("clôture",), rouvre=("réouverture",), cle="genre"),
    "actions": Rayon("creee_le", "etat", clos=("close", "abandonnée")),
    "suggestions": Rayon("recue_le", "etat", clos=("retenue", "écartée")),
    "constats": Rayon("periode", ident="@"),
    "valeurs": Rayon("periode"),
}
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
    if not rayon.cle:
        return valeur in rayon.clos
    faits = valeur if isinstance(valeur, list) else []
    genres = (fait.get(rayon.cle) for fait in reversed(faits) if isinstance(fait, dict))
    return next((genre for genre in genres if genre in (*rayon.clos, *rayon.rouvre)), None) in rayon.clos
