"""Vérifications (F4): what is due, the grids, the table, the rates."""
