"""The merged tables of a site, in memory as far as they were asked for; the rest is in the cache, in pieces."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import partial

from qualitui.store.journal.numeros import numero_de
from qualitui.store.moteur.etat import Table
from qualitui.store.moteur.pieces import Piece


class Memoire(ABC):
    """`lecture` is held only for the moment the tables change, so that other threads go on reading."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.lecture = threading.RLock()

    @abstractmethod
    def relire(self, nom: str) -> Table:
        """The whole table from the journals alone: what the cache held of it is damaged."""

    def table(self, nom: str) -> Table:
        table = self.tables.get(nom)
        if table is None:
            with self.lecture:
                table = self.tables.setdefault(nom, self.nouvelle(nom))
        return table

    def nouvelle(self, nom: str, pieces: Iterable[Piece] = ()) -> Table:
        return Table(nom, pieces, verrou=self.lecture, secourir=partial(self.relire, nom))

    def noms(self) -> list[str]:
        return list(self.tables)

    def entieres(self) -> dict[str, Table]:
        """Every table, with all of its records in memory."""
        tables = dict(self.tables)
        for table in tables.values():
            table.lire()
        return tables

    def tables_a_references(self) -> list[Table]:
        """The tables whose records carry a `reference`."""
        return [table for table in self.tables.values() if table.porte_references()]

    def numeros(self, serie: str) -> set[int]:
        """The numbers of this series carried by a record, even removed since."""
        with self.lecture:
            return {numero for table in self.tables_a_references() for numero in table.numeros(serie, numero_de)}

    def pieces(self) -> dict[str, list[Piece]]:
        """All the tables, cut in pieces; those that nobody asked for are as they were read."""
        return {nom: table.couper() for nom, table in self.tables.items()}
