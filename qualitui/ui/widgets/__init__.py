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
    "menu",
    "menu_de_gestes",
    "pied",
    "pourquoi",
    "progression",
    "tableau",
    "volet",
]
