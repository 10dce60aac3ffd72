"""Vérifications périodiques (SMQ7): the site's table, the occurrences it calls for, what was found, the rates."""

__all__ = [
    "comptages",
    "constats",
    "etape",
    "fiche",
    "gestes",
    "occurrences",
    "passation",
    "phrases",
    "reponses",
    "statistiques",
    "volets",
]
