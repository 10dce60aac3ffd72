"""Who follows a case, and how it goes to someone else."""

from __future__ import annotations

from datetime import date

from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.etape import contestation
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation, faits_de, ouverte


def confiee_a(fiche: Reclamation) -> dict[str, str]:
    """While someone waits: its pilot's code; without a pilot, the one last named to the user."""
    if not ouverte(fiche) and contestation(fiche) is None:
        return {}
    if fiche.pilote:
        return {fiche.pilote: "pilote"}
    attentes = faits_de(fiche, GenreFait.ATTENTE)
    return {attentes[-1].interlocuteur: "interlocuteur annoncé à l’usager"} if attentes else {}


def confier(fiche: Reclamation, de: str, a: str, *, est_un_role: bool, le: date, jour: date) -> Reclamation:
    """`a` pilots it; what was written to the user stays as it was."""
    return evoluer(fiche, pilote=a)
