"""Revue annuelle (F8): what is to be written, the figures, the document, the approval."""

__all__ = ["ecran"]
