"""The detail pane: a text wrapped to the pane's width, whose values hang under themselves.

    volet.montrer(fiche_en_texte([("Reçue le", "lundi 2 mars 2026"), …]))

A line never begins with what a non-breaking space holds to the word before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.selection import Selection
from textual.strip import Strip

from qualitui.ui.noyau.coupe import couper
from qualitui.ui.widgets.lignes import CONTROLES, Lignes

RETRAIT = Style(meta={"retrait": True})  # the title of a line: what follows it wraps under its own start
MOITIE = 2  # a title wider than the pane's half leaves no room under the value: it wraps from the margin
_RENDU = Console(width=200, color_system=None)


class Volet(Lignes):
    """Shows what `montrer` was last given; the arrows scroll it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.texte = Text()
        self._lignes: list[list[Segment]] = []
        self._pliee = 0  # the width the text was wrapped for

    def montrer(self, contenu: Text | str) -> None:
        """Show this text from its start; only the lines that change are drawn."""
        texte = contenu if isinstance(contenu, Text) else Text(contenu)
        if texte == self.texte and texte.spans == self.texte.spans:
            self.defiler(0)
            return
        self.texte, self._pliee, self.haut = texte, 0, 0
        self.oublier()
        if self.size.width:
            self.repeindre()

    def total(self) -> int:
        largeur = self.largeur_utile
        if self._pliee != largeur:
            self._pliee = largeur
            self._lignes = list(plier(self.texte, largeur)) if largeur else []
        return len(self._lignes)

    def bande(self, rang: int, largeur: int) -> Sequence[Segment]:
        fond = self.style_de()
        segments = [Segment(texte, fond + style if style else fond) for texte, style, _ in self._lignes[rang]]
        choisi = self.text_selection.get_span(rang) if self.text_selection else None
        return segments if choisi is None else self._surligner(Strip(segments), *choisi)

    def on_resize(self, event: events.Resize) -> None:
        self.repeindre()

    # --- what the mouse selects, to be copied -----------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        return super().render_line(y).apply_offsets(0, self.haut + y)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        lignes = ("".join(segment.text for segment in ligne) for ligne in self._lignes)
        return selection.extract("\n".join(lignes)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.oublier()
        self.repeindre()

    def _surligner(self, bande: Strip, debut: int, fin: int) -> Sequence[Segment]:
        longueur = bande.cell_length
        avant, choisi, apres = (
            bande.crop(*bornes)
            for bornes in ((0, debut), (debut, longueur if fin < 0 else fin), (longueur if fin < 0 else fin, longueur))
        )
        return [*avant, *choisi.apply_style(self.screen.get_component_rich_style("screen--selection")), *apres]


def plier(texte: Text, largeur: int) -> Iterator[list[Segment]]:
    """The lines of a text, wrapped."""
    for ligne in _en_lignes(texte):
        plein = "".join(segment.text for segment in ligne)
        retrait = _retrait(ligne)
        if cell_len(plein[:retrait]) * MOITIE > largeur:
            retrait = 0
        for debut, fin in couper(plein, largeur, retrait):
            marge = [Segment(" " * cell_len(plein[:retrait]))] if debut and retrait else []
            yield [*marge, *_tranche(ligne, debut, fin)]


def _en_lignes(texte: Text) -> Iterator[list[Segment]]:
    """The pieces of each line, without what would drive the terminal."""
    ligne: list[Segment] = []
    for morceau, style, _ in texte.render(_RENDU, end=""):
        premier, *suivants = morceau.split("\n")
        ligne.append(Segment(premier.translate(CONTROLES), style))
        for suivant in suivants:
            yield ligne
            ligne = [Segment(suivant.translate(CONTROLES), style)]
    yield ligne


def _tranche(ligne: Sequence[Segment], debut: int, fin: int) -> Iterator[Segment]:
    place = 0
    for mot, style, _ in ligne:
        part = mot[max(debut - place, 0) : max(fin - place, 0)]
        if part:
            yield Segment(part, style)
        place += len(mot)


def _retrait(ligne: Sequence[Segment]) -> int:
    """Length of the title that starts the line; 0 without one."""
    longueur = 0
    for mot, style, _ in ligne:
        if mot and not (style and style.meta.get("retrait")):
            break
        longueur += len(mot)
    return longueur
