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

from qualitui.store.journal.forme import PROFONDEUR, a_nettoyer, bien_formee, nettoyee, toutes_bien_formees

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
# The reader goes no deeper than this many levels: lists put around the lines leave them `PROFONDEUR`.
_OUVRANTS, _FERMANTS = b"[" * (201 - PROFONDEUR), b"]" * (201 - PROFONDEUR)
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


def decoder(lignes: Sequence[bytes]) -> list[tuple[int, dict[str, Any]] | None]:
    """Decode lines without their ends; None for each one that is damaged.

    All are parsed in one call when possible: it is faster, and their keys are shared in memory.
    """
    if len(lignes) == 1:
        return [_decoder_une(lignes[0])]
    charges = [ligne[9:] for ligne in lignes]
    crcs = _crcs(lignes, charges)
    bonnes = [charge for charge, crc in zip(charges, crcs, strict=True) if crc is not None]
    analyses, octets = _analyser(bonnes)
    if len(analyses) == len(lignes) and toutes_bien_formees(analyses, octets) and not a_nettoyer(octets):
        return list(zip(crcs, analyses, strict=True))  # type: ignore[arg-type]
    contenus = iter(analyses)
    resultat: list[tuple[int, dict[str, Any]] | None] = []
    for crc, charge in zip(crcs, charges, strict=True):
        contenu: Any = next(contenus) if crc is not None else None
        resultat.append(_retenue(crc, contenu, charge))
    return resultat


def _decoder_une(ligne: bytes) -> tuple[int, dict[str, Any]] | None:
    crc, charge = crc_de(ligne), ligne[9:]
    contenu: Any = None if crc is None else _analyser([charge])[0][0]
    return _retenue(crc, contenu, charge)


def _retenue(crc: int | None, contenu: Any, charge: bytes) -> tuple[int, dict[str, Any]] | None:
    """A line of the right shape, its texts harmless; None for any other."""
    if crc is None or not bien_formee(contenu, charge):
        return None
    return crc, nettoyee(contenu) if a_nettoyer(charge) else contenu


def _crcs(lignes: Sequence[bytes], charges: Sequence[bytes]) -> Sequence[int | None]:
    """`crc_de` of each line; all at once when every line is good, which is nearly always."""
    try:
        ecrits = [int(ligne[:9], 16) for ligne in lignes]
    except ValueError:
        ecrits = []
    return ecrits if ecrits == list(map(crc32, charges)) else [crc_de(ligne) for ligne in lignes]


def _analyser(charges: list[bytes]) -> tuple[list[Any], bytes]:
    """Parse many lines in one call, by pydantic's own reader: a third faster, and a text said by many is held once.

    A line that the reader refuses (NaN, half a surrogate, too deep) gives None, among others as alone. Also returned:
    the bytes read.
    """
    if not charges:
        return [], b""
    octets = b",".join([_OUVRANTS + charges[0], *charges[1:]]) + _FERMANTS
    try:
        ensemble = from_json(octets, allow_inf_nan=False)
        for _ in range(len(_OUVRANTS) - 1):
            (ensemble,) = ensemble
    except ValueError:
        ensemble = []
    if len(ensemble) == len(charges):
        return ensemble, octets
    return [None] if len(charges) == 1 else [_analyser([charge])[0][0] for charge in charges], octets
