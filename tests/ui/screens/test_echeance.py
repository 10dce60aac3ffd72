"""The calculator: a delay, a date, three dates and their reason."""

from __future__ import annotations

from datetime import date

from textual.pilot import Pilot
from ui.pilotage import calme, ouvrir, taper, texte

from qualitui.store.site.site import Site


async def _calculer(pilot: Pilot[None], delai: str, depart: str) -> str:
    pilot.app.aller("echeance")  # type: ignore[attr-defined]
    await calme(pilot)
    await taper(pilot, delai)
    await pilot.press("enter", "tab", "ctrl+u")
    await taper(pilot, depart)
    await calme(pilot)
    return texte(pilot)


async def test_les_trois_dates_et_la_raison(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        vue = await _calculer(pilot, "reponse a une demande", "06/03")
        assert "Quantième lundi 6 avril 2026" in vue
        assert "Butoir    mardi 7 avril 2026" in vue
        assert "Cible     vendredi 3 avril 2026" in vue
        assert "engagement 9" in vue


async def test_une_date_incomprise_le_dit_sans_resultat(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        vue = await _calculer(pilot, "reponse a une demande", "31/02")
        assert "Quantième" not in vue
        assert "février" in vue


async def test_echap_ramene_a_l_accueil(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _calculer(pilot, "reponse a une demande", "06/03")
        await pilot.press("escape")
        await calme(pilot)
        assert pilot.app.current_mode == "accueil"
