"""F1: the keys of the screen in front, then the general ones; made from the bindings, so never out of date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.noyau.traduction import touche

LARGEUR_TOUCHES = 22


def sections(ecran: Screen[Any]) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """(title, [(keys, what they do)]): this screen, the widget in hand, the program."""
    ici: dict[str, list[str]] = {}
    partout: dict[str, list[str]] = {}
    main: dict[str, list[str]] = {}
    for cle, actif in ecran.active_bindings.items():
        lien = actif.binding
        texte = lien.tooltip or lien.description
        if not texte or lien.system or not actif.enabled:
            continue
        rangee = partout if actif.node is ecran.app else ici if lien.id and actif.node is ecran else main
        rangee.setdefault(texte, []).append(touche(cle))
    for titre, rangee in (("Cet écran", ici), ("Partout", partout), ("Dans la liste ou le champ", main)):
        yield titre, [(" ou ".join(dict.fromkeys(cles)), texte) for texte, cles in rangee.items()]


def aide_en_texte(ecran: Screen[Any]) -> Text:
    texte = Text()
    for titre, lignes in sections(ecran):
        if lignes:
            texte.append(f"{titre}\n", "bold underline")
        for cles, quoi in lignes:
            texte.append(f"  {cles:<{LARGEUR_TOUCHES}}", "bold").append(f" {quoi}\n")
        texte.append("\n")
    return texte


class Aide(Boite[None]):
    """The help box; what it lists is read when it opens."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-haute") as boite:
            boite.border_title = "Aide : les touches"
            with VerticalScroll(classes="boite-defile"):
                yield Static("", id="aide-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        dessous = self.app.screen_stack[-2]
        self.query_one("#aide-texte", Static).update(aide_en_texte(dessous))
