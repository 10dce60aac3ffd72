"""The one passage of every file written for people: what they put at a place is never overwritten.

What the program writes is known by its whole bytes: a picture, a comment or bold is work too. The register of what it
wrote is `documents/.ecrits/`, seen by every workstation of the site: a folder for each place, in it an empty file named
by the digest of the bytes, created and never changed. Losing it loses no document: what is there is then asked about.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from qualitui.domain.base import AConfirmer, Refus
from qualitui.domain.francais import entre_guillemets, raison_du_systeme
from qualitui.store.disque import creer_exclusivement
from qualitui.store.ouverts import ouvert_par

APPROUVE = ".approuve"  # after the digest of bytes that were approved
COPIES = 99  # of one file within a minute: beyond, something is wrong


class SortieImpossible(Refus):
    """The file cannot be written where it was asked; the one that was there is whole."""


class FichierEtranger(AConfirmer):
    """A file that the program never wrote is at that place: it is left alone until someone says otherwise."""

    rien = "Rien n’a été écrit"
    condition = "pour l’écrire en gardant une copie de ce fichier"
    enjeu = "Une copie en sera gardée à côté."
    oui = "Garder une copie et écrire"
    non = "Ne rien écrire"


class DocumentOuvert(AConfirmer):
    """Someone has the file open: what they save there next would take the place of what is written now."""

    rien = "Rien n’a été écrit"
    condition = "pour l’écrire malgré cela"
    enjeu = "Ce qui y sera enregistré ensuite remplacera ce qui s’écrit maintenant."
    oui = "Écrire quand même"
    non = "Ne rien écrire"


class DocumentApprouve(AConfirmer):
    """The document as it was approved is at that place: it is not replaced, unless someone says so, and then kept."""

    rien = "Rien n’a été écrit"
    condition = "pour l’écrire en gardant une copie du document approuvé, ou donnez un autre nom"
    enjeu = "Une copie du document approuvé en sera gardée à côté."
    oui = "Garder une copie et écrire"
    non = "Ne rien écrire"


class Sorties:
    """What the program writes for people from the site of `dossier`, in its folder or anywhere else."""

    def __init__(self, dossier: Path, maintenant: Callable[[], datetime]) -> None:
        self._dossier = dossier
        self._ecrits = dossier / "documents" / ".ecrits"
        self._maintenant = maintenant
        self._dites: list[str] = []
        self._acceptees: set[Path] = set()
        self._crus_fermes: set[Path] = set()
        self._toutes = False

    def croire(self) -> None:
        """Whoever calls knows that there may be files of others, and wants theirs written beside a copy."""
        self._toutes = True

    def dites(self) -> list[str]:
        """What people must be told of what was written since the last call, a sentence each."""
        dites, self._dites = self._dites, []
        return dites

    def exiger(self, chemin: Path) -> None:
        """Refuse now what `ecrire` would, before a gesture that goes with the file is recorded."""
        avant = self._lire(chemin)
        self._permettre(chemin, avant)
        self._exiger_ferme(chemin, avant)
        if not chemin.parent.is_dir():
            raise SortieImpossible(_pourquoi(FileNotFoundError(), chemin))

    def intact(self, chemin: Path, octets: bytes) -> bool:
        """Whether these bytes are, to the last one, what the program wrote there with nothing of people's in it."""
        return (self._place(chemin) / _empreinte(octets)).is_file()

    def ecrire(
        self,
        octets: bytes,
        chemin: Path,
        *,
        reconnu: bool = False,
        a_garder: bool = False,
        approuve: bool = False,
        reserve: bool = False,
    ) -> None:
        """Write at `chemin`, whole or not at all; other bytes than the program's that were there go to a dated copy.

        `reconnu`: the caller saw in the file that the program made it, if it did not in the register. `a_garder`: these
        bytes hold what must outlive them (people's work, a signature); the next ones will leave a copy of them.
        `approuve`: they are what was approved; to replace them is asked about. `reserve`: they bear a name, so the file
        is for its writer alone.
        """
        avant = self._lire(chemin)
        if not reconnu:
            self._permettre(chemin, avant)
        if avant != octets:
            self._exiger_pas_approuve(chemin, avant)
            self._exiger_ferme(chemin, avant)
            self._poser(octets, chemin, avant, 0o600 if reserve else 0o666)
        self._noter(self._place(chemin), b"" if a_garder or approuve else octets)
        if approuve:
            self._noter(self._place(chemin), octets, APPROUVE)

    # --- inside ---------------------------------------------------------------------------------------

    def _lire(self, chemin: Path) -> bytes | None:
        try:
            return chemin.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as erreur:
            raise SortieImpossible(_pourquoi(erreur, chemin)) from erreur

    def _permettre(self, chemin: Path, avant: bytes | None) -> None:
        if avant is None or self._toutes or chemin in self._acceptees or self._place(chemin).is_dir():
            return
        nom = entre_guillemets(chemin.name)
        phrase = f"{nom} est déjà là et qualitui ne l’a pas écrit\u00a0: il est laissé intact."
        raise FichierEtranger(phrase, partial(self._acceptees.add, chemin))

    def _exiger_pas_approuve(self, chemin: Path, avant: bytes | None) -> None:
        if avant is None or self._toutes or chemin in self._acceptees:
            return
        if (self._place(chemin) / f"{_empreinte(avant)}{APPROUVE}").is_file():
            phrase = f"{entre_guillemets(chemin.name)} est le document approuvé\u00a0: il est laissé intact."
            raise DocumentApprouve(phrase, partial(self._acceptees.add, chemin))

    def _exiger_ferme(self, chemin: Path, avant: bytes | None) -> None:
        """Ask before writing over a document that someone has open; the system stops it only on Windows."""
        if avant is None or self._toutes or chemin in self._crus_fermes:
            return
        if qui := ouvert_par(chemin):
            nom = entre_guillemets(chemin.name)
            phrase = f"{nom} est ouvert par {qui}, ou l’a été sans se refermer\u00a0: il est laissé intact."
            raise DocumentOuvert(phrase, partial(self._crus_fermes.add, chemin))

    def _poser(self, octets: bytes, chemin: Path, avant: bytes | None, droits: int) -> None:
        """Written beside, then put in the place of the old file in one gesture: a failure leaves the old one whole."""
        provisoire = chemin.with_name(f".qualitui-{secrets.token_hex(8)}.tmp")
        copie: Path | None = None
        try:
            if not creer_exclusivement(provisoire, octets, droits=droits):
                raise FileExistsError(provisoire.name)
            if avant is not None and not self.intact(chemin, avant):
                copie = self._copier(chemin, avant, droits)
            if self._lire(chemin) != avant:
                raise SortieImpossible(f"{entre_guillemets(chemin.name)} vient de changer\u00a0: recommencez.")
            provisoire.replace(chemin)
        except (OSError, SortieImpossible) as erreur:
            if copie is not None:
                copie.unlink(missing_ok=True)  # made a moment ago, of a file that stays
            if isinstance(erreur, SortieImpossible):
                raise
            raise SortieImpossible(_pourquoi(erreur, chemin)) from erreur
        finally:
            with contextlib.suppress(OSError):
                provisoire.unlink(missing_ok=True)
        if copie is not None:
            garde = entre_guillemets(copie.name)
            self._dites.append(f"Le fichier qui était là est gardé à côté, sous le nom {garde}.")

    def _copier(self, chemin: Path, octets: bytes, droits: int) -> Path:
        """A copy beside, under a name nothing has yet."""
        instant = f"copie du {self._maintenant():%Y-%m-%d %Hh%M}"
        for rang in range(1, COPIES + 1):
            suite = f"{instant}, {rang}" if rang > 1 else instant
            copie = chemin.with_name(f"{chemin.stem} ({suite}){chemin.suffix}")
            if creer_exclusivement(copie, octets, droits=droits):
                return copie
        nom = entre_guillemets(chemin.name)
        raise SortieImpossible(f"Trop de copies de {nom} dans ce dossier\u00a0: rangez-les puis recommencez.")

    def _place(self, chemin: Path) -> Path:
        """Where what was written at `chemin` is noted: named after its place in the site, which may be moved as a
        whole, else after its absolute path."""
        absolu, site = chemin.resolve(), self._dossier.resolve()
        nom = absolu.relative_to(site) if absolu.is_relative_to(site) else absolu
        return self._ecrits / _empreinte(unicodedata.normalize("NFC", os.path.normcase(nom)).encode("utf-8"))[:16]

    def _noter(self, place: Path, octets: bytes, marque: str = "") -> None:
        """Where it cannot be noted (a site open for reading only), the next writing asks: nothing is lost by it."""
        with contextlib.suppress(OSError):
            for dossier in (self._ecrits.parent, self._ecrits, place):
                dossier.mkdir(exist_ok=True)
            if octets:
                creer_exclusivement(place / f"{_empreinte(octets)}{marque}", b"")


def poser_neuf(provisoire: Path, destination: Path) -> bool:
    """Give its name to a file finished beside (a backup), which never takes another's place: False if one is there."""
    if os.path.lexists(destination):
        return False
    provisoire.rename(destination)
    return True


def _empreinte(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def _pourquoi(erreur: OSError, sortie: Path) -> str:
    nom = entre_guillemets(sortie.name)
    if not sortie.parent.is_dir():
        return f"Le dossier {entre_guillemets(str(sortie.parent))} n’existe pas\u00a0: le document n’a pas été écrit."
    if sortie.is_dir():
        dossier = entre_guillemets(str(sortie))
        return f"{dossier} est un dossier\u00a0: donnez un nom de fichier, en {sortie.suffix or '.docx'}."
    if isinstance(erreur, PermissionError) and sortie.exists():
        logiciel = "Excel" if sortie.suffix.lower() == ".xlsx" else "Word"
        return (
            f"{nom} ne peut pas être remplacé\u00a0: il est sans doute ouvert dans {logiciel}, ou protégé. "
            "Fermez-le puis recommencez\u00a0; l’ancien document est intact."
        )
    return f"{nom} n’a pas pu être écrit ({raison_du_systeme(erreur)})\u00a0; l’ancien document est intact."
