"""The keys at the bottom of a screen."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Footer


class Pied(Footer):
    """Made again only when its words change: Textual asks for it at each move of the focus, and lays the screen out."""

    _montres: tuple[tuple[str, str, bool], ...] = ()

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        if screen is self.screen and screen.app.app_focus:
            actifs = [actif for actif in screen.active_bindings.values() if actif.binding.show]
            montres = tuple((actif.binding.key, actif.binding.description, actif.enabled) for actif in actifs)
            if montres == self._montres:
                return
            self._montres = montres
        super().bindings_changed(screen)
