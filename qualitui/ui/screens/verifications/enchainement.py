"""Keys pressed faster than the share writes: each starts from what the one before wrote, never from what it foresaw."""

from __future__ import annotations

from qualitui.domain.verifications.occurrences import Suivi


class Enchainement:
    """What was foreseen of an occurrence has no version of the register; what was written of it has one."""

    def __init__(self) -> None:
        self._ecrits: dict[str, tuple[Suivi, Suivi]] = {}

    def retenir(self, futur: Suivi, ecrit: Suivi) -> None:
        self._ecrits[futur.occurrence.ident] = futur, ecrit

    def depuis(self, suivi: Suivi) -> Suivi:
        """The occurrence as written, when `suivi` is what was shown while it was; else itself."""
        futur, ecrit = self._ecrits.get(suivi.occurrence.ident, (None, suivi))
        return ecrit if futur is suivi else suivi
