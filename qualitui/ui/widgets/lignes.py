"""What is drawn line by line: a cursor that moves or a text that changes sends only what differs to the terminal.

`Tableau` (a list) and `Volet` (a text) are made of it. A widget of Textual that scrolls lays out the whole screen again
and draws itself whole at each step; here a line is a `Strip` kept until it changes, and a step of the cursor costs two.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import takewhile
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

MOLETTE = 3  # lines for one notch of the wheel
GARDEES = 4000  # lines kept drawn
HORS = -2  # the rank of a line under the last one
# A record never drives the terminal, nor turns a line round.
CONTROLES = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)], " ")


class Lignes(Widget, can_focus=True):
    """`total()` lines, of which `haut` is the first shown; under `FIXES` lines that don't scroll."""

    FIXES: ClassVar[int] = 0
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lignes--ascenseur"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Monter", show=False),
        Binding("down", "cursor_down", "Descendre", show=False),
        Binding("pageup", "page_up", "Page précédente", show=False),
        Binding("pagedown", "page_down", "Page suivante", show=False),
        Binding("home,ctrl+home", "scroll_top", "Première ligne", id="liste.debut", show=False),
        Binding("end,ctrl+end", "dernier", "Dernière ligne", id="liste.fin", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.haut = 0
        self._peintes: list[Strip] = []
        self._taille = Size()  # the one the lines were drawn for
        self._bandes: dict[Hashable, Strip] = {}
        self._styles_lus: dict[str, Style] = {}

    # --- what a list or a text says ----------------------------------------------------------------------

    def total(self) -> int:
        """How many lines there are."""
        raise TypeError(f"{type(self).__name__} must count its lines")

    def bande(self, rang: int, largeur: int) -> Sequence[Segment]:
        """The line of this rank, in `largeur` columns at most."""
        raise TypeError(f"{type(self).__name__} must draw its lines")

    def etat(self, rang: int) -> Hashable:
        """What the look of a line depends on, beside its rank: under the cursor or not."""
        return None

    def fixe(self, largeur: int) -> Sequence[Segment]:
        """The line that doesn't scroll."""
        return ()

    # --- drawing ----------------------------------------------------------------------------------------

    @property
    def largeur_utile(self) -> int:
        """Columns of a line: the last one of the widget is the scroll bar's."""
        return max(self.size.width - 1, 0)

    @property
    def page(self) -> int:
        """Lines that scroll and show at once."""
        return max(self.size.height - self.FIXES, 1)

    def style_de(self, classe: str = "") -> Style:
        """The style of a component class, or of the widget."""
        style = self._styles_lus.get(classe)
        if style is None:
            style = self.get_component_rich_style(classe) if classe else self.rich_style
            self._styles_lus[classe] = style
        return style

    def oublier(self) -> None:
        """What was drawn is out of date: the lines say something else."""
        self._bandes.clear()

    def repeindre(self) -> None:
        """Draw again the lines that differ from those on the screen, up to their last column that does."""
        taille = self._taille
        avant, apres = self._peintes, self._composer()
        if taille != self._taille:
            self.refresh()
            return
        regions = [
            Region(0, y, fin, 1)
            for y, (ancienne, neuve) in enumerate(zip(avant, apres, strict=True))
            if ancienne is not neuve and (fin := _derniere_difference(ancienne, neuve))
        ]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        if self._taille != self.size:
            self._composer()
        return self._peintes[y] if y < len(self._peintes) else Strip.blank(self.size.width, self.style_de())

    def _composer(self) -> list[Strip]:
        taille, total = self.size, self.total()
        largeur, hauteur = max(taille.width - 1, 0), taille.height
        if len(self._bandes) > GARDEES or self._taille.width != taille.width:
            self._bandes.clear()
        self._taille = taille
        fixes = min(self.FIXES, hauteur)
        page = max(hauteur - self.FIXES, 1)
        self.haut = haut = min(max(self.haut, 0), max(total - page, 0))
        debut, fin = _ascenseur(haut, total, page)
        rangs = [*[-1] * fixes, *range(haut, min(haut + hauteur - fixes, total))]
        rangs += [HORS] * (hauteur - len(rangs))
        barres = [None if rang < 0 or not fin else debut <= rang - haut < fin for rang in rangs]
        self._peintes = [self._bande(rang, largeur, barre) for rang, barre in zip(rangs, barres, strict=True)]
        return self._peintes

    def _bande(self, rang: int, largeur: int, barre: bool | None) -> Strip:
        """`barre`: whether the scroll bar stands on this line; None: everything shows, there is no bar."""
        cle = (rang, self.etat(rang), barre)
        bande = self._bandes.get(cle)
        if bande is None:
            segments = () if rang == HORS else self.fixe(largeur) if rang < 0 else self.bande(rang, largeur)
            fond = segments[-1].style if segments else None
            fond = fond or self.style_de()
            au_bout = Segment(" ", fond) if barre is None else self._bout(barre)
            corps = Strip(segments).adjust_cell_length(largeur, fond)
            bande = self._bandes[cle] = Strip([*corps, au_bout], largeur + 1).simplify()
        return bande

    def _bout(self, barre: bool) -> Segment:
        return Segment("█" if barre else " ", self.style_de("lignes--ascenseur"))

    def notify_style_update(self) -> None:
        """Other colours: nothing drawn holds."""
        super().notify_style_update()
        self._styles_lus.clear()
        self._bandes.clear()
        self._peintes, self._taille = [], Size()

    # --- moving -----------------------------------------------------------------------------------------

    def defiler(self, haut: int) -> None:
        """Show the lines from this one on."""
        self.haut = haut
        self.repeindre()

    def action_cursor_up(self) -> None:
        self.defiler(self.haut - 1)

    def action_cursor_down(self) -> None:
        self.defiler(self.haut + 1)

    def action_page_up(self) -> None:
        self.defiler(self.haut - self.page)

    def action_page_down(self) -> None:
        self.defiler(self.haut + self.page)

    def action_scroll_top(self) -> None:
        self.defiler(0)

    def action_dernier(self) -> None:
        self.defiler(self.total())

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.defiler(self.haut - MOLETTE)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.defiler(self.haut + MOLETTE)


def _ascenseur(haut: int, total: int, page: int) -> tuple[int, int]:
    """First line of the scroll bar, and the one after its last; (0, 0) when everything shows."""
    if total <= page:
        return 0, 0
    taille = max(1, page * page // total)
    debut = round(haut * (page - taille) / (total - page))
    return debut, debut + taille


def _derniere_difference(ancienne: Strip, neuve: Strip) -> int:
    """The column after the last one where two lines differ; 0: they are the same."""
    fin = neuve.cell_length
    for avant, apres in zip(reversed(list(ancienne)), reversed(list(neuve)), strict=False):
        if avant == apres:
            fin -= apres.cell_length
        elif avant.style == apres.style:
            return fin - _commun(avant.text, apres.text)
        else:
            return fin
    return fin if fin and len(ancienne) != len(neuve) else 0


def _commun(avant: str, apres: str) -> int:
    """The columns of what ends both texts."""
    memes = takewhile(lambda signes: signes[0] == signes[1], zip(reversed(avant), reversed(apres), strict=False))
    return cell_len("".join(signe for signe, _ in memes))
