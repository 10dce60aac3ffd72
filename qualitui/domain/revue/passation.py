"""Who carries the objectives of a review being written, and how they go to someone else."""

from __future__ import annotations

from datetime import date

from qualitui.domain.base import evoluer
from qualitui.domain.revue.fiche import RevueAnnuelle


def confiee_a(fiche: RevueAnnuelle) -> dict[str, str]:
    """The pilots of its objectives, until it is approved: nothing changes in it then."""
    pilotes = (objectif.pilote for objectif in fiche.objectifs if objectif.pilote) if fiche.modifiable else ()
    return dict.fromkeys(pilotes, "pilote d’un objectif")


def confier(fiche: RevueAnnuelle, de: str, a: str, *, est_un_role: bool, le: date, jour: date) -> RevueAnnuelle:
    """`a` pilots each objective that `de` did."""
    return evoluer(fiche, objectifs=tuple(evoluer(o, pilote=a) if o.pilote == de else o for o in fiche.objectifs))
