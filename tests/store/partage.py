"""An emulated client of a network share: what others wrote is seen late, every request costs time.

Sizes and names under the folder are those of at most `retard` seconds ago (a client's attribute cache), except for what
this client wrote itself; a file is read only up to the size believed. Creating exclusively is decided by the server, as
on NFS and SMB. Locks do not travel: the local state of each client is its own, and nothing else is locked.
"""

from __future__ import annotations

import io
import os
import pathlib
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Entree(NamedTuple):
    """A name of a folder as the client believes it to be: `taille` None for a folder."""

    name: str
    taille: int | None

    def is_dir(self) -> bool:
        return self.taille is None

    def is_file(self) -> bool:
        return self.taille is not None

    def stat(self) -> Any:
        return os.stat_result((0o100644, 0, 0, 1, 0, 0, self.taille or 0, 0, 0, 0))


class Vu(io.BytesIO):
    """A file open for reading, as the client believes it to be."""

    def __init__(self, octets: bytes, reel: Any) -> None:
        super().__init__(octets)
        self._reel = reel

    def fileno(self) -> int:
        return int(self._reel.fileno())

    def close(self) -> None:
        self._reel.close()
        super().close()


class Listage:
    """What `os.scandir` gives back."""

    def __init__(self, entrees: list[Entree]) -> None:
        self._entrees = entrees

    def __enter__(self) -> Iterator[Entree]:
        return iter(self._entrees)

    def __exit__(self, *_: object) -> None:
        return

    def __iter__(self) -> Iterator[Entree]:
        return iter(self._entrees)


class Client:
    """One client of the share at `racine`. `requetes` counts what would have gone to the server."""

    def __init__(self, racine: pathlib.Path, *, retard: float = 1.0, latence: float = 0.001) -> None:
        self.racine = str(racine)
        self.retard = retard
        self.latence = latence
        self.requetes = 0
        self._vus: dict[str, tuple[float, list[Entree]]] = {}
        self._miens: set[str] = set()
        self._scandir: Callable[..., Any] = os.scandir
        self._open: Callable[..., Any] = io.open

    def installer(self) -> None:
        """Replace, in this process, what lists folders, reads and creates files. For a process of its own."""
        ouvrir_bas, ouvrir_haut = os.open, pathlib.Path.open

        def scandir(chemin: Any = ".") -> Any:
            return Listage(self.lister(str(chemin))) if self._dessous(chemin) else self._scandir(chemin)

        def bas(chemin: Any, drapeaux: int, *arguments: Any, **options: Any) -> int:
            if self._dessous(chemin):
                self._requete(4)
                self._miens.add(str(chemin))
            return ouvrir_bas(chemin, drapeaux, *arguments, **options)

        def haut(chemin: pathlib.Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if self._dessous(chemin) and mode == "rb":
                return Vu(self.lire(str(chemin)), ouvrir_haut(chemin, mode))
            return ouvrir_haut(chemin, mode, *arguments, **options)

        os.scandir = scandir  # type: ignore[assignment]
        os.open = bas
        pathlib.Path.open = haut  # type: ignore[method-assign, assignment]

    def lister(self, dossier: str) -> list[Entree]:
        """The folder as believed; asked again from the server once the belief is too old."""
        maintenant = time.monotonic()
        connu = self._vus.get(dossier)
        if connu is None or maintenant - connu[0] > self.retard:
            self._requete()
            connu = (maintenant, self._demander(dossier))
            self._vus[dossier] = connu
        return [self._rafraichir_mien(dossier, entree) for entree in connu[1]]

    def _demander(self, dossier: str) -> list[Entree]:
        with self._scandir(dossier) as entrees:
            return [Entree(e.name, None if e.is_dir() else e.stat().st_size) for e in entrees]

    def _rafraichir_mien(self, dossier: str, entree: Entree) -> Entree:
        chemin = f"{dossier}/{entree.name}"
        return Entree(entree.name, os.path.getsize(chemin)) if chemin in self._miens else entree

    def lire(self, chemin: str) -> bytes:
        """The content up to the size believed."""
        self._requete(2)
        with self._open(chemin, "rb") as flux:
            octets: bytes = flux.read()
        dossier, _, nom = chemin.rpartition("/")
        if chemin in self._miens or dossier not in self._vus:
            return octets
        return octets[: next((e.taille for e in self._vus[dossier][1] if e.name == nom), len(octets))]

    def _requete(self, combien: int = 1) -> None:
        self.requetes += combien
        time.sleep(self.latence * combien)

    def _dessous(self, chemin: Any) -> bool:
        return isinstance(chemin, (str, os.PathLike)) and str(chemin).startswith(self.racine)
