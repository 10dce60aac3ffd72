"""The two lines at the top: where, when, who; then the modules and their keys (also for the mouse)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from qualitui.domain.francais import date_en_mots, date_sans_annee
from qualitui.ui.modules import modules_presents
from qualitui.ui.traduction import touche

if TYPE_CHECKING:
    from qualitui.ui.app import Qualitui

LARGE = 120


class Entete(Vertical):
    """`titre` is the screen's; `nom` the module in front, shown between brackets in the second line."""

    def __init__(self, titre: str, nom: str) -> None:
        super().__init__()
        self.titre = titre
        self.nom_module = nom

    def compose(self) -> ComposeResult:
        with Horizontal(classes="entete-haut"):
            yield Static("", classes="entete-lieu", markup=False)
            yield Static("", classes="entete-qui", markup=False)
        yield Static("", classes="entete-modules", markup=False)

    def on_mount(self) -> None:
        self.actualiser()

    def on_resize(self) -> None:
        self.actualiser()

    def actualiser(self) -> None:
        """Say again the day and the person: the day may have changed since the screen was opened."""
        app = cast("Qualitui", self.app)
        jour = app.jour()
        large = self.app.size.width >= LARGE
        alerte = "! Site injoignable · " if app.injoignable else ""
        self.query_one(".entete-lieu", Static).update(Text(f"{alerte}{app.site.reglages.nom} · {self.titre}"))
        quand = date_en_mots(jour) if large else date_sans_annee(jour)
        self.query_one(".entete-qui", Static).update(Text(f"{quand} · {app.qui}"))
        self.query_one(".entete-modules", Static).update(self._modules(large))

    def _modules(self, large: bool) -> Text:
        ligne = Text(no_wrap=True, overflow="ellipsis")
        presents = [(m.nom, touche(m.touche), m.titre if large else m.court) for m in modules_presents() if m.touche]
        for nom, cle, titre in [*presents, ("", "F9", "Plus")]:
            geste = f"app.aller('{nom}')" if nom else "app.plus"
            ici = nom == self.nom_module
            ligne.append(cle, Style(bold=True, meta={"@click": geste}))
            ligne.append(f"[{titre}]" if ici else f" {titre}", Style(reverse=ici, meta={"@click": geste}))
            ligne.append(" ")
        return ligne
