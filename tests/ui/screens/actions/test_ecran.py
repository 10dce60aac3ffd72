"""The plan d’actions (F5): followed by keys alone, from its creation to its efficacy check."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.pilot import Pilot
from ui.pilotage import ETROIT, LARGE, annonces, calme, ouvrir, taper, texte

from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.concepts import CONCEPTS, Concept
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.actions.statistiques import statistiques
from qualitui.store.site.site import Site
from qualitui.ui.screens.actions.statistiques import barre, statistiques_en_texte
from qualitui.ui.widgets.formulaire import Formulaire
from qualitui.ui.widgets.menu_de_gestes import MenuDeGestes
from qualitui.ui.widgets.tableau import Tableau

HIER = date(2026, 2, 2)


def semer(site: Site, intitule: str = "Changer la serrure", **champs: object) -> Action:
    """An action decided on 2 February, due on the 27th."""
    origine = Origine(concept="reunion")
    donnees = {"origine": origine, "echeance": date(2026, 2, 27), "jour": HIER, **champs}
    return actions.creer(site, intitule=intitule, **donnees)  # type: ignore[arg-type]


async def aller(pilot: Pilot[None]) -> Tableau[Action]:
    await pilot.press("f5")
    await calme(pilot)
    return pilot.app.screen.query_one(Tableau)


async def presser(pilot: Pilot[None], *touches: str) -> None:
    await pilot.press(*touches)
    await calme(pilot)


async def test_ce_qui_est_en_retard_est_dit_en_mots_et_vient_d_abord(site: Site, jour: date) -> None:
    semer(site, "Plus tard", echeance=jour + timedelta(days=5))
    semer(site, "En retard")
    async with ouvrir(site, jour) as pilot:
        tableau = await aller(pilot)
        vue = texte(pilot)
        assert "en retard 3 j, à lancer" in vue
        assert "à 5 j, à lancer" in vue
        assert tableau.vise is not None
        assert tableau.vise.intitule == "En retard"
        await presser(pilot, "2")
        assert tableau.row_count == 1


async def test_les_filtres_des_chiffres(site: Site, jour: date) -> None:
    moi = equipe.ajouter(site, nom="Claire Martin", roles=["directeur"], logins=["essai"])
    semer(site, "La mienne", pilote=moi.code)
    semer(site, "Celle de mon rôle", pilote="directeur")
    faite = actions.realiser(site, semer(site, "Faite", pilote="daa"), le=HIER, jour=jour)
    abandonnee = semer(site, "Laissée")
    actions.abandonner(site, abandonnee, raison="Sans objet", jour=jour)
    async with ouvrir(site, jour) as pilot:
        tableau = await aller(pilot)
        comptes = []
        for chiffre in "123456":
            await presser(pilot, chiffre)
            comptes.append(tableau.row_count)
        assert comptes == [3, 2, 1, 2, 0, 4]
        await presser(pilot, "3")
        assert tableau.vise == faite


async def test_nouvelle_action_puis_note(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        tableau = await aller(pilot)
        await presser(pilot, "n")
        await taper(pilot, "Poser une rampe")
        await presser(pilot, "f12")
        action = tableau.vise
        assert action is not None
        assert (action.reference, action.echeance) == ("A-2026-001", date(2026, 4, 1))
        assert annonces(pilot)[-1] == "Action A-2026-001 créée, à faire pour le 01/04/2026."
        await presser(pilot, "l")
        await taper(pilot, "Devis demande")
        await presser(pilot, "f12", "enter")
        assert "Devis demande" in texte(pilot)
        assert site.trouver(Action, "A-2026-001").notes[0].texte == "Devis demande"


async def test_l_intitule_manquant_est_dit_a_cote_de_son_champ(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "n", "f12")
        assert "! À remplir." in texte(pilot)
        assert not site.registre.find(Action)


async def test_toute_la_vie_par_les_touches(site: Site, jour: date) -> None:
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    semer(site, pilote="directeur")
    async with ouvrir(site, jour) as pilot:
        tableau = await aller(pilot)
        await presser(pilot, "g", "1")
        await presser(pilot, "f12")
        await presser(pilot, "d")
        await taper(pilot, "+10")
        await presser(pilot, "tab")
        await taper(pilot, "Piece en commande")
        await presser(pilot, "f12")
        assert tableau.vise is not None
        assert (tableau.vise.etat, tableau.vise.echeance) == (EtatAction.EN_COURS, date(2026, 3, 12))
        await presser(pilot, "r", "f12")
        await presser(pilot, "v")
        await taper(pilot, "oui")
        await presser(pilot, "f12")
        await presser(pilot, "c", "f12")
        close = site.trouver(Action, "A-2026-001")
        assert close.etat is EtatAction.CLOSE
        assert close.efficacite is not None
        assert (close.efficacite.par, close.replanifications) == ("martin-c", 1)


async def test_le_pilote_ne_verifie_pas_et_le_lit_a_cote_du_champ(site: Site, jour: date) -> None:
    moi = equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    actions.realiser(site, semer(site, pilote=moi.code), le=HIER, jour=jour)
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "v")
        await taper(pilot, "oui")
        await presser(pilot, "f12")
        assert isinstance(pilot.app.screen, Formulaire)
        assert "! L’efficacité de l’action A-2026-001" in texte(pilot)
        assert site.trouver(Action, "A-2026-001").etat is EtatAction.REALISEE


async def test_le_menu_des_gestes_dit_pourquoi_non(site: Site, jour: date) -> None:
    semer(site, pilote="daa")
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "g")
        vue = texte(pilot)
        assert "3 d  Replanifier son échéance" in vue
        assert "Clore l’action : impossible" in vue
        assert "elle ne se clôt qu’après" in vue
        await presser(pilot, "5")
        assert isinstance(pilot.app.screen, MenuDeGestes)
        await presser(pilot, "escape", "c")
        assert any("ne se clôt qu’après" in annonce for annonce in annonces(pilot))
        assert not isinstance(pilot.app.screen, Formulaire)


async def test_modifier_garde_ce_qu_un_autre_a_change(site: Site, jour: date) -> None:
    action = semer(site, pilote="daa")
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "m")
        await taper(pilot, " vite")
        actions.noter(site, action, texte="Note d’un autre", jour=jour)
        await presser(pilot, "f12")
        assert "modifiée" in texte(pilot)
        await presser(pilot, "right", "enter")
        relue = site.trouver(Action, action.reference)
        assert relue.intitule == "Changer la serrure vite"
        assert [note.texte for note in relue.notes] == ["Note d’un autre"]


async def test_de_l_action_a_sa_suggestion(site_demo: Site, jour: date) -> None:
    venue = next(a for a in actions.lister(site_demo) if a.origine.concept == "suggestion-agent")
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("actions", venue.reference)  # type: ignore[attr-defined]
        await calme(pilot)
        assert pilot.app.screen.query_one(Tableau).vise == venue
        await presser(pilot, "g", "8")
        assert pilot.app.screen.query_one(Tableau).vise.reference == venue.origine.reference


@pytest.mark.parametrize("concept", [c for c in CONCEPTS if c.origines], ids=lambda concept: concept.nom)
async def test_de_l_action_a_la_fiche_dont_elle_vient(site_demo: Site, jour: date, concept: Concept) -> None:
    """Whatever may be quoted as an origin is gone to from the action, its row under the cursor."""
    piece, table = concept.piece("operations", "codes"), concept.tables[0]
    codes = (
        piece.connus(site_demo) if piece else [getattr(f, table.cle) for f in site_demo.registre.find(table.importer())]
    )
    reference = f"V-NET-02 × {jour}" if concept.nom == "verifications" else codes[0]  # a check is seen on one day
    venue = semer(site_demo, origine=Origine(concept=concept.origines[0], reference=reference))
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("actions", venue.reference)  # type: ignore[attr-defined]
        await calme(pilot)
        await presser(pilot, "g", "8")
        assert pilot.app.current_mode == concept.nom
        assert pilot.app.screen.query_one(Tableau).vise.reference == reference


@pytest.mark.parametrize("taille", [ETROIT, LARGE], ids=["80x24", "120x40"])
async def test_les_chiffres_du_plan(site_demo: Site, jour: date, taille: tuple[int, int]) -> None:
    stats = statistiques(site_demo, jour=jour)
    dits = str(statistiques_en_texte(stats))
    assert sum(part.ouvertes for part in stats.par_pilote) == stats.bilan.comptages["ACT-04"].numerateur == 18
    assert len(stats.stock) == 13
    assert "mars 2025" in dits
    async with ouvrir(site_demo, jour, taille=taille) as pilot:
        await aller(pilot)
        await presser(pilot, "s")
        vue = " ".join(texte(pilot).replace("│", " ").split())
        assert "Actions ouvertes 18" in vue
        assert "Actions en retard 2" in vue
        assert "Actions réalisées à l’échéance initiale" in vue


@pytest.mark.parametrize(
    ("ouvertes", "retard", "dessin"), [(10, 5, "#####====="), (1, 1, "#"), (0, 0, ""), (10, 0, "==========")]
)
def test_une_barre(ouvertes: int, retard: int, dessin: str) -> None:
    assert barre(ouvertes, retard, 10, 10) == dessin
