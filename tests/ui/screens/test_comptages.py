"""« Comment on compte », and « D’où vient ce chiffre ? » from each screen that shows figures."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import OptionList
from ui.pilotage import calme, ouvrir, texte

from qualitui.domain.comptage import Comptage
from qualitui.operations.indicateurs import comptages
from qualitui.store.site.site import Site
from qualitui.ui.widgets.menu import Menu


def attendues(compte: Comptage) -> list[str]:
    return [reference for groupe in compte.groupes() for reference, _ in groupe.lignes]


async def test_la_page_montre_chaque_chiffre_et_ses_fiches(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("comptages", "ECO-03")  # type: ignore[attr-defined]
        await calme(pilot)
        assert "Comment on compte" in texte(pilot)
        await pilot.press("d")
        await calme(pilot)
        boite = pilot.app.screen
        assert isinstance(boite, Menu)
        compte = comptages.compter(site_demo, "ECO-03", jour=jour)
        assert [reference for _, reference, _ in boite.lignes] == attendues(compte)
        assert {mot for _, _, mot in boite.lignes} >= {
            "au numérateur",
            "au dénominateur seulement",
            "pas encore échues",
        }
        await pilot.press("enter")
        await calme(pilot)
        assert "Réclamations" in texte(pilot)


@pytest.mark.parametrize(
    ("touches", "code"),
    [(("f3", "s", "d"), "ECO-01"), (("f4", "s", "d"), "VER-01"), (("f5", "s", "d"), "ACT-01")],
)
async def test_les_statistiques_disent_d_ou_vient_chaque_chiffre(
    site_demo: Site, jour: date, touches: tuple[str, ...], code: str
) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        for touche in touches:
            await pilot.press(touche)
            await calme(pilot)
        assert isinstance(pilot.app.screen, Menu)
        await pilot.press("enter")
        await calme(pilot)
        boite = pilot.app.screen
        assert isinstance(boite, Menu)
        compte = comptages.compter(site_demo, code, jour=jour)
        assert [reference for _, reference, _ in boite.lignes] == attendues(compte)
        assert boite.query_one(OptionList).option_count == len(boite.lignes)


async def test_un_indicateur_dit_ses_fiches(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("indicateurs", "I-SUG-01")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("d")
        await calme(pilot)
        boite = pilot.app.screen
        assert isinstance(boite, Menu)
        compte = comptages.compter(site_demo, "I-SUG-01", jour=jour)
        assert [reference for _, reference, _ in boite.lignes] == attendues(compte)
