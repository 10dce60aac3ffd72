"""qualitui reclamation: the list, a case, the gestures, the figures."""

__all__ = ["commande"]
