"""The last home screen, as lines of text, kept on this workstation: shown at once at the next start.

Nothing can be done on it and nothing is lost with it. It holds what the list showed, never an identity.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from qualitui.store.disque import garder
from qualitui.store.site.utilisateur import etat_local

LIGNES = 60  # no screen is higher


def lire(dossier_site: Path) -> list[str]:
    """The lines kept, empty when there are none."""
    try:
        return _fichier(dossier_site).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return []


def retenir(dossier_site: Path, lignes: Sequence[str]) -> None:
    """Keep these lines in place of the former ones; a disk that refuses only costs the next start its first image."""
    garder(_fichier(dossier_site), ["\n".join(lignes[:LIGNES]).encode()], droits=0o600)


def _fichier(dossier_site: Path) -> Path:
    # Without a look at the folder itself: this is for when it is slow to answer.
    marque = hashlib.sha256(os.path.abspath(dossier_site).encode("utf-8", "replace")).hexdigest()[:12]
    return etat_local() / "accueil" / f"{marque}.txt"
