"""Copies of a site: backups, their rotation, and the check of every file."""

__all__ = ["archive", "controle", "inventaire", "orphelins", "restauration", "retour", "rotation", "sauvegarde"]
