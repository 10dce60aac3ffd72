"""The question of key u: the last gesture of the person, named before it is undone."""

from __future__ import annotations

from textual.widgets import Static

from qualitui.domain.base import Refus
from qualitui.operations.donnees.historique import Annule, dernier_geste, geste_en_mots
from qualitui.ui.widgets.boites import Confirmation

QUESTION = "Annuler votre dernier enregistrement ?"


class Annulation(Confirmation):
    """Answers at once to the keys; which gesture it is shows as soon as it is read, in a thread."""

    def __init__(self) -> None:
        super().__init__(QUESTION, oui="Annuler le geste", non="Ne rien changer")

    def on_mount(self) -> None:
        super().on_mount()
        site = self.qualitui.site
        self.qualitui.lire(lambda: dernier_geste(site), self._nommer, groupe="annulation", echec=self._refuser)

    def _nommer(self, geste: Annule) -> None:
        self._dire(geste_en_mots(geste))

    def _refuser(self, refus: Refus) -> None:
        self._dire(refus.phrase)

    def _dire(self, phrase: str) -> None:
        self.query_one(".boite-phrase", Static).update(f"{QUESTION}\n\n{phrase}")
