"""A TinyDB query taken apart: what the indexes and the pieces can answer, the rest to be tested record by record.

A query of TinyDB is a function; its parts are read where it keeps them. Dates and enumerations become what is written
of them, and values that do not compare (a text and a number) are simply not found, where TinyDB would raise: one odd
record stops no list. What cannot be taken apart is asked as it is.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import reduce
from typing import Any

from tinydb.queries import Query, QueryInstance, QueryLike, where

from qualitui.store.moteur.pieces import Piece

ABSENT = object()  # in an index: the records where the field is left out
Cle = Any
Index = Callable[[str], Mapping[Cle, Collection[str]]]  # field → value → ids

_COMPARER: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SIMPLES = (str, int, float, type(None))
_SUITES = (list, tuple, set, frozenset)
_ESSAI = where("x").exists()
_FEUILLE = _ESSAI._test.__code__
_ET = (_ESSAI & _ESSAI)._test.__code__
_OU = (_ESSAI | _ESSAI)._test.__code__
_NON = (~_ESSAI)._test.__code__


def cle_d_index(valeur: Any) -> Cle:
    """The value itself; a list or a mapping, which no index can hold, by what no other value equals."""
    return (repr(valeur),) if isinstance(valeur, (list, dict)) else valeur


def ecrite(valeur: Any) -> Any:
    """A value of a model as it is written."""
    if isinstance(valeur, Enum):
        return valeur.value
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, _SUITES):
        return type(valeur)(ecrite(une) for une in valeur)
    return {cle: ecrite(une) for cle, une in valeur.items()} if isinstance(valeur, dict) else valeur


class Condition(ABC):
    """A query as the engine asks it. `champs`: the fields of a record it names, as far as they are known.

    `sure`: what `candidats` gives is all that passes, and nothing else.
    """

    champs: frozenset[str] = frozenset()
    sure = False

    @abstractmethod
    def __call__(self, value: Mapping[str, Any]) -> bool:
        """Whether a record of this content passes."""

    def possible(self, piece: Piece) -> bool:
        """Whether a record of the piece may pass."""
        return True

    def candidats(self, index: Index) -> set[str] | None:
        """The ids among which are all those that pass; None: any."""
        return None

    def is_cacheable(self) -> bool:
        """TinyDB's query cache would show closed records as open."""
        return False


class Telle(Condition):
    """A query asked as it is."""

    def __init__(self, requete: QueryLike, champs: Iterable[str] = ()) -> None:
        self._requete = requete
        self.champs = frozenset(champs)

    def __call__(self, value: Mapping[str, Any]) -> bool:
        return bool(self._requete(value))


class Comparaison(Condition):
    """A field beside a value: `op` is TinyDB's own name of the comparison, or « one_of »."""

    def __init__(self, chemin: tuple[str, ...], op: str, valeur: Any) -> None:
        self._chemin = chemin
        self._op = op
        self._valeur = valeur
        self.champs = frozenset(chemin[:1])
        valeurs = valeur if op == "one_of" else (valeur,)
        self.sure = len(chemin) == 1 and all(isinstance(une, _SIMPLES) for une in valeurs)

    def __call__(self, value: Any) -> bool:
        try:
            for part in self._chemin:
                value = value[part]
        except (KeyError, TypeError):
            return False
        return self._vaut(value)

    def _vaut(self, valeur: Any) -> bool:
        try:
            if self._op == "one_of":
                return valeur in self._valeur
            return bool(_COMPARER[self._op](valeur, self._valeur))
        except TypeError:
            return False

    def possible(self, piece: Piece) -> bool:
        if not self.sure:
            return True
        _, valeurs, bornes = piece.resume(self._chemin[0])
        if valeurs is not None:
            return any(map(self._vaut, valeurs))
        return bornes is None or self._atteint(*bornes)

    def _atteint(self, premier: str, dernier: str) -> bool:
        """Whether a text between these two may do."""
        if self._op in ("==", "one_of"):
            valeurs = self._valeur if self._op == "one_of" else (self._valeur,)
            return any(isinstance(une, str) and premier <= une <= dernier for une in valeurs)
        return self._op == "!=" or self._vaut(premier if "<" in self._op else dernier)

    def candidats(self, index: Index) -> set[str] | None:
        if not self.sure:
            return None
        connus = index(self._chemin[0])
        if self._op in ("==", "one_of"):
            valeurs = self._valeur if self._op == "one_of" else (self._valeur,)
            return set().union(*(connus.get(valeur, ()) for valeur in valeurs))
        return set().union(*(ids for valeur, ids in connus.items() if valeur is not ABSENT and self._vaut(valeur)))


class Absent(Condition):
    """The field is left out of the record."""

    sure = True

    def __init__(self, champ: str) -> None:
        self._champ = champ
        self.champs = frozenset((champ,))

    def __call__(self, value: Mapping[str, Any]) -> bool:
        return self._champ not in value

    def possible(self, piece: Piece) -> bool:
        return piece.resume(self._champ)[0]

    def candidats(self, index: Index) -> set[str]:
        return set(index(self._champ).get(ABSENT, ()))


class Ensemble(Condition):
    """Several conditions, all (`et`) or any."""

    def __init__(self, parts: Collection[Condition], *, et: bool) -> None:
        self._parts = parts
        self._tout = all if et else any
        self._et = et
        self.champs = frozenset[str]().union(*(part.champs for part in parts))
        self.sure = all(part.sure for part in parts)

    def __call__(self, value: Mapping[str, Any]) -> bool:
        return self._tout(part(value) for part in self._parts)

    def possible(self, piece: Piece) -> bool:
        return self._tout(part.possible(piece) for part in self._parts)

    def candidats(self, index: Index) -> set[str] | None:
        trouves = [part.candidats(index) for part in self._parts]
        connus = [idents for idents in trouves if idents is not None]
        if self._et:
            return set.intersection(*connus) if connus else None
        return set().union(*connus) if len(connus) == len(trouves) else None


def analyser(requete: QueryLike) -> Condition:
    """The query taken apart as far as it can be."""
    if isinstance(requete, Condition):
        return requete
    if not isinstance(requete, QueryInstance):
        return Telle(requete)
    code = getattr(requete._test, "__code__", None)
    if code is _ET or code is _OU:
        parties = _fermees(requete)
        return Ensemble((analyser(parties["self"]), analyser(parties["other"])), et=code is _ET)
    if code is _NON:
        return _contraire(_fermees(requete)["self"])
    return _feuille(requete) if code is _FEUILLE else Telle(requete)


def _contraire(requete: QueryInstance) -> Condition:
    chemin = _chemin(requete)
    if chemin and len(chemin) == 1 and _genre(requete) == "exists":
        return Absent(chemin[0])
    condition = analyser(requete)
    return Telle(lambda document: not condition(document), condition.champs)


def _feuille(requete: QueryInstance) -> Condition:
    """One test on one field."""
    chemin, genre = _chemin(requete), _genre(requete)
    if chemin is None:
        return Telle(requete)
    valeurs = _fermees(_fermees(requete)["runner"])
    while "test" in valeurs:
        valeurs = _fermees(valeurs["test"])
    if genre in _COMPARER:
        return Comparaison(chemin, genre, ecrite(valeurs["rhs"]))
    if genre == "one_of" and isinstance(valeurs["items"], _SUITES):
        return Comparaison(chemin, genre, ecrite(valeurs["items"]))
    if genre == "fragment":
        return _fragment(chemin, ecrite(dict(valeurs["document"])))
    if genre in ("any", "all"):
        return _dans_une_liste(chemin, genre, valeurs["cond"])
    return Telle(requete, chemin[:1])


def _fragment(chemin: tuple[str, ...], document: Mapping[str, Any]) -> Condition:
    return Ensemble([Comparaison((*chemin, champ), "==", valeur) for champ, valeur in document.items()], et=True)


def _dans_une_liste(chemin: tuple[str, ...], genre: str, cond: Any) -> Condition:
    base = reduce(operator.getitem, chemin, Query())
    voulu = analyser(cond) if callable(cond) else ecrite(cond)
    return Telle(getattr(base, genre)(voulu), chemin[:1])


def _genre(requete: QueryInstance) -> str:
    """Which test it is; empty when TinyDB does not say."""
    return str(requete._hash[0]) if requete._hash else ""


def _chemin(requete: QueryInstance) -> tuple[str, ...] | None:
    """The names that lead to the value tested; None when something else leads there."""
    if getattr(requete._test, "__code__", None) is not _FEUILLE:
        return None
    chemin: tuple[Any, ...] = _fermees(_fermees(requete)["runner"])["self"]._path
    return chemin if all(isinstance(part, str) for part in chemin) else None


def _fermees(fonction: Any) -> dict[str, Any]:
    """What a function of TinyDB's keeps with it, by name."""
    fermee = fonction._test if isinstance(fonction, QueryInstance) else fonction
    return dict(zip(fermee.__code__.co_freevars, (c.cell_contents for c in fermee.__closure__ or ()), strict=True))
