"""What TinyDB reads of a table while a transaction is under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualitui.store.moteur.fusion import Contenu, Enregistrement


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
