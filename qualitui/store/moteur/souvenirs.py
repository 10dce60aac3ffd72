"""Small results worked out once and kept on this workstation, each as long as its imprint stays the same.

Disposable like the cache, and written as it is: whole or not at all.
"""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any
from zlib import crc32

from qualitui.store.disque import garder

NOM = "souvenirs.bin"
_SIGNATURE = b"QUALITUI-SOUVENIRS-1\n"


class Souvenirs:
    """name → (imprint, result); read at the first question, written by `garder` when something was learnt."""

    def __init__(self, dossier: Path) -> None:
        self._dossier = dossier
        self._tenus: dict[str, tuple[str, Any]] | None = None
        self._appris = False

    def rappeler(self, nom: str, empreinte: str) -> Any:
        """The result of that name; None when there is none, or of another imprint."""
        connue, resultat = self._lus().get(nom, ("", None))
        return resultat if connue == empreinte else None

    def retenir(self, nom: str, empreinte: str, resultat: Any) -> None:
        """`resultat`: lists, mappings, texts and numbers only."""
        self._lus()[nom] = (empreinte, resultat)
        self._appris = True

    def garder(self) -> None:
        """A disk that refuses only makes the next opening slower."""
        if not self._appris:
            return
        corps = marshal.dumps(self._tenus)
        self._appris = not garder(self._dossier / NOM, [_SIGNATURE, b"%08x" % crc32(corps), corps])

    def _lus(self) -> dict[str, tuple[str, Any]]:
        if self._tenus is None:
            self._tenus = self._lire()
        return self._tenus

    def _lire(self) -> dict[str, tuple[str, Any]]:
        debut = len(_SIGNATURE) + 8
        try:
            octets = (self._dossier / NOM).read_bytes()
            corps = octets[debut:]
            if octets[:debut] != _SIGNATURE + b"%08x" % crc32(corps):
                return {}
            lus = marshal.loads(corps)
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return lus if isinstance(lus, dict) else {}
