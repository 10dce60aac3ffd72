"""Imprints of files: what was worked out from them is good until one of them changes."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from qualitui import __version__


def fichiers(*chemins: str | None) -> str:
    """An imprint of these files, by date and size: what they work out is good until one changes."""
    vus = [sys.implementation.cache_tag, __version__]
    for chemin in chemins:
        try:
            etat = os.stat(chemin or "")
            vus.append(f"{etat.st_mtime_ns}:{etat.st_size}")
        except OSError:
            vus.append("")
    return repr(vus)


def code(*modules: ModuleType) -> str:
    """An imprint of the code that works a result out."""
    return fichiers(*(module.__file__ for module in modules))
