"""The first image of a start: the home as this workstation last knew it, before anything slow is loaded or read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENTRER, SORTIR = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H", "\x1b[?1049l\x1b[?25h"


@contextmanager
def montre(dossier: Path) -> Iterator[None]:
    """Show it while the site opens; the interface then takes the same place, a failure gives the terminal back."""
    from qualitui.store.apercu import lire

    lignes = lire(dossier) if _terminal() else []
    if not lignes:
        yield
        return
    _ecrire(ENTRER + image(lignes, *os.get_terminal_size(sys.__stderr__.fileno())))  # type: ignore[union-attr]
    try:
        yield
    except BaseException:
        _ecrire(SORTIR)
        raise


def image(lignes: list[str], colonnes: int, hauteur: int) -> str:
    """The lines that hold in the terminal; the last row is left to what is typed meanwhile."""
    return "\r\n".join(ligne[:colonnes] for ligne in lignes[: hauteur - 1])


def _terminal() -> bool:
    """Where the interface will write. A Windows console must first be told to understand these sequences: not there."""
    flux = sys.__stderr__
    return os.name == "posix" and flux is not None and flux.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _ecrire(texte: str) -> None:
    print(texte, end="", file=sys.__stderr__, flush=True)
