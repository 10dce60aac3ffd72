"""Gestures on the indicators, and what the interfaces read of them."""

__all__ = ["gestes", "lecture", "semaine"]
