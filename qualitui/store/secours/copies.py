"""Copy the journals while others write, so that the copy is the register as it was at some moment.

Journals only grow: each is copied up to a complete line, then extended until it holds every line another one says it
had seen. Each file is read forward, once, a block at a time: the folder may be on a network, the file ten years old.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from qualitui.store.journal.journal import BLOC, BOM
from qualitui.store.journal.ligne import decoder


class Copie(NamedTuple):
    """How much of a journal is copied: its highest `n`, the highest each line says it has seen of the others, bytes."""

    n: int = 0
    vu: Mapping[str, int] = {}
    fin: int = 0


def fichiers(dossier: str) -> Iterator[str]:
    """Every file below a folder, in order: one listing a folder, and nothing asked of the files. `OSError`."""
    with os.scandir(dossier) as entrees:
        trouvees = sorted(entrees, key=lambda entree: entree.name)
    for entree in trouvees:
        if entree.is_dir(follow_symlinks=False):
            yield from fichiers(entree.path)
        elif entree.is_file():
            yield entree.path


def copier_les_journaux(registre: Path, noms: list[str], vers: Path) -> list[str]:
    """Copy the journals of these names (« 2026/poste~login~1.jsonl ») under `vers`; return the names of the copies.

    One made meanwhile is copied too when another one has seen it.
    """
    copies = {nom[:-6]: _copier(registre / nom, vers / nom, Copie()) for nom in noms}
    while retards := _retards(copies):
        for cle, n in retards.items():
            nom, deja = f"{cle}.jsonl", copies.get(cle, Copie())
            try:
                copie = _copier(registre / nom, vers / nom, deja, n)
            except FileNotFoundError:
                copie = deja
            # A line seen by others and not here is lost already: the diagnostic tells it, the backup goes on.
            copies[cle] = copie._replace(n=max(n, copie.n))
    return sorted({*noms, *(f"{cle}.jsonl" for cle, copie in copies.items() if copie.fin)})


def _retards(copies: Mapping[str, Copie]) -> dict[str, int]:
    vus: dict[str, int] = {}
    for copie in copies.values():
        for cle, n in copie.vu.items():
            vus[cle] = max(n, vus.get(cle, 0))
    return {cle: n for cle, n in vus.items() if copies.get(cle, Copie()).n < n}


def _copier(source: Path, cible: Path, deja: Copie, jusqu_a: int | None = None) -> Copie:
    """Add to the copy the complete lines that follow; no further than the line `jusqu_a`, if it is said."""
    n, vu, fin, reste = deja.n, dict(deja.vu), deja.fin, b""
    with source.open("rb", buffering=0) as flux:
        flux.seek(fin)
        cible.parent.mkdir(parents=True, exist_ok=True)
        with cible.open("ab") as copie:
            while (jusqu_a is None or n < jusqu_a) and (bloc := flux.read(BLOC)):
                *lignes, reste = (reste + bloc).split(b"\n")
                for ligne, decodee in zip(lignes, decoder([_nette(ligne, fin) for ligne in lignes]), strict=True):
                    copie.write(ligne + b"\n")
                    fin += len(ligne) + 1
                    if decodee:
                        n = max(n, decodee[1]["n"])
                        vu.update(decodee[1].get("vu", {}))
                        if jusqu_a is not None and n >= jusqu_a:
                            break
    return Copie(n, vu, fin)


def _nette(ligne: bytes, fin: int) -> bytes:
    return (ligne if fin else ligne.removeprefix(BOM)).rstrip(b"\r")
