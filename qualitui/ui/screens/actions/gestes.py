"""The menu of key g: what can be done with a record now, and why the rest can't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, OptionList
from textual.widgets.option_list import Option

from qualitui.domain.base import Refus
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.noyau.traduction import chiffre

MARGE = 5
LARGEUR = 66


class LigneDeGeste(NamedTuple):
    """`touche` is the letter that does the same from the list, empty when there is none."""

    code: str
    libelle: str
    touche: str = ""
    refus: Refus | None = None


class Gestes(Boite[str]):
    """Dismisses the code of the gesture chosen: by Enter, or by the digit of its row. A refused one says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(chiffre(n), f"choisir({n})", f"Geste {n}", id=f"gestes.{n}", tooltip=f"Geste n° {n}", show=False)
            for n in range(1, 9)
        ),
    ]

    def __init__(self, titre: str, lignes: Sequence[LigneDeGeste]) -> None:
        super().__init__()
        self.titre = titre
        self.lignes = list(lignes)

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite") as boite:
            boite.border_title = self.titre
            rangees = (_rangee(rang, ligne) for rang, ligne in enumerate(self.lignes, start=1))
            yield OptionList(*(Option(texte, id=ligne.code) for texte, ligne in rangees), compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """The cursor starts on the first gesture that can be done."""
        possibles = [rang for rang, ligne in enumerate(self.lignes) if ligne.refus is None]
        self.query_one(OptionList).highlighted = possibles[0] if possibles else 0

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


def _rangee(rang: int, ligne: LigneDeGeste) -> tuple[Text, LigneDeGeste]:
    """« 1  Lancer l’action », its own key at the end; under a refused one, the reason."""
    touche = f"  ({ligne.touche})" if ligne.touche else ""
    if ligne.refus is None:
        return Text.assemble((f" {rang}  {ligne.libelle}", "bold"), touche), ligne
    texte = Text(f" {rang}  {ligne.libelle} : impossible", "dim")
    for morceau in _plier(ligne.refus.phrase):
        texte.append(f"\n{' ' * MARGE}{morceau}", "dim")
    return texte, ligne


def _plier(phrase: str) -> list[str]:
    from textwrap import wrap

    return wrap(phrase, LARGEUR)
