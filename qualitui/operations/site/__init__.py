"""The site itself: created, set up, and what the person in front of it may write."""

__all__ = ["droits", "reglages", "semaine", "site"]
