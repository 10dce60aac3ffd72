"""A dense list: columns, sort, filter with folded accents, the cursor kept on the same record.

    tableau = Tableau(
        [Colonne("Réf.", 11, lambda r: r.reference), Colonne("Objet", None, lambda r: r.objet), …],
        cle=lambda r: r.id,
    )
    tableau.montrer(objets)       # again after each reading: the cursor stays where it was

`DataTable` measures every cell (12 µs each): rows go in by 150 at most, more as the cursor comes near the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DataTable

from qualitui.domain.francais import sans_accents

T = TypeVar("T")

LOT = 150  # rows inserted at once
MARGE = 30  # more rows are inserted when the cursor is this near to the last one
FLEXIBLE_MIN = 10


class Colonne(NamedTuple, Generic[T]):
    """`largeur` in columns of text, None: what is left (one such column a table). `texte` gives the cell (a str, or a
    Text for a style); `tri` what it sorts by (default: its text, accents folded); shown only when the table is at
    least `a_partir_de` wide."""

    titre: str
    largeur: int | None
    texte: Callable[[T], str | Text]
    tri: Callable[[T], Any] | None = None
    a_partir_de: int = 0


class Tableau(DataTable[Text], Generic[T]):
    """Posts `Vise` when the cursor moves to a record (None: empty list), `Ouvre` on Enter, `Compte` after a filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("end,ctrl+end", "dernier", "Dernière ligne", id="liste.fin", show=False),
        Binding("home,ctrl+home", "scroll_top", "Première ligne", id="liste.debut", show=False),
        Binding(
            "t,less_than_sign", "trier", "Trier", id="liste.trier", tooltip="Trier par la colonne suivante", show=False
        ),
        Binding(
            "T,greater_than_sign",
            "inverser",
            "Inverser",
            id="liste.inverser",
            tooltip="Inverser l’ordre du tri",
            show=False,
        ),
    ]

    class Vise(Message):
        def __init__(self, objet: Any) -> None:
            super().__init__()
            self.objet = objet

    class Ouvre(Message):
        def __init__(self, objet: Any) -> None:
            super().__init__()
            self.objet = objet

    class Compte(Message):
        def __init__(self, montres: int, total: int) -> None:
            super().__init__()
            self.montres = montres
            self.total = total

    def __init__(self, colonnes: Sequence[Colonne[T]], *, cle: Callable[[T], str], id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=1, show_cursor=True)
        self.colonnes = list(colonnes)
        self.cle = cle
        self._objets: list[T] = []
        self._montres: list[T] = []
        self._inseres = 0
        self._garder: Callable[[T], bool] = lambda _: True
        self._cherche = ""
        self._tri: int | None = None
        self._inverse = False
        self._visibles: list[Colonne[T]] = []
        self._cle_visee = ""
        self._foins: dict[int, str] = {}  # what a search looks into, folded once a reading

    # --- content --------------------------------------------------------------------------------------

    def montrer(self, objets: Sequence[T]) -> None:
        """Show these records, filtered and sorted as chosen, the cursor on the record it was on."""
        self._objets = list(objets)
        self._foins.clear()
        self._refaire()

    def filtrer(self, garder: Callable[[T], bool] | None = None, cherche: str = "") -> None:
        """Keep the records that `garder` accepts and whose cells contain `cherche` (each word, accents folded)."""
        self._garder = garder or (lambda _: True)
        self._cherche = cherche
        self._refaire()

    def changer_colonnes(
        self, colonnes: Sequence[Colonne[T]], garder: Callable[[T], bool] | None = None, cherche: str = ""
    ) -> None:
        """Show another kind of rows, under their own columns; the sort is forgotten."""
        self.colonnes = list(colonnes)
        self._garder = garder or (lambda _: True)
        self._cherche = cherche
        self._tri, self._inverse = None, False
        self._poser_colonnes()

    @property
    def trie(self) -> bool:
        """Whether the person chose an order: rows that only title a group make no sense then."""
        return self._tri is not None

    @property
    def montres(self) -> Sequence[T]:
        """The records that the filter and the search let through, in the order shown."""
        return tuple(self._montres)

    @property
    def vise(self) -> T | None:
        """The record under the cursor."""
        return self._montres[self.cursor_row] if 0 <= self.cursor_row < len(self._montres) else None

    def viser(self, cle: str) -> bool:
        """Put the cursor on the record of this key (or reference); False when the list does not show it."""
        rang = next((i for i, objet in enumerate(self._montres) if cle in self._noms(objet)), None)
        if rang is None:
            return False
        self._inserer_jusqu_a(rang + MARGE)
        self.move_cursor(row=rang, animate=False)
        return True

    def avancer(self, convient: Callable[[T], bool]) -> None:
        """Put the cursor on the next record that suits, else one row down; it stays on the last row."""
        ici = self.cursor_row
        rang = next((i for i, o in enumerate(self._montres) if i > ici and convient(o)), ici + 1)
        if rang < len(self._montres):
            self._inserer_jusqu_a(rang + MARGE)
            self.move_cursor(row=rang, animate=False)

    def trouver(self, cle: str) -> T | None:
        """The record of this key (or reference), shown or not; None when it was not read."""
        return next((objet for objet in self._objets if cle in self._noms(objet)), None)

    def _noms(self, objet: T) -> tuple[str, str]:
        return self.cle(objet), str(getattr(objet, "reference", ""))

    def _retenus(self) -> list[T]:
        mots = sans_accents(self._cherche).split()
        retenus = [o for o in self._objets if self._garder(o)]
        if mots:
            retenus = [o for o in retenus if _contient(self._foin(o), mots)]
        if self._tri is not None:
            retenus.sort(key=self._cle_de_tri(self.colonnes[self._tri]), reverse=self._inverse)
        return retenus

    def _foin(self, objet: T) -> str:
        foin = self._foins.get(id(objet))
        if foin is None:
            foin = sans_accents(" ".join(str(colonne.texte(objet)) for colonne in self.colonnes))
            self._foins[id(objet)] = foin
        return foin

    @staticmethod
    def _cle_de_tri(colonne: Colonne[T]) -> Callable[[T], Any]:
        return colonne.tri or (lambda objet: sans_accents(str(colonne.texte(objet))))

    def _refaire(self) -> None:
        if not self._visibles:
            return
        avant = self._montres
        rang = self.cursor_row
        cle = self._cle_visee
        self._montres = self._retenus()
        if self._inseres == self.row_count and self._memes(avant):
            self._retoucher()
        else:
            self.clear()
            self._inseres = 0
            self._inserer_jusqu_a(LOT)
            if not self.viser(cle) and self._montres:
                self.move_cursor(row=min(max(rang, 0), len(self._montres) - 1, self._inseres - 1), animate=False)
        self.post_message(self.Compte(len(self._montres), len(self._objets)))
        self._dire_vise()

    def _memes(self, avant: Sequence[T]) -> bool:
        """True when the rows shown are those shown before, in the same order."""
        paires = zip(avant, self._montres, strict=False)
        return len(avant) == len(self._montres) and all(self.cle(a) == self.cle(b) for a, b in paires)

    def _retoucher(self) -> None:
        """Same records in the same order: only the cells that changed are written."""
        for rang, objet in enumerate(self._montres[: self._inseres]):
            for place, colonne in enumerate(self._visibles):
                neuf = _cellule(colonne.texte(objet))
                if self.get_cell_at((rang, place)) != neuf:  # type: ignore[arg-type]
                    self.update_cell_at((rang, place), neuf)  # type: ignore[arg-type]

    def _inserer_jusqu_a(self, rang: int) -> None:
        while self._inseres < min(rang, len(self._montres)):
            lot = self._montres[self._inseres : self._inseres + LOT]
            for objet in lot:
                self.add_row(*(_cellule(c.texte(objet)) for c in self._visibles), key=self.cle(objet))
            self._inseres += len(lot)

    # --- columns --------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._poser_colonnes()

    def on_resize(self, event: events.Resize) -> None:
        self._poser_colonnes()

    def _poser_colonnes(self) -> None:
        largeur = self.size.width
        if not largeur:
            return
        visibles = [c for c in self.colonnes if largeur >= c.a_partir_de]
        fixes = sum(c.largeur or 0 for c in visibles) + 2 * len(visibles) + self.styles.scrollbar_size_vertical
        reste = max(FLEXIBLE_MIN, largeur - fixes)
        self.clear(columns=True)
        for colonne in visibles:
            self.add_column(self._titre(colonne), width=colonne.largeur or reste, key=colonne.titre)
        self._visibles = visibles
        self._montres, self._inseres = [], 0
        self._refaire()

    def _titre(self, colonne: Colonne[T]) -> Text:
        trie = self._tri is not None and self.colonnes[self._tri] is colonne
        return Text(f"{colonne.titre} {'↓' if self._inverse else '↑'}" if trie else colonne.titre, "bold")

    def action_trier(self) -> None:
        """Sort by the next column; after the last one, back to the order of the reading."""
        suivant = 0 if self._tri is None else self._tri + 1
        self._tri = suivant if suivant < len(self.colonnes) else None
        self._inverse = False
        self._poser_colonnes()

    def action_inverser(self) -> None:
        self._inverse = not self._inverse
        self._poser_colonnes()

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        event.stop()
        rang = self.colonnes.index(self._visibles[event.column_index])
        self._inverse = rang == self._tri and not self._inverse
        self._tri = rang
        self._poser_colonnes()

    # --- cursor ---------------------------------------------------------------------------------------

    def action_dernier(self) -> None:
        self._inserer_jusqu_a(len(self._montres))
        if self._montres:
            self.move_cursor(row=len(self._montres) - 1, animate=False)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        if event.cursor_row + MARGE > self._inseres:
            self._inserer_jusqu_a(self._inseres + LOT)
        self._dire_vise()

    def _dire_vise(self) -> None:
        objet = self.vise
        self._cle_visee = self.cle(objet) if objet is not None else self._cle_visee
        self.post_message(self.Vise(objet))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if self.vise is not None:
            self.post_message(self.Ouvre(self.vise))


def _cellule(contenu: str | Text) -> Text:
    """Text typed by people never goes through markup."""
    return (
        contenu if isinstance(contenu, Text) else Text(" ".join(contenu.split("\n")), no_wrap=True, overflow="ellipsis")
    )


def _contient(foin: str, mots: Sequence[str]) -> bool:
    return all(mot in foin for mot in mots)
