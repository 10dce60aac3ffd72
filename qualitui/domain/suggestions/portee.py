"""Whose a suggestion is, for a role bound to « ses éléments »."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.suggestions.fiche import Suggestion


def porteurs(fiche: Suggestion) -> Iterable[str]:
    """The code of its author; nobody's when it is anonymous."""
    return filter(None, (fiche.auteur,))
