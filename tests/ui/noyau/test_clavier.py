"""Typed faster than the program answers: every letter goes where it was meant to go."""

from __future__ import annotations

import asyncio
import time
from datetime import date

from textual.events import Key
from textual.pilot import Pilot
from ui.dossiers import semer
from ui.pilotage import annonces, calme, ouvrir, texte

from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.store.site.site import Site
from qualitui.ui.screens.commun.base import BarreDeFiltre
from qualitui.ui.widgets.champs import Champ


async def d_un_trait(pilot: Pilot[None], *touches: str) -> None:
    """All the keys are there before the first one is looked at, as after a moment when the program was busy."""
    for touche in touches:
        pilot.app.post_message(Key(touche, touche if len(touche) == 1 else None))
    for _ in range(4):
        await asyncio.sleep(0.1)
        await calme(pilot)


async def test_ce_qui_suit_la_barre_de_recherche_est_cherche(site: Site, jour: date) -> None:
    semer(site, jour)
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f3")
        await calme(pilot)
        await d_un_trait(pilot, "slash", *"ndelai")
        barre = pilot.app.screen.query_one(BarreDeFiltre)
        assert barre.texte == "ndelai"
        assert len(pilot.app.screen_stack) == 1


async def test_ce_qui_suit_nouvelle_s_ecrit_dans_le_formulaire(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await d_un_trait(pilot, "f6", "n", *"banc", "f12")
        (suggestion,) = site.registre.find(Suggestion)
        assert suggestion.texte == "banc"


async def test_ce_qui_suit_la_touche_d_un_module_attend_sa_liste(site: Site, jour: date) -> None:
    semer(site, jour)
    async with ouvrir(site, jour) as pilot:
        await d_un_trait(pilot, "f3", "n", *"courrier")
        assert "Nouvelle réclamation" in texte(pilot)
        assert annonces(pilot) == []
        assert "courrier" in texte(pilot)


async def test_un_formulaire_qui_lit_d_abord_le_dossier_recoit_ce_qui_fut_tape(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        app = pilot.app
        recu: list[str] = []
        app.lire(lambda: time.sleep(0.3), lambda _: recu.append("ouvert"), ouvre=True)  # type: ignore[attr-defined]
        app.post_message(Key("f3", None))
        app.post_message(Key("f1", None))
        await asyncio.sleep(0.1)
        assert (recu, len(app.screen_stack)) == ([], 1)
        await asyncio.sleep(0.6)
        await calme(pilot)
        assert recu == ["ouvert"]
        assert len(app.screen_stack) == 2


async def test_un_partage_qui_ne_repond_pas_ne_retient_pas_le_clavier(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.clavier.retenir()  # type: ignore[attr-defined]
        pilot.app.post_message(Key("f6", None))
        pilot.app.post_message(Key("f3", None))
        await asyncio.sleep(2.0)
        await calme(pilot)
        assert "Réclamations" in texte(pilot).splitlines()[0]


async def test_un_brouillon_est_repris_avant_ce_qui_fut_tape(site: Site, jour: date) -> None:
    semer(site, jour)
    async with ouvrir(site, jour) as pilot:
        assert pilot.app.brouillons is not None  # type: ignore[attr-defined]
        garde = {"canal": "cour", "objet": "Attente"}
        pilot.app.brouillons.garder("reclamation", garde, titre="Nouvelle réclamation")  # type: ignore[attr-defined]
        await d_un_trait(pilot, "f3", "n", *"oral")
        champs = {champ.nom: champ.texte for champ in pilot.app.screen.query(Champ)}
        assert (champs["canal"], champs["objet"]) == ("oral", "Attente")
