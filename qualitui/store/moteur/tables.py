"""TinyDB's tables over the journals: every write of its API goes through `_update_table` to an overlay of copies.

What differs from the overlay becomes operations. Dropping tables is not supported, on purpose.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from qualitui.store.moteur.difference import nettoyer
from qualitui.store.moteur.fusion import Contenu
from qualitui.store.moteur.ouverture import ouvrir_stockage
from qualitui.store.moteur.recherche import Trouves, telles
from qualitui.store.moteur.requetes import analyser
from qualitui.store.moteur.stockage import JournalStorage
from qualitui.store.moteur.vue import Vue


class Surcouche(MutableMapping[str, Contenu]):
    """What TinyDB's updaters work on: copies made on access; the tables themselves never move under them."""

    def __init__(self, base: Mapping[str, Contenu]) -> None:
        self._base = base
        self._touches: dict[str, Contenu | None] = {}

    def __getitem__(self, ident: str) -> Contenu:
        if ident not in self._touches:
            self._touches[ident] = copy.deepcopy(self._base[ident])
        contenu = self._touches[ident]
        if contenu is None:
            raise KeyError(ident)
        return contenu

    def __setitem__(self, ident: str, contenu: Contenu) -> None:
        self._touches[ident] = contenu

    def __delitem__(self, ident: str) -> None:
        if ident not in self:
            raise KeyError(ident)
        self._touches[ident] = None

    def __contains__(self, ident: object) -> bool:
        return self._touches[ident] is not None if ident in self._touches else ident in self._base

    def __iter__(self) -> Iterator[str]:
        yield from (ident for ident in self._base if ident in self)
        yield from (i for i, c in list(self._touches.items()) if c is not None and i not in self._base)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._touches = dict.fromkeys(self._base)

    def changements(self) -> Iterator[tuple[str, Contenu | None]]:
        """Each record touched that really differs; None: removed."""
        for ident, contenu in self._touches.items():
            if contenu != self._base.get(ident):
                yield ident, nettoyer(contenu)


class Brut(Document):
    """A document handed out by TinyDB's API: a deep copy, so that nobody edits the register by accident."""

    def __init__(self, value: Mapping[str, Any], doc_id: str) -> None:
        super().__init__(copy.deepcopy(dict(value)), doc_id)  # type: ignore[arg-type]


def _avec_son_id(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """TinyDB's own `Document` keeps the id it came with, as a text."""
    if isinstance(document, Document) and not isinstance(document, Brut):
        return Brut(document, str(document.doc_id))
    return document


class JournalTable(Table):
    """TinyDB's table on the journals: text ids, no query cache (it would show closed records as open)."""

    document_class = Brut  # type: ignore[assignment]
    document_id_class = str  # type: ignore[assignment]
    default_query_cache_capacity = 0

    def __init__(self, storage: JournalStorage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        super().__init__(storage, name, cache_size=0)
        self._journal = storage

    def insert(self, document: Mapping[str, Any]) -> str:  # type: ignore[override]
        return super().insert(_avec_son_id(document))  # type: ignore[return-value]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[str]:  # type: ignore[override]
        return super().insert_multiple(map(_avec_son_id, documents))  # type: ignore[return-value]

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[str]:  # type: ignore[override]
        return super().upsert(_avec_son_id(document), cond)  # type: ignore[return-value]

    def search(self, cond: QueryLike) -> list[Document]:
        return [self.document_class(fiche.contenu or {}, ident) for ident, fiche in self._telles(cond)]

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if cond is None or doc_id is not None or doc_ids is not None:
            return super().get(cond, doc_id, doc_ids)
        trouves = self._telles(cond)[:1]
        return self.document_class(trouves[0][1].contenu or {}, trouves[0][0]) if trouves else None

    def update(self, fields: Any, cond: QueryLike | None = None, doc_ids: Any = None) -> list[str]:  # type: ignore[override]
        return super().update(fields, None if cond is None else analyser(cond), doc_ids)  # type: ignore[return-value]

    def update_multiple(self, updates: Iterable[tuple[Any, QueryLike]]) -> list[str]:  # type: ignore[override]
        return super().update_multiple([(fields, analyser(cond)) for fields, cond in updates])  # type: ignore[return-value]

    def remove(self, cond: QueryLike | None = None, doc_ids: Any = None) -> list[str]:  # type: ignore[override]
        return super().remove(None if cond is None else analyser(cond), doc_ids)  # type: ignore[return-value]

    def _telles(self, cond: QueryLike) -> Trouves:
        with self._journal.lecture:
            return telles(self._journal, self.name, analyser(cond))

    def _get_next_id(self) -> str:
        return self._journal.nouvel_id()

    def _read_table(self) -> Vue:  # type: ignore[override]
        return self._journal.vue(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._journal.transaction():
            surcouche = Surcouche(self._journal.vue(self.name))
            updater(surcouche)
            for ident, contenu in surcouche.changements():
                self._journal.proposer(self.name, ident, contenu)


class JournalDB(TinyDB):
    """`TinyDB` whose tables are journals: `JournalDB(site, poste=…, login=…, maintenant=…)`."""

    default_storage_class = staticmethod(ouvrir_stockage)  # type: ignore[assignment]
    table_class = JournalTable  # type: ignore[assignment]

    @property
    def storage(self) -> JournalStorage:
        return self._storage  # type: ignore[return-value]

    def tables(self) -> set[str]:
        return set(self.storage.noms())

    def drop_table(self, name: str) -> None:
        self.drop_tables()
