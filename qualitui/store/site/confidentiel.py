"""The confidential folder: one folder a case, `identite-1.json`, `identite-2.json`… (create-only), `pieces/`.

Its access rights are its own: without them the program works and says « confidentiel ». Erasing is deleting the folder
of the case. Nothing of it goes to the journals, the cache or the messages.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from qualitui.domain.base import Refus
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.store.disque import creer_exclusivement, synchroniser_dossier
from qualitui.store.journal.emplacement import nom_de_fichier
from qualitui.store.moteur.difference import nettoyer

_REFERENCE = re.compile(r"^[\w-]+$")
_VERSION = re.compile(r"^identite-(\d+)\.json$")


class ConfidentielInaccessible(Refus):
    """The confidential folder (or one case of it) cannot be read or written by this person. Never taken for empty."""


class Confidentiel:
    """The confidential folder of the site at `site`; it is made at the first writing."""

    def __init__(self, site: Path, avant_d_ecrire: Callable[[], None] = lambda: None) -> None:
        """`avant_d_ecrire` raises what must hold a writing back (a wrong clock)."""
        self.dossier = site / "confidentiel"
        self._avant_d_ecrire = avant_d_ecrire
        # In memory only: the last version read of each case, with the file it came from (erased and written anew, it
        # is another file).
        self._lues: dict[str, tuple[os.stat_result, Identite]] = {}

    @property
    def accessible(self) -> bool:
        """Whether this person may read it; True as long as the folder has not been made."""
        try:
            with os.scandir(self.dossier) as contenu:
                next(contenu, None)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True

    def lire(self, reference: str) -> Identite | None:
        """The latest identity of a case; None if nothing was ever kept for it."""
        dossier = self._cas(reference)
        try:
            versions = self._versions(dossier)
            if not versions:
                return None
            return self._derniere(reference, dossier / f"identite-{versions[-1]}.json")
        except OSError:
            raise _inaccessible(reference) from None

    def _derniere(self, reference: str, chemin: Path) -> Identite:
        etat, connue = chemin.stat(), self._lues.get(reference)
        if connue is None or not _meme_fichier(connue[0], etat):
            connue = self._lues[reference] = etat, _decoder(chemin.read_bytes(), reference)
        return connue[1]

    def ecrire(self, reference: str, identite: Identite) -> None:
        """Keep a new version of the identity; earlier ones stay until `effacer`."""
        dossier = self._cas(reference)
        self._avant_d_ecrire()
        octets = (json.dumps(nettoyer(identite.model_dump()), ensure_ascii=False) + "\n").encode("utf-8")
        try:
            self._faire(dossier)
            version = max(self._versions(dossier), default=0) + 1
            while not creer_exclusivement(dossier / f"identite-{version}.json", octets):
                version += 1
            synchroniser_dossier(dossier)
        except OSError:
            raise _inaccessible(reference) from None

    def joindre(self, reference: str, nom: str, contenu: bytes) -> str:
        """Keep an attachment; return the name it got (made safe, numbered if already taken)."""
        pieces = self._cas(reference) / "pieces"
        self._avant_d_ecrire()
        propre = nom_de_fichier(Path(nom).stem), nom_de_fichier(Path(nom).suffix or "bin")
        essai, rang = f"{propre[0]}.{propre[1]}", 1
        try:
            self._faire(pieces.parent)
            pieces.mkdir(exist_ok=True)
            while not creer_exclusivement(pieces / essai, contenu):
                rang += 1
                essai = f"{propre[0]}-{rang}.{propre[1]}"
        except OSError:
            raise _inaccessible(reference) from None
        return essai

    def pieces(self, reference: str) -> Sequence[Path]:
        """The attachments of a case, by name."""
        try:
            return sorted((self._cas(reference) / "pieces").iterdir())
        except FileNotFoundError:
            return ()
        except OSError:
            raise _inaccessible(reference) from None

    def _faire(self, cas: Path) -> None:
        """Make the folder of a case; never the site's own, which is there or does not answer."""
        self.dossier.mkdir(exist_ok=True)
        cas.mkdir(exist_ok=True)

    def effacer(self, reference: str) -> None:
        """Delete all that is kept of a case: identities, text, attachments. Nothing to delete is no error."""
        dossier = self._cas(reference)
        self._lues.pop(reference, None)
        try:
            shutil.rmtree(dossier)
        except FileNotFoundError:
            return
        except OSError:
            raise _inaccessible(reference) from None
        synchroniser_dossier(self.dossier)

    def references(self) -> Sequence[str]:
        """The cases something is kept for."""
        try:
            return sorted(chemin.name for chemin in self.dossier.iterdir() if chemin.is_dir())
        except FileNotFoundError:
            return ()
        except OSError:
            raise ConfidentielInaccessible("Le dossier confidentiel n’est pas accessible depuis ce compte.") from None

    def _cas(self, reference: str) -> Path:
        if not _REFERENCE.match(reference):
            raise Refus(f"« {reference} » n’est pas une référence de dossier.")
        return self.dossier / reference

    def _versions(self, dossier: Path) -> list[int]:
        try:
            return sorted(int(lu[1]) for chemin in dossier.iterdir() if (lu := _VERSION.match(chemin.name)))
        except FileNotFoundError:
            return []


def _meme_fichier(un: os.stat_result, autre: os.stat_result) -> bool:
    return (un.st_ino, un.st_mtime_ns, un.st_size) == (autre.st_ino, autre.st_mtime_ns, autre.st_size)


def _decoder(octets: bytes, reference: str) -> Identite:
    try:
        return Identite.model_validate(json.loads(octets.removeprefix(b"\xef\xbb\xbf")))
    except (ValueError, ValidationError):
        raise ConfidentielInaccessible(
            f"L’identité de {reference} est abîmée et ne peut pas être lue\u00a0; restaurez-la d’une sauvegarde."
        ) from None


def _inaccessible(reference: str) -> ConfidentielInaccessible:
    return ConfidentielInaccessible(
        f"Le dossier confidentiel de {reference} n’est pas accessible depuis ce compte\u00a0: demandez l’accès à "
        "votre direction, ou réessayez quand le partage répond."
    )
