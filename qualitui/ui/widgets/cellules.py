"""A cell of a list, in segments of its exact width."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from qualitui.ui.widgets.lignes import CONTROLES

_RENDU = Console(width=500, color_system=None)


def cellule(contenu: str | Text, largeur: int, fond: Style, au_curseur: bool) -> list[Segment]:
    """A cell in exactly `largeur` columns; text typed by people never goes through markup."""
    if isinstance(contenu, str):
        return [Segment(_ajuste(contenu.translate(CONTROLES), largeur), fond)]
    texte = contenu.copy()
    texte.plain = texte.plain.translate(CONTROLES)
    texte.truncate(largeur, overflow="ellipsis", pad=True)
    # The colours of the cursor win over the cell's own: they are the ones that can be read on its background.
    return [
        Segment(mot, (style or Style.null()) + fond if au_curseur else fond + style if style else fond)
        for mot, style, _ in texte.render(_RENDU, end="")
    ]


def _ajuste(texte: str, largeur: int) -> str:
    return set_cell_size(texte, largeur) if cell_len(texte) <= largeur else set_cell_size(texte, largeur - 1) + "…"
