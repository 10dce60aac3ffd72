"""A short list to choose from: a label, and a word of help beside it.

self.app.push_screen(Menu("Étapes", [("arreter", "Arrêter les données", "au 2 mars 2026"), …]), self._etape)
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from qualitui.ui.noyau.ecran import Boite


class Menu(Boite[str]):
    """Dismisses the code of the row chosen, None by Esc. `lignes`: (code, label, help, which may be empty)."""

    def __init__(self, titre: str, lignes: Sequence[tuple[str, str, str]], *, intro: str = "") -> None:
        super().__init__()
        self.titre = titre
        self.lignes = list(lignes)
        self.intro = intro

    def compose(self) -> ComposeResult:
        largeur = max((len(libelle) for _, libelle, _ in self.lignes), default=0) + 2
        with Vertical(classes="boite") as boite:
            boite.border_title = self.titre
            if self.intro:
                yield Static(self.intro, classes="boite-phrase", markup=False)
            yield OptionList(*(Option(_ligne(une, largeur), id=une[0]) for une in self.lignes), compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)


def _ligne(ligne: tuple[str, str, str], largeur: int) -> Text:
    _, libelle, aide = ligne
    texte = Text.assemble((libelle.ljust(largeur) if aide else libelle, "bold"), aide)
    texte.no_wrap, texte.overflow = True, "ellipsis"
    return texte
