"""Copies of a site: backups, their rotation, and the check of every file."""

__all__ = ["archive", "controle", "inventaire", "restauration", "retour", "rotation", "sauvegarde"]
