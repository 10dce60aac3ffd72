"""Long work: how far it is, keys that answer meanwhile, and Esc that keeps what is done."""

from __future__ import annotations

from datetime import date
from threading import Event

from textual.pilot import Pilot
from ui.pilotage import calme, ouvrir, texte

from qualitui.domain.base import Refus
from qualitui.operations.reclamations.courriers import Ecrit
from qualitui.store.site.site import Site
from qualitui.ui.noyau.aide import Aide
from qualitui.ui.screens.reclamations.courriers import compte_rendu
from qualitui.ui.widgets.progression import Deroule, Progression


class Travail:
    """Does each record at once, but waits for leave at the record called `retenu`."""

    def __init__(self, retenu: int) -> None:
        self.retenu, self.arrive, self.libre = retenu, Event(), Event()

    def __call__(self, rang: int) -> str:
        if rang == self.retenu:
            self.arrive.set()
            assert self.libre.wait(10)
        return f"fait {rang}"


async def arriver(pilot: Pilot[None], travail: Travail) -> None:
    while not travail.arrive.is_set():
        await pilot.pause(0.01)
    await pilot.pause()


async def test_echap_arrete_apres_celui_en_cours_et_garde_ce_qui_est_fait(site: Site, jour: date) -> None:
    travail, fins = Travail(retenu=7), list[Deroule | None]()
    async with ouvrir(site, jour) as pilot:
        boite = Progression("Courriers", range(1, 13), travail, nom=lambda rang: f"R-{rang}")
        pilot.app.push_screen(boite, fins.append)
        await arriver(pilot, travail)
        assert "6 sur 12, en cours : R-7" in texte(pilot)
        assert "[" + "#" * 30 + "." * 30 + "]" in texte(pilot)
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, Aide)  # the keys answer while the thread works
        await pilot.press("escape", "escape")
        assert "arrêt après celui en cours" in texte(pilot)
        travail.libre.set()
        await calme(pilot)
        assert pilot.app.screen is not boite
    assert fins == [Deroule([f"fait {rang}" for rang in range(1, 8)], 12)]
    assert fins[0] is not None
    assert fins[0].arrete


async def test_une_erreur_imprevue_ferme_la_boite_et_se_dit(site: Site, jour: date) -> None:
    fins = list[Deroule | None]()
    async with ouvrir(site, jour, tolerant=True) as pilot:
        pilot.app.push_screen(Progression("Essai", [1, 0, 2], lambda n: 1 // n, nom=str), fins.append)
        await calme(pilot)
        assert fins == [Deroule([1], 3)]
        assert len(pilot.app.incidents) == 1  # type: ignore[attr-defined]


def test_le_compte_rendu_d_un_lot_arrete_dit_combien(site: Site) -> None:
    ecrits = [Ecrit(f"R-2026-{n:03}", site.dossier / f"{n}.docx") for n in range(1, 8)]
    assert compte_rendu(site, Deroule(ecrits, 12)).phrase == "7\u00a0lettres écrites sur 12, arrêté."
    refusee = Ecrit("R-2026-008", refus=Refus("Non."))
    boite = compte_rendu(site, Deroule([*ecrits, refusee], 8))
    assert boite.phrase == "7\u00a0lettres écrites sur 8."
    assert "R-2026-008" in boite.texte_detail
