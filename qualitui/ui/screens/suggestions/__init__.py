"""Suggestions (F6): the list and its forms."""
