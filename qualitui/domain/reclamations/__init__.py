"""Réclamations (engagements 9 to 12): a case, its life, its deadlines, what it resembles, its figures."""

__all__ = [
    "alertes",
    "changement",
    "confidentialite",
    "corrections",
    "delai",
    "doublons",
    "fiche",
    "filtre",
    "gestes",
    "phrases",
    "possibles",
    "recalcul",
    "refus",
    "repetitions",
    "saisie",
    "statistiques",
]
