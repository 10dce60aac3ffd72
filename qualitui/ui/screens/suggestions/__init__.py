"""Suggestions (F6): the list and its forms."""

__all__ = ["ecran"]
