"""The home screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer, Static

from qualitui.ui.socle import Ecran
from qualitui.ui.widgets.entete import Entete


class EcranAccueil(Ecran[None]):
    def compose(self) -> ComposeResult:
        yield Entete("Accueil", "accueil")
        yield Static("La semaine du site")
        yield Footer(show_command_palette=False, compact=True)
