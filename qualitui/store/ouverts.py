"""Who has a document open: what Word, Excel and LibreOffice leave beside it for as long as they hold it.

« ~$maine.docx » (Word drops the first letters of a long name), « ~$table.xlsx », « .~lock.semaine.docx# ». They hold
the name of who opened it. One may outlive its program: it is a reason to ask, not to refuse.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

LONGUEUR = 4096  # bytes read of such a file
_ANSI = 54  # of an owner file: what comes before the name in UTF-16
QUELQU_UN = "quelqu’un"


def ouvert_par(document: Path) -> str:
    """« Marie Durand » or « quelqu’un » when the document is open somewhere, with the program; empty when it is not."""
    for marque, programme in _marques(document):
        try:
            with marque.open("rb") as flux:
                octets = flux.read(LONGUEUR)
        except OSError:
            if not os.path.lexists(marque):
                continue
            octets = b""  # held by the program itself, which does not let it be read
        nom = _nom_libreoffice(octets) if programme == "LibreOffice" else _nom_microsoft(octets)
        return f"{nom or QUELQU_UN} ({programme})"
    return ""


def _marques(document: Path) -> Iterator[tuple[Path, str]]:
    nom = document.name
    programme = "Excel" if document.suffix.lower() in (".xlsx", ".xlsm", ".xls") else "Word"
    for oubliees in range(3 if programme == "Word" else 1):
        if len(nom) > oubliees:
            yield document.with_name(f"~${nom[oubliees:]}"), programme
    yield document.with_name(f".~lock.{nom}#"), "LibreOffice"


def _nom_libreoffice(octets: bytes) -> str:
    """« Marie Durand,mdurand,PC-2,02.03.2026 10:12,file:///…; »: the name, else the account."""
    champs = octets.decode("utf-8", "replace").split(",")
    return next((propre for champ in champs[:2] if (propre := _propre(champ))), "")


def _nom_microsoft(octets: bytes) -> str:
    """A length, the name in the old encoding, then the same in UTF-16 after `_ANSI` bytes or so."""
    if not octets:
        return ""
    for debut in (_ANSI, _ANSI + 1):
        longueur = int.from_bytes(octets[debut : debut + 2], "little")
        if 0 < longueur <= _ANSI:
            texte = octets[debut + 2 : debut + 2 + 2 * longueur].decode("utf-16-le", "replace")
            if (propre := _propre(texte)) and "\ufffd" not in propre:
                return propre
    return _propre(octets[1 : 1 + min(octets[0], _ANSI - 1)].decode("cp1252", "replace"))


def _propre(texte: str) -> str:
    return "".join(signe for signe in texte if signe.isprintable()).strip()
