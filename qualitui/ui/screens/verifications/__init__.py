"""Vérifications (F4): what is due, the grids, the table, the rates."""

__all__ = ["annee", "ecran", "historique", "manquees", "releve", "statistiques", "tableau"]
