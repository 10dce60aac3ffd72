"""Where a workstation keeps its own things: local state folder, writer's name, and the slot (<k>) it writes in.

Two programs of one person take two slots, by a lock on the local disk. A slot is taken up again only when its journal
still ends as this workstation left it: after a restore, or if someone else wrote there, another slot is used.
"""

from __future__ import annotations

import json
import os
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from qualitui.store.chemins import RESERVES

VARIABLE = "QUALITUI_ETAT_LOCAL"


def dossier_local(dossier_site: Path, site: str, base: Path | None = None) -> Path:
    """The folder of the local state for one site reached by one path; nothing in it is precious but drafts."""
    if base is None and os.environ.get(VARIABLE):
        base = Path(os.environ[VARIABLE])
    if base is None:
        import platformdirs  # not paid for where the folder is imposed

        base = Path(platformdirs.user_state_dir("qualitui", appauthor=False))
    marque = sha256(os.path.normcase(str(dossier_site.resolve())).encode("utf-8", "replace")).hexdigest()[:8]
    if not site:  # its name is lost with the register: this workstation may know the only one that was there
        connus = [dossier for dossier in base.glob(f"*-{marque}") if dossier.is_dir()]
        return connus[0] if len(connus) == 1 else base / f"site-{marque}"
    return base / f"{site}-{marque}"


def site_du_local(local: Path) -> str:
    """The site of a local folder, by its name; empty when it was not known either."""
    site = local.name.rpartition("-")[0]
    return "" if site == "site" else site


def nom_de_fichier(texte: str) -> str:
    """`texte` made safe for a file name on Windows too; never empty, never with the `~` that parts names."""
    propre = re.sub(r"[^\w.-]+", "-", texte.strip()).strip(".-")[:40] or "inconnu"
    return f"_{propre}" if RESERVES.match(propre) else propre


def ecrivain(poste: str, login: str, k: int) -> str:
    return f"{nom_de_fichier(poste)}~{nom_de_fichier(login)}~{k}"


class Emplacement:
    """The lock of one slot, and the memory of where its journal was left (kept in the lock's own file).

    `memoire`: {"journal", "fin", "crc"} of the last line written; None when this workstation never wrote there.
    """

    def __init__(self, flux: IO[bytes]) -> None:
        self._flux = flux
        self.memoire = _lire_memoire(flux)

    @classmethod
    def prendre(cls, dossier: Path, nom: str) -> Emplacement | None:
        """Lock the slot; None if another program holds it. `OSError` if the local disk refuses."""
        dossier.mkdir(parents=True, exist_ok=True)
        chemin = dossier / f"{nom}.lock"
        flux = os.fdopen(
            os.open(chemin, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b", buffering=0
        )
        try:
            _verrouiller(flux)
        except OSError:
            flux.close()
            return None
        return cls(flux)

    def retenir(self, journal: str, fin: int, crc: int) -> None:
        """Remember where the journal now ends. A failure only costs a new slot at the next start."""
        self.memoire = {"journal": journal, "fin": fin, "crc": crc}
        try:
            self._flux.seek(0)
            self._flux.write(json.dumps(self.memoire).encode("utf-8").ljust(250) + b"\n")
        except OSError:
            return

    def oublier(self) -> None:
        """Forget a journal that is gone with its site (the site was made anew in the same place)."""
        self.memoire = None
        self._flux.truncate(0)

    def fermer(self) -> None:
        self._flux.close()


def lire_memoire(verrou: Path) -> dict[str, Any] | None:
    """What a slot remembers, whoever holds it."""
    try:
        with verrou.open("rb") as flux:
            return _lire_memoire(flux)
    except OSError:
        return None


def _lire_memoire(flux: IO[bytes]) -> dict[str, Any] | None:
    try:
        lue = json.loads(flux.read(4096))
        return {"journal": str(lue["journal"]), "fin": int(lue["fin"]), "crc": int(lue["crc"])}
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _verrouiller(flux: IO[bytes]) -> None:
        # A byte far beyond the content: on Windows a locked range cannot be read by others.
        flux.seek(1 << 30)
        msvcrt.locking(flux.fileno(), msvcrt.LK_NBLCK, 1)
        flux.seek(0)

else:
    import fcntl

    def _verrouiller(flux: IO[bytes]) -> None:
        fcntl.flock(flux, fcntl.LOCK_EX | fcntl.LOCK_NB)
