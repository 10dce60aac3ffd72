"""Ids of records: 26 characters, ordered by time, random at their end (`document_id_class = str`)."""

from __future__ import annotations

import random

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def nouvel_identifiant(millisecondes: int, aleatoire: random.Random) -> str:
    """10 characters of time (milliseconds since 1970), 16 drawn from `aleatoire` (80 bits)."""
    nombre = (millisecondes << 80) | aleatoire.getrandbits(80)
    return "".join(_ALPHABET[(nombre >> decalage) & 31] for decalage in range(125, -1, -5))
