"""The journals of a site read again by other means: lines « crc32 SP JSON », operations folded by (v, h, w).

Nothing of the program is imported in this folder but for what makes the sites and says their figures: an error shared
with what is checked would not be seen.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Tables = dict[str, list[Record]]


class LigneFausse(Exception):
    """A line whose checksum is not its own: the demonstration has none."""


def lire(dossier: Path) -> Tables:
    """Every record of the register, by table."""
    gestes: dict[tuple[str, str], list[tuple[int, int, str, Record]]] = defaultdict(list)
    for fichier in sorted((dossier / "registre").glob("*/*.jsonl")):
        for ligne in fichier.read_bytes().splitlines():
            somme, texte = ligne.split(b" ", 1)
            if int(somme, 16) != zlib.crc32(texte):
                raise LigneFausse(fichier.name)
            ecrit = json.loads(texte)
            for une in ecrit["o"]:
                gestes[une["t"], une["i"]].append((une["v"], ecrit["h"], ecrit["w"], une))
    tables: Tables = defaultdict(list)
    for (table, _), suite in gestes.items():
        record = _replier(sorted(suite, key=lambda geste: geste[:3]))
        if record is not None:
            tables[table].append(record)
    return tables


def _replier(suite: list[tuple[int, int, str, Record]]) -> Record | None:
    record: Record | None = {}
    for _, _, _, geste in suite:
        if geste.get("x"):
            record = None
            continue
        record = {} if record is None else record
        record.update(geste.get("s", {}))
        for champ, ajouts in geste.get("a", {}).items():
            record[champ] = [*record.get(champ, []), *ajouts]
        for champ in geste.get("d", []):
            record.pop(champ, None)
    return record
