"""A figure of the catalogue as the review says it: the year, the one before as it was published, the target."""

from __future__ import annotations

from qualitui.domain.revue.chiffre import Chiffre, chiffrer
from qualitui.domain.revue.matiere import Matiere


def suivre(
    matiere: Matiere, code: str, source: str, *, cible: int | None = None, maximum: float | None = None
) -> Chiffre:
    """The figure of that code; N-1 is what the review of the year before published, when it did."""
    return chiffrer(
        matiere.compter(code),
        matiere.compter_avant(code),
        source,
        cible=cible,
        maximum=maximum,
        publie=publie(matiere, code),
    )


def publie(matiere: Matiere, code: str) -> Chiffre | None:
    """The figure as the review of the year before said it; None when it did not."""
    if matiere.publication is None:
        return None
    return next((chiffre for chiffre in matiere.publication.chiffres() if chiffre.code == code), None)
