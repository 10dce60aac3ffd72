"""Gestures on the réclamations, and what the interfaces read of them."""

__all__ = ["courriers", "gestes", "lecture", "recalcul", "repetitions", "semaine", "statistiques"]
