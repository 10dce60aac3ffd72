"""Gestures on the checks: the table, what was found, the round, the figures, the workbook."""

__all__ = ["export", "gestes", "lecture", "occurrences", "semaine", "statistiques", "tournee"]
