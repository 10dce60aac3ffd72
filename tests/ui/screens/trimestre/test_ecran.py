"""The quarterly review by keys: opened, gone through one action at a time, closed, printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.pilot import Pilot
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.francais import INSECABLE
from qualitui.domain.trimestres import GenreDecision
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.store.site.site import Site
from qualitui.ui.screens.trimestre.passage import EcranPassage
from qualitui.ui.widgets.formulaire import Formulaire

HIER = date(2026, 2, 2)


def semer(site: Site, nombre: int) -> list[Action]:
    origine = Origine(concept="reunion")
    return [
        actions.creer(
            site, intitule=f"Action n°{n}", origine=origine, pilote="directeur", echeance=date(2026, 2, 27), jour=HIER
        )
        for n in range(1, nombre + 1)
    ]


async def presser(pilot: Pilot[None], *touches: str) -> None:
    await pilot.press(*touches)
    await calme(pilot)


async def passer(pilot: Pilot[None]) -> EcranPassage:
    """From the plan d’actions to the first action of the current quarter’s review."""
    await presser(pilot, "f5")
    await presser(pilot, "t")
    await presser(pilot, "n")
    assert isinstance(pilot.app.screen, EcranPassage)
    return pilot.app.screen


def decisions(site: Site) -> dict[str, str]:
    return {d.action: d.decision.value for d in trimestres.trouver(site, "2026-T1").decisions}


async def test_les_trimestres_et_leur_etat(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await presser(pilot, "f5", "t")
        vue = texte(pilot)
        assert "1er trimestre 2026  à tenir" in vue
        assert "4e trimestre 2025   tenue                      17 décisions" in vue
        assert "3e trimestre 2025   manquée" in vue
        await presser(pilot, "down", "down", "enter")
        assert any("3e trimestre 2025" in annonce for annonce in annonces(pilot))
        assert not isinstance(pilot.app.screen, EcranPassage)
        await presser(pilot, "up", "enter")
        assert "17 sur 17" in texte(pilot)
        await presser(pilot, "1")
        assert trimestres.trouver(site_demo, "2025-T4").close_le == date(2025, 12, 19)


async def test_une_touche_par_decision_puis_la_suivante(site: Site, jour: date) -> None:
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    semees = semer(site, 4)
    faite = actions.realiser(site, semees[1], le=HIER, jour=jour)
    actions.verifier(site, faite, le=jour, efficace=True, jour=jour)
    async with ouvrir(site, jour) as pilot:
        await passer(pilot)
        assert "Action 1 sur 4" in texte(pilot)
        await presser(pilot, "1")
        await presser(pilot, "4")
        assert "2 sur 4" in texte(pilot)
        await presser(pilot, "2")
        await taper(pilot, "+20")
        await presser(pilot, "tab")
        await taper(pilot, "Agent absent")
        await presser(pilot, "f12")
        await presser(pilot, "5", "f12")
        assert isinstance(pilot.app.screen, Formulaire)
        await taper(pilot, "Sans objet")
        await presser(pilot, "f12")
        assert "4 sur 4" in texte(pilot)
        prises = ["maintenir", "clore", "replanifier", "abandonner"]
        assert list(decisions(site).values()) == prises
        etats = [site.trouver(Action, action.reference).etat for action in semees]
        assert etats == [EtatAction.A_LANCER, EtatAction.CLOSE, EtatAction.A_LANCER, EtatAction.ABANDONNEE]
        assert site.trouver(Action, "A-2026-003").echeance == date(2026, 3, 22)


async def test_clore_une_action_pas_verifiee_est_refuse_et_dit_pourquoi(site: Site, jour: date) -> None:
    semer(site, 1)
    async with ouvrir(site, jour) as pilot:
        await passer(pilot)
        await presser(pilot, "4")
        assert any("ne se clôt qu’après" in annonce for annonce in annonces(pilot))
        assert decisions(site) == {}


async def test_clore_une_action_inefficace_demande_la_suite(site: Site, jour: date) -> None:
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    faite = actions.realiser(site, semer(site, 1)[0], le=HIER, jour=jour)
    actions.verifier(site, faite, le=jour, efficace=False, constat="Toujours en panne", jour=jour)
    async with ouvrir(site, jour) as pilot:
        await passer(pilot)
        await presser(pilot, "4")
        assert isinstance(pilot.app.screen, Formulaire)
        await presser(pilot, "f12")
        assert "! L’action est jugée inefficace" in texte(pilot)
        await taper(pilot, "Remplacement complet")
        await presser(pilot, "f12")
        assert decisions(site) == {"A-2026-001": "clore"}


async def test_reorienter_change_l_action(site: Site, jour: date) -> None:
    semer(site, 1)
    async with ouvrir(site, jour) as pilot:
        await passer(pilot)
        await presser(pilot, "3")
        await taper(pilot, " bis")
        await presser(pilot, "tab", "tab", "tab")
        await taper(pilot, "Autre voie")
        await presser(pilot, "f12")
        assert site.trouver(Action, "A-2026-001").intitule == "Action n°1 bis"
        assert decisions(site) == {"A-2026-001": "réorienter"}


async def test_la_revue_ne_se_clot_pas_sans_toutes_les_decisions(site: Site, jour: date) -> None:
    semer(site, 3)
    async with ouvrir(site, jour) as pilot:
        ecran = await passer(pilot)
        await presser(pilot, "1")
        await presser(pilot, "right", "f12")
        assert any("A-2026-002 et A-2026-003" in annonce for annonce in annonces(pilot))
        assert ecran.choisi is not None
        assert ecran.choisi.reference == "A-2026-002"
        await presser(pilot, "1")
        await presser(pilot, "1")
        await presser(pilot, "f12")
        await taper(pilot, "Trimestre calme")
        await presser(pilot, "f12")
        revue = trimestres.trouver(site, "2026-T1")
        assert (revue.close_le, revue.synthese) == (jour, "Trimestre calme")
        assert [figee.decision for figee in revue.actions] == [GenreDecision.MAINTENIR] * 3
        assert "close le 02/03/2026" in texte(pilot)


async def test_annuler_rend_la_decision(site: Site, jour: date) -> None:
    semer(site, 2)
    async with ouvrir(site, jour) as pilot:
        await passer(pilot)
        await presser(pilot, "1")
        assert "1 sur 2" in texte(pilot)
        await presser(pilot, "u", "o")
        assert "0 sur 2" in texte(pilot)
        assert decisions(site) == {}


async def test_imprimer_le_releve(site: Site, jour: date) -> None:
    semer(site, 1)
    async with ouvrir(site, jour) as pilot:
        await passer(pilot)
        await presser(pilot, "1")
        await presser(pilot, "i")
        ecrit = Path(annonces(pilot)[-1].replace(INSECABLE, " ").removeprefix("Document écrit : "))
        assert ecrit.name == "revue-trimestrielle-2026-T1.docx"
        assert ecrit.stat().st_size > 5000
