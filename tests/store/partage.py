"""An emulated client of a network share: what others wrote is seen late, every operation costs time and is counted.

Sizes and names under the folder are those of at most `retard` seconds ago (a client's attribute cache), except for what
this client wrote itself; a file is read only up to the size believed. Creating exclusively is decided by the server, as
on NFS and SMB. Locks do not travel: the local state of each client is its own, and nothing else is locked.

What is counted, by kind: each opening, creation, listing of a folder, `stat`, block read (the empty one that says the
end of a file too), write, fsync, closing, folder made, name changed or removed. The sizes that come with a listing
(`taille`) are counted but cost nothing: SMB and NFS give them with the names.
"""

from __future__ import annotations

import builtins
import io
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

OUVRIR, CREER, LISTER, ETAT, LIRE, ECRIRE = "ouvrir", "créer", "lister", "état", "lire", "écrire"
SYNCHRONISER, FERMER, DOSSIER, NOMMER, TAILLE = "synchroniser", "fermer", "dossier", "nommer", "taille"
SIMPLES = {
    "stat": ETAT,
    "lstat": ETAT,
    "fstat": ETAT,
    "access": ETAT,
    "write": ECRIRE,
    "ftruncate": ECRIRE,
    "fsync": SYNCHRONISER,
    "close": FERMER,
    "mkdir": DOSSIER,
    "rmdir": DOSSIER,
    "rename": NOMMER,
    "replace": NOMMER,
    "unlink": NOMMER,
}


class Etat(NamedTuple):
    """What a listing says of a file."""

    st_size: int
    st_mtime_ns: int


class Entree:
    """A name of a folder as the client believes it to be: `taille` None for a folder."""

    def __init__(self, client: Client, path: str, taille: int | None, mtime: int = 0) -> None:
        self._client = client
        self.path, self.name = path, path.rpartition("/")[2]
        self.taille, self.mtime = taille, mtime

    def __fspath__(self) -> str:
        return self.path

    def is_dir(self, **_: bool) -> bool:
        return self.taille is None

    def is_file(self, **_: bool) -> bool:
        return self.taille is not None

    def is_symlink(self) -> bool:
        return False

    def stat(self, **_: bool) -> Etat:
        self._client.comptes[TAILLE] += 1
        return Etat(self.taille or 0, self.mtime)


class Ouvert(io.RawIOBase):
    """A file open on the share: each block read or written is an operation, up to the size believed."""

    def __init__(self, client: Client, chemin: str, reel: io.FileIO, limite: int | None) -> None:
        super().__init__()
        self._client, self._reel, self._limite = client, reel, limite
        self.name = chemin

    def readable(self) -> bool:
        return self._reel.readable()

    def writable(self) -> bool:
        return self._reel.writable()

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._reel.fileno()

    def seek(self, ou: int, depuis: int = 0) -> int:
        return self._reel.seek(ou, depuis)

    def tell(self) -> int:
        return self._reel.tell()

    def truncate(self, taille: int | None = None) -> int:
        self._client.compter(ECRIRE)
        return self._reel.truncate(taille)

    def readinto(self, tampon: Any) -> int:
        self._client.compter(LIRE)
        vue = memoryview(tampon).cast("B")
        if self._limite is not None:
            vue = vue[: max(0, self._limite - self._reel.tell())]
        return self._reel.readinto(vue) or 0

    def write(self, octets: Any) -> int:
        self._client.compter(ECRIRE)
        return self._reel.write(octets)

    def close(self) -> None:
        if not self.closed:
            self._client.descripteurs.discard(self._reel.fileno())
            self._client.compter(FERMER)
            self._reel.close()
        super().close()


class Listage:
    """What `os.scandir` gives back."""

    def __init__(self, entrees: list[Entree]) -> None:
        self._entrees = iter(entrees)

    def __enter__(self) -> Listage:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def __iter__(self) -> Iterator[Entree]:
        return self._entrees

    def __next__(self) -> Entree:
        return next(self._entrees)

    def close(self) -> None:
        return


class Client:
    """One client of the share at `racine`. `comptes`: how many operations of each kind went to the server."""

    def __init__(self, racine: Path, *, retard: float = 1.0, latence: float = 0.001) -> None:
        self.racine = str(racine)
        self.retard = retard
        self.latence = latence
        self.comptes: Counter[str] = Counter()
        self.ouvertures: Counter[str] = Counter()
        self.descripteurs: set[int] = set()
        self._vus: dict[str, tuple[float, list[Entree]]] = {}
        self._miens: set[str] = set()
        self._reels: dict[str, Callable[..., Any]] = {nom: getattr(os, nom) for nom in (*SIMPLES, "scandir", "open")}
        self._ouvrir: Callable[..., Any] = io.open

    @property
    def operations(self) -> int:
        return sum(combien for genre, combien in self.comptes.items() if genre != TAILLE)

    def installer(self) -> None:
        """Replace, in this process, what reads and writes under the folder. For a process of its own."""
        for nom, genre in SIMPLES.items():
            setattr(os, nom, self._compte(nom, genre))
        os.scandir = self._scandir  # type: ignore[assignment]
        os.listdir = self._listdir  # type: ignore[assignment]
        os.open = self._open
        io.open = builtins.open = self._io_open  # type: ignore[assignment]

    @contextmanager
    def installe(self) -> Iterator[Client]:
        """The same, for a while."""
        avant = [(ou, nom, getattr(ou, nom)) for ou, noms in _REMPLACES.items() for nom in noms]
        self.installer()
        try:
            yield self
        finally:
            for ou, nom, reel in avant:
                setattr(ou, nom, reel)

    def compter(self, genre: str) -> None:
        self.comptes[genre] += 1
        if self.latence:
            time.sleep(self.latence)

    def _compte(self, nom: str, genre: str) -> Callable[..., Any]:
        """The function of the system, counted when it is about the share."""
        reel = self._reels[nom]

        def geste(quoi: Any, *arguments: Any, **options: Any) -> Any:
            if self._dessous(quoi):
                self.compter(genre)
                if nom == "close":
                    self.descripteurs.discard(quoi)
            return reel(quoi, *arguments, **options)

        return geste

    def _scandir(self, chemin: Any = ".") -> Any:
        return Listage(self.lister(str(chemin))) if self._dessous(chemin) else self._reels["scandir"](chemin)

    def _listdir(self, chemin: Any = ".") -> list[str]:
        with self._scandir(chemin) as entrees:
            return [entree.name for entree in entrees]

    def _open(self, chemin: Any, drapeaux: int, *arguments: Any, **options: Any) -> int:
        if not self._dessous(chemin):
            return int(self._reels["open"](chemin, drapeaux, *arguments, **options))
        self._compter_ouverture(str(chemin), creer=bool(drapeaux & os.O_EXCL))
        if drapeaux & (os.O_WRONLY | os.O_RDWR):
            self._miens.add(str(chemin))
        descripteur = int(self._reels["open"](chemin, drapeaux, *arguments, **options))
        self.descripteurs.add(descripteur)
        return descripteur

    def _io_open(self, quoi: Any, mode: str = "r", buffering: int = -1, *arguments: Any, **options: Any) -> Any:
        if not self._dessous(quoi):
            return self._ouvrir(quoi, mode, buffering, *arguments, **options)
        if not isinstance(quoi, int):
            self._compter_ouverture(str(quoi), creer="x" in mode)
        ecrit = any(lettre in mode for lettre in "wxa+")
        if ecrit:
            self._miens.add(str(quoi))
        reel = io.FileIO(quoi, mode.replace("t", "").replace("b", "") + "b")
        self.descripteurs.add(reel.fileno())
        brut = Ouvert(self, str(quoi), reel, None if ecrit else self.limite(str(quoi)))
        if not buffering:
            return brut
        taille = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
        genre = io.BufferedRandom if "+" in mode else io.BufferedWriter if ecrit else io.BufferedReader
        flux = genre(brut, taille)
        return flux if "b" in mode else io.TextIOWrapper(flux, *arguments, **options)  # type: ignore[type-var]

    def _compter_ouverture(self, chemin: str, *, creer: bool) -> None:
        self.ouvertures[chemin] += 1
        self.compter(CREER if creer else OUVRIR)

    def lister(self, dossier: str) -> list[Entree]:
        """The folder as believed; asked again from the server once the belief is too old."""
        maintenant = time.monotonic()
        connu = self._vus.get(dossier)
        if connu is None or maintenant - connu[0] >= self.retard:
            self.compter(LISTER)
            connu = (maintenant, self._demander(dossier))
            self._vus[dossier] = connu
        return [self._rafraichir_mien(entree) for entree in connu[1]]

    def _demander(self, dossier: str) -> list[Entree]:
        with self._reels["scandir"](dossier) as entrees:
            return [
                Entree(self, e.path, None if e.is_dir() else e.stat().st_size, e.stat().st_mtime_ns) for e in entrees
            ]

    def _rafraichir_mien(self, entree: Entree) -> Entree:
        if entree.path not in self._miens:
            return entree
        try:
            etat = self._reels["stat"](entree.path)
        except FileNotFoundError:
            return entree
        return Entree(self, entree.path, etat.st_size, etat.st_mtime_ns)

    def limite(self, chemin: str) -> int | None:
        """The size believed of a file; None for its own."""
        dossier, _, nom = chemin.rpartition("/")
        if not self.retard or chemin in self._miens or dossier not in self._vus:
            return None
        return next((e.taille for e in self._vus[dossier][1] if e.name == nom), None)

    def lire(self, chemin: str) -> bytes:
        """The content up to the size believed."""
        with self._ouvrir(chemin, "rb") as flux:
            octets: bytes = flux.read()
        return octets[: self.limite(chemin)]

    def _dessous(self, quoi: Any) -> bool:
        if isinstance(quoi, int):
            return quoi in self.descripteurs
        return isinstance(quoi, (str, os.PathLike)) and f"{quoi}/".startswith(f"{self.racine}/")


_REMPLACES = {os: (*SIMPLES, "scandir", "listdir", "open"), io: ("open",), builtins: ("open",)}
