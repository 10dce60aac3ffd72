"""The clock of this workstation is not believed: the box that asks before the first save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from qualitui.store.contrat import HorlogeDouteuse
from qualitui.ui.widgets.boites import Confirmation


class QuestionDHorloge(Confirmation):
    def __init__(self, refus: HorlogeDouteuse) -> None:
        phrase = f"{refus.phrase} Ce que vous enregistrez portera cette date."
        super().__init__(phrase, oui="Enregistrer quand même", non="Ne rien enregistrer", danger=True)


def demander(app: App[Any], refus: HorlogeDouteuse, oui: Callable[[], object], non: Callable[[], object]) -> None:
    """Ask once, however many gestures wait for the answer; after a yes the register believes the clock."""

    def suite(reponse: bool | None) -> None:
        if reponse:
            refus.croire()
            oui()
        else:
            non()

    if not any(isinstance(ecran, QuestionDHorloge) for ecran in app.screen_stack):
        app.push_screen(QuestionDHorloge(refus), suite)
