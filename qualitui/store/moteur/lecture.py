"""The register as a TinyDB that only reads, for who asks for it: scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qualitui.store.contrat import LECTURE_SEULE, EcritureImpossible
from qualitui.store.moteur.tables import JournalDB, JournalTable


class TableEnLecture(JournalTable):
    """Every write of TinyDB's API ends here."""

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        raise EcritureImpossible(LECTURE_SEULE)


class DBEnLecture(JournalDB):
    """The same tables, to be read: what is written goes through the gestures, which ask rights and rules."""

    table_class = TableEnLecture

    def close(self) -> None:
        """The register is closed by who opened it."""
