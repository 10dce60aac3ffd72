"""Work in a thread, and who is there no more when it comes back: the program, or the screen, was left meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from ui.ecran_essai import EcranEssai
from ui.pilotage import annonces, calme, ouvrir, taper

import qualitui.ui
from qualitui.domain.base import Refus
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.store.site.site import Site
from qualitui.ui.app import Qualitui
from qualitui.ui.modules import MODULES
from qualitui.ui.widgets.champs import ChampTexte
from qualitui.ui.widgets.formulaire import Formulaire

FILS = re.compile(r"thread=True|Thread\(|to_thread|run_in_executor|call_from_thread|@work")


class Attente:
    """A work that waits for leave in its thread: `commence` once it is there."""

    def __init__(self, travail: Callable[[], Any] = lambda: "lu") -> None:
        self.travail, self.commence, self.libre = travail, Event(), Event()

    def __call__(self) -> Any:
        self.commence.set()
        assert self.libre.wait(30)
        return self.travail()


class EcranLent(EcranEssai):
    """A page whose reading lasts until it is given leave, and asks the site only then."""

    def __init__(self) -> None:
        super().__init__()
        self.attente = Attente(lambda: self.site.registre.find(Suggestion))
        self.lues: list[Sequence[Suggestion]] = []

    def lire(self) -> Sequence[Suggestion]:
        lues: Sequence[Suggestion] = self.attente()
        self.lues.append(lues)
        return lues

    def lu(self, objets: Sequence[Suggestion]) -> None:
        raise AssertionError("une page quittée n’a plus rien à montrer")


async def attendre(pilot: Pilot[None], signal: Event) -> None:
    fin = time.monotonic() + 30
    while not signal.is_set():
        assert time.monotonic() < fin
        await pilot.pause(0.01)


def refuser() -> None:
    raise Refus("Ce nom est déjà pris.")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.nom)
async def test_le_programme_quitte_pendant_la_lecture_d_un_module_ne_recoit_plus_rien(
    site: Site, jour: date, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left at the worst moment: the reading is done, its result is on its way."""
    recus: list[object] = []
    async with ouvrir(site, jour, tolerant=True) as pilot:
        app, arrivee, vrai = pilot.app, Event(), pilot.app.call_from_thread
        assert isinstance(app, Qualitui)

        def rendre(suite: Callable[[], None]) -> None:
            arrivee.set()
            vrai(suite)

        await app.action_aller(module.nom)
        await calme(pilot)
        monkeypatch.setattr(app, "call_from_thread", rendre)
        app.registre_change()
        attente = Attente()
        app.lire(attente, recus.append)
        await attendre(pilot, attente.commence)
        arrivee.clear()
        attente.libre.set()
        assert arrivee.wait(30)  # the interface's thread is held here: the result waits for it
        app.exit()
    assert (recus, app.incidents, app.return_code) == ([], [], 0)


async def test_la_page_quittee_pendant_sa_lecture_lit_jusqu_au_bout_et_ne_montre_rien(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, tolerant=True) as pilot:
        page = EcranLent()
        await pilot.app.push_screen(page)
        await attendre(pilot, page.attente.commence)
        await pilot.app.pop_screen()
        await pilot.pause()
        assert not page.is_attached
        page.attente.libre.set()
        await calme(pilot)
        assert page.lues == [[]]
        assert isinstance(pilot.app, Qualitui)
        assert (pilot.app.incidents, annonces(pilot)) == ([], [])


@pytest.mark.parametrize("refuse", [False, True], ids=["fait", "refuse"])
async def test_le_formulaire_quitte_pendant_qu_il_enregistre_ne_ferme_rien_d_autre(
    site: Site, jour: date, refuse: bool
) -> None:
    attente = Attente(refuser if refuse else lambda: "fait")
    formulaire = Formulaire("Essai", [ChampTexte("nom", "Nom")], lambda _: attente(), dire="C’est fait.")
    async with ouvrir(site, jour, tolerant=True) as pilot:
        await pilot.app.push_screen(formulaire)
        await calme(pilot)
        await taper(pilot, "Banc")
        await pilot.press("f12")
        await attendre(pilot, attente.commence)
        await pilot.app.pop_screen()
        page = EcranEssai()
        await pilot.app.push_screen(page)
        attente.libre.set()
        await calme(pilot)
        assert pilot.app.screen is page
        assert isinstance(pilot.app, Qualitui)
        assert pilot.app.incidents == []
        assert annonces(pilot) == ["Ce nom est déjà pris." if refuse else "C’est fait."]


async def test_le_formulaire_enregistre_se_ferme_avec_ce_qui_etait_ouvert_dessus(site: Site, jour: date) -> None:
    attente, rendus = Attente(), list[object]()
    formulaire = Formulaire("Essai", [ChampTexte("nom", "Nom")], lambda _: attente())
    async with ouvrir(site, jour) as pilot:
        await pilot.app.push_screen(formulaire, rendus.append)
        await calme(pilot)
        await taper(pilot, "Banc")
        await pilot.press("f12")
        await attendre(pilot, attente.commence)
        await pilot.press("escape")
        await attendre_la_boite(pilot, formulaire)
        attente.libre.set()
        await calme(pilot)
        assert len(pilot.app.screen_stack) == 1
    assert rendus == ["lu"]


async def attendre_la_boite(pilot: Pilot[None], dessous: Formulaire) -> None:
    fin = time.monotonic() + 30
    while pilot.app.screen is dessous:
        assert time.monotonic() < fin
        await pilot.pause(0.01)


def test_un_seul_passage_vers_les_fils() -> None:
    """A thread started elsewhere would deliver to a screen that was left."""
    modules = Path(qualitui.ui.__file__).parent.rglob("*.py")
    assert [m.name for m in modules if FILS.search(m.read_text(encoding="utf-8"))] == ["travaux.py"]
