"""One line of a journal: `crc32 (8 hex) SP JSON LF`; one line is one transaction.

The JSON holds `n` (consecutive in the file), `h` (milliseconds, always growing), `at` (wall clock), `w` (writer),
`by` (person), `p` (imprint of the line before), `vu` (last `n` seen of the other journals, when it moved), `o`
(operations) and, on the first line of a file, `site`. An operation holds `t` table, `i` id, `v` version, and `s` set,
`a` append to a list, `d` drop fields, `x` removed, `c` conflicts settled, `r` lost writings it brings back. On a line,
`u` names the line it undoes, and `r` says where its content was found again (`store/moteur/secours.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple
from zlib import crc32

from pydantic_core import from_json

Operation = dict[str, Any]
# Its natural order is the merge's. A plain tuple: the cache gives it as it is, where a NamedTuple made the reading of
# 60,000 records half as long again. Each of its parts is asked by its name below.
Evenement = tuple[int, int, str, int, str, int]
VERSION: Final = 0
MOMENT: Final = 1  # `h` of its line
ECRIVAIN: Final = 2
CRC: Final = 3  # of its line
CLE: Final = 4  # of its journal
POSITION: Final = 5  # of its line in it
_ENCODEUR = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Lue(NamedTuple):
    """A good line: its offset in the file, its CRC and what it says."""

    position: int
    crc: int
    contenu: dict[str, Any]


def encoder(contenu: Mapping[str, Any]) -> bytes:
    """Return the line with its LF. `ValueError` for a number JSON does not know (NaN, infinity)."""
    octets = _ENCODEUR.encode(contenu).encode("utf-8")
    return b"%08x %b\n" % (crc32(octets), octets)


def empreinte(ligne: bytes) -> str:
    """The imprint the next line carries as `p`; the same whether the line ends with LF or CRLF."""
    return sha256(ligne.rstrip(b"\r\n")).hexdigest()[:16]


def crc_de(ligne: bytes) -> int | None:
    """The CRC of the line when it is the one written at its head, else None."""
    if ligne[8:9] != b" ":
        return None
    try:
        ecrit = int(ligne[:8], 16)
    except ValueError:
        return None
    return ecrit if crc32(memoryview(ligne)[9:]) == ecrit else None


def bien_formee(contenu: Any) -> bool:
    """Whether the decoded line has the shape of a transaction (its fields may still be unknown to a model)."""
    if not isinstance(contenu, dict):
        return False
    try:
        operations = contenu["o"]
        if type(contenu["n"]) is not int or type(contenu["h"]) is not int or type(contenu["w"]) is not str:
            return False
        for o in operations:
            if type(o["t"]) is not str or type(o["i"]) is not str or type(o["v"]) is not int or o["v"] < 1:
                return False
    except (KeyError, TypeError):
        return False
    return type(operations) is list


def decoder(lignes: Sequence[bytes]) -> list[tuple[int, dict[str, Any]] | None]:
    """Decode lines without their ends; None for each one that is damaged.

    All are parsed in one call when possible: it is faster, and their keys are shared in memory.
    """
    if len(lignes) == 1:
        return [_decoder_une(lignes[0])]
    charges = [ligne[9:] for ligne in lignes]
    crcs = _crcs(lignes, charges)
    analyses = _analyser([charge for charge, crc in zip(charges, crcs, strict=True) if crc is not None])
    if len(analyses) == len(lignes) and _toutes_bien_formees(analyses):
        return list(zip(crcs, analyses, strict=True))  # type: ignore[arg-type]
    contenus = iter(analyses)
    resultat: list[tuple[int, dict[str, Any]] | None] = []
    for crc in crcs:
        contenu: Any = next(contenus) if crc is not None else None
        resultat.append((crc, contenu) if crc is not None and bien_formee(contenu) else None)
    return resultat


def _decoder_une(ligne: bytes) -> tuple[int, dict[str, Any]] | None:
    crc = crc_de(ligne)
    contenu: Any = None if crc is None else _analyser_une(ligne[9:])
    return (crc, contenu) if crc is not None and bien_formee(contenu) else None


def _toutes_bien_formees(contenus: list[Any]) -> bool:
    """`bien_formee` of each one, asked of all at once: a first opening reads a hundred thousand lines."""
    try:
        entetes = {(type(c), type(c["n"]), type(c["h"]), type(c["w"]), type(c["o"])) for c in contenus}
        if entetes != {(dict, int, int, str, list)}:
            return False
        formes = {(type(o["t"]), type(o["i"]), type(o["v"]), o["v"] >= 1) for c in contenus for o in c["o"]}
        return formes <= {(str, str, int, True)}
    except (KeyError, TypeError):
        return False


def _crcs(lignes: Sequence[bytes], charges: Sequence[bytes]) -> Sequence[int | None]:
    """`crc_de` of each line; all at once when every line is good, which is nearly always."""
    try:
        ecrits = [int(ligne[:9], 16) for ligne in lignes]
    except ValueError:
        ecrits = []
    return ecrits if ecrits == list(map(crc32, charges)) else [crc_de(ligne) for ligne in lignes]


def _analyser(charges: list[bytes]) -> list[Any]:
    """Parse many lines in one call, by pydantic's own reader: a third faster, and a text said by many is held once."""
    try:
        ensemble = from_json(b"[" + b",".join(charges) + b"]")
    except ValueError:
        ensemble = []
    return ensemble if len(ensemble) == len(charges) else [_analyser_une(charge) for charge in charges]


def _analyser_une(charge: bytes) -> Any:
    try:
        return json.loads(charge.decode("utf-8"))
    except ValueError:
        return None
