"""Pieces shared by the screens."""

__all__ = [
    "annulation",
    "boites",
    "cases",
    "champs",
    "champs_dates",
    "choix",
    "conflit",
    "entete",
    "filtre",
    "formulaire",
    "grille",
    "historique",
    "horloge",
    "lignes",
    "menu",
    "pied",
    "pourquoi",
    "progression",
    "tableau",
    "volet",
]
