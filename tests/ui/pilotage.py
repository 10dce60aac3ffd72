"""The interface on a real site, without a terminal: keys are pressed, the register and the screen are looked at.

from ui.pilotage import calme, ouvrir, texte

async def test_…(site, jour):
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f3", "n"); await calme(pilot)
        assert "…" in texte(pilot)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from textual.pilot import Pilot

from qualitui.store.site.site import Site
from qualitui.ui.app import Qualitui

ETROIT = (80, 24)
LARGE = (120, 40)


@asynccontextmanager
async def ouvrir(
    site: Site, jour: date, *, taille: tuple[int, int] = ETROIT, tolerant: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The application on `site`, the day stopped at `jour`, at rest on the home screen."""
    app = Qualitui(site, lambda: jour, tolerant=tolerant)
    async with app.run_test(size=taille) as pilot:
        await calme(pilot)
        yield pilot


async def calme(pilot: Pilot[Any]) -> None:
    """Wait until the threads have given what they read and the screen shows it."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def taper(pilot: Pilot[Any], texte_tape: str) -> None:
    """Type a text, key by key."""
    noms = {" ": "space", "/": "slash", "+": "plus", ",": "comma", ".": "full_stop", "'": "apostrophe"}
    await pilot.press(*(noms.get(signe, signe) for signe in texte_tape))


def texte(pilot: Pilot[Any]) -> str:
    """What the screen shows, line by line, non-breaking spaces made plain."""
    app = pilot.app
    lignes = ["".join(segment.text for segment in bande) for bande in app.screen._compositor.render_strips(app.size)]
    return "\n".join(lignes).replace("\u00a0", " ")


def annonces(pilot: Pilot[Any]) -> list[str]:
    """The notifications shown so far, each on one line."""
    return [str(annonce.message).replace("\n", " ") for annonce in pilot.app._notifications]
