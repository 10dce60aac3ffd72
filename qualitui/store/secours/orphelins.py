"""What no record bears: numbers claimed, folders of the confidential part. Looked for in the files alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.store.journal.numeros import (
    Reservation,
    lire_reservation,
    numero_de,
    recente,
    reference,
    reservations,
)
from qualitui.store.moteur.stockage import JournalStorage
from qualitui.store.moteur.temoins import numeros_regles

REFERENCE = re.compile(r"^([A-Z]+-\d{4})-\d{3,}$")


class Orphelin(NamedTuple):
    """`claim`: who claimed the number, None when nobody did. `dossier`: something confidential is kept under it."""

    numero: str
    claim: Reservation | None
    dossier: bool

    def reserve_a_l_instant(self, maintenant: datetime) -> str:
        """Who claimed the number a moment ago, and may be about to write its record; empty when nobody did."""
        return self.claim.par or "un autre poste" if self.claim and recente(self.claim, maintenant) else ""


def orphelins(site: Path, stockage: JournalStorage) -> Iterator[Orphelin]:
    """Settled ones are left out, unless their folder came back. `OSError` is for who reads the claims one by one."""
    portees, regles, vivants = references(stockage), numeros_regles(stockage), vivantes(stockage)
    dossiers = dossiers_confidentiels(site)
    trouves = {nom: Orphelin(nom, None, dossier=True) for nom in dossiers if _cle(nom) not in vivants}
    for serie in _series(site):
        dossier = site / "numeros" / serie
        for numero, reprise in reservations(dossier).items():
            nom = reference(serie, numero)
            if (serie, numero) not in portees and (nom not in regles or nom in trouves):
                trouves[nom] = Orphelin(nom, lire_reservation(dossier, numero, reprise), nom in trouves)
    yield from (trouves[nom] for nom in sorted(trouves))


def references(stockage: JournalStorage) -> set[tuple[str, int]]:
    """The numbers that records bear, or bore before they were removed: series and number."""
    tables = stockage.entieres().values()
    return vivantes(stockage) | _portees(f.contenu or f.retire for table in tables for f in table.cachees.values())


def vivantes(stockage: JournalStorage) -> set[tuple[str, int]]:
    """The numbers that the records in the lists bear."""
    return _portees(f.contenu for table in stockage.entieres().values() for f in table.fiches.values())


def _portees(contenus: Iterable[Mapping[str, Any] | None]) -> set[tuple[str, int]]:
    portees = ((contenu or {}).get("reference") for contenu in contenus)
    return {cle for portee in portees if isinstance(portee, str) and (cle := _cle(portee)) is not None}


def dossiers_confidentiels(site: Path) -> list[str]:
    """The names of the case folders; none when the confidential part is missing, or closed to this account."""
    try:
        return sorted(c.name for c in (site / "confidentiel").iterdir() if REFERENCE.match(c.name))
    except OSError:
        return []


def _series(site: Path) -> list[str]:
    try:
        return sorted(chemin.name for chemin in (site / "numeros").iterdir() if chemin.is_dir())
    except OSError:
        return []


def _cle(portee: str) -> tuple[str, int] | None:
    lue = REFERENCE.match(portee)
    numero = numero_de(lue[1], lue[0]) if lue else None
    return (lue[1], numero) if lue and numero is not None else None
