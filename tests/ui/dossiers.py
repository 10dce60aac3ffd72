"""Cases to look at, and keys to press on them, for the tests of the réclamations screens."""

from __future__ import annotations

from datetime import date

from textual.pilot import Pilot
from textual.widgets import Input
from ui.pilotage import texte

from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.site import Site
from qualitui.ui.screens.commun.base import DELAI_DETAIL

SUITE = 1.2 * DELAI_DETAIL  # what follows the cursor has been laid out


def semer(site: Site, jour: date, **champs: object) -> Reclamation:
    """A case received on 31 January 2026 on the generic mailbox: due on 2 March."""
    saisie = {"canal": "courriel-generique", "recue_le": date(2026, 1, 31), "nature": "reclamation", **champs}
    return reclamations.ajouter(site, Saisie.model_validate(saisie), jour=jour).reclamation


def relue(site: Site) -> Reclamation:
    return site.registre.find(Reclamation)[0]


async def presser(pilot: Pilot[None], *touches: str) -> str:
    """Press keys one after the other, each one settled; the screen at the end."""
    for cle in touches:
        await pilot.press(cle)
        await _reposer(pilot)
    return texte(pilot)


async def _reposer(pilot: Pilot[None]) -> None:
    """Wait for the threads, if the key started any, and for what they give to be shown."""
    await pilot.pause()
    while any(not travail.is_finished for travail in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause(SUITE)


async def remplir(pilot: Pilot[None], champs: dict[str, str]) -> None:
    """Put these texts in the fields of the form in front, as if pasted."""
    for nom, valeur in champs.items():
        pilot.app.screen.query_one(f"#champ-{nom} Input", Input).value = valeur
    await pilot.pause()
