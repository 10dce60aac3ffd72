"""Faulty data told in French: file, table, key and what was expected (a TOML edited by hand, a site.toml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from qualitui.domain.base import Refus
from qualitui.domain.francais import INSECABLE, entre_guillemets

ATTENDUS = {
    "missing": "cette clé est obligatoire",
    "extra_forbidden": "cette clé est inconnue",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "bool_type": "true ou false est attendu",
    "bool_parsing": "true ou false est attendu",
    "string_type": "un texte entre guillemets est attendu",
    "string_too_short": "un texte non vide est attendu",
    "tuple_type": "une liste est attendue",
    "list_type": "une liste est attendue",
    "too_short": "une liste non vide est attendue",
    "dict_type": "une table est attendue",
    "model_type": "une table est attendue",
    "date_type": "une date est attendue, comme 2026-03-02",
    "date_parsing": "une date est attendue, comme 2026-03-02",
    "date_from_datetime_parsing": "une date est attendue, comme 2026-03-02",
    "date_from_datetime_inexact": "une date sans heure est attendue, comme 2026-03-02",
    "time_type": "une heure est attendue, comme 08:30",
    "time_parsing": "une heure est attendue, comme 08:30",
}


# What Python says of a TOML file, and what it means.
_TOML = {
    "Cannot overwrite a value": "une clé y est écrite deux fois",
    "Cannot declare": "une table y est écrite deux fois",
    "Duplicate inline table key": "une clé y est écrite deux fois",
    "Cannot mutate immutable namespace": "une table fermée y est complétée plus loin",
    "Cannot redefine namespace": "une clé y devient une table plus loin",
    "Expected newline or end of document after a statement": "une ligne y continue après sa valeur",
    "Expected '=' after a key": "le signe = manque après une clé",
    "Expected ']": "le crochet fermant d’une table manque",
    "Invalid initial character for a key part": "une clé y commence par un signe interdit",
    "Invalid statement": "une ligne n’y est ni une clé ni une table",
    "Invalid date or datetime": "une date ou une heure n’y existe pas",
    "Invalid value": "une valeur y est illisible (un texte se met entre guillemets)",
    "Invalid hex value": "un caractère y est mal codé",
    "Escaped character": "un caractère y est mal codé",
    "Unescaped": "une barre oblique inverse y est à doubler",
    "Unterminated string": "un texte n’y est pas fermé",
    "Expected '": "un texte n’y est pas fermé",
    'Expected "': "un texte n’y est pas fermé",
    "Unclosed array": "une liste n’y est pas fermée",
    "Unclosed inline table": "une table n’y est pas fermée",
    "Illegal character '\\\\n'": "un texte n’y est pas fermé",
    "Illegal character": "un caractère de contrôle s’y trouve",
    "Found invalid character": "un signe interdit s’y trouve",
}
_PLACE = re.compile(r"at line (\d+),? col(?:umn)? (\d+)")


def faute_de_toml(erreur: ValueError | RecursionError) -> str:
    """What is wrong in a TOML file, and where, as an end of sentence: whoever reads it, the reason is in French."""
    if isinstance(erreur, RecursionError):
        return "il est emboîté trop profondément"
    dit = str(erreur)
    quoi = next((sens for debut, sens in _TOML.items() if dit.startswith(debut)), "il n’en suit pas l’écriture")
    if lieu := _PLACE.search(dit):
        return f"{quoi} (ligne {lieu[1]}, colonne {lieu[2]})"
    return f"{quoi} (à la fin)" if "end of document" in dit.rpartition("(")[2] else quoi


class DonneesFautives(Refus):
    """A file of data says something that cannot be; the sentence names file, table, key and what was expected."""


def raconter(erreur: ValidationError, contenu: Mapping[str, Any], fichier: str, racine: str = "") -> str:
    """One sentence per fault: « Fichier x.toml, table [[delai]] n° 2 (« y »), clé « duree » : … ».

    `racine` is the table that the keys at the root of `contenu` were written in; empty: none.
    """
    return "\n".join(_raconter_une(details, contenu, fichier, racine) for details in erreur.errors())


def _raconter_une(details: ErrorDetails, contenu: Mapping[str, Any], fichier: str, racine: str) -> str:
    table, cle = _situer(details["loc"], contenu)
    if not table and racine:
        table = f"table [{racine}]"
    lieu = ", ".join(morceau for morceau in (f"Fichier {fichier}", table, cle) if morceau)
    return f"{lieu}{INSECABLE}: {_attendu(details)}."


def _situer(chemin: tuple[int | str, ...], contenu: Any) -> tuple[str, str]:
    """« table [[engagement]] n° 4 (« 9 ») » and « clé « duree » » of a fault, from pydantic's path.

    A number in the path is either the rank of a table in an array of tables, or of a value in a list.
    """
    tables: list[str] = []
    cle = ""
    for morceau in chemin:
        contenu = _descendre(contenu, morceau)
        if isinstance(morceau, int) and isinstance(contenu, Mapping):
            tables.append(f"[[{cle}]] n°{INSECABLE}{morceau + 1}{_nommer(contenu)}")
            cle = ""
        elif isinstance(morceau, int):
            cle = f"{cle} n°{INSECABLE}{morceau + 1}"
        elif isinstance(contenu, Mapping):
            tables.append(f"[{morceau}]")
        else:
            cle = cle or morceau
    return f"table {' › '.join(tables)}" if tables else "", f"clé {entre_guillemets(cle)}" if cle else ""


def _nommer(table: Mapping[str, Any]) -> str:
    nom = table.get("code") or table.get("libelle") or table.get("terme")
    return f" ({entre_guillemets(str(nom))})" if nom else ""


def _descendre(contenu: Any, nom: int | str) -> Any:
    try:
        return contenu[nom]
    except (KeyError, IndexError, TypeError):
        return None


def _attendu(details: ErrorDetails) -> str:
    genre, contexte = details["type"], details.get("ctx", {})
    if genre in ATTENDUS:
        return ATTENDUS[genre]
    if genre in ("enum", "literal_error"):
        choix = str(contexte["expected"]).replace("'", "").replace(" or ", ", ")
        return f"une de ces valeurs est attendue{INSECABLE}: {choix}"
    if genre == "greater_than":
        return f"un nombre plus grand que {contexte['gt']} est attendu"
    if genre == "greater_than_equal":
        return f"un nombre d’au moins {contexte['ge']} est attendu"
    if genre == "value_error":
        return str(contexte["error"])
    return "cette valeur n’est pas acceptée"
