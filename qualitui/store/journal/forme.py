"""The shape of a line, whole: what the program relies on in it, asked of every line before anything else reads it.

A line whose CRC is good may still be of another make: a newer program, a hand, a bug. It is set aside alone. What is
only unknown (a field more, a table more) is no fault: it may come from a newer program, and is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

PROFONDEUR = 100  # of a line; JSON, marshal, repr and pydantic all go through it without harm
BORNE = 10**16  # nothing is counted so far; beyond, no duration and no cell of a workbook can be made of a number
DERNIER_INSTANT = 253_402_300_799_999  # milliseconds, the end of the year 9999: no date can be made beyond

_ENTETE = 7  # n, h, at, w, by, p, o: what an ordinary line holds
_CREATION = frozenset({(str, str, int, dict, 4)})  # t, i, v, s: what an ordinary operation holds
_CHIFFRES = bytes(48 if chr(i).isascii() and chr(i).isdigit() else 32 for i in range(256))  # any other byte: a space
_LONG = b"0" * 17  # `BORNE` has seventeen digits


def bien_formee(contenu: Any, octets: bytes) -> bool:
    """Whether the line read from `octets` has the shape of a transaction (a model may still not know its records)."""
    return _bien_typee(contenu) and (not _long_nombre(octets) or mesuree(contenu))


def toutes_bien_formees(contenus: list[Any], octets: bytes) -> bool:
    """`bien_formee` of each one, asked of all at once: a first opening reads a hundred thousand lines."""
    try:
        autres = [c for c in contenus if len(c) != _ENTETE]
        ordinaires = [c for c in contenus if len(c) == _ENTETE] if autres else contenus
        types = {
            (type(c["n"]), type(c["h"]), type(c["at"]), type(c["w"]), type(c["by"]), type(c["p"]), type(c["o"]))
            for c in ordinaires
        }
        operations = [o for c in ordinaires for o in c["o"]]
        formes = {
            (type(o["t"]), type(o["i"]), type(o["v"]), type(o["s"]) if "s" in o else None, len(o)) for o in operations
        }
        instants = [c["h"] for c in ordinaires]
        return (
            types <= {(int, int, str, str, str, str, list)}
            and (formes <= _CREATION or all(map(_operation, operations)))
            and min([c["n"] for c in ordinaires], default=1) >= 1
            and min([o["v"] for o in operations], default=1) >= 1
            and min(instants, default=0) >= 0
            and max(instants, default=0) <= DERNIER_INSTANT
            and all(map(_bien_typee, autres))
            and (not _long_nombre(octets) or mesuree(contenus))
        )
    except (KeyError, TypeError, AttributeError):
        return False


# What drives a terminal, forges a line or turns a text round: no gesture writes any, a hand or another program may.
_INTERDITS = dict.fromkeys(
    [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\ufffd",
)
# Their bytes in a line: written as such, or as JSON escapes (which tell more than them: only looked at closer then).
_PEUT_ETRE = re.compile(rb"\\u(?:00|20)|\\[bfr]|\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


def a_nettoyer(octets: bytes) -> bool:
    """Whether a text of these lines may hold a control character: nearly never, and the bytes tell."""
    return _PEUT_ETRE.search(octets) is not None


def nettoyee(contenu: dict[str, Any]) -> dict[str, Any]:
    """The line with its control characters replaced by « \ufffd », one for one: shown wherever the text is, harmless.

    Those of the file stay: a save writes again only what the person changed.
    """
    propre: dict[str, Any] = _sans_interdits(contenu)
    return propre


def _sans_interdits(valeur: Any) -> Any:
    if type(valeur) is str:
        return valeur.translate(_INTERDITS)
    if type(valeur) is dict:
        return {_sans_interdits(cle): _sans_interdits(contenu) for cle, contenu in valeur.items()}
    return [_sans_interdits(un) for un in valeur] if type(valeur) is list else valeur


def mesuree(valeur: Any) -> bool:
    """Whether no number of a decoded value is out of measure; its depth is bounded by who read it."""
    if type(valeur) is dict:
        return all(map(mesuree, valeur.values()))
    if type(valeur) is list:
        return all(map(mesuree, valeur))
    return type(valeur) is not int or -BORNE < valeur < BORNE


def _long_nombre(octets: bytes) -> bool:
    """Whether a number out of measure may be there: nearly never, and the bytes tell faster than the values."""
    return _LONG in octets.translate(_CHIFFRES)


def _bien_typee(contenu: Any) -> bool:
    return type(contenu) is dict and _tient(contenu, _OBLIGATOIRES, _EN_PLUS) and all(map(_operation, contenu["o"]))


def _operation(operation: Any) -> bool:
    return type(operation) is dict and _tient(operation, _VISEE, _GESTES)


def _tient(contenu: dict[str, Any], voulus: Mapping[str, _Regle], permis: Mapping[str, _Regle]) -> bool:
    return all(cle in contenu and regle(contenu[cle]) for cle, regle in voulus.items()) and all(
        regle(contenu[cle]) for cle, regle in permis.items() if cle in contenu
    )


# --- what each key may hold ---------------------------------------------------------------------------------------

_Regle = Callable[[Any], bool]


def _texte(valeur: Any) -> bool:
    return type(valeur) is str


def _liste(valeur: Any) -> bool:
    return type(valeur) is list


def _objet(valeur: Any) -> bool:
    return type(valeur) is dict


def _rang(valeur: Any) -> bool:
    return type(valeur) is int and valeur >= 1


def _instant(valeur: Any) -> bool:
    return type(valeur) is int and 0 <= valeur <= DERNIER_INSTANT


def _textes(valeur: Any) -> bool:
    return type(valeur) is list and all(map(_texte, valeur))


def _ajouts(valeur: Any) -> bool:
    return type(valeur) is dict and all(map(_liste, valeur.values()))


def _vus(valeur: Any) -> bool:
    return type(valeur) is dict and _entiers(valeur.values())


def _tranches(valeur: Any) -> bool:
    return (
        type(valeur) is dict
        and _entiers(valeur.values())
        and all(c.isascii() and c.isdigit() and len(c) < 16 for c in valeur)
    )


def _rendues(valeur: Any) -> bool:
    """The events that an operation brings back: (version, h, writer, crc) each."""
    return type(valeur) is list and all(
        type(e) is list and [type(part) for part in e] == [int, int, str, int] for e in valeur
    )


def _entiers(valeurs: Iterable[Any]) -> bool:
    return all(type(valeur) is int for valeur in valeurs)


_OBLIGATOIRES: Mapping[str, _Regle] = {"n": _rang, "h": _instant, "w": _texte, "o": _liste}
_EN_PLUS: Mapping[str, _Regle] = {
    "at": _texte, "by": _texte, "p": _texte, "vu": _vus, "site": _texte, "u": _liste, "r": _texte,
}  # fmt: skip
_VISEE: Mapping[str, _Regle] = {"t": _texte, "i": _texte, "v": _rang}
_GESTES: Mapping[str, _Regle] = {
    "s": _objet, "a": _ajouts, "d": _textes, "x": lambda valeur: valeur is True, "c": _tranches, "r": _rendues,
}  # fmt: skip
