"""Which records a list shows, and in which order: a filter, words searched, a sort.

`retenir()` gives the answer piece by piece: a list of sixty thousand rows is gone through between two keys, never
inside one. What a search looks into is folded once a reading, when a first search asks for it; what it found is kept as
long as its letters may be added to, or erased one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from rich.text import Text

from qualitui.domain.francais import sans_accents

T = TypeVar("T")

PAS = 100  # records between two pauses
ENTIERE = 1000  # a list no longer than this is searched and sorted at once
RECHERCHES = 40  # searches whose answer is kept: the letters of one, and of the next


class Colonne(NamedTuple, Generic[T]):
    """`largeur` in columns of text, None: what is left (one such column a table). `texte` gives the cell (a str, or a
    Text for a style); `tri` what it sorts by (default: its text, accents folded); shown only when the table is at
    least `a_partir_de` wide."""

    titre: str
    largeur: int | None
    texte: Callable[[T], str | Text]
    tri: Callable[[T], Any] | None = None
    a_partir_de: int = 0


class Crible(Generic[T]):
    """`tri`: the rank of a column, None: the order of the reading."""

    def __init__(self, colonnes: Sequence[Colonne[T]]) -> None:
        self.colonnes = list(colonnes)
        self.garder: Callable[[T], bool] | None = None
        self.cherche = ""
        self.tri: int | None = None
        self.inverse = False
        self._objets: list[T] = []
        self._foins: dict[int, str] = {}
        self._plis: dict[str, str] = {}
        self._trouves: dict[str, list[T]] = {}
        self._trouves_par: Callable[[T], bool] | None = None

    @property
    def objets(self) -> Sequence[T]:
        return self._objets

    @objets.setter
    def objets(self, objets: Sequence[T]) -> None:
        self._objets = list(objets)
        self._oublier()

    def changer_colonnes(self, colonnes: Sequence[Colonne[T]]) -> None:
        """Other kinds of rows: the sort, and what a search looks into, are forgotten."""
        self.colonnes = list(colonnes)
        self.tri, self.inverse = None, False
        self._oublier()

    def _oublier(self) -> None:
        self._foins, self._trouves = {}, {}

    @property
    def nombreux(self) -> bool:
        return len(self._objets) > ENTIERE

    @property
    def long(self) -> bool:
        """Whether `retenir` is better run between the keys."""
        return self.nombreux and (self.tri is not None or bool(self.cherche.strip()))

    def retenir(self) -> Iterator[list[T] | None]:
        """None at each pause, then the records kept, last."""
        mots = sans_accents(self.cherche).split()
        if self._trouves_par is not self.garder:
            self._trouves, self._trouves_par = {}, self.garder
        trouves, cle = self._trouves, " ".join(mots)
        retenus = self._depart(cle)
        if mots and cle not in trouves:
            yield from self._chercher(retenus, mots)
            if len(trouves) >= RECHERCHES:
                trouves.clear()
            trouves[cle] = list(retenus)
        if self.tri is not None:
            yield from self._trier(retenus, self.colonnes[self.tri])
        yield retenus

    def _depart(self, cle: str) -> list[T]:
        """What was found for the longest search that `cle` goes on from: each of its words is there, or begins one."""
        proche = max((connue for connue in self._trouves if cle.startswith(connue)), key=len, default="")
        if proche:
            return list(self._trouves[proche])
        return list(filter(self.garder, self._objets)) if self.garder else list(self._objets)

    def preparer(self) -> Iterator[None]:
        """Fold what a search will look into, before its first letter."""
        for _ in self._chercher(list(self._objets), ()):
            yield None

    def _chercher(self, retenus: list[T], mots: Sequence[str]) -> Iterator[None]:
        """Leave in `retenus` the records whose cells contain every word."""
        foins, trouves = self._foins, []
        for rang, objet in enumerate(retenus):
            foin = foins.get(id(objet))
            if foin is None:
                foin = foins[id(objet)] = self._foin(objet)
            if all(mot in foin for mot in mots):
                trouves.append(objet)
            if rang % PAS == PAS - 1:
                yield None
        retenus[:] = trouves

    def _foin(self, objet: T) -> str:
        return " ".join([self._plie(str(colonne.texte(objet))) for colonne in self.colonnes])

    def _plie(self, texte: str) -> str:
        """Cells repeat: a place, a role, a day."""
        plie = self._plis.get(texte)
        if plie is None:
            if len(self._plis) > PAS * ENTIERE:
                self._plis.clear()
            plie = self._plis[texte] = sans_accents(texte)
        return plie

    def _trier(self, retenus: list[T], colonne: Colonne[T]) -> Iterator[None]:
        tri = colonne.tri or (lambda objet: self._plie(str(colonne.texte(objet))))
        cles: list[Any] = []
        for rang, objet in enumerate(retenus):
            cles.append(tri(objet))
            if rang % PAS == PAS - 1:
                yield None
        ordre = sorted(range(len(retenus)), key=cles.__getitem__, reverse=self.inverse)
        retenus[:] = [retenus[rang] for rang in ordre]
