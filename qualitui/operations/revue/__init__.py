"""Gestures on the annual review, what the interfaces read of it, its documents."""

__all__ = ["documents", "gestes", "lecture", "semaine"]
