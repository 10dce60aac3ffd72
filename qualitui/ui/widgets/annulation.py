"""The question of key u: the last gesture of the person, named before it is undone."""

from __future__ import annotations

from functools import partial

from textual.widgets import Static

from qualitui.domain.base import Refus
from qualitui.store.site.site import Site
from qualitui.ui.widgets.boites import Confirmation

QUESTION = "Annuler votre dernier enregistrement ?"


def _dernier_geste(site: Site) -> str:
    """In words. The history reads the models of every table: each screen imports this box, few people open it."""
    from qualitui.operations.donnees.historique import dernier_geste, geste_en_mots

    return geste_en_mots(dernier_geste(site))


class Annulation(Confirmation):
    """Answers at once to the keys; which gesture it is shows as soon as it is read, in a thread."""

    def __init__(self) -> None:
        super().__init__(QUESTION, oui="Annuler le geste", non="Ne rien changer")

    def on_mount(self) -> None:
        super().on_mount()
        self.qualitui.lire(
            partial(_dernier_geste, self.qualitui.site), self._dire, groupe="annulation", echec=self._refuser
        )

    def _refuser(self, refus: Refus) -> None:
        self._dire(refus.phrase)

    def _dire(self, phrase: str) -> None:
        self.query_one(".boite-phrase", Static).update(f"{QUESTION}\n\n{phrase}")
