"""From contents to validated models, once per version: a list of 60,000 records costs nothing the second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from pydantic import ValidationError

from qualitui.domain.base import Fiche
from qualitui.store.contrat import FicheIllisible
from qualitui.store.moteur.fusion import Enregistrement
from qualitui.store.moteur.pieces import sans_ramasse_miettes

F = TypeVar("F", bound=Fiche)


def hydrater(modele: type[F], ident: str, enregistrement: Enregistrement) -> F:
    """Return the model, with its `id` and `jeton`. `FicheIllisible` says which field is not understood."""
    try:
        return modele.model_validate({**(enregistrement.contenu or {}), "id": ident, "jeton": enregistrement.jeton})
    except ValidationError as erreur:
        champs = ", ".join(sorted({".".join(str(p) for p in e["loc"]) for e in erreur.errors(include_input=False)}))
        raise FicheIllisible(
            f"La fiche {ident} ({modele.table}) ne peut pas être lue\u00a0: {champs}. "
            "Elle vient peut-être d’une version plus récente du programme."
        ) from None


class Hydrates:
    """The models already made: (model, id) → the record they came from, and the model or why there is none."""

    def __init__(self) -> None:
        self._faits: dict[tuple[type[Fiche], str], tuple[Enregistrement, Fiche | FicheIllisible]] = {}

    def donner(self, modele: type[F], ident: str, enregistrement: Enregistrement) -> F:
        fait = self._faits.get((modele, ident))
        if fait is None or fait[0] is not enregistrement:
            fait = (enregistrement, self._essayer(modele, ident, enregistrement))
            self._faits[modele, ident] = fait
        if isinstance(fait[1], FicheIllisible):
            raise fait[1]
        return fait[1]  # type: ignore[return-value]

    def _essayer(self, modele: type[F], ident: str, enregistrement: Enregistrement) -> F | FicheIllisible:
        try:
            return hydrater(modele, ident, enregistrement)
        except FicheIllisible as erreur:
            return erreur

    def illisibles(self) -> Iterator[FicheIllisible]:
        """Why each record that could not be made into its model could not."""
        for _, fait in list(self._faits.values()):
            if isinstance(fait, FicheIllisible):
                yield fait


class Fiches(Sequence[F], Generic[F]):
    """The records found, made into models at first use; those not understood are left out (and told as anomalies)."""

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
