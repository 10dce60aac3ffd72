"""A grid with a cursor on one cell: rows with a title that stays in view, columns that scroll at 80 columns.

    grille.montrer(["Janv.", "Févr."], [Rang("V-NET-02", "V-NET-02", [Text("C"), Text("X")])])

Posts `Vise` (row key, column) when the cursor moves, `Ouvre` on Enter. The cursor keeps its row's key and its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DataTable


class Rang(NamedTuple):
    """`cellules`: one a column."""

    cle: str
    titre: str
    cellules: Sequence[Text]


class Grille(DataTable[Text]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", id="grille.ouvrir", tooltip="Ouvrir la case", show=False),
    ]

    class Vise(Message):
        def __init__(self, cle: str, colonne: int) -> None:
            super().__init__()
            self.cle = cle
            self.colonne = colonne

    class Ouvre(Vise):
        pass

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="cell", fixed_columns=1, cell_padding=1, zebra_stripes=False)
        self._cles: list[str] = []
        self._titres: tuple[str, ...] = ()

    @property
    def visee(self) -> tuple[str, int] | None:
        """(row key, column from 0) under the cursor; None: empty grid, or the titles' column."""
        rang, colonne = self.cursor_coordinate
        return (self._cles[rang], colonne - 1) if colonne > 0 and rang < len(self._cles) else None

    def montrer(self, titres: Sequence[str], rangs: Sequence[Rang], *, largeur_titre: int, largeur: int) -> None:
        """Show these rows; when the rows and columns are the same, only the cells that changed are written."""
        cles = [rang.cle for rang in rangs]
        if cles == self._cles and tuple(titres) == self._titres and self.row_count:
            self._retoucher(rangs)
            self.redire()
            return
        visee = self.visee
        self.clear(columns=True)
        self.add_column(Text(""), width=largeur_titre)
        for titre in titres:
            self.add_column(Text(titre, "bold"), width=largeur)
        for rang in rangs:
            self.add_row(Text(rang.titre, no_wrap=True, overflow="ellipsis"), *rang.cellules, key=rang.cle)
        self._cles, self._titres = cles, tuple(titres)
        cle, colonne = visee or ("", 0)
        if cles:
            self.viser(cle if cle in cles else cles[0], min(colonne, len(titres) - 1))

    def _retoucher(self, rangs: Sequence[Rang]) -> None:
        for place, rang in enumerate(rangs):
            for colonne, cellule in enumerate(rang.cellules, start=1):
                if self.get_cell_at((place, colonne)) != cellule:  # type: ignore[arg-type]
                    self.update_cell_at((place, colonne), cellule)  # type: ignore[arg-type]

    def viser(self, cle: str, colonne: int) -> None:
        """Put the cursor on that cell."""
        if cle in self._cles:
            self.move_cursor(row=self._cles.index(cle), column=colonne + 1, animate=False)

    def descendre(self) -> None:
        self.move_cursor(row=min(self.cursor_row + 1, self.row_count - 1), animate=False)

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        event.stop()
        if self.cursor_column == 0 and len(self._titres):  # the event may be older than the cursor's place
            self.move_cursor(column=1, animate=False)
        else:
            self.redire()

    def redire(self) -> None:
        """Tell the cell under the cursor again: what it holds has changed."""
        if self.visee is not None:
            self.post_message(self.Vise(*self.visee))

    def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        event.stop()
        if self.visee is not None:
            self.post_message(self.Ouvre(*self.visee))
