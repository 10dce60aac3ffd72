"""Watch site.toml: other workstations, or a hand, may change the settings while the program runs.

Its date, size and identity are looked at, one request to the folder; it is read again only when they moved. What
cannot be read is never taken: the settings read last stay, and `phrase` says why.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from qualitui.domain.base import Refus
from qualitui.domain.reference.reglages import Reglages
from qualitui.store.site.fichier import FICHIER, lire_reglages

SUITE = "Les réglages d’avant restent en vigueur."


class Veille:
    """`phrase`: why the site.toml of now cannot be taken; empty when it can."""

    def __init__(self, dossier: Path, referentiels: Container[str]) -> None:
        self._dossier = dossier
        self._referentiels = referentiels
        self._vue: tuple[int, int, int] | None = None
        self.phrase = ""

    def regarder(self) -> Reglages | None:
        """The settings when the file moved since the last look and can be read; else None."""
        try:
            etat = (self._dossier / FICHIER).stat()
        except FileNotFoundError:
            # The whole folder gone is told elsewhere: it is the register that does not answer.
            self._vue = None
            self.phrase = f"{FICHIER} a disparu du dossier du site. {SUITE}" if self._dossier.is_dir() else ""
            return None
        except OSError:
            return None
        vue = (etat.st_mtime_ns, etat.st_size, etat.st_ino)
        if vue == self._vue:
            return None
        self._vue = vue
        return self._lire()

    def _lire(self) -> Reglages | None:
        try:
            reglages = lire_reglages(self._dossier)
        except Refus as refus:
            self.phrase = f"{refus.phrase} {SUITE}"
            return None
        inconnus = [un.code for un in reglages.referentiels if un.code not in self._referentiels]
        if inconnus:
            self.phrase = (
                f"{FICHIER} nomme le référentiel «\u00a0{inconnus[0]}\u00a0», inconnu de ce programme. {SUITE}"
            )
            return None
        self.phrase = ""
        return reglages
