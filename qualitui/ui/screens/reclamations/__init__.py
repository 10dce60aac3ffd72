"""Réclamations (F3): the list, a case, its forms, its letters, its figures."""

__all__ = ["ecran", "statistiques"]
