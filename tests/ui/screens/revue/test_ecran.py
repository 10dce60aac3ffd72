"""The screen of the annual review: texts, objectives, figures and their records, what lacks, stages, document."""

from __future__ import annotations

from datetime import date

from textual.widgets import OptionList
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.revue.fiche import EtatRevue, RevueAnnuelle
from qualitui.operations.revue import gestes as operations
from qualitui.operations.revue import lecture as revue_vue
from qualitui.store.site.site import Site
from qualitui.ui.screens.revue.lignes import LigneRevue
from qualitui.ui.widgets.formulaire import Formulaire
from qualitui.ui.widgets.menu_de_gestes import MenuDeGestes
from qualitui.ui.widgets.tableau import Tableau


def _revue(site: Site, annee: int = 2025) -> RevueAnnuelle:
    return site.registre.find(RevueAnnuelle, annee=annee)[0]


async def test_une_zone_se_redige_et_s_enregistre(site: Site, jour: date) -> None:
    """A review that nobody started: its first text creates it."""
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        vue = texte(pilot)
        assert "Revue 2025 · en préparation · chiffres vus au 02/03/2026" in vue
        assert "! à rédiger" in vue
        await pilot.press("enter")
        await calme(pilot)
        assert "les trois points forts de l’année" in texte(pilot)
        await taper(pilot, "accueil rapide")
        await pilot.press("f12")
        await calme(pilot)
        assert _revue(site).saisies == {"forces": "accueil rapide"}
        assert "14 signes" in texte(pilot)


async def test_ce_qui_manque_mene_a_sa_zone(site_demo: Site, jour: date) -> None:
    manques = revue_vue.voir(site_demo, 2025, jour=jour).manques
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        assert f"{len(manques)} points manquent" in texte(pilot)
        await pilot.press("5", "end", "enter")
        await calme(pilot)
        assert isinstance(pilot.app.screen, Formulaire)
        assert manques[-1].lieu == "texte:perspectives"
        assert "Décrivez ici les perspectives" in texte(pilot)
        await taper(pilot, "ouvrir le samedi")
        await pilot.press("f12")
        await calme(pilot)
        vise: LigneRevue = pilot.app.screen.query_one(Tableau).vise
        assert vise.cle == "texte:perspectives"
        assert f"{len(manques) - 1} points manquent" in texte(pilot)


async def test_l_approbation_dit_ce_qui_manque(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        await pilot.press("v")
        await calme(pilot)
        assert "Approuver : impossible" in texte(pilot)
        assert "points, que l’onglet Manques montre." in texte(pilot)
        await pilot.press("3")
        await calme(pilot)
        assert isinstance(pilot.app.screen, MenuDeGestes)
        await pilot.press("6")
        await calme(pilot)
        assert pilot.app.screen.query_one(Tableau).vise.cle == "manque:0"
        assert _revue(site_demo).etat is EtatRevue.EN_PREPARATION


async def test_arreter_puis_soumettre(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        for bas in (0, 1):
            await pilot.press("v")
            await calme(pilot)
            await pilot.press(*["down"] * bas, "enter")
            await calme(pilot)
            await pilot.press("f12")
            await calme(pilot)
        assert "Revue 2025 · soumise · chiffres arrêtés au 02/03/2026" in texte(pilot)
    assert (_revue(site_demo).arretee_le, _revue(site_demo).soumise_le) == (jour, jour)


async def test_un_chiffre_mene_a_ses_fiches(site_demo: Site, jour: date) -> None:
    """Each tab has its own columns; the cursor of one never shows rows of another."""
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        await pilot.press("3", "4")
        await calme(pilot)
        assert "89 % (89/99)" in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        compte = operations.source(site_demo, _revue(site_demo), "ECO-03", jour).comptage
        attendues = [reference for groupe in compte.groupes() for reference, _ in groupe.lignes]
        options = pilot.app.screen.query_one(OptionList).options
        assert [str(option.id).split("\t")[0] for option in options] == attendues
        await pilot.press("enter")
        await calme(pilot)
        assert pilot.app.current_mode == "reclamations"


async def test_un_objectif_se_fixe(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        await pilot.press("2", "n")
        await calme(pilot)
        await taper(pilot, "tout répondre")
        await pilot.press("f12")
        await calme(pilot)
        assert [o.texte for o in _revue(site).objectifs] == ["tout répondre"]
        assert "! incomplet" in texte(pilot)


async def test_une_autre_annee(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        await pilot.press("l")
        await calme(pilot)
        assert "Revue 2026  pas commencée" in texte(pilot)
        await pilot.press("down", "down", "enter")
        await calme(pilot)
        assert "Revue 2024 · présentée" in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert not isinstance(pilot.app.screen, Formulaire)


async def test_le_document_word_s_ecrit(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f8")
        await calme(pilot)
        await pilot.press("i")
        await calme(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert "Document écrit" in texte(pilot)
        assert (site_demo.dossier / "documents" / "revue-qualite-locale-2025.docx").stat().st_size > 20_000
        assert "Le document s’écrit…" in annonces(pilot)
