"""What this program understands of a record, by the model of its table; nothing of a table it does not know.

A newer program shares the folder for months. What it adds is kept as it was written: a record is shown with what can be
read of it, and is not written from here (`Fiche.lecture_seule`, `FicheIllisible`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

import qualitui
from qualitui.domain.base import Fiche, Refus
from qualitui.domain.concepts import de_la_table
from qualitui.domain.illisibles import HORS_DU_TEMPS, Faute, Illisible, raison
from qualitui.domain.temps.dates import DERNIERE_ANNEE, PREMIERE_ANNEE
from qualitui.store import empreintes
from qualitui.store.moteur.etat import Juge
from qualitui.store.moteur.fusion import Contenu

# What a model may raise over a content of any shape: its own validators run on values that nobody foresaw.
ECHECS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, Refus)


def modele_de(nom: str) -> type[Fiche] | None:
    """The model of the table's records; None for a table of a newer program."""
    trouves = de_la_table(nom)
    return trouves[1].importer() if trouves else None


def juge(nom: str) -> Juge | None:
    """Whether a content of this table is understood whole; None for a table of which nothing can be said.

    The model is only imported when there is something to judge: most commands have nothing.
    """
    if de_la_table(nom) is None:
        return None
    modele: list[type[Fiche]] = []

    def juger(contenu: Contenu) -> bool:
        if not modele:
            modele.extend(filter(None, [modele_de(nom)]))
        try:
            modele[0].model_validate({**contenu, **_HORS_CONTENU})
        except ECHECS:
            return False
        return not _date_lointaine(contenu)

    return juger


_PREMIERE, _DERNIERE = str(PREMIERE_ANNEE), str(DERNIERE_ANNEE)
_HORS_CONTENU = {"id": "", "jeton": "", "lecture_seule": ""}


def lire(modele: type[Fiche], ident: str, contenu: Contenu, jeton: str) -> tuple[Fiche | None, Illisible | None]:
    """The record, and what is not understood of it; no record when even the rest cannot be read."""
    propres = {"id": ident, "jeton": jeton, "lecture_seule": ""}
    try:
        fiche = modele.model_validate({**contenu, **propres})
        if not _date_lointaine(contenu) or not (fautes := list(_lointaines(fiche))):
            return fiche, None
    except ECHECS as erreur:
        fautes = _fautes(erreur)
    connu = _sans(contenu, (faute.chemin for faute in fautes if faute.genre == "extra_forbidden"))
    recente = all(faute.inconnue for faute in fautes)
    une = Illisible(modele.table, ident, contenu, raison(fautes), recente, partielle=True)
    try:
        fiche = modele.model_validate({**connu, **propres, "lecture_seule": une.phrase})
    except ECHECS:
        return None, une._replace(partielle=False)
    if _date_lointaine(contenu) and (lointaines := list(_lointaines(fiche))):
        return None, une._replace(raison=raison([*fautes, *lointaines]), recente=False, partielle=False)
    return fiche, une


def _date_lointaine(valeur: Any) -> bool:
    """Whether a text looks like a day out of the program's time: nearly never, and then the model tells for sure."""
    if type(valeur) is str:
        return valeur[4:5] == "-" and valeur[:4].isdecimal() and not _PREMIERE <= valeur[:4] <= _DERNIERE
    if type(valeur) is dict:
        return any(map(_date_lointaine, valeur.values()))
    return type(valeur) is list and any(map(_date_lointaine, valeur))


def _lointaines(valeur: Any, chemin: tuple[int | str, ...] = ()) -> Iterator[Faute]:
    """The days of a record that no calendar of the program knows: a rule would count from them over centuries."""
    if isinstance(valeur, date) and not PREMIERE_ANNEE <= valeur.year <= DERNIERE_ANNEE:
        yield Faute(HORS_DU_TEMPS, chemin, valeur)
    elif isinstance(valeur, BaseModel):
        for champ, contenu in valeur:
            yield from _lointaines(contenu, (*chemin, champ))
    elif isinstance(valeur, (tuple, list)):
        for rang, contenu in enumerate(valeur):
            yield from _lointaines(contenu, (*chemin, rang))
    elif isinstance(valeur, dict):
        for cle, contenu in valeur.items():
            yield from _lointaines(contenu, (*chemin, cle))


def _fautes(erreur: Exception) -> list[Faute]:
    if not isinstance(erreur, ValidationError):
        return [Faute("", ())]
    return [Faute(e["type"], e["loc"], e["input"]) for e in erreur.errors(include_url=False, include_context=False)]


def _sans(contenu: Contenu, chemins: Iterable[tuple[int | str, ...]]) -> Contenu:
    """A copy without the fields at these places."""
    voulus: dict[int | str, list[tuple[int | str, ...]]] = {}
    for premier, *suite in chemins:
        voulus.setdefault(premier, []).append(tuple(suite))
    return {
        cle: _elague(valeur, voulus[cle]) if cle in voulus else valeur
        for cle, valeur in contenu.items()
        if () not in voulus.get(cle, ())
    }


def _elague(valeur: Any, chemins: list[tuple[int | str, ...]]) -> Any:
    if isinstance(valeur, dict):
        return _sans(valeur, chemins)
    if isinstance(valeur, list):
        return [_elague(un, [c[1:] for c in chemins if c[0] == rang and len(c) > 1]) for rang, un in enumerate(valeur)]
    return valeur


@cache
def empreinte() -> str:
    """An imprint of the rules that this program reads records by, nothing of them being imported."""
    racine = Path(qualitui.__file__).parent / "domain"
    if not racine.is_dir():  # one file for all: `qualitui.pyz`
        return empreintes.fichiers(*(str(dessus) for dessus in racine.parents if dessus.is_file()))
    dossiers = sorted([str(racine), *(d.path for d in os.scandir(racine) if d.is_dir())])
    return empreintes.fichiers(*sorted(f.path for d in dossiers for f in os.scandir(d) if f.name.endswith(".py")))
