"""Long choices (motif, engagement, person): typing any part of the label finds it, accents or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual_autocomplete import AutoComplete, DropdownItem, TargetState

from qualitui.domain.base import Refus
from qualitui.domain.francais import enumerer, sans_accents

Options = Sequence[tuple[str, str]]  # (code, label)


class ChoixInconnu(Refus):
    """What was typed is not in the list, or could be several of its rows."""


def code_de(texte: str, options: Options) -> str:
    """The code of the label typed: whole, or the only one that contains it. ChoixInconnu proposes the nearest."""
    cherche = sans_accents(texte.strip())
    for code, libelle in options:
        if cherche in (sans_accents(libelle), sans_accents(code)):
            return code
    possibles = [(code, libelle) for code, libelle in options if cherche in sans_accents(libelle)]
    possibles = possibles or [(code, libelle) for code, libelle in options if _mots(cherche, sans_accents(libelle))]
    if len(possibles) == 1:
        return possibles[0][0]
    if not possibles:
        raise ChoixInconnu(f"« {texte.strip()} » n’est pas dans la liste : ↓ la montre.")
    noms = enumerer([f"« {libelle} »" for _, libelle in possibles[:3]], "ou")
    raise ChoixInconnu(f"Précisez : {noms}{'…' if len(possibles) > 3 else ''}")


def _mots(cherche: str, texte: str) -> list[tuple[int, int]]:
    """Where each word typed stands, « courriel gen » in « courriel à l’adresse générique »; [] if one is not there."""
    lieux = [(texte.find(mot), len(mot)) for mot in cherche.split()]
    return [(debut, debut + taille) for debut, taille in lieux] if all(debut >= 0 for debut, _ in lieux) else []


class ListeDeChoix(AutoComplete):
    """The list under the field, filtered as one types; Enter or Tab takes the row, Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "hide", "Fermer la liste", show=False)]

    def __init__(self, cible: str, libelles: Sequence[str]) -> None:
        super().__init__(cible, [DropdownItem(libelle) for libelle in libelles])

    def match(self, query: str, candidate: str) -> tuple[float, tuple[int, ...]]:
        cherche, texte = sans_accents(query), sans_accents(candidate)
        debut = texte.find(cherche)
        if debut < 0:
            trouves = _mots(cherche, texte)
            score = 0.5 if trouves else 0.0
        else:
            trouves = [(debut, debut + len(cherche))]
            score = 3.0 if debut == 0 else 2.0 if texte[debut - 1] in " '(" else 1.0
        # « œ » folds to two letters: places are only shown when folding kept the length.
        memes = len(texte) == len(candidate)
        places = {place for du, au in trouves for place in range(du, au)} if memes else ()
        return score, tuple(sorted(places))

    def get_candidates(self, target_state: TargetState) -> list[DropdownItem]:
        return list(self.candidates) if isinstance(self.candidates, list) else []

    def get_search_string(self, target_state: TargetState) -> str:
        # A label already chosen does not narrow the list to itself: ↓ shows every row again.
        texte: str = super().get_search_string(target_state)
        entiers: Any = {candidat.value for candidat in self.get_candidates(target_state)}
        return "" if texte in entiers else texte

    def should_show_dropdown(self, search_string: str) -> bool:
        return bool(search_string) and self.option_list.option_count > 0
