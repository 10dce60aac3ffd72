"""What this workstation remembers of its own lines: a copy of each one, once it was acknowledged.

A journal of the site may lose its end without a trace: the server lost it, an old copy was put back. The workstation
that wrote it still has it here, beside the lock of its slot: `confirmees/2026/<poste>~<login>~1.jsonl`, the same lines
in the same form. It is small (its own lines, this year's and the last one's), local, and disposable: without it, less
is noticed and nothing else changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from qualitui.store.journal.journal import BOM, PORTEE, Journal
from qualitui.store.journal.ligne import decoder

DOSSIER = "confirmees"
ANNEES = 2
_ECARTE = ".ecarte"


class Souvenue(NamedTuple):
    """What is remembered of a journal: where its copy is, the number and the crc of its last line."""

    cle: str
    copie: Path
    n: int
    crc: int


class Confirmees:
    """`local`: the local state of the site. What the disk refuses is only not remembered."""

    def __init__(self, local: Path) -> None:
        self._dossier = local / DOSSIER

    def souvenues(self) -> Iterator[Souvenue]:
        """Each journal of which something is remembered."""
        yield from self._lues("jsonl")

    def ecartees(self) -> Iterator[Souvenue]:
        """Those set apart: no longer given back, still known to have been."""
        yield from self._lues("ecarte")

    def _lues(self, suffixe: str) -> Iterator[Souvenue]:
        for copie in sorted(self._dossier.glob(f"[0-9][0-9][0-9][0-9]/*.{suffixe}")):
            derniere = _derniere(copie)
            if derniere is not None:
                yield Souvenue(f"{copie.parent.name}/{copie.stem}", copie, *derniere)

    def retenir(self, cle: str, ligne: bytes) -> None:
        """Remember one more line, as it was written."""
        copie = self._copie(cle)
        with suppress(OSError):
            if not copie.exists():
                copie.parent.mkdir(parents=True, exist_ok=True)
                self._oublier_les_anciennes(int(cle[:4]))
            with copie.open("a+b", buffering=0) as flux:
                flux.write(ligne if _finie(flux) else b"\n" + ligne)

    def completer(self, journal: Journal) -> None:
        """Learn the lines of our own journal not remembered yet: the program was stopped just after writing them."""
        n, _ = _derniere(self._copie(journal.cle)) or (0, 0)
        if n >= journal.n:
            return
        with suppress(OSError):
            lignes = journal.chemin.read_bytes().removeprefix(BOM).split(b"\n")[:-1]
            decodees = decoder([ligne.rstrip(b"\r") for ligne in lignes])
            neuves = [li for li, lue in zip(lignes, decodees, strict=True) if lue is not None and lue[1]["n"] > n]
            if neuves:
                self.retenir(journal.cle, b"".join(ligne.rstrip(b"\r") + b"\n" for ligne in neuves))

    def ecarter(self, cle: str) -> bool:
        """Nobody wants back what is remembered of this journal; False if there was nothing."""
        copie = self._copie(cle)
        try:
            copie.replace(copie.with_suffix(_ECARTE))
        except OSError:
            return False
        return True

    def oublier(self) -> None:
        """The site was made anew in the same place: nothing of the one before is ours."""
        for copie in self._dossier.glob("*/*"):
            with suppress(OSError):
                copie.unlink()

    def _copie(self, cle: str) -> Path:
        return self._dossier / f"{cle}.jsonl"

    def _oublier_les_anciennes(self, annee: int) -> None:
        for copie in self._dossier.glob("[0-9][0-9][0-9][0-9]/*"):
            if int(copie.parent.name) <= annee - ANNEES:
                copie.unlink(missing_ok=True)


def _finie(flux: IO[bytes]) -> bool:
    """Whether the file ends with a whole line (or is empty)."""
    if not flux.seek(0, os.SEEK_END):
        return True
    flux.seek(-1, os.SEEK_END)
    return bool(flux.read(1) == b"\n")


def _derniere(copie: Path) -> tuple[int, int] | None:
    """The number and the crc of the last good line; None without any."""
    try:
        with copie.open("rb") as flux:
            portee, taille = PORTEE, os.fstat(flux.fileno()).st_size
            while True:
                flux.seek(max(0, taille - portee))
                lignes = flux.read(portee).split(b"\n")
                for lue in reversed(decoder(lignes)):
                    if lue is not None:
                        return lue[1]["n"], lue[0]
                if portee >= taille:
                    return None
                portee *= 4
    except OSError:
        return None
