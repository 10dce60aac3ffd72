"""A dense list: columns, sort, filter with folded accents, the cursor kept on the same record.

    tableau = Tableau([Colonne("Réf.", 11, lambda r: r.reference), …], cle=lambda r: r.id)
    tableau.montrer(objets)       # again after each reading: the cursor stays where it was

Only the rows on the screen are drawn: sixty thousand cost what forty do. A long search or sort is done by slices of a
millisecond, the keys going first; the rows shown stay those of before until it ends. Records that cannot be read here
(`illisibles`) have their row, which no gesture sees: `vise` is None on it, and `illisible` tells which it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import Worker

from qualitui.domain.illisibles import Illisible, meler
from qualitui.ui.widgets.cellules import cellule
from qualitui.ui.widgets.crible import Colonne as Colonne
from qualitui.ui.widgets.crible import Crible
from qualitui.ui.widgets.lignes import Lignes

T = TypeVar("T")

TRANCHE = 0.001  # seconds of a long search between two looks at the keys
SAUT = 4  # part of a page the list moves by when the cursor leaves it: a step of one row would draw every row again
FLEXIBLE_MIN = 10
LARGEUR_D_UN_NOM = 8


class Tableau(Lignes, Generic[T]):
    """Posts `Ouvre` on Enter, `Compte` after a filter. `suivi` is called, not told by a message, with the record under
    the cursor (None: empty list): what it changes is drawn in the same image as the cursor."""

    FIXES = 1
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tableau--titres", "tableau--curseur"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", show=False),
        Binding("t,less_than_sign", "trier", "Trier", id="liste.trier", tooltip="Colonne de tri suivante", show=False),
        Binding(
            "T,greater_than_sign", "inverser", "Inverser", id="liste.inverser", tooltip="Inverser le tri", show=False
        ),
    ]

    @dataclass
    class Ouvre(Message):
        objet: Any

    @dataclass
    class OuvreIllisible(Message):
        illisible: Illisible

    @dataclass
    class Compte(Message):
        montres: int
        total: int

    def __init__(self, colonnes: Sequence[Colonne[T]], *, cle: Callable[[T], str], id: str | None = None) -> None:
        super().__init__(id=id)
        self.cle = cle
        self.illisibles: Sequence[Illisible] = ()  # those of the next `montrer`
        self.suivi: Callable[[T | None], None] | None = None
        self.cursor_row = 0
        self._crible = Crible(colonnes)
        self._montres: list[T] = []
        self._visibles: list[tuple[Colonne[T], int]] = []
        self._cle_visee = ""
        self._travail: Worker[None] | None = None

    # --- content --------------------------------------------------------------------------------------

    def montrer(self, objets: Sequence[T]) -> None:
        """Show these records, filtered and sorted as chosen, the cursor on the record it was on."""
        self._crible.objets = meler(objets, self.illisibles)  # type: ignore[assignment]
        self._refaire()

    def filtrer(self, garder: Callable[[T], bool] | None = None, cherche: str = "") -> None:
        """Keep the records that `garder` accepts and whose cells contain `cherche` (each word, accents folded)."""
        self._crible.garder, self._crible.cherche = garder, cherche
        self._refaire()

    def changer_colonnes(
        self, colonnes: Sequence[Colonne[T]], garder: Callable[[T], bool] | None = None, cherche: str = ""
    ) -> None:
        """Show another kind of rows, under their own columns; the sort is forgotten."""
        self._crible.changer_colonnes(colonnes)
        self._poser_colonnes()
        self.filtrer(garder, cherche)

    @property
    def trie(self) -> bool:
        """Whether the person chose an order: rows that only title a group make no sense then."""
        return self._crible.tri is not None

    @property
    def montres(self) -> Sequence[T]:
        """The records that the filter and the search let through, in the order shown."""
        return tuple(objet for objet in self._montres if not isinstance(objet, Illisible))

    @property
    def row_count(self) -> int:
        return len(self._montres)

    def total(self) -> int:
        return len(self._montres)

    @property
    def vise(self) -> T | None:
        """The record under the cursor, when it can be read."""
        objet = self._sous_le_curseur
        return None if isinstance(objet, Illisible) else objet

    @property
    def illisible(self) -> Illisible | None:
        """The record under the cursor, when it cannot be read."""
        objet = self._sous_le_curseur
        return objet if isinstance(objet, Illisible) else None

    @property
    def _sous_le_curseur(self) -> T | None:
        return self._montres[self.cursor_row] if 0 <= self.cursor_row < len(self._montres) else None

    def viser(self, cle: str) -> bool:
        """Put the cursor on the record of this key (or reference); False when the list does not show it."""
        if self._sous_le_curseur is None or cle not in self._noms(self._sous_le_curseur):
            rang = next((i for i, objet in enumerate(self._montres) if cle in self._noms(objet)), None)
            if rang is None:
                return False
            self.move_cursor(row=rang)
        return True

    def avancer(self, convient: Callable[[T], bool]) -> None:
        """Put the cursor on the next record that suits, else one row down."""
        suivants = range(self.cursor_row + 1, len(self._montres))
        lisibles = (i for i in suivants if not isinstance(self._montres[i], Illisible))
        self.move_cursor(row=next((i for i in lisibles if convient(self._montres[i])), self.cursor_row + 1))

    def trouver(self, cle: str) -> T | None:
        """The record of this key (or reference), shown or not; None when it was not read."""
        lisibles = (objet for objet in self._crible.objets if not isinstance(objet, Illisible))
        return next((objet for objet in lisibles if cle in self._noms(objet)), None)

    def _noms(self, objet: T) -> tuple[str, str]:
        if isinstance(objet, Illisible):
            return objet.ident, objet.nom
        return self.cle(objet), str(getattr(objet, "reference", ""))

    def preparer(self) -> None:
        """Someone goes to the search: get a long list ready for it, between the keys."""
        if self._crible.nombreux and (self._travail is None or self._travail.is_finished):
            self._travail = self.run_worker(partial(self._par_tranches, self._crible.preparer()), group="crible")

    def _refaire(self) -> None:
        """Work out again what shows: at once, or between the keys when it is long."""
        if self._travail is not None:
            self._travail.cancel()
            self._travail = None
        if self._crible.long and self.is_mounted:
            self._travail = self.run_worker(partial(self._par_tranches, self._crible.retenir()), group="crible")
        else:
            for retenus in self._crible.retenir():
                if retenus is not None:
                    self._appliquer(retenus)

    async def _par_tranches(self, etapes: Iterator[list[T] | None]) -> None:
        debut = perf_counter()
        for retenus in etapes:
            if retenus is not None:
                self._appliquer(retenus)
            elif perf_counter() - debut > TRANCHE:
                await asyncio.sleep(0)
                debut = perf_counter()

    def _appliquer(self, montres: list[T]) -> None:
        avant, self._montres = self.cursor_row, montres
        self.cursor_row = self._retrouver(avant)
        self.haut += self.cursor_row - avant
        self.oublier()
        self._suivre()
        self.post_message(self.Compte(len(montres), len(self._crible.objets)))
        self._dire_vise()

    def _retrouver(self, rang: int) -> int:
        """The rank of the record the cursor was on; near the same place when it no longer shows."""
        montres, cle = self._montres, self._cle_visee
        dernier = max(len(montres) - 1, 0)
        if rang <= dernier and montres and self._noms(montres[rang])[0] == cle:
            return rang
        return next((i for i, objet in enumerate(montres) if self._noms(objet)[0] == cle), min(max(rang, 0), dernier))

    # --- drawing --------------------------------------------------------------------------------------

    def etat(self, rang: int) -> Hashable:
        return rang == self.cursor_row

    def bande(self, rang: int, largeur: int) -> Sequence[Segment]:
        objet, au_curseur = self._montres[rang], rang == self.cursor_row
        fond = self.style_de("tableau--curseur" if au_curseur else "")
        segments: list[Segment] = []
        for colonne, place in self._visibles:
            segments += [
                Segment(" ", fond),
                *cellule(self._texte(colonne, objet), place, fond, au_curseur),
                Segment(" ", fond),
            ]
        return segments

    def _texte(self, colonne: Colonne[T], objet: T) -> str | Text:
        """A cell. What cannot be read has its name in the first column, and why in the one that takes the room left."""
        if not isinstance(objet, Illisible):
            return colonne.texte(objet)
        if colonne.largeur is None:
            return objet.phrase if colonne is not self._visibles[0][0] else f"{objet.nom}  {objet.phrase}"
        return objet.nom if colonne is self._colonne_du_nom else ""

    @property
    def _colonne_du_nom(self) -> Colonne[T] | None:
        """The first one of a fixed width that a reference fits in."""
        return next((c for c, _ in self._visibles if (c.largeur or 0) >= LARGEUR_D_UN_NOM), None)

    def fixe(self, largeur: int) -> Sequence[Segment]:
        titres = (f" {set_cell_size(self._titre(colonne), place)} " for colonne, place in self._visibles)
        return [Segment("".join(titres), self.style_de("tableau--titres"))]

    def on_resize(self, event: events.Resize) -> None:
        self._poser_colonnes()
        self._suivre()
        self._dire_vise()  # a larger screen shows the detail

    def _poser_colonnes(self) -> None:
        largeur = self.size.width
        visibles = [c for c in self._crible.colonnes if largeur >= c.a_partir_de]
        fixes = sum(c.largeur or 0 for c in visibles) + 2 * len(visibles) + 1
        reste = max(FLEXIBLE_MIN, largeur - fixes)
        self._visibles = [(colonne, colonne.largeur or reste) for colonne in visibles]
        self.oublier()

    def _titre(self, colonne: Colonne[T]) -> str:
        trie = self.trie and self._crible.colonnes[self._crible.tri or 0] is colonne
        return f"{colonne.titre} {'↓' if self._crible.inverse else '↑'}" if trie else colonne.titre

    # --- sort -----------------------------------------------------------------------------------------

    def action_trier(self) -> None:
        """Sort by the next column; after the last one, back to the order of the reading."""
        suivant = 0 if self._crible.tri is None else self._crible.tri + 1
        self._trier_par(suivant if suivant < len(self._crible.colonnes) else None)

    def action_inverser(self) -> None:
        self._trier_par(self._crible.tri, inverse=not self._crible.inverse)

    def _trier_par(self, rang: int | None, *, inverse: bool = False) -> None:
        self._crible.tri, self._crible.inverse = rang, inverse
        self.oublier()
        self.repeindre()
        self._refaire()

    # --- cursor ---------------------------------------------------------------------------------------

    def move_cursor(self, *, row: int) -> None:
        """Put the cursor on this row, or the nearest there is; the list follows it."""
        avant = self.cursor_row
        self.cursor_row = min(max(row, 0), max(len(self._montres) - 1, 0))
        self._suivre()
        if self.cursor_row != avant:
            self._dire_vise()

    def _suivre(self) -> None:
        """Show the row of the cursor: one that leaves the page draws some more rows with it."""
        page, rang, saut = self.page, self.cursor_row, self.page // SAUT
        if rang < self.haut:
            self.haut = rang - saut
        elif rang >= self.haut + page:
            self.haut = rang - page + 1 + saut
        if self.size.height:
            self.repeindre()

    def action_cursor_up(self) -> None:
        self.move_cursor(row=self.cursor_row - 1)

    def action_cursor_down(self) -> None:
        self.move_cursor(row=self.cursor_row + 1)

    def action_page_up(self) -> None:
        self.haut -= self.page
        self.move_cursor(row=self.cursor_row - self.page)

    def action_page_down(self) -> None:
        self.haut += self.page
        self.move_cursor(row=self.cursor_row + self.page)

    def action_scroll_top(self) -> None:
        self.move_cursor(row=0)

    def action_dernier(self) -> None:
        self.move_cursor(row=len(self._montres) - 1)

    def action_select_cursor(self) -> None:
        if self.illisible is not None:
            self.post_message(self.OuvreIllisible(self.illisible))
        elif self.vise is not None:
            self.post_message(self.Ouvre(self.vise))

    def on_click(self, event: events.Click) -> None:
        """On a title: sort by it. On a row: the cursor there; once more: open it."""
        event.stop()
        if event.y < self.FIXES:
            self._cliquer_titre(event.x)
            return
        rang = self.haut + event.y - self.FIXES
        if rang == self.cursor_row:
            self.action_select_cursor()
        elif rang < len(self._montres):
            self.move_cursor(row=rang)

    def _cliquer_titre(self, x: int) -> None:
        for colonne, place in self._visibles:
            x -= place + 2
            if x < 0:
                rang = self._crible.colonnes.index(colonne)
                self._trier_par(rang, inverse=rang == self._crible.tri and not self._crible.inverse)
                return

    def _dire_vise(self) -> None:
        objet = self._sous_le_curseur
        self._cle_visee = self._noms(objet)[0] if objet is not None else self._cle_visee
        if self.suivi is not None:
            self.suivi(self.vise)
