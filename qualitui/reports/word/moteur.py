"""The Word engine: a template edited in Word by its people, values, a document.

Templates are .docx files with Jinja tags. Whatever goes wrong is told in French with its place. Word libraries are only
loaded when a document is made; the bytes are written by `store/sortie`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def remplir(modele: Path, donnees: Mapping[str, Any]) -> bytes:
    """`modele` filled with `donnees`, as the bytes of a .docx.

    A field of the template that `donnees` lacks is an error (`ModeleFautif`), never a silent blank; None prints
    nothing, a date prints « 02/03/2026 ».
    """
    from qualitui.reports.word.gabarit import Gabarit  # heavy: what to print is gathered without Word

    gabarit = Gabarit(modele)
    gabarit.remplir(donnees)
    return gabarit.octets()
