"""Suggestions of the staff (SMQ4): anonymous or named, always analysed and answered."""

__all__ = [
    "comptages",
    "etape",
    "fiche",
    "phrases",
    "possibles",
]
