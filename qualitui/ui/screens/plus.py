"""F9: the modules that have no key of their own; only those this version has."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, OptionList
from textual.widgets.option_list import Option

from qualitui.ui.modules import MODULES, Module
from qualitui.ui.noyau.ecran import Boite


def _ligne(module: Module) -> Text:
    return Text.assemble((module.titre.ljust(26), "bold"), module.aide)


class Plus(Boite[str]):
    """Dismisses the name of the module chosen."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite") as boite:
            boite.border_title = "Plus"
            yield OptionList(*(Option(_ligne(m), id=m.nom) for m in MODULES if not m.touche), compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)
