"""A table on the disk of this workstation: cut in pieces by `domain/rayons.py`, each read when it is needed.

A piece says of itself what is enough to leave it unread: the ids it holds, the values of its fields, its place in the
order of creation.
"""

from __future__ import annotations

import gc
import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from qualitui.store.moteur.fusion import Enregistrement

PEU = 8  # values of a field kept one by one; beyond, only the first and the last
Place = tuple[int, str]
Fiches = dict[str, Enregistrement]
# A field in a piece: is it left out of some records, its values when they are few, else its first and last text
# (None: anything).
Valeurs = tuple[bool, tuple[Any, ...] | None, tuple[str, str] | None]


class PieceAbimee(Exception):
    """The bytes of a piece are no longer those that were written."""


_ouvertures = 0  # registers that this program opened


@contextmanager
def sans_ramasse_miettes() -> Iterator[None]:
    """Making a hundred thousand objects at once is twice as slow with the cyclic collector looking on.

    They live as long as the program: set aside (`gc.freeze`), they are not gone through again at each collection. Not
    in a program that opens several sites: it would never be rid of those it closed.
    """
    actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            if _ouvertures <= 1:
                gc.freeze()
            gc.enable()


def compter_une_ouverture() -> None:
    """A register is opened in this program."""
    global _ouvertures
    _ouvertures += 1


class Piece(NamedTuple):
    """`premier`, `dernier`: places of its first and last records; `presence`: the imprint of its visible ids.

    `suspectes`: the ids of those that the program that wrote it does not understand whole; None if it did not look.
    `blocs` give its packed ids, then its records.
    """

    nom: str
    premier: Place
    dernier: Place
    champs: Mapping[str, Valeurs]
    presence: str
    suspectes: tuple[str, ...] | None
    blocs: tuple[Callable[[], bytes], Callable[[], bytes]]

    def idents(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of its visible records, and of the others."""
        visibles, cachees = self._lire(0, 2)
        return visibles, cachees

    def fiches(self) -> tuple[Fiches, Fiches, dict[str, int]]:
        """Its records, in order of creation: the visible ones, the others, and the ranks of those of one line."""
        with sans_ramasse_miettes():
            visibles, cachees, suites = self._lire(1, 3)
            return _refaire(visibles), _refaire(cachees), suites

    def _lire(self, rang: int, combien: int) -> tuple[Any, ...]:
        try:
            parts = marshal.loads(self.blocs[rang]())
        except (ValueError, EOFError, TypeError) as erreur:
            raise PieceAbimee(self.nom) from erreur
        if not isinstance(parts, tuple) or len(parts) != combien:
            raise PieceAbimee(self.nom)
        return parts

    def resume(self, champ: str) -> Valeurs:
        """What it says of this field in its records."""
        return self.champs.get(champ, (True, (), None))

    def peut_commencer(self, champ: str, debut: str) -> bool:
        """Whether a record may have in `champ` a text that starts so."""
        _, valeurs, bornes = self.resume(champ)
        if valeurs is not None:
            return any(isinstance(valeur, str) and valeur.startswith(debut) for valeur in valeurs)
        return bornes is None or (bornes[0][: len(debut)] <= debut <= bornes[1][: len(debut)])


def presence(idents: Iterable[str]) -> str:
    """An imprint of these ids, in whatever order."""
    return sha256("\n".join(sorted(idents)).encode("utf-8", "surrogatepass")).hexdigest()


def _refaire(fiches: dict[str, tuple[Any, ...]]) -> Fiches:
    return dict(zip(fiches, map(Enregistrement._make, fiches.values()), strict=True))


def empaqueter(
    nom: str,
    fiches: Fiches,
    cachees: Fiches,
    suites: Mapping[str, int],
    place: Callable[[Enregistrement], Place],
    suspectes: tuple[str, ...] | None = None,
) -> Piece:
    """A piece of these records, both in order of creation; a text said by many is written once: half to read back."""
    textes: dict[str, str] = {}
    etat = (
        *({ident: _partager(tuple(fiche), textes) for ident, fiche in unes.items()} for unes in (fiches, cachees)),
        {ident: suites[ident] for ident in (*fiches, *cachees) if ident in suites},
    )
    idents = (frozenset(fiches), frozenset(cachees))
    rangs = [place(fiche) for fiche in fiches.values()] or [(0, "")]
    contenus = [fiche.contenu or fiche.retire or {} for fiche in (*fiches.values(), *cachees.values())]
    blocs = (partial(bytes, marshal.dumps(idents)), partial(bytes, marshal.dumps(etat)))
    return Piece(nom, rangs[0], rangs[-1], _resumer(contenus), presence(fiches), suspectes, blocs)


def _partager(valeur: Any, textes: dict[str, str]) -> Any:
    """The same value, where equal texts are one object: marshal writes an object once."""
    if type(valeur) is str:
        return textes.setdefault(valeur, valeur)
    if type(valeur) is dict:
        return {textes.setdefault(cle, cle): _partager(contenu, textes) for cle, contenu in valeur.items()}
    if type(valeur) in (tuple, list):
        return type(valeur)([_partager(contenu, textes) for contenu in valeur])
    return valeur


def _resumer(contenus: Collection[Mapping[str, Any]]) -> dict[str, Valeurs]:
    champs = dict.fromkeys(champ for contenu in contenus for champ in contenu)
    return {champ: _valeurs([c[champ] for c in contenus if champ in c], len(contenus)) for champ in champs}


def _valeurs(presentes: list[Any], combien: int) -> Valeurs:
    manque = len(presentes) < combien
    if any(isinstance(valeur, (list, dict)) for valeur in presentes):
        return manque, None, None
    distinctes = _quelques(presentes)
    if distinctes is not None:
        return manque, distinctes, None
    if all(isinstance(valeur, str) for valeur in presentes):
        return manque, None, (min(presentes), max(presentes))
    return manque, None, None


def _quelques(valeurs: Iterable[Any]) -> tuple[Any, ...] | None:
    """The different values, None beyond `PEU`."""
    vues: dict[Any, None] = {}
    for valeur in valeurs:
        vues[valeur] = None
        if len(vues) > PEU:
            return None
    return tuple(vues)
