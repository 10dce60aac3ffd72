"""Indicateurs (SMQ6): typed in monthly or computed from the site's own data; always numerator / denominator."""

__all__ = [
    "catalogue",
    "etape",
    "fiche",
]
