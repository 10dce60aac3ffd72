"""Plan d’actions (F5): the list, an action, its forms, its figures."""

__all__ = ["detail", "ecran", "formulaires", "statistiques"]
