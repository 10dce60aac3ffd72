"""The merged state in memory: tables of records, in order of creation, with an index per field asked for.

Records are immutable and replaced whole, so whoever took one keeps a true picture of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from qualitui.domain.rayons import possibles, ranger
from qualitui.store.journal.ligne import ECRIVAIN, MOMENT, Evenement, Operation
from qualitui.store.moteur.fusion import VIDE, Contenu, Enregistrement
from qualitui.store.moteur.pieces import Piece, PieceAbimee, Place, empaqueter, presence
from qualitui.store.moteur.requetes import ABSENT, Cle, Condition, cle_d_index

_nouveau = tuple.__new__
Tenues = dict[str, Enregistrement]
Juge = Callable[[Contenu], bool]


class Table:
    """`fiches` are the visible records read so far; `cachees` those removed, or whose first event has not arrived.

    What the cache holds of a table stays in `pieces` until a record of theirs is asked for; `verrou` is held while one
    is read, and `secourir` makes the whole table again from the journals when one is damaged. `trier` gives all of the
    table. `generation` moves with every change: what was derived from the table is good as long as it has not.
    """

    def __init__(
        self,
        nom: str,
        pieces: Iterable[Piece] = (),
        *,
        verrou: AbstractContextManager[Any] | None = None,
        secourir: Callable[[], Table] | None = None,
    ) -> None:
        self.nom = nom
        self.fiches: Tenues = {}
        self.cachees: Tenues = {}
        self.pieces = {piece.nom: piece for piece in sorted(pieces, key=lambda piece: piece.premier)}
        self.generation = 0
        self._verrou = verrou or nullcontext()
        self._secourir = secourir
        self._idents: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._presences = {piece.nom: piece.presence for piece in self.pieces.values()}
        self._changes: set[str] = set()
        # Of the records read: those that nobody has yet tried to understand, and those that could not be, not whole.
        self._a_juger: set[str] = set()
        self._suspectes: set[str] = set()
        self._index: dict[str, dict[Cle, dict[str, None]]] = {}
        self._dernier: Place = (0, "")
        # Records made by one line have one place: those that are not its first, and where they stood in it.
        self._suites: dict[str, int] = {}
        self._precedente: Place = (0, "")
        self._suite = 0
        self._trie = True

    # -- what is still on the disk ---------------------------------------------------------------------------
    def lire(self, voulue: Callable[[Piece], bool] = lambda piece: True) -> None:
        """Read the pieces wanted that were not yet."""
        if not self.pieces:
            return
        with self._verrou:
            try:
                for piece in [piece for piece in self.pieces.values() if voulue(piece)]:
                    self._recevoir(piece)
            except PieceAbimee:
                self._reprendre()

    def _recevoir(self, piece: Piece) -> None:
        fiches, cachees, suites = piece.fiches()
        self._trie = self._trie and (not fiches or piece.premier > self._dernier)
        self._dernier = max(self._dernier, piece.dernier)
        self._suites.update(suites)
        if piece.suspectes is None:
            self._a_juger.update(fiches)
        else:
            self._suspectes.update(piece.suspectes)
        self._ajouter(fiches, cachees)
        # Last: whoever looks for a record without the lock looks here first.
        del self.pieces[piece.nom]
        self._idents.pop(piece.nom, None)

    def _ajouter(self, fiches: Tenues, cachees: Tenues) -> None:
        for champ, index in self._index.items():
            _indexer(index, champ, fiches)
        self.fiches.update(fiches)
        self.cachees.update(cachees)

    def _reprendre(self) -> None:
        """Take from the journals all that was not read from the cache."""
        if self._secourir is None:
            raise PieceAbimee
        entiere = self._secourir()
        connus = self.fiches.keys() | self.cachees.keys()
        fiches, cachees = (
            {ident: fiche for ident, fiche in unes.items() if ident not in connus}
            for unes in (entiere.fiches, entiere.cachees)
        )
        self._trie = False
        self._dernier = max([self._dernier, *map(rang, fiches.values())])
        self._suites.update(entiere._suites)
        self._a_juger.update(fiches)
        self._ajouter(fiches, cachees)
        self.generation += 1
        self.pieces.clear()
        self._presences.clear()

    def _porteuse(self, ident: str) -> Callable[[Piece], bool]:
        """Whether a piece holds this id, visible or not."""
        voulues = possibles(self.nom, ident)
        return lambda piece: (
            (not voulues or piece.nom in voulues) and any(ident in idents for idents in self._idents_de(piece))
        )

    def _idents_de(self, piece: Piece) -> tuple[frozenset[str], frozenset[str]]:
        if piece.nom not in self._idents:
            self._idents[piece.nom] = piece.idents()
        return self._idents[piece.nom]

    def __contains__(self, ident: object) -> bool:
        """Whether there is a visible record of this id; its content is not read for it."""
        if ident in self.fiches or not self.pieces or not isinstance(ident, str):
            return ident in self.fiches
        voulues = possibles(self.nom, ident) or tuple(self.pieces)
        with self._verrou:
            try:
                return any(ident in self._idents_de(self.pieces[nom])[0] for nom in voulues if nom in self.pieces)
            except PieceAbimee:
                self._reprendre()
        return ident in self.fiches

    def presence(self, voulu: Callable[[str], bool]) -> str:
        """What changes as soon as the visible ids on one of these shelves do; contents are not read for it."""
        with self._verrou:
            if self._changes or not self._presences:
                self.lire(partial(_nommee, self._changes))
                groupes = self._groupes()
                for nom in self._changes or groupes:
                    self._presences[nom] = presence(groupes[nom][0]) if nom in groupes else ""
                self._changes.clear()
            return repr(sorted(paire for paire in self._presences.items() if paire[1] and voulu(paire[0])))

    # -- records ---------------------------------------------------------------------------------------------
    def enregistrement(self, ident: str) -> Enregistrement:
        """The record, visible or not; `VIDE` when nothing is known of it."""
        entiere = not self.pieces
        connu = self.fiches.get(ident) or self.cachees.get(ident)
        if connu is None and not entiere:
            self.lire(self._porteuse(ident))
            connu = self.fiches.get(ident) or self.cachees.get(ident)
        return connu or VIDE

    def accueillir(self, operation: Operation, evenement: Evenement) -> bool:
        """Take a record never seen before, as simply as possible; False if it has to be merged."""
        ident = operation["i"]
        if operation["v"] != 1 or len(operation) != 4 or "s" not in operation or self._index:
            return False
        if ident in self.fiches or ident in self.cachees or (self.pieces and self.enregistrement(ident) is not VIDE):
            return False
        # The plain constructor of tuples: a first opening makes a hundred thousand records here.
        self.fiches[ident] = _nouveau(Enregistrement, (operation["s"], 1, (evenement,), (), None))
        self._a_juger.add(ident)
        self.generation += 1
        if self._presences:
            self._changes.add(ranger(self.nom, ident, operation["s"]))
        self._placer(ident, evenement[1:3])
        return True

    def poser(self, ident: str, nouveau: Enregistrement) -> None:
        """Replace the record by its new state."""
        avant = self.fiches.get(ident)
        connu = avant or self.cachees.get(ident)
        self._a_juger.add(ident)
        self.generation += 1
        if self._presences:
            self._changes |= {self._rayon(ident, fiche) for fiche in (avant, nouveau) if fiche is not None}
        if self._index:
            self._reindexer(ident, avant.contenu if avant else None, nouveau.contenu)
        place = rang(nouveau)
        if connu is None or place != rang(connu):
            self._placer(ident, place)
        elif avant is None:
            self._trie = False
        if nouveau.contenu is None:
            self.fiches.pop(ident, None)
            self.cachees[ident] = nouveau
        else:
            self.cachees.pop(ident, None)
            self.fiches[ident] = nouveau

    def _placer(self, ident: str, place: Place) -> None:
        """Put a record that has just come at its place in the order of creation."""
        self._suite = self._suite + 1 if place == self._precedente else 0
        self._precedente = place
        if self._suite:
            self._suites[ident] = self._suite
        if place >= self._dernier:
            self._dernier = place
        else:
            self._trie = False

    def _place(self, paire: tuple[str, Enregistrement]) -> tuple[Place, int]:
        return rang(paire[1]), self._suites.get(paire[0], 0)

    def trier(self) -> Tenues:
        """All the visible records, in order of creation whatever the order of arrival."""
        self.lire()
        return self._ordonner()

    def _ordonner(self) -> Tenues:
        if not self._trie:
            self.fiches = dict(sorted(self.fiches.items(), key=self._place))
            self._trie = True
        return self.fiches

    def trouver(self, voulue: Condition) -> list[tuple[str, Enregistrement]]:
        """The visible records that pass, in order."""
        self.lire(voulue.possible)
        paires = self._parmi(voulue.candidats(self._indexe))
        return paires if voulue.sure else [paire for paire in paires if voulue(paire[1].contenu or {})]

    def _parmi(self, voulus: Set[str] | None) -> list[tuple[str, Enregistrement]]:
        """Among the records read, those of these ids (None: all), in order."""
        if voulus is not None and len(voulus) * 20 < len(self.fiches):
            return sorted(((ident, self.fiches[ident]) for ident in voulus), key=self._place)
        return [paire for paire in self._ordonner().items() if voulus is None or paire[0] in voulus]

    def sur(self, rayon: str) -> list[tuple[str, Enregistrement]]:
        """The visible records kept on this shelf, in order."""
        self.lire(partial(_nommee, {rayon}))
        return [paire for paire in self._ordonner().items() if self._rayon(*paire) == rayon]

    def _indexe(self, champ: str) -> Mapping[Cle, dict[str, None]]:
        """Of the records read, the ids by the value of this field."""
        index = self._index.get(champ)
        if index is None:
            index = self._index[champ] = {}
            _indexer(index, champ, self.fiches)
        return index

    def _reindexer(self, ident: str, avant: Contenu | None, apres: Contenu | None) -> None:
        for champ, index in self._index.items():
            if avant is not None:
                index.get(_valeur(avant, champ), {}).pop(ident, None)
            if apres is not None:
                index.setdefault(_valeur(apres, champ), {})[ident] = None

    def numeros(self, serie: str, lire: Callable[[str, str], int | None]) -> set[int]:
        """The numbers of a series found in `reference`, removed records included."""
        self.lire(lambda piece: piece.peut_commencer("reference", serie))
        references = [r for r, idents in self._indexe("reference").items() if idents and isinstance(r, str)]
        references += [str((fiche.retire or {}).get("reference", "")) for fiche in self.cachees.values()]
        return {numero for r in references if (numero := lire(serie, r)) is not None}

    def porte_references(self) -> bool:
        """Whether a record of the table has, or had, a `reference`."""
        contenus = (f.contenu or f.retire or {} for t in (self.fiches, self.cachees) for f in t.values())
        return any("reference" in contenu for contenu in (*(p.champs for p in self.pieces.values()), *contenus))

    def couper(self) -> list[Piece]:
        """The table in pieces; those that were not read stay as they are."""
        groupes = self._groupes()
        while communes := self.pieces.keys() & groupes:
            self.lire(partial(_nommee, communes))
            groupes = self._groupes()
        faites = [empaqueter(nom, *unes, self._suites, rang, self._jugees(unes[0])) for nom, unes in groupes.items()]
        return [*self.pieces.values(), *faites]

    # -- what this program does not understand ---------------------------------------------------------------
    def suspectes(self, juger: Juge) -> set[str]:
        """The ids of the visible records that `juger` does not understand whole; each state is asked of it once."""
        self.lire(lambda piece: piece.suspectes is None)
        with self._verrou:
            for ident in self._a_juger:
                self._juger(ident, juger)
            self._a_juger.clear()
            return self._suspectes.union(*(piece.suspectes or () for piece in self.pieces.values()))

    def suspecte(self, ident: str, juger: Juge) -> bool:
        """Whether this one, already read, is among them; the others are not asked."""
        with self._verrou:
            if ident in self._a_juger:
                self._juger(ident, juger)
                self._a_juger.discard(ident)
            return ident in self._suspectes

    def _juger(self, ident: str, juger: Juge) -> None:
        fiche = self.fiches.get(ident)
        if fiche is None or juger(fiche.contenu or {}):
            self._suspectes.discard(ident)
        else:
            self._suspectes.add(ident)

    def _jugees(self, fiches: Tenues) -> tuple[str, ...] | None:
        return None if self._a_juger & fiches.keys() else tuple(sorted(self._suspectes & fiches.keys()))

    def _groupes(self) -> dict[str, tuple[Tenues, Tenues]]:
        """The records read, visible or not, by shelf, in order of creation."""
        groupes: dict[str, tuple[Tenues, Tenues]] = {}
        for rang_du_genre, unes in enumerate((self._ordonner(), self.cachees)):
            for ident, fiche in unes.items():
                groupes.setdefault(self._rayon(ident, fiche), ({}, {}))[rang_du_genre][ident] = fiche
        return groupes

    def _rayon(self, ident: str, fiche: Enregistrement) -> str:
        return ranger(self.nom, ident, fiche.contenu or fiche.retire or {})


def _nommee(noms: Set[str], piece: Piece) -> bool:
    return piece.nom in noms


def _indexer(index: dict[Cle, dict[str, None]], champ: str, fiches: Mapping[str, Enregistrement]) -> None:
    for ident, fiche in fiches.items():
        index.setdefault(_valeur(fiche.contenu, champ), {})[ident] = None


def _valeur(contenu: Contenu | None, champ: str) -> Cle:
    return cle_d_index((contenu or {}).get(champ, ABSENT))


def rang(enregistrement: Enregistrement) -> Place:
    """Where the record stands in order of creation: (h, writer) of its first event."""
    evenements = enregistrement.evenements
    premier = evenements[0] if len(evenements) == 1 else min(evenements)
    return premier[MOMENT], premier[ECRIVAIN]
