"""Indicateurs (F7): the list, its forms, its charts."""

__all__ = ["ecran"]
