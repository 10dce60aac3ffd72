"""A record that cannot be read here has its row on the screen, which no gesture changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.store.site.site import Site, ouvrir
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.widgets.tableau import Tableau
from tests.conftest import horloge
from tests.lignes_de_trop import Etranger
from tests.ui.pilotage import ETROIT, LARGE, calme, texte
from tests.ui.pilotage import ouvrir as piloter


@pytest.fixture
def abime(site: Site) -> Site:
    for rang in (1, 2, 3):
        origine = Origine(concept="reunion")
        reference, le = f"A-2026-00{rang}", date(2026, 3, 2)
        site.registre.add(Action(reference=reference, intitule="Repeindre", origine=origine, creee_le=le))
    etranger = Etranger(site.dossier)
    etranger.changer("actions", etranger.nommee("actions", "A-2026-002"), s={"etat": "en attente de budget"})
    etranger.changer("actions", etranger.nommee("actions", "A-2026-003"), s={"effort": "fort"})
    site.registre.poll()
    return site


def journaux(site: Site) -> dict[Path, bytes]:
    return {chemin: chemin.read_bytes() for chemin in site.dossier.glob("registre/*/*.jsonl")}


@pytest.mark.parametrize("taille", [ETROIT, LARGE])
async def test_une_fiche_illisible_a_sa_ligne_a_l_ecran(abime: Site, jour: date, taille: tuple[int, int]) -> None:
    async with piloter(abime, jour, taille=taille) as pilot:
        assert "A-2026-002" in texte(pilot), "in the week: nobody knows whether it is over"
        await pilot.press("f5")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranModule)
        assert ecran.query_one(Tableau).row_count == 3
        ecran.viser("A-2026-002")
        await pilot.press("enter")
        await calme(pilot)
        vu = texte(pilot)
        assert "Illisible ici" in vu
        assert "en attente de budget" in vu


async def test_aucun_geste_ne_change_une_fiche_illisible(abime: Site, jour: date) -> None:
    avant = journaux(abime)
    async with piloter(abime, jour) as pilot:
        await pilot.press("f5")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranModule)
        ecran.viser("A-2026-002")
        for touche in sorted({cle for cle in ecran._bindings.key_to_bindings if len(cle) == 1} - {"n", "t", "j"}):
            await pilot.press(touche)
            await calme(pilot)
            if pilot.app.screen is not ecran:
                await pilot.press("escape")
                await calme(pilot)
    assert journaux(abime) == avant


async def test_une_fiche_en_lecture_seule_est_montree_entiere(abime: Site, jour: date) -> None:
    avant = journaux(abime)
    async with piloter(abime, jour, taille=LARGE) as pilot:
        await pilot.press("f5")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranModule)
        ecran.viser("A-2026-003")
        await pilot.press("enter")
        await calme(pilot)
        vu = texte(pilot)
        assert "En lecture seule ici" in vu
        assert "Repeindre" in vu
    assert journaux(abime) == avant


def test_le_site_se_rouvre_avec_elles(abime: Site) -> None:
    ouvert = ouvrir(abime.dossier, maintenant=horloge, poste="autre", login="autre")
    assert [une.nom for une in ouvert.registre.illisibles] == ["A-2026-002", "A-2026-003"]
    ouvert.fermer()
