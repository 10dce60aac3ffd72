"""What the two grids of the checks share: header, grid, the line of the cell, legend, one reading at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.volets import signes
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.screens.verifications.rangees import LEGENDE, STYLES, nommer
from qualitui.ui.widgets.entete import Entete
from qualitui.ui.widgets.grille import Grille

_STYLES: dict[str, str] = {str(lettre): style for lettre, style in STYLES.items()}


def cellule(suivis: list[Suivi]) -> Text:
    """The signs of a cell, each in its style: the letter tells without it."""
    texte = Text(no_wrap=True)
    for lettre in signes(suivis):
        texte.append(lettre, _STYLES.get(lettre, ""))
    return texte


class EcranGrille(Ecran[None]):
    """`<` and `>` go from one period to the next; Esc goes back to the list."""

    AUTO_FOCUS = "Grille"
    titre: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "retour", "Retour", id="grille.retour", tooltip="Revenir à la liste", show=False),
        Binding("less_than_sign", "avant", "Avant", id="grille.avant", tooltip="La période d’avant"),
        Binding("greater_than_sign", "apres", "Après", id="grille.apres", tooltip="La période d’après"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._version = -1
        self._roles: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Entete(self.titre, "verifications")
        yield Static("", id="grille-titre", markup=False)
        yield Grille(id="grille")
        yield Static("", id="grille-case", markup=False)
        yield Static(LEGENDE, id="grille-legende", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    @property
    def grille(self) -> Grille:
        return self.query_one(Grille)

    @property
    def jour(self) -> date:
        return self.qualitui.jour()

    @property
    def nommer(self) -> Callable[[str], str]:
        return nommer(self._roles, self.qualitui.nom)

    def lire(self) -> Any:
        raise TypeError(f"{type(self).__name__} must read its cells")

    def lu(self, contenu: Any) -> None:
        raise TypeError(f"{type(self).__name__} must show its cells")

    def on_screen_resume(self) -> None:
        if self._version != self.qualitui.version:
            self.rafraichir()

    def on_resize(self) -> None:
        if self._version >= 0:
            self.rafraichir()

    def rafraichir(self) -> None:
        self._version = self.qualitui.version
        self._roles = {role.code: role.libelle for role in self.qualitui.site.roles}
        self.qualitui.lire(self.lire, self.lu)

    def dire_case(self, texte: Text | str) -> None:
        self.query_one("#grille-case", Static).update(texte)

    def intituler(self, texte: str) -> None:
        self.query_one("#grille-titre", Static).update(texte)

    def action_retour(self) -> None:
        self.app.pop_screen()

    def action_avant(self) -> None:
        raise TypeError(f"{type(self).__name__} must go back one period")

    def action_apres(self) -> None:
        raise TypeError(f"{type(self).__name__} must go on one period")
