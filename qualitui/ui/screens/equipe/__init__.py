"""Équipe (F9): the people, their roles, their logins."""

__all__ = ["ecran"]
