"""The Word engine: a template edited in Word by its people, values, a document.

Templates are .docx files with Jinja tags. Whatever goes wrong is told in French with its place; a document
already there is never destroyed by a failure. Word libraries are only loaded when a document is made.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qualitui.domain.base import Refus
from qualitui.domain.francais import raison_du_systeme


class SortieImpossible(Refus):
    """The document cannot be written where it was asked."""


def rendre(modele: Path, donnees: Mapping[str, Any], sortie: Path) -> None:
    """Fill `modele` with `donnees` and write the document at `sortie`, whole or not at all.

    A field of the template that `donnees` lacks is an error (`ModeleFautif`), never a silent blank; None
    prints nothing, a date prints « 02/03/2026 ». `SortieImpossible` when the file cannot be written.
    """
    ecrire(remplir(modele, donnees), sortie)


def remplir(modele: Path, donnees: Mapping[str, Any]) -> bytes:
    """The document filled, as the bytes of a .docx."""
    from qualitui.reports.word.gabarit import Gabarit

    gabarit = Gabarit(modele)
    gabarit.remplir(donnees)
    return gabarit.octets()


def ecrire(octets: bytes, sortie: Path) -> None:
    """Write beside, then take the place of the old file in one gesture: a failure leaves the old one whole."""
    provisoire = sortie.with_name(f".qualitui-{secrets.token_hex(4)}.tmp")
    try:
        with provisoire.open("xb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        provisoire.replace(sortie)
    except OSError as erreur:
        raise SortieImpossible(_pourquoi(erreur, sortie)) from erreur
    finally:
        with contextlib.suppress(OSError):
            provisoire.unlink(missing_ok=True)


def _pourquoi(erreur: OSError, sortie: Path) -> str:
    if not sortie.parent.is_dir():
        return f"Le dossier « {sortie.parent} » n’existe pas : le document n’a pas été écrit."
    if sortie.is_dir():
        return f"« {sortie} » est un dossier : donnez un nom de fichier, en {sortie.suffix or '.docx'}."
    if isinstance(erreur, PermissionError) and sortie.exists():
        logiciel = "Excel" if sortie.suffix.lower() == ".xlsx" else "Word"
        return (
            f"« {sortie.name} » ne peut pas être remplacé : il est sans doute ouvert dans {logiciel}, ou protégé. "
            "Fermez-le puis recommencez ; l’ancien document est intact."
        )
    return f"« {sortie.name} » n’a pas pu être écrit ({raison_du_systeme(erreur)}) ; l’ancien document est intact."
