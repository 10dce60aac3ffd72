"""Revue du trimestre: the quarters, and going through the actions of one."""

__all__ = ["ecran", "passage"]
