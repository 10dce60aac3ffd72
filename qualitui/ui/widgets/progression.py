"""Long work on many records, one at a time in a thread: how far it is, and Esc to stop after the one in hand.

    self.app.push_screen(Progression("Courriers", dossiers, lambda d: …, nom=lambda d: d.reference), self._fini)

The keys are never held: between two records the program does the rest, and what is done stays done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from qualitui.ui.noyau.ecran import Boite

LARGEUR = 60  # signs of the bar


class Deroule(NamedTuple):
    """What each record done gave, in order, and how many there were to do."""

    faits: list[Any]
    total: int

    @property
    def arrete(self) -> bool:
        return len(self.faits) < self.total


class Progression(Boite[Deroule]):
    """Dismisses a `Deroule`; nothing closes it before the record in hand is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "fermer", "Arrêter", id="progression.arreter", tooltip="Arrêter après celui en cours"),
    ]

    def __init__(
        self, titre: str, elements: Sequence[Any], geste: Callable[[Any], Any], *, nom: Callable[[Any], str]
    ) -> None:
        super().__init__()
        self.titre = titre
        self.elements = list(elements)
        self.geste = geste
        self.nommer = nom
        self.faits: list[Any] = []
        self.arret = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-progression") as boite:
            boite.border_title = self.titre
            yield Static("", id="progression-barre", markup=False)
            yield Static("", id="progression-phrase", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self._suivant()

    def _suivant(self) -> None:
        """Do the next record, or end: all are done, or someone asked to stop."""
        if self.arret or len(self.faits) == len(self.elements):
            self._finir()
            return
        self._montrer()
        element = self.elements[len(self.faits)]
        self.qualitui.lire(lambda: _essayer(self.geste, element), self._fait, groupe="geste")

    def _fait(self, resultat: tuple[Any, Exception | None]) -> None:
        valeur, erreur = resultat
        if erreur is not None:
            self._finir()
            if not self.qualitui.recueillir(erreur):
                raise erreur
            return
        self.faits.append(valeur)
        self._suivant()

    def _finir(self) -> None:
        self.terminer(Deroule(self.faits, len(self.elements)))
        self.qualitui.registre_change()

    def _montrer(self) -> None:
        faits, total = len(self.faits), len(self.elements)
        pleins = LARGEUR * faits // total
        self.query_one("#progression-barre", Static).update(f"[{'#' * pleins}{'.' * (LARGEUR - pleins)}]")
        suite = "arrêt après celui en cours…" if self.arret else f"en cours\u00a0: {self.nommer(self.elements[faits])}"
        self.query_one("#progression-phrase", Static).update(f"{faits} sur {total}, {suite}")

    def action_fermer(self) -> None:
        self.arret = True
        self._montrer()


def _essayer(geste: Callable[[Any], Any], element: Any) -> tuple[Any, Exception | None]:
    """An error must end the box, not leave it waiting."""
    try:
        return geste(element), None
    except Exception as erreur:
        return None, erreur
