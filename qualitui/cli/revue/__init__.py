"""qualitui revue: the annual review, its figures, its texts, its document, its approval."""

__all__ = ["commande"]
