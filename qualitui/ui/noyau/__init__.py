"""What every screen stands on: the application, its keys, its palette, its looks, its drafts."""

__all__ = ["application", "autrui", "brouillons", "contrat", "coupe", "droits", "ecran", "liens", "traduction"]
