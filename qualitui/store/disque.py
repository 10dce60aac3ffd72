"""Small durable gestures on files, and what an error of the system means in French."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from qualitui.domain.francais import code_du_systeme, raison_du_systeme
from qualitui.store.contrat import EcritureImpossible, EcritureIncertaine

PAUSES = (0.02, 0.05, 0.1, 0.2)  # seconds between two tries at a file that another program holds
_BINAIRE = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_PLEIN = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_INTERDIT = {errno.EACCES, errno.EPERM, errno.EROFS}


class Incertaine(OSError):
    """The system does not say whether it was written: it refused, and would not take back either."""


def creer_exclusivement(chemin: Path, contenu: bytes, *, droits: int = 0o666) -> bool:
    """Create the file with `contenu`, durably; False if it is already there.

    `droits`: never wider than that, not for a moment. `OSError`: it is not there. `Incertaine`: it may be.
    """
    try:
        descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINAIRE, droits)
    except FileExistsError:
        return False
    try:
        with os.fdopen(descripteur, "wb") as flux:
            flux.write(contenu)
            flux.flush()
            os.fsync(flux.fileno())
    except OSError as erreur:
        # On a full disk, an empty file would hold its name (a number) for ever.
        try:
            chemin.unlink(missing_ok=True)
        except OSError:
            raise Incertaine(*erreur.args) from erreur
        raise
    return True


def ouvrir_a_lire(
    chemin: Path,
    *,
    buffering: int = -1,
    insister: bool = os.name == "nt",
    attendre: Callable[[float], None] = time.sleep,
) -> IO[bytes]:
    """Open for reading. On Windows a file another program holds for a moment (antivirus, backup) looks forbidden."""
    for pause in PAUSES if insister else ():
        try:
            return chemin.open("rb", buffering=buffering)
        except PermissionError:
            attendre(pause)
    return chemin.open("rb", buffering=buffering)


def garder(fichier: Path, morceaux: Iterable[bytes], *, droits: int = 0o600) -> bool:
    """Keep a disposable file of this workstation (cache), whole or not at all; False when the disk refuses."""
    provisoire = fichier.with_name(f"{fichier.name}.{os.getpid()}")
    try:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        descripteur = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), droits)
        with os.fdopen(descripteur, "wb") as flux:
            flux.writelines(morceaux)
        provisoire.replace(fichier)
    except OSError:
        with suppress(OSError):
            provisoire.unlink(missing_ok=True)
        return False
    return True


def synchroniser_dossier(dossier: Path) -> None:
    """Make the names just created in `dossier` durable, where the system can (not on Windows)."""
    if os.name == "nt":
        return
    try:
        descripteur = os.open(dossier, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descripteur)
    except OSError:
        return
    finally:
        os.close(descripteur)


def raison(erreur: OSError) -> str:
    """Why the system refused, in French, without a path (it may be confidential)."""
    code = code_du_systeme(erreur)
    if code in _PLEIN:
        return "le disque est plein"
    if code in _INTERDIT:
        return "le dossier est en lecture seule, l’accès est refusé, ou un autre programme tient le fichier ouvert"
    if code == errno.ENAMETOOLONG:
        return "ce nom de fichier est trop long"
    if code == errno.EBUSY:
        return "un autre programme tient le fichier ouvert"
    return "le dossier du site ne répond pas"


def ecriture_impossible(erreur: OSError) -> EcritureImpossible:
    return EcritureImpossible(
        f"Rien n’a été enregistré\u00a0: {raison(erreur)}. Ce que vous avez saisi n’est pas perdu\u00a0; "
        "réessayez quand c’est rétabli."
    )


def ecriture_incertaine(erreur: OSError, quoi: str = "l’enregistrement", suite: str = "") -> EcritureIncertaine:
    """`quoi` may have been done, or not. `suite`: where to look, as a sentence."""
    return EcritureIncertaine(
        f"Incertain\u00a0: vérifiez avant de recommencer. Rien ne dit si {quoi} s’est fait ({raison(erreur)})."
        f"{suite and ' '}{suite} Ce que vous avez saisi n’est pas perdu."
    )


def etat_local_inutilisable(dossier: Path, erreur: OSError) -> EcritureImpossible:
    """It is this workstation's own folder that refuses, not the site's."""
    return EcritureImpossible(
        f"Rien n’a été enregistré\u00a0: le dossier où ce poste garde son état, {dossier}, ne peut pas servir "
        f"({raison_du_systeme(erreur)}). Rendez-le utilisable, ou donnez-en un autre par QUALITUI_ETAT_LOCAL."
    )
