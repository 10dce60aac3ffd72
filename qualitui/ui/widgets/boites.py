"""Small boxes: a question with its answers, a confirmation.

self.app.push_screen(Confirmation("Clore R-2026-014 ?", oui="Clore"), lambda oui: … if oui else None)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Static

from qualitui.ui.noyau.ecran import Boite


class Question(Boite[str]):
    """A sentence and two or three answers; dismisses the code of the answer, None by Esc.

    `reponses`: (code, label); the first one has the focus. Arrows go from one to the next.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", "Réponse précédente", id="question.avant", show=False),
        Binding("right,down", "app.focus_next", "Réponse suivante", id="question.apres", show=False),
    ]

    def __init__(self, phrase: str, reponses: Sequence[tuple[str, str]], *, titre: str = "", detail: str = "") -> None:
        super().__init__()
        self.phrase = phrase
        self.reponses = reponses
        self.titre = titre
        self.texte_detail = detail

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-question") as boite:
            boite.border_title = self.titre or None
            yield Static(self.phrase, classes="boite-phrase", markup=False)
            if self.texte_detail:
                with VerticalScroll(classes="boite-texte", can_focus=False):
                    yield Static(self.texte_detail, markup=False)
            with Horizontal(classes="boite-boutons"):
                for code, libelle in self.reponses:
                    yield Button(libelle, id=f"reponse-{code}", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query(Button).first().focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.repondre((event.button.id or "").removeprefix("reponse-"))

    def repondre(self, code: str) -> None:
        self.dismiss(code)


class Confirmation(Boite[bool]):
    """« Oui » or « Non »; dismisses True only for a clear yes. `danger`: the no has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "oui", "Oui", id="confirmation.oui"),
        Binding("n", "fermer", "Non", id="confirmation.non"),
        Binding("left,up", "app.focus_previous", "Réponse précédente", id="confirmation.avant", show=False),
        Binding("right,down", "app.focus_next", "Réponse suivante", id="confirmation.apres", show=False),
    ]

    def __init__(self, phrase: str, *, oui: str = "Oui", non: str = "Non", danger: bool = False) -> None:
        super().__init__()
        self.phrase = phrase
        self.oui = oui
        self.non = non
        self.danger = danger

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-question"):
            yield Static(self.phrase, classes="boite-phrase", markup=False)
            with Horizontal(classes="boite-boutons"):
                yield Button(self.oui, id="oui", compact=True)
                yield Button(self.non, id="non", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#non" if self.danger else "#oui").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "oui")

    def action_oui(self) -> None:
        self.dismiss(True)

    def action_fermer(self) -> None:
        self.dismiss(False)
