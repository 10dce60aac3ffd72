"""The journal engine of the register: lines merged into tables, typed records, history, undo, conflicts."""

__all__ = ["annulation", "difference", "fiches", "fusion", "moteur", "secours", "souvenirs", "stockage", "temoins"]
