"""Lines that a newer program, a hand or a bug may add to a journal: a good CRC, a good chain, a content of any kind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from qualitui.store.journal.ligne import empreinte

Contenu = dict[str, Any]


class Etranger:
    """A writer of its own in a site: each record as the journals leave it, and lines after the last."""

    def __init__(self, site: Path, nom: str = "zz-etranger~futur~1") -> None:
        self.site = site
        self.fiches: dict[tuple[str, str], tuple[int, Contenu]] = {}
        h = 0
        operations: list[tuple[int, int, Contenu]] = []
        for journal in sorted(site.glob("registre/*/*.jsonl")):
            for ligne in journal.read_bytes().splitlines():
                contenu = json.loads(ligne[9:])
                h = max(h, contenu["h"])
                operations += [(operation["v"], contenu["h"], operation) for operation in contenu["o"]]
        for _, _, operation in sorted(operations, key=lambda une: une[:2]):  # in the order of the merge
            self._suivre(operation)
        self._fichier = site / "registre" / "2026" / f"{nom}.jsonl"
        self._h, self._n, self._avant = h, 0, b""
        self._nom = nom

    def _suivre(self, operation: Contenu) -> None:
        cle = (operation["t"], operation["i"])
        version, contenu = self.fiches.get(cle, (0, {}))
        contenu = {**contenu, **operation.get("s", {})}
        for champ, ajouts in operation.get("a", {}).items():
            contenu[champ] = [*contenu.get(champ, []), *ajouts]
        for champ in operation.get("d", ()):
            contenu.pop(champ, None)
        self.fiches[cle] = (max(version, operation["v"]), contenu)

    def nommee(self, table: str, nom: str) -> str:
        """The id of the record that people call so."""
        return next(
            ident
            for (t, ident), (_, contenu) in self.fiches.items()
            if t == table and nom in (ident, *(contenu.get(cle) for cle in ("reference", "code", "trimestre")))
        )

    def changer(self, table: str, ident: str, /, **operation: Any) -> None:
        """One more version of a record (the first one of a new id): `s`, `a`, `d`… as an operation says them."""
        cle = (table, ident)
        version, contenu = self.fiches.get(cle, (0, {}))
        self.fiches[cle] = (version + 1, {**contenu, **operation.get("s", {})})
        self.ecrire(o=[{"t": table, "i": ident, "v": version + 1, **operation}])

    def ecrire(self, **change: Any) -> None:
        self._n, self._h = self._n + 1, self._h + 1
        contenu = {
            "n": self._n, "h": self._h, "at": "2026-03-02T08:00:00+00:00", "w": self._nom, "by": "futur",
            "p": empreinte(self._avant) if self._avant else "", "o": [], **change,
        }  # fmt: skip
        charge = json.dumps(contenu).encode()
        self._avant = b"%08x %b" % (crc32(charge), charge)
        with self._fichier.open("ab") as flux:
            flux.write(self._avant + b"\n")


# --- any content --------------------------------------------------------------------------------------------------

_TEXTES = (
    "", "x", "\x1b[31mrouge\x1b[0m", "deux\nlignes", "\u202egauche", "é" * 3000, "²", "9" * 5000, "0001-01-01",
    "9999-12-31", "2026-02-30", "R-2026-" + "9" * 5000, "R-2026-999999999999999999", "A-0-0", "2026-T9", "NaN", "null",
    "{{ 'x'*10**9 }}", "<script>", "=1+1", "\t", "\u00a0", "2026-03-02T10:00:00+00:00", "à faire",
    "V-NET-02@2026-03-02",
)  # fmt: skip
_NOMBRES = (0, 1, -1, 10**15, -(10**15), 0.5, 1e300, 3.0)


def valeur(hasard: random.Random, profondeur: int = 0) -> Any:
    """Any JSON value that the shape of a line lets through."""
    genre = hasard.randrange(8 if profondeur < 3 else 5)
    if genre <= 1:
        return hasard.choice(_TEXTES)
    if genre == 2:
        return hasard.choice(_NOMBRES)
    if genre <= 4:
        return hasard.choice((None, True, False))
    if genre <= 6:
        return [valeur(hasard, profondeur + 1) for _ in range(hasard.randrange(4))]
    return {hasard.choice(("le", "genre", "x", "code", "butoir")): valeur(hasard, profondeur + 1) for _ in range(3)}


def changements(contenu: Contenu, hasard: random.Random) -> Iterator[Contenu]:
    """What one gesture of another make may do to a record: `s`, `a`, `d`, or an operation of a kind not known."""
    champs = [*contenu, "champ_nouveau"]
    champ = hasard.choice(champs)
    yield {"s": {champ: valeur(hasard)}}
    yield {"s": {champ: _proche(contenu.get(champ), hasard)}}
    yield {"d": [champ]}
    yield {"a": {champ: [valeur(hasard)]}}
    yield {"s": {}, "q": valeur(hasard)}
    yield {"s": {c: valeur(hasard) for c in hasard.sample(champs, min(3, len(champs)))}}


def _proche(avant: Any, hasard: random.Random) -> Any:
    """The same value, changed a little in depth: a newer field in a fact, another date."""
    if isinstance(avant, dict) and avant:
        cle = hasard.choice(list(avant))
        return {**avant, cle: _proche(avant[cle], hasard)} if hasard.random() < 0.6 else {**avant, "x": 1}
    if isinstance(avant, list) and avant:
        rang = hasard.randrange(len(avant))
        return [*avant[:rang], _proche(avant[rang], hasard), *avant[rang + 1 :]]
    return valeur(hasard)


def deranger(etranger: Etranger, hasard: random.Random, combien: int) -> list[tuple[str, str]]:
    """Change that many records, drawn evenly among the tables; which ones."""
    tables: dict[str, list[str]] = {}
    for table, ident in etranger.fiches:
        tables.setdefault(table, []).append(ident)
    faits = []
    for _ in range(combien):
        table = hasard.choice(sorted(tables))
        ident = hasard.choice(tables[table])
        contenu = etranger.fiches[table, ident][1]
        etranger.changer(table, ident, **hasard.choice(list(changements(contenu, hasard))))
        faits.append((table, ident))
    return faits
