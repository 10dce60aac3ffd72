"""The styles in use are those that a whole reading would give, whatever was opened and chosen."""

from __future__ import annotations

from datetime import date

import pytest
from textual.css.stylesheet import Stylesheet
from ui.pilotage import calme, ouvrir

from qualitui.store.site.site import Site
from qualitui.ui.modules import MODULES
from qualitui.ui.noyau.themes import LIBELLES


def regles(styles: Stylesheet) -> list[tuple[str, str]]:
    return [(regle.selectors, repr(dict(regle.styles.get_rules()))) for regle in styles.rules]


@pytest.mark.parametrize("theme", LIBELLES)
async def test_les_styles_gardes_sont_ceux_d_une_relecture_entiere(site: Site, jour: date, theme: str) -> None:
    """Every module opened, half of them before another theme is chosen."""
    async with ouvrir(site, jour) as pilot:
        for rang, module in enumerate(MODULES):
            if rang == len(MODULES) // 2:
                pilot.app.theme = theme
            pilot.app.aller(module.nom)
            await calme(pilot)
        gardes = regles(pilot.app.stylesheet)
        Stylesheet.reparse(pilot.app.stylesheet)
        assert regles(pilot.app.stylesheet) == gardes
        assert pilot.app.stylesheet._variables == pilot.app.get_css_variables()
