"""Take the guide's pictures again: python docs/prendre_images.py (headless; about a minute, then look at them).

A demonstration site of 2 March 2026 is made in a temporary folder, the keys of each picture are pressed, the screen is
written as SVG in docs/images. Fonts fetched from elsewhere are taken out: a picture must not call a remote host.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from textual.pilot import Pilot

IMAGES = Path(__file__).parent / "images"
JOUR = date(2026, 3, 2)
LARGE, ETROIT = (120, 40), (80, 24)


class Image(NamedTuple):
    """A picture: the keys pressed from the home screen, at this size."""

    nom: str
    touches: tuple[str, ...]
    taille: tuple[int, int] = LARGE


A_PRENDRE = (
    Image("accueil", ()),
    Image("accueil-80", (), ETROIT),
    Image("reclamations", ("f3",)),
    Image("verifications", ("f4",)),
    Image("verifications-annee", ("f4", "g", "less_than_sign")),
    Image("verifications-annee-80", ("f4", "g", "less_than_sign"), ETROIT),
    Image("verifications-semaine-80", ("f4", "l"), ETROIT),
    Image("actions", ("f5",)),
    Image("revue", ("f8",)),
    Image("pourquoi", ("f3", *["down"] * 9, "y")),  # received on a Saturday: two days skipped
)


def sans_hote(svg: str) -> str:
    """Without the fonts that Textual asks from a content network (the reader's own serves); spaces kept."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", svg)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, Consolas, DejaVu Sans Mono")
    return svg.replace('<svg class="rich-terminal"', '<svg xml:space="preserve" class="rich-terminal"')


async def calme(pilot: Pilot[Any]) -> None:
    for _ in range(4):
        await pilot.pause(0.1)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.2)


async def prendre(image: Image, site: Path) -> None:
    from qualitui.store.site.site import ouvrir
    from qualitui.ui.app import Qualitui

    ouvert = ouvrir(site, maintenant=horloge, poste="poste", login="direction")
    app = Qualitui(ouvert, lambda: JOUR, tolerant=False)
    async with app.run_test(size=image.taille) as pilot:
        await calme(pilot)
        for touche in image.touches:
            await pilot.press(touche)
            await calme(pilot)
        svg = app.export_screenshot(title="qualitui")
    ouvert.fermer()
    (IMAGES / f"{image.nom}.svg").write_text(sans_hote(svg), encoding="utf-8")


def horloge() -> datetime:
    return datetime(JOUR.year, JOUR.month, JOUR.day, 9, 0, tzinfo=UTC)


def tout_prendre() -> None:
    from qualitui.demonstration.site import fabriquer

    with tempfile.TemporaryDirectory() as dossier:
        os.environ["QUALITUI_ETAT_LOCAL"] = f"{dossier}/etat"
        os.environ["QUALITUI_REGLAGES"] = f"{dossier}/reglages.toml"
        site = Path(dossier) / "site"
        fabriquer(site, jour=JOUR)
        IMAGES.mkdir(exist_ok=True)
        for image in A_PRENDRE:
            asyncio.run(prendre(image, site))


if __name__ == "__main__":
    tout_prendre()
