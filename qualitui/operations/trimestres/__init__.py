"""Revue du trimestre: the gestures, what they give to the week."""

__all__ = ["gestes", "semaine"]
