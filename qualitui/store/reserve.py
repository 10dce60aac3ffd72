"""The rights of what is confidential, where the system has some: files 0600, folders 0700, whatever the umask.

One exception, decided by IT and not by a umask: a confidential folder that « others » cannot enter, and a group can
(or that gives its group to what is made in it), is shared by that group on purpose. What is made there is the group's
too. Nothing confidential is ever for « others ». On Windows and on a share the rights are the share's own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISGID, S_ISLNK

_AVEC_DROITS = os.name == "posix"
_SIEN, _GROUPE, _AUTRES = 0o700, 0o070, 0o007


class Reserve:
    """The confidential folder, and who may read what is in it."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier

    @property
    def droits(self) -> int:
        """Of a folder in it; those of a file are the same without the right to enter."""
        try:
            mode = S_IMODE(self.dossier.stat().st_mode)
        except OSError:
            return _SIEN
        voulu = mode & _GROUPE and (mode & S_ISGID or not mode & _AUTRES)
        return _SIEN | (mode & (_GROUPE | S_ISGID)) if voulu else _SIEN

    @property
    def droits_d_un_fichier(self) -> int:
        return self.droits & 0o666

    def faire(self, dossier: Path) -> None:
        """Make a folder of it if it is missing. `OSError`."""
        droits = self.droits
        try:
            dossier.mkdir(mode=droits & 0o777)
        except FileExistsError:
            return
        _poser(dossier, droits)

    def poser(self, fichier: Path) -> None:
        """After its creation (never wider): give the group what the umask took away."""
        if self.droits != _SIEN:
            _poser(fichier, self.droits_d_un_fichier)

    def trop_ouverts(self) -> Iterator[tuple[Path, int]]:
        """What « others », or a group that nobody chose, may read in it: each file or folder, and the rights it should
        have. Nothing where the system has no such rights."""
        if not _AVEC_DROITS:
            return
        droits = self.droits
        for chemin in _tout(self.dossier):
            with suppress(OSError):
                etat = chemin.lstat()
                permis = droits if S_ISDIR(etat.st_mode) else droits & 0o666
                mode = S_IMODE(etat.st_mode)
                if not S_ISLNK(etat.st_mode) and mode & (_GROUPE | _AUTRES) & ~permis:
                    yield chemin, mode & (permis | S_ISGID)

    def atteignables(self) -> list[Path]:
        """Of these, those that somebody can reach: nothing is, under a folder that lets nobody else in."""
        trouves = [chemin for chemin, _ in self.trop_ouverts()]
        return trouves if self.dossier in trouves else []

    def resserrer(self) -> tuple[int, int]:
        """Take away what is too much: how many were mended, and how many are someone else's and could not be."""
        faits = refuses = 0
        for chemin, droits in list(self.trop_ouverts()):
            try:
                os.chmod(chemin, droits)
                faits += 1
            except OSError:
                refuses += 1
        return faits, refuses


def _tout(dossier: Path) -> Iterator[Path]:
    if dossier.is_dir():
        yield dossier
        for racine, dossiers, fichiers in os.walk(dossier):
            for nom in sorted([*dossiers, *fichiers]):
                yield Path(racine, nom)


def _poser(chemin: Path, droits: int) -> None:
    if _AVEC_DROITS:
        with suppress(OSError):
            os.chmod(chemin, droits)
