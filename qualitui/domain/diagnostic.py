"""What a check-up of a site can find wrong in its records: broken cross-references, doubles, and what a concept checks.

Pure rules on the records given; a finding says what and where, never who complained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from qualitui.domain.concepts import CONCEPTS, Table, concept, tables
from qualitui.domain.francais import enumerer
from qualitui.domain.temps.calendrier import Calendrier

JOURNAUX = "journaux"  # the domain of what the files of the register show
NUMEROS, CAS = "numéros", "dossiers confidentiels"  # and of what the numbers and the cases do
# table → its records
Fiches = Mapping[str, Sequence[Any]]


class Gravite(StrEnum):
    """GRAVE: something may be lost; AVERTISSEMENT: to be looked at; INFORMATION: explained, nothing to do."""

    GRAVE = "grave"
    AVERTISSEMENT = "avertissement"
    INFORMATION = "information"


class Manque(NamedTuple):
    """Of a journal whose end is missing: the writings something else knows of, and those that are there."""

    connues: int
    presentes: int


class Constatation(NamedTuple):
    """One thing found. `fichier` is relative to the site; `ligne` counts from 1; None: no place to point at.

    `regler`: the number of what nothing bears, that a person may settle with a reason (`operations/donnees/orphelins`).
    """

    gravite: Gravite
    domaine: str
    phrase: str
    fichier: str | None = None
    ligne: int | None = None
    manque: Manque | None = None
    regler: str = ""


def examiner(fiches: Fiches, calendrier: Calendrier) -> list[Constatation]:
    """Everything wrong in the records, in the order of the concepts."""
    propres = (c.piece("domain", "diagnostic") for c in CONCEPTS)
    return [
        *doubles(fiches),
        *renvois(fiches),
        *origines(fiches),
        *(trouvee for piece in propres if piece for trouvee in piece.constatations(fiches, calendrier)),
    ]


def doubles(fiches: Fiches) -> Iterator[Constatation]:
    """References carried by several records."""
    for c, table in tables():
        for reference, combien in Counter(_noms(fiches, table)).items():
            if reference and combien > 1:
                phrase = f"{combien} fiches portent la référence {reference}."
                yield Constatation(Gravite.GRAVE, c.pluriel, phrase)


def _noms(fiches: Fiches, table: Table) -> list[str]:
    """What the records of a table are named by."""
    return [str(getattr(fiche, table.cle)) for fiche in fiches.get(table.nom, ())] if table.cle else []


def renvois(fiches: Fiches) -> Iterator[Constatation]:
    """References to an action that is not in the plan."""
    connues = set(_noms(fiches, concept("actions").tables[0]))
    for c, table in tables():
        for fiche in fiches.get(table.nom, ()) if table.renvois else ():
            absentes = [action for action in _visees(fiche, table.renvois) if action and action not in connues]
            if absentes:
                nom = (table.appel or f"{{{table.cle}}}").format_map(dict(fiche))
                phrase = f"{nom} renvoie à une action absente du plan\u00a0: {enumerer(absentes)}."
                yield Constatation(Gravite.AVERTISSEMENT, c.pluriel, phrase)


def _visees(fiche: Any, chemin: str) -> list[str]:
    """The actions that a record quotes in this field: one, several, or one for each element of a list."""
    champ, _, propre = chemin.partition(".")
    valeur = getattr(fiche, champ)
    if propre:
        return [getattr(element, propre) for element in valeur]
    return [valeur] if isinstance(valeur, str) else list(valeur)


def origines(fiches: Fiches) -> Iterator[Constatation]:
    """Actions whose origin names a record that does not exist."""
    connues = {origine: set(_noms(fiches, c.tables[0])) for c in CONCEPTS if c.tables[0].cle for origine in c.origines}
    for action in fiches.get("actions", ()):
        origine = action.origine
        vises = connues.get(origine.concept)
        if vises is not None and origine.reference and _sans_periode(origine.reference) not in vises:
            phrase = f"{action.reference} a pour origine {origine.reference}, qui n’existe pas."
            yield Constatation(Gravite.AVERTISSEMENT, concept("actions").pluriel, phrase)


def _sans_periode(reference: str) -> str:
    """The record an origin points at: the check itself for « V-NET-02 × 2026-03-02 »."""
    return reference.replace("@", "×").partition("×")[0].strip()
