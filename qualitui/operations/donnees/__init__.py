"""The data whatever the concept: history and undo, conflicts, check-up, backups, what was lost."""

__all__ = ["conflits", "diagnostic", "fiches", "historique", "orphelins", "pertes", "sauvegarde", "secours"]
