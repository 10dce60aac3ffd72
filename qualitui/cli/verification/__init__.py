"""qualitui verification: what is due, what was found, and the table."""

__all__ = ["commande"]
