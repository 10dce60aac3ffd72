"""What a check-up of a site can find wrong in its records: broken cross-references, doubles, and what a concept checks.

Pure rules on the records given; a finding says what and where, never who complained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from qualitui.domain.concepts import CONCEPTS, Table, concept, tables
from qualitui.domain.francais import accorder, date_numerique, enumerer
from qualitui.domain.temps.calendrier import Calendrier

JOURNAUX = "journaux"  # the domain of what the files of the register show
FICHES = "fiches"  # of the records that this program does not understand
NUMEROS, CAS = "numéros", "dossiers confidentiels"  # and of what the numbers and the cases do
# table → its records
Fiches = Mapping[str, Sequence[Any]]
Noms = Mapping[str, Sequence[str]]
SANS: Noms = {}


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


def examiner(fiches: Fiches, calendrier: Calendrier, jour: date, connus: Noms = SANS) -> list[Constatation]:
    """Everything wrong in the records, in the order of the concepts.

    `connus`: the names of those that cannot be read here, which are there all the same.
    """
    propres = (c.piece("domain", "diagnostic") for c in CONCEPTS)
    return [
        *doubles(fiches, connus),
        *renvois(fiches, connus),
        *origines(fiches, connus),
        *sans_personne(fiches, jour, connus),
        *(trouvee for piece in propres if piece for trouvee in piece.constatations(fiches, calendrier, connus)),
    ]


def doubles(fiches: Fiches, connus: Noms = SANS) -> Iterator[Constatation]:
    """References carried by several records."""
    for c, table in tables():
        for reference, combien in Counter(_noms(fiches, connus, table)).items():
            if reference and combien > 1:
                phrase = f"{combien} fiches portent la référence {reference}."
                yield Constatation(Gravite.GRAVE, c.pluriel, phrase)


def _noms(fiches: Fiches, connus: Noms, table: Table) -> list[str]:
    """What the records of a table are named by, those that cannot be read too."""
    if not table.cle:
        return []
    return [*(str(getattr(fiche, table.cle)) for fiche in fiches.get(table.nom, ())), *connus.get(table.nom, ())]


def renvois(fiches: Fiches, connus: Noms = SANS) -> Iterator[Constatation]:
    """References to an action that is not in the plan."""
    connues = set(_noms(fiches, connus, concept("actions").tables[0]))
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


def origines(fiches: Fiches, connus: Noms = SANS) -> Iterator[Constatation]:
    """Actions whose origin names a record that does not exist."""
    connues = {
        origine: set(_noms(fiches, connus, c.tables[0])) for c in CONCEPTS if c.tables[0].cle for origine in c.origines
    }
    for action in fiches.get("actions", ()):
        origine = action.origine
        vises = connues.get(origine.concept)
        if vises is not None and origine.reference and _sans_periode(origine.reference) not in vises:
            phrase = f"{action.reference} a pour origine {origine.reference}, qui n’existe pas."
            yield Constatation(Gravite.AVERTISSEMENT, concept("actions").pluriel, phrase)


def sans_personne(fiches: Fiches, jour: date, connus: Noms = SANS) -> Iterator[Constatation]:
    """What is still given to people who left; then the roles that carry something and that nobody holds.

    Someone who cannot be read here may hold any of them: none is then said to be nobody's.
    """
    equipe = {personne.code: personne for personne in fiches.get("equipe", ())}
    tenus = {role for personne in equipe.values() if personne.presente(jour) for role in personne.roles}
    vacants: Counter[str] = Counter()
    for c in CONCEPTS:
        piece = c.piece("domain", "passation")
        for fiche in fiches.get(c.tables[0].nom, ()) if piece else ():
            for code in piece.confiee_a(fiche) if piece else ():
                personne = equipe.get(code)
                if personne is None:
                    vacants[code] += code not in tenus
                elif personne.depart_le is not None and personne.depart_le < jour:
                    nom = getattr(fiche, c.tables[0].cle)
                    phrase = (
                        f"{nom} est toujours confiée à {personne.nom}, qui a quitté le site le "
                        f"{date_numerique(personne.depart_le)}\u00a0: equipe reprendre {personne.code}."
                    )
                    yield Constatation(Gravite.AVERTISSEMENT, c.pluriel, phrase)
    if any(personne.presente(jour) for personne in equipe.values()) and not connus.get("equipe"):
        for role, nombre in vacants.items():
            if nombre:
                phrase = f"Personne ne tient le rôle {role}, qui porte {accorder(nombre, 'élément')}."
                yield Constatation(Gravite.INFORMATION, concept("equipe").pluriel, phrase)


def _sans_periode(reference: str) -> str:
    """The record an origin points at: the check itself for « V-NET-02 × 2026-03-02 »."""
    return reference.replace("@", "×").partition("×")[0].strip()
