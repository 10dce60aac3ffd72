"""A gesture that only asks before going on (the clock is not believed, a file is someone else's): the box that asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from qualitui.domain.base import AConfirmer
from qualitui.ui.widgets.boites import Confirmation


class DemandeDeConfirmation(Confirmation):
    def __init__(self, refus: AConfirmer) -> None:
        super().__init__(f"{refus.phrase} {refus.enjeu}", oui=refus.oui, non=refus.non, danger=True)


def demander(app: App[Any], refus: AConfirmer, oui: Callable[[], object], non: Callable[[], object]) -> None:
    """Ask once, however many gestures wait for the answer; after a yes, what asked is told to go on."""

    def suite(reponse: bool | None) -> None:
        if reponse:
            refus.croire()
            oui()
        else:
            non()

    if not any(isinstance(ecran, DemandeDeConfirmation) for ecran in app.screen_stack):
        app.push_screen(DemandeDeConfirmation(refus), suite)
