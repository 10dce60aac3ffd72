"""What goes into a Word document, made safe once at the door: no character that Word refuses, nothing lost.

A lone surrogate otherwise drops the rest of a paragraph, and a vertical tab crashes headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

_FINS_DE_LIGNE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REFUSES = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\ufeff]")


def texte_propre(texte: str) -> str:
    """Return `texte` as plain `str` (an enum loses its class) with « \\n » line ends and only what XML admits."""
    return _REFUSES.sub("", _FINS_DE_LIGNE.sub("\n", str(texte)))


def propre(valeur: Any) -> Any:
    """Clean every text inside `valeur`, however deep; models become dictionaries, collections lists.

    Objects that write their own XML (`__html__`: charts) go through untouched, like numbers and dates.
    """
    if hasattr(valeur, "__html__") and not isinstance(valeur, str):
        return valeur
    match valeur:
        case str():
            return texte_propre(valeur)
        case None | bool() | int() | float() | datetime() | date():
            return valeur
        case BaseModel():
            return propre(_champs(valeur))
        case Mapping():
            return {texte_propre(cle) if isinstance(cle, str) else cle: propre(v) for cle, v in valeur.items()}
        case tuple() if hasattr(valeur, "_asdict"):
            return propre(valeur._asdict())
        case Iterable():
            return [propre(element) for element in valeur]
    return valeur


def _champs(modele: BaseModel) -> dict[str, Any]:
    """The fields and the plain properties of a model: a template may ask for both."""
    classe = type(modele)
    proprietes = {
        nom: getattr(modele, nom)
        for nom in dir(classe)
        if not nom.startswith("_") and isinstance(getattr(classe, nom, None), property) and not nom.startswith("model_")
    }
    return {**dict(modele), **proprietes}
