"""« Vouliez-vous dire… ? »: the nearest of known names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from qualitui.domain.francais import sans_accents


def plus_proches(cherche: str, connus: Iterable[str], nombre: int = 3) -> list[str]:
    """At most `nombre` names near `cherche`, whatever their accents and case; a name that starts with it first."""
    par_forme = {sans_accents(nom): nom for nom in connus}
    forme = sans_accents(cherche)
    debuts = [nom for plat, nom in par_forme.items() if forme and plat.startswith(forme)]
    voisins = [par_forme[plat] for plat in get_close_matches(forme, par_forme, n=nombre, cutoff=0.6)]
    return list(dict.fromkeys([*debuts, *voisins]))[:nombre]
