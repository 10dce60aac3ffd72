"""What can be done with a record now, and why the rest can't: one menu, the same keys for every record.

    self.app.push_screen(MenuDeGestes("A-2026-012 : que faire ?", lignes), self._apres_menu)

The digit of a row does it, the letter beside it too (the one that does it from the list), and Enter on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from qualitui.domain.base import Refus
from qualitui.domain.possibles import Nomme, Possibilite
from qualitui.ui.noyau.coupe import couper
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.noyau.traduction import chiffre, touche

CHIFFRES = 9  # rows that have a digit
MARGE = 6  # columns of the digit and of the letter
LARGEUR = 64  # columns of a reason


class LigneDeGeste(NamedTuple):
    """`touche`: the key that does the same from the list; `aide`: a word beside the label."""

    code: str
    libelle: str
    touche: str = ""
    refus: Refus | None = None
    aide: str = ""


def lignes_de(possibilites: Iterable[Possibilite[Nomme]], touches: Mapping[str, str]) -> list[LigneDeGeste]:
    """The rows of a concept's gestures; `touches`: what the screen's `touches_des_gestes` gives."""
    return [
        LigneDeGeste(geste.value, geste.libelle, touches.get(geste.value, ""), refus) for geste, refus in possibilites
    ]


class MenuDeGestes(Boite[str]):
    """Dismisses the code of the gesture chosen, None by Esc. One that can't be done now says why, and stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(chiffre(n), f"choisir({n})", f"Geste {n}", id=f"gestes.{n}", tooltip=f"Geste n° {n}", show=False)
        for n in range(1, CHIFFRES + 1)
    ]

    def __init__(self, titre: str, lignes: Sequence[LigneDeGeste], *, intro: str = "") -> None:
        super().__init__()
        self.titre = titre
        self.lignes = list(lignes)
        self.intro = intro

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite") as boite:
            boite.border_title = self.titre
            if self.intro:
                yield Static(self.intro, classes="boite-phrase", markup=False)
            rangees = enumerate(self.lignes, start=1)
            yield OptionList(*(Option(_rangee(n, ligne), id=ligne.code) for n, ligne in rangees), compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """The cursor starts on the first gesture that can be done."""
        possibles = [rang for rang, ligne in enumerate(self.lignes) if ligne.refus is None]
        self.query_one(OptionList).highlighted = possibles[0] if possibles else 0

    def on_key(self, event: Key) -> None:
        """The letter beside a gesture does it."""
        voulue = next((ligne for ligne in self.lignes if event.key == ligne.touche), None)
        if voulue is not None:
            event.stop()
            self._prendre(voulue)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._prendre(self.lignes[event.option_index])

    def action_choisir(self, numero: int) -> None:
        if numero <= len(self.lignes):
            self._prendre(self.lignes[numero - 1])

    def _prendre(self, ligne: LigneDeGeste) -> None:
        if ligne.refus is not None:
            self.qualitui.refuser(ligne.refus)
        else:
            self.dismiss(ligne.code)


def _rangee(rang: int, ligne: LigneDeGeste) -> Text:
    """« 2  r  Noter sa réalisation »; under a gesture that can't be done, the reason."""
    tete = f"{rang if rang <= CHIFFRES else '':>2} {touche(ligne.touche):^2} "
    if ligne.refus is None:
        return Text.assemble((f"{tete}{ligne.libelle}", "bold"), f"  {ligne.aide}" if ligne.aide else "")
    texte = Text(f"{tete}{ligne.libelle}\u00a0: impossible", "dim")
    phrase = ligne.refus.phrase
    for debut, fin in couper(phrase, LARGEUR):
        texte.append(f"\n{' ' * MARGE}{phrase[debut:fin]}", "dim")
    return texte
