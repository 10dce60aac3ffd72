"""Gestures on the plan d’actions, where its actions come from, its figures."""

__all__ = ["gestes", "origines", "semaine", "statistiques"]
