"""What a module gives to its screen (base.py): its rows, their columns, what they say, their filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.widget import Widget

from qualitui.domain.base import Fiche
from qualitui.domain.concepts import CONCEPTS
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.tableau import Colonne

if TYPE_CHECKING:
    from qualitui.domain.temps.delais import Echeance
    from qualitui.domain.temps.explications import Explication

T = TypeVar("T")


class Apports(Generic[T]):
    """`nom` is the module's row in modules.py; `domaine` the one of roles-eps.toml."""

    nom: ClassVar[str]
    titre: ClassVar[str]
    domaine: ClassVar[str] = ""

    def tables(self) -> Sequence[str]:
        """The tables whose records have their rows in the list: those of the concept, save what is told by its day."""
        propres = (concept.tables for concept in CONCEPTS if concept.nom == self.nom)
        return [t.nom for tables in propres for t in tables if t.rayon is None or not t.rayon.ident]

    def colonnes(self) -> Sequence[Colonne[T]]:
        raise TypeError(f"{type(self).__name__} must give its columns")

    def cle(self, objet: T) -> str:
        """The stable key of a row: the record's id, or what identifies a derived row."""
        raise TypeError(f"{type(self).__name__} must give the key of its rows")

    def lire(self) -> Any:
        """The rows, in their natural order; with what they are told by, a value that names it all. Runs in a thread:
        touch no widget here, and change nothing of the screen."""
        raise TypeError(f"{type(self).__name__} must read its rows")

    def prendre(self, lu: Any) -> Sequence[T]:
        """The rows of what `lire` gave; a screen that reads more keeps it here, in the interface's thread."""
        rangees: Sequence[T] = lu
        return rangees

    def detail(self, objet: T) -> Text | str:
        """What the detail pane says of a row."""
        raise TypeError(f"{type(self).__name__} must tell its rows")

    def lu(self, objets: Sequence[T]) -> None:
        """Called once the rows are shown, for what a module says around its list."""

    def haut(self) -> Iterable[Widget]:
        """What a module adds between the filter bar and the list."""
        return ()

    def bas(self) -> Iterable[Widget]:
        """What a module adds under the list."""
        return ()

    def filtres(self) -> Sequence[Filtre[T]]:
        """Named filters, reached by 1, 2, 3…; the first one is chosen at start."""
        return ()

    def vide(self) -> str:
        """What the detail pane says when the list is empty."""
        return "Rien à montrer ici."

    def fiche(self, objet: T) -> Fiche | None:
        """The record behind a row, for its journal; None: there is none yet."""
        return objet if isinstance(objet, Fiche) else None

    def reference(self, objet: T) -> str:
        """How people call the row (« R-2026-014 »)."""
        return str(getattr(objet, "reference", "") or self.cle(objet))

    def echeance(self, objet: T) -> Echeance | None:
        """The deadline that « Pourquoi cette date ? » explains; None: no such key on this row."""
        trouvee: Echeance | None = getattr(objet, "echeance", None)
        return trouvee if hasattr(trouvee, "etapes") else None

    def explicable(self, objet: T) -> bool:
        """Asked at each move of the cursor: has the row a date that y proves?"""
        return self.echeance(objet) is not None

    def explication(self, objet: T) -> Explication | None:
        """What the key y proves of a row: its deadline, unless the module tells another date."""
        from qualitui.domain.temps.explications import de_l_echeance

        echeance = self.echeance(objet)
        return de_l_echeance(echeance) if echeance is not None else None
