"""Who carries an action, and how it goes to someone else."""

from __future__ import annotations

from datetime import date

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer


def confiee_a(fiche: Action) -> dict[str, str]:
    """The code of its pilot → as what, while it is in the plan."""
    return {fiche.pilote: "pilote"} if fiche.ouverte and fiche.pilote else {}


def confier(fiche: Action, de: str, a: str, *, est_un_role: bool, le: date, jour: date) -> Action:
    """`a` pilots it: a person's code, or a role's."""
    return evoluer(fiche, pilote=a)
