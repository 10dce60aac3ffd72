"""Gestures on the indicators, what the interfaces read of them, and every figure of the site counted again."""

__all__ = [
    "comptages",
    "gestes",
    "lecture",
    "semaine",
]
