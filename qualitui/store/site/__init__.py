"""One site on the disk: its settings, its confidential folder, its référentiels, and who is in front of it."""

__all__ = [
    "confidentiel",
    "droits",
    "fautes",
    "fichier",
    "referentiels",
    "reglages",
    "ressources",
    "site",
    "utilisateur",
]
