"""Where a line of text is cut to hold in a width: at plain spaces alone, never at a non-breaking one."""

from __future__ import annotations

from rich.cells import cell_len


def couper(ligne: str, largeur: int, retrait: int = 0) -> list[tuple[int, int]]:
    """Where a line is cut to hold in `largeur` columns: [start, end) of each part, at plain spaces alone; the parts
    after the first have the width of the first `retrait` signs less. A word too long is cut where it must be."""
    parts: list[tuple[int, int]] = []
    debut, place = 0, largeur
    while cell_len(ligne[debut:]) > place:
        plein = _tient(ligne, debut, place)
        espace = ligne.rfind(" ", max(debut, retrait) + 1, plein + 1)
        fin = espace if espace > debut else plein
        parts.append((debut, fin))
        debut = fin
        while debut < len(ligne) and ligne[debut] == " ":
            debut += 1
        place = max(largeur - cell_len(ligne[:retrait]), 1)
    if debut < len(ligne) or not parts:
        parts.append((debut, len(ligne)))
    return parts


def _tient(ligne: str, debut: int, place: int) -> int:
    """The end of what holds in `place` columns from `debut`: one sign at least."""
    fin = min(debut + place, len(ligne))
    while fin > debut + 1 and cell_len(ligne[debut:fin]) > place:
        fin -= 1
    return fin
