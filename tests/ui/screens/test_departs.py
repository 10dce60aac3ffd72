"""A departure by keys: what the person carries is in the form, and goes to several heirs in one gesture."""

from __future__ import annotations

from datetime import date

from ui.pilotage import calme, ouvrir, texte

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.store.site.site import Site
from qualitui.ui.widgets.formulaire import Formulaire


def _peupler(site: Site, jour: date) -> None:
    for nom in ("Claire Martin", "Ali Benali", "Zoé Morel"):
        equipe.ajouter(site, nom=nom, roles=["daa"])
    for intitule in ("Changer l’affiche", "Revoir le roulement"):
        origine = Origine(concept="reunion")
        actions.creer(site, intitule=intitule, origine=origine, pilote="martin-c", jour=jour)


async def test_un_depart_confie_tout_et_une_action_a_part(site: Site, jour: date) -> None:
    _peupler(site, jour)
    async with ouvrir(site, jour) as pilot:
        await pilot.app.action_aller("equipe", "martin-c")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("d")
        await calme(pilot)
        formulaire = pilot.app.screen
        assert isinstance(formulaire, Formulaire)
        assert "A-2026-002" in texte(pilot)
        champs = {champ.nom: champ for champ in formulaire.champs}
        champs["reprise"].texte = "Ali Benali"
        champs["charge1"].texte = "Zoé Morel"
        await pilot.press("f12")
        await calme(pilot)
    assert [site.trouver(Action, f"A-2026-00{n}").pilote for n in (1, 2)] == ["benali-a", "morel-z"]
    assert equipe.trouver(site, "martin-c").depart_le == jour


async def test_ce_qui_reste_a_personne_est_demande(site: Site, jour: date) -> None:
    _peupler(site, jour)
    async with ouvrir(site, jour) as pilot:
        await pilot.app.action_aller("equipe", "martin-c")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("d")
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert "A-2026-001" in texte(pilot)
        assert equipe.trouver(site, "martin-c").depart_le is None
        await pilot.press("o")
        await calme(pilot)
    assert equipe.trouver(site, "martin-c").depart_le == jour
