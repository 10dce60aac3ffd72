"""The bar above a list: named filters by digit, a search that minds no accent, « 40 sur 512 »."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from qualitui.domain.francais import nombre_en_chiffres

T = TypeVar("T")


SERRES = 6  # beyond that many filters, one space between two: 80 columns hold seven
A_L_AISE = 110  # columns; with fewer, a search takes the place of the filters that are not in force


class Filtre(NamedTuple, Generic[T]):
    """`garder` says which rows stay; `libelle` is short (« En retard »)."""

    code: str
    libelle: str
    garder: Callable[[T], bool]


class Recherche(Input):
    """The search field; ↓ or Enter goes back to the list, Esc empties it first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "quitter_recherche", "Aller à la liste", id="recherche.liste", show=False),
        Binding("escape", "effacer", "Effacer la recherche", id="recherche.effacer", show=False),
    ]

    def action_quitter_recherche(self) -> None:
        self.post_message(BarreDeFiltre.VersListe())

    def action_effacer(self) -> None:
        self.value = ""
        self.post_message(BarreDeFiltre.VersListe())


class BarreDeFiltre(Horizontal):
    """Posts `Change` when the filter or the search changes. `compter(40, 512)` shows the count."""

    class Change(Message):
        """`code` is the filter in force, `texte` what is searched."""

        def __init__(self, code: str, texte: str) -> None:
            super().__init__()
            self.code = code
            self.texte = texte

    class VersListe(Message):
        """The person goes back to the list."""

    def __init__(self, filtres: Sequence[Filtre[Any]], choisi: str = "") -> None:
        super().__init__(classes="barre-filtre")
        self.filtres = list(filtres)
        self.choisi = choisi or (self.filtres[0].code if self.filtres else "")
        self._seul = False

    def compose(self) -> ComposeResult:
        yield Static("", classes="filtre-noms", markup=False)
        yield Recherche(placeholder="/ rechercher", compact=True, classes="filtre-recherche")
        yield Static("", classes="filtre-compte", markup=False)

    def on_mount(self) -> None:
        self._montrer()

    def on_resize(self) -> None:
        self._faire_place()

    def on_descendant_focus(self) -> None:
        self._faire_place()

    def on_descendant_blur(self) -> None:
        self._faire_place()

    def _faire_place(self) -> None:
        """Seven filters leave a search four letters of 80 columns: while there is one, the one in force stays alone."""
        seul = self.size.width < A_L_AISE and (self.recherche.has_focus or bool(self.texte))
        if seul != self._seul:
            self._seul = seul
            self._montrer()

    def _montrer(self) -> None:
        ligne = Text(no_wrap=True, overflow="ellipsis")
        for rang, filtre in enumerate(self.filtres, start=1):
            ici = filtre.code == self.choisi
            if self._seul and not ici:
                continue
            ligne.append(f"{rang}", "bold")
            ligne.append(f"[{filtre.libelle}]" if ici else f" {filtre.libelle}", "reverse" if ici else "")
            ligne.append(" " if len(self.filtres) > SERRES else "  ")
        noms = self.query_one(".filtre-noms", Static)
        noms.update(ligne)
        noms.display = bool(self.filtres)

    @property
    def recherche(self) -> Recherche:
        return self.query_one(Recherche)

    @property
    def texte(self) -> str:
        return self.recherche.value

    def filtre(self) -> Filtre[Any] | None:
        return next((f for f in self.filtres if f.code == self.choisi), None)

    def rien_trouve(self) -> str:
        """What an empty list says of the search under way; empty when there is none."""
        if not self.texte:
            return ""
        filtre = self.filtre()
        sous = f" sous «\u00a0{filtre.libelle}\u00a0»" if filtre else ""
        return f"Rien ne contient «\u00a0{self.texte}\u00a0»{sous}. Échap efface la recherche."

    def choisir(self, code: str) -> None:
        self.choisi = code
        self._montrer()
        self.post_message(self.Change(self.choisi, self.texte))

    def compter(self, montres: int, total: int) -> None:
        compte = nombre_en_chiffres(total) if montres == total else f"{montres} sur {nombre_en_chiffres(total)}"
        place = self.query_one(".filtre-compte", Static)
        # A count that holds in its place moves nothing around it: each letter of a search changes it.
        place.update(compte, layout=len(compte) > place.size.width)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._faire_place()
        self.post_message(self.Change(self.choisi, event.value))
