"""The styles, read again only when what they depend on has changed."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class Styles(Stylesheet):
    """Textual reads all of them anew, forgetting what it knew, each time a mode is first shown: a twentieth of a start.

    They depend on their texts, which are read as they are added, and on the variables of the theme.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._connues = dict(variables)
        self._a_relire = False

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._connues:
            self._connues, self._a_relire = dict(variables), True
            super().set_variables(variables)

    def parse(self) -> None:
        super().parse()
        self._a_relire = False

    def reparse(self) -> None:
        if self._a_relire:
            super().reparse()
            self._a_relire = False
