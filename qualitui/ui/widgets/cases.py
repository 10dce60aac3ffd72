"""Boxes to tick that read without colour: « [x] », « [ ] » (Textual's own differ only by their colour)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Checkbox, OptionList
from textual.widgets.option_list import Option


class CaseACocher(Checkbox):
    BUTTON_LEFT = "["
    BUTTON_RIGHT = "]"

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802 - the name is Textual's
        return "x" if self.value else " "


class ListeACocher(OptionList):
    """Rows to tick with Space; `coches` gives the codes of those ticked, in order (given: those ticked at start)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "cocher", "Cocher", id="cases.cocher", tooltip="Cocher ou décocher la ligne"),
        Binding("t", "tout", "Tout", id="cases.tout", tooltip="Tout cocher"),
        Binding("a", "aucun", "Aucun", id="cases.aucun", tooltip="Tout décocher"),
    ]

    class Coche(Message):
        """A row was ticked or unticked."""

    def __init__(
        self, lignes: Sequence[tuple[str, str]], *, coches: Collection[str] | None = None, id: str | None = None
    ) -> None:
        self._libelles = dict(lignes)
        self._coches = {code: coches is None or code in coches for code in self._libelles}
        super().__init__(*(Option(self._ligne(code), id=code) for code in self._libelles), id=id, compact=True)

    @property
    def coches(self) -> list[str]:
        return [code for code, coche in self._coches.items() if coche]

    def _ligne(self, code: str) -> Text:
        return Text(f"[{'x' if self._coches[code] else ' '}] {self._libelles[code]}", no_wrap=True, overflow="ellipsis")

    def _poser(self, code: str, coche: bool) -> None:
        self._coches[code] = coche
        self.replace_option_prompt(code, self._ligne(code))
        self.post_message(self.Coche())

    def cocher(self, codes: Collection[str]) -> None:
        """Tick these rows, and only them."""
        for code in self._libelles:
            self._poser(code, code in codes)

    def action_cocher(self) -> None:
        option = self.highlighted_option
        if option is not None and option.id is not None:
            self._poser(option.id, not self._coches[option.id])

    def action_tout(self) -> None:
        for code in self._libelles:
            self._poser(code, True)

    def action_aucun(self) -> None:
        for code in self._libelles:
            self._poser(code, False)
