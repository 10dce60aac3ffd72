"""Copies of a site: backups, their rotation, and the check of every file."""

__all__ = ["controle", "orphelins", "rotation", "sauvegarde"]
