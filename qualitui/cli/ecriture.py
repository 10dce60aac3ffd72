"""What is written on the terminal: JSON, texts, messages. No text of anybody’s drives the terminal of who reads, nor
passes for a line of ours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from qualitui.domain.francais import PILOTANTS, montrable


def dire(phrase: str) -> None:
    """Write on stderr: nothing that drives the terminal of who reads goes through, nor passes for another sentence."""
    premiere, *suite = montrable(phrase).split("\n")
    print("\n".join([premiere, *(une if une.startswith("- ") else f"  {une}" for une in suite)]), file=sys.stderr)


def sans_forger(donnees: Any, texte: str) -> str:
    """The answer, where a value of several lines is set in: none of them passes for a line of ours."""
    for suite in {partie for valeur in _textes(donnees) for partie in valeur.split("\n")[1:] if partie}:
        texte = texte.replace(f"\n{suite}", f"\n    {suite}")
    return texte


def _textes(donnees: Any) -> Iterator[str]:
    """Every text of several lines in what is answered."""
    if isinstance(donnees, str):
        if "\n" in donnees:
            yield donnees
    elif isinstance(donnees, Mapping):
        for valeur in donnees.values():
            yield from _textes(valeur)
    elif isinstance(donnees, list | tuple):
        for valeur in donnees:
            yield from _textes(valeur)
    elif hasattr(donnees, "model_dump"):
        yield from _textes(donnees.model_dump())


def en_json(donnees: Any) -> str:
    """JSON with a line for each field and each element of a list.

    Written so, and not by `indent`, which leaves the fast encoder aside: ten years of lines took half a second.
    """
    if isinstance(donnees, dict) and donnees:
        lignes = [f"{_ENCODEUR.encode(str(cle))}: {_liste(valeur)}" for cle, valeur in donnees.items()]
        return _neutre("{\n" + ",\n".join(lignes) + "\n}")
    return _neutre(_liste(donnees))


def _neutre(texte: str) -> str:
    """What would drive a terminal, as JSON writes it escaped: the data is the same."""
    return PILOTANTS.sub(lambda signe: f"\\u{ord(signe[0]):04x}", texte)


def liste_en_json(objets: Iterable[Any], *, natif: bool) -> str:
    """The list of these. `natif`: made of what JSON writes, and written by a faster encoder."""
    return _neutre(_entre_crochets(map(_natif if natif else _ENCODEUR.encode, objets)))


def _liste(donnees: Any) -> str:
    if isinstance(donnees, list | tuple):
        return _entre_crochets(map(_ENCODEUR.encode, donnees))
    return _ENCODEUR.encode(donnees)


def _entre_crochets(elements: Iterable[str]) -> str:
    """The list of these, already in JSON."""
    lignes = ",\n".join(elements)
    return f"[\n{lignes}\n]" if lignes else "[]"


def _natif(objet: Any) -> str:
    """An object of texts, numbers, lists and mappings."""
    from pydantic_core import to_json

    return to_json(objet).decode()


def _en_json(valeur: Any) -> Any:
    if isinstance(valeur, date | datetime | time):
        return valeur.isoformat()
    if hasattr(valeur, "model_dump"):
        return valeur.model_dump(mode="json")
    return str(valeur)


_ENCODEUR = json.JSONEncoder(ensure_ascii=False, default=_en_json)
