"""To whom a case is given: who may write on it when their role is bound to « ses éléments »."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.reclamations.fiche import Reclamation


def porteurs(fiche: Reclamation) -> Iterable[str]:
    """The codes of its pilot and of those named to the user."""
    return filter(None, (fiche.pilote, *(fait.interlocuteur for fait in fiche.faits)))
