"""To whom an action is given: who may write on it when their role is bound to « ses éléments »."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.actions.fiche import Action


def porteurs(fiche: Action) -> Iterable[str]:
    """The codes of its pilot and of those who already noted something in its journal."""
    return filter(None, (fiche.pilote, *(note.par for note in fiche.notes)))
