"""Pieces shared by the screens."""

__all__ = [
    "annulation",
    "boites",
    "cases",
    "champs",
    "champs_dates",
    "choix",
    "confirmer",
    "conflit",
    "entete",
    "filtre",
    "formulaire",
    "grille",
    "historique",
    "lignes",
    "menu",
    "pied",
    "pourquoi",
    "progression",
    "tableau",
    "volet",
]
