"""From contents to validated models, once per version: a list of 60,000 records costs nothing the second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from qualitui.domain.base import Fiche
from qualitui.domain.illisibles import Illisible
from qualitui.store.contrat import FicheIllisible
from qualitui.store.moteur import lisibles
from qualitui.store.moteur.fusion import Enregistrement
from qualitui.store.moteur.pieces import sans_ramasse_miettes

F = TypeVar("F", bound=Fiche)


class Hydrates:
    """The models already made: (model, id) → the record they came from, the model if any, what is not understood.

    `suspecte` tells whether a record is one of those that the model of its table does not understand whole: another
    model, which reads less of it, is then not asked.
    """

    def __init__(self, suspecte: Callable[[str, str], bool] = lambda table, ident: False) -> None:
        self._faits: dict[tuple[type[Fiche], str], tuple[Enregistrement, Fiche | None, Illisible | None]] = {}
        self._suspecte = suspecte

    def donner(self, modele: type[F], ident: str, enregistrement: Enregistrement) -> F:
        """The record, read-only if something in it is not known; `FicheIllisible`."""
        if modele.model_config.get("extra") == "ignore" and self._suspecte(modele.table, ident):
            entier = lisibles.modele_de(modele.table)
            if entier is not None:
                self.donner(entier, ident, enregistrement)
        _, fiche, illisible = self._fait(modele, ident, enregistrement)
        if fiche is None and illisible is not None:
            raise FicheIllisible(illisible)
        return fiche  # type: ignore[return-value]

    def illisible(self, modele: type[Fiche], ident: str, enregistrement: Enregistrement) -> Illisible | None:
        """What is not understood of a record; None when all of it is."""
        return self._fait(modele, ident, enregistrement)[2]

    def _fait(
        self, modele: type[Fiche], ident: str, enregistrement: Enregistrement
    ) -> tuple[Enregistrement, Fiche | None, Illisible | None]:
        fait = self._faits.get((modele, ident))
        if fait is None or fait[0] is not enregistrement:
            lue = lisibles.lire(modele, ident, enregistrement.contenu or {}, enregistrement.jeton)
            fait = self._faits[modele, ident] = (enregistrement, *lue)
        return fait

    def illisibles(self) -> Iterator[Illisible]:
        """Of the records asked for, those that this program does not understand whole."""
        for _, _, illisible in list(self._faits.values()):
            if illisible is not None:
                yield illisible


class Fiches(Sequence[F], Generic[F]):
    """The records found, made into models at first use; those not understood are left out.

    The register's `illisibles` names them, its `etat` says that there are.
    """

    def __init__(self, modele: type[F], trouves: Sequence[tuple[str, Enregistrement]], hydrates: Hydrates) -> None:
        self._modele = modele
        self._trouves: Sequence[tuple[str, Enregistrement]] = trouves
        self._hydrates = hydrates
        self._liste: list[F] | None = None

    def _fiches(self) -> list[F]:
        if self._liste is None:
            with sans_ramasse_miettes():
                self._liste = list(self._une_a_une())
            self._trouves = ()
        return self._liste

    def _une_a_une(self) -> Iterator[F]:
        for ident, enregistrement in self._trouves:
            try:
                yield self._hydrates.donner(self._modele, ident, enregistrement)
            except FicheIllisible:
                continue

    @overload
    def __getitem__(self, rang: int) -> F: ...
    @overload
    def __getitem__(self, rang: slice) -> Sequence[F]: ...
    def __getitem__(self, rang: int | slice) -> F | Sequence[F]:
        return self._fiches()[rang]

    def __iter__(self) -> Iterator[F]:
        return iter(self._fiches())

    def __len__(self) -> int:
        return len(self._fiches())

    def __eq__(self, autre: Any) -> bool:
        return isinstance(autre, Sequence) and not isinstance(autre, str) and self._fiches() == list(autre)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._fiches())
