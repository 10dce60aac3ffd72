"""Suggestions of the staff (SMQ4): the gestures, what they give to the week."""

__all__ = ["gestes", "semaine"]
