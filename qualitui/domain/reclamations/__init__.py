"""Réclamations (engagements 9 to 12): a case, its life, its deadlines, what it resembles, its figures."""

__all__ = [
    "alertes",
    "comptages",
    "confidentialite",
    "corrections",
    "delai",
    "echeance",
    "etape",
    "fiche",
    "filtre",
    "gestes",
    "passation",
    "phrases",
    "possibles",
    "rapprochements",
    "refus",
    "saisie",
    "statistiques",
]
