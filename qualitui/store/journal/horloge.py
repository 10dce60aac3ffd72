"""The clock of this workstation, before anything is written under it: one passage for every writing.

What it is compared with is the wall clock of the line that comes last. So one line written under a right clock is
enough to leave behind those that a wrong one dated.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from qualitui.domain.horloge import doute_sur_l_horloge
from qualitui.store.contrat import LECTURE_SEULE, EcritureImpossible, HorlogeDouteuse
from qualitui.store.journal.journal import Journal
from qualitui.store.journal.journaux import Journaux


class Horloge:
    """`croire` once, and this program writes; `doute` goes on saying why the clock is not believed."""

    def __init__(self, journaux: Journaux, maintenant: Callable[[], datetime]) -> None:
        self._journaux = journaux
        self._maintenant = maintenant
        self._crue = False
        self._repere: date | None = None  # what the clock was compared with when a person said that it is right
        self._sur = date.min  # the day last found good
        self._lue: tuple[str, int, date | None] = ("", 0, None)

    def doute(self) -> str:
        """Why the clock is not believed, as a sentence; empty when it is."""
        return doute_sur_l_horloge(self._maintenant().date(), self._repere or self._derniere_ecriture())

    def croire(self) -> None:
        """A person says that the clock is right."""
        self._repere, self._crue = self._derniere_ecriture(), True

    def exiger(self) -> None:
        """`HorlogeDouteuse` unless the clock is believed. Once a day it is: then what others write moves nothing."""
        jour = self._maintenant().date()
        if self._crue or jour == self._sur:
            return
        if doute := self.doute():
            raise HorlogeDouteuse(doute, self.croire)
        self._sur = jour

    def _derniere_ecriture(self) -> date | None:
        """The day of the line that comes last, on the clock of whoever wrote it; None in an empty register."""
        dernier = max(list(self._journaux.par_cle.values()), key=lambda journal: journal.h, default=None)
        if dernier is None or not dernier.h:
            return None
        if self._lue[:2] != (dernier.cle, dernier.derniere_fin):
            self._lue = (dernier.cle, dernier.derniere_fin, _jour_de(dernier))
        return self._lue[2]


class SansEcriture(Horloge):
    """That of a register opened to be read: no writing passes."""

    def exiger(self) -> None:
        raise EcritureImpossible(LECTURE_SEULE)


def _jour_de(journal: Journal) -> date | None:
    """The day written in the last line, else the one its rank tells."""
    try:
        ligne = journal.ligne_finissant_a(journal.derniere_fin) or b""
        return datetime.fromisoformat(json.loads(ligne[9:])["at"]).date()
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        return datetime.fromtimestamp(journal.h / 1000, UTC).date()
    except (OSError, ValueError, OverflowError):
        return None
