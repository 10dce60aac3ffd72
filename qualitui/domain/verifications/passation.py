"""Who does a check, and how it goes to someone else."""

from __future__ import annotations

from datetime import date

from qualitui.domain.temps.recurrence import UN_JOUR
from qualitui.domain.verifications.fiche import Verification
from qualitui.domain.verifications.gestes import modifier


def confiee_a(fiche: Verification) -> dict[str, str]:
    """The person named, else the role."""
    return {fiche.personne: "personne chargée"} if fiche.personne else {fiche.role: "rôle"} if fiche.role else {}


def confier(fiche: Verification, de: str, a: str, *, est_un_role: bool, le: date, jour: date) -> Verification:
    """From the day after `le` (today at the earliest); a role takes the place of the person named."""
    depuis = max(jour, le + UN_JOUR)
    if est_un_role:
        return modifier(fiche, jour=jour, a_compter_du=depuis, role=a, personne="")
    return modifier(fiche, jour=jour, a_compter_du=depuis, personne=a)
