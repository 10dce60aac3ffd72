"""Actions (SMQ9): one list for the site, each action from its origin to its efficacy check."""

__all__ = [
    "comptages",
    "etape",
    "fiche",
    "gestes",
    "passation",
    "phrases",
    "possibles",
    "statistiques",
]
