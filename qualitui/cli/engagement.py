"""How the state of a commitment is told on the command line, by the review and by the référentiel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualitui.domain.revue.chiffres import LigneEngagement

# What is told of a figure of the review.
CHAMPS = {
    *("code", "libelle", "n", "n_1", "ecart", "cible", "etat"),
    *("numerateur", "denominateur", "precedent", "n_1_depuis", "pas_encore_echues"),
    *("valeur", "precedente", "source", "nombre_de_sources"),
}


def engagement_en_json(ligne: LigneEngagement) -> dict[str, Any]:
    decide = ligne.decide_par
    return {
        "engagement": ligne.code,
        "libelle": ligne.libelle,
        "etat": ligne.etat,
        "etat_precedent": ligne.etat_precedent,
        "decide_par": decide.model_dump(include=CHAMPS, mode="json") if decide else None,
    }


def engagement_en_mots(ligne: LigneEngagement) -> str:
    """« partiel (I-AID-01 Justificatifs absents réclamés sous 12 jours : 90 % (1 548/1 706) → 90 % (1 508/1 670)) »."""
    decide = ligne.decide_par
    if decide is None:
        return ligne.etat
    return f"{ligne.etat} ({decide.code} {decide.libelle}\u00a0: {decide.n_1_en_mots} → {decide.n_en_mots})"
