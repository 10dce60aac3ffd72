"""The merged state in memory: tables of records, in order of creation, with an index per field asked for.

Records are immutable and replaced whole, so whoever took one keeps a true picture of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from qualitui.store.journal.ligne import Operation
from qualitui.store.moteur.fusion import VIDE, Contenu, Enregistrement, Evenement

_ABSENT = object()
_nouveau = tuple.__new__
Cle = Any


def cle_d_index(valeur: Any) -> Cle:
    """The value itself, or its text when it is a list or a mapping (an index needs a hashable key)."""
    return repr(valeur) if isinstance(valeur, (list, dict)) else valeur


class Table:
    """`fiches` are the visible records; `cachees` those removed, or whose first event has not arrived.

    `generation` moves with every change: what was derived from the table is good as long as it has not.
    """

    def __init__(self) -> None:
        self.fiches: dict[str, Enregistrement] = {}
        self.cachees: dict[str, Enregistrement] = {}
        self.generation = 0
        self._index: dict[str, dict[Cle, dict[str, None]]] = {}
        self._dernier: tuple[int, str] = (0, "")
        self._trie = True

    def enregistrement(self, ident: str) -> Enregistrement:
        """The record, visible or not; `VIDE` when nothing is known of it."""
        return self.fiches.get(ident) or self.cachees.get(ident) or VIDE

    def accueillir(self, operation: Operation, evenement: Evenement) -> bool:
        """Take a record never seen before, as simply as possible; False if it has to be merged."""
        ident = operation["i"]
        if operation["v"] != 1 or len(operation) != 4 or "s" not in operation or self._index:
            return False
        if ident in self.fiches or ident in self.cachees:
            return False
        # The plain constructor of tuples: a first opening makes a hundred thousand records here.
        self.fiches[ident] = _nouveau(Enregistrement, (operation["s"], 1, (evenement,), (), None))
        self.generation += 1
        place = evenement[1:3]
        if place >= self._dernier:
            self._dernier = place
        else:
            self._trie = False
        return True

    def poser(self, ident: str, nouveau: Enregistrement) -> None:
        """Replace the record by its new state."""
        avant = self.fiches.get(ident)
        self.generation += 1
        if self._index:
            self._reindexer(ident, avant.contenu if avant else None, nouveau.contenu)
        if nouveau.contenu is None:
            self.fiches.pop(ident, None)
            self.cachees[ident] = nouveau
            return
        self.cachees.pop(ident, None)
        self.fiches[ident] = nouveau
        place = rang(nouveau)
        if avant is None or place != rang(avant):
            if place >= self._dernier:
                self._dernier = place
            else:
                self._trie = False

    def trier(self) -> dict[str, Enregistrement]:
        """The visible records, in order of creation whatever the order of arrival."""
        if not self._trie:
            self.fiches = dict(sorted(self.fiches.items(), key=lambda paire: rang(paire[1])))
            self._trie = True
        return self.fiches

    def identifiants(self, champ: str, valeur: Any, defaut: Any) -> set[str]:
        """Ids of the visible records whose `champ` equals `valeur`; `defaut` is the value of a field left out."""
        index = self._index.get(champ)
        if index is None:
            index = self._index[champ] = {}
            for ident, fiche in self.fiches.items():
                index.setdefault(_valeur(fiche.contenu, champ), {})[ident] = None
        trouves = set(index.get(cle_d_index(valeur), ()))
        if valeur == defaut:
            trouves.update(index.get(_ABSENT, ()))
        return trouves

    def _reindexer(self, ident: str, avant: Contenu | None, apres: Contenu | None) -> None:
        for champ, index in self._index.items():
            if avant is not None:
                index.get(_valeur(avant, champ), {}).pop(ident, None)
            if apres is not None:
                index.setdefault(_valeur(apres, champ), {})[ident] = None

    def numeros(self, serie: str, lire: Callable[[str, str], int | None]) -> set[int]:
        """The numbers of a series found in `reference`, removed records included."""
        self.identifiants("reference", "", None)
        references = [r for r, idents in self._index["reference"].items() if idents and isinstance(r, str)]
        references += [str((fiche.retire or {}).get("reference", "")) for fiche in self.cachees.values()]
        return {numero for r in references if (numero := lire(serie, r)) is not None}

    def porte_references(self) -> bool:
        """Whether a record of the table has, or had, a `reference`."""
        contenus = (f.contenu or f.retire or {} for t in (self.fiches, self.cachees) for f in t.values())
        return any("reference" in contenu for contenu in contenus)

    def remplir(self, fiches: dict[str, Enregistrement], cachees: dict[str, Enregistrement]) -> None:
        """Take a whole table back from the cache, in the order in which `trier` gave it."""
        self.fiches, self.cachees = fiches, cachees
        self._dernier = rang(next(reversed(fiches.values()))) if fiches else (0, "")


def _valeur(contenu: Contenu | None, champ: str) -> Cle:
    return cle_d_index((contenu or {}).get(champ, _ABSENT))


def rang(enregistrement: Enregistrement) -> tuple[int, str]:
    """Where the record stands in order of creation: (h, writer) of its first event."""
    evenements = enregistrement.evenements
    premier = evenements[0] if len(evenements) == 1 else min(evenements)
    return premier[1], premier[2]


class Vue(Mapping[str, Contenu]):
    """What TinyDB reads of a table: id → content, with the changes of the transaction under way on top."""

    def __init__(self, fiches: Mapping[str, Enregistrement], attente: Mapping[str, Contenu | None]) -> None:
        self._fiches = fiches
        self._attente = attente

    def __getitem__(self, ident: str) -> Contenu:
        contenu = self._attente[ident] if ident in self._attente else self._fiches[ident].contenu
        if contenu is None:
            raise KeyError(ident)
        return contenu

    def identifiants(self) -> Container[str]:
        """The ids of the records; asked 60,000 times for what was missed in ten years, so answered by a plain dict."""
        return self if self._attente else self._fiches

    def __contains__(self, ident: object) -> bool:
        return self._attente[ident] is not None if ident in self._attente else ident in self._fiches  # type: ignore[index]

    def __iter__(self) -> Iterator[str]:
        for ident in self._fiches:
            if ident not in self._attente or self._attente[ident] is not None:
                yield ident
        for ident, contenu in self._attente.items():
            if contenu is not None and ident not in self._fiches:
                yield ident

    def __len__(self) -> int:
        ajoutes = sum(1 for i, c in self._attente.items() if c is not None and i not in self._fiches)
        retires = sum(1 for i, c in self._attente.items() if c is None and i in self._fiches)
        return len(self._fiches) + ajoutes - retires
