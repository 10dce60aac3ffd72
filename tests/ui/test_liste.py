"""The base of the modules' screens: reading, filter, search, sort, detail, others' changes."""

from __future__ import annotations

from datetime import date, timedelta

from textual.pilot import Pilot
from ui.ecran_essai import EcranEssai
from ui.pilotage import LARGE, annonces, calme, ouvrir, taper, texte

from qualitui.domain.base import evoluer
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site
from qualitui.ui.widgets.tableau import Tableau


def semer(site: Site, nombre: int) -> list[Suggestion]:
    """`nombre` suggestions, one a day; every third one is set aside."""
    with site.registre.transaction():
        return [
            site.registre.add(
                Suggestion(
                    reference=f"S-2026-{rang:03d}",
                    texte=f"Pendule n°{rang} à l’Accueil [b]",
                    recue_le=date(2026, 1, 1) + timedelta(days=rang % 50),
                    etat=EtatSuggestion.ECARTEE if rang % 3 == 0 else EtatSuggestion.RECUE,
                )
            )
            for rang in range(1, nombre + 1)
        ]


async def _montrer(pilot: Pilot[None]) -> Tableau[Suggestion]:
    pilot.app.push_screen(EcranEssai())
    await calme(pilot)
    return pilot.app.screen.query_one(Tableau)


async def test_la_liste_montre_les_fiches_et_leur_nombre(site: Site, jour: date) -> None:
    semer(site, 6)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        assert tableau.row_count == 6
        vue = texte(pilot)
        assert "S-2026-001  02/01/26  Pendule n°1 à l’Accueil [b]" in vue
        assert "1[Toutes]" in vue


async def test_une_longue_liste_ne_dessine_que_ce_qui_se_voit(site: Site, jour: date) -> None:
    semer(site, 312)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        assert tableau.row_count == 312
        assert len(tableau._bandes) < 30
        await pilot.press("end")
        await calme(pilot)
        assert tableau.vise is not None
        assert tableau.vise.reference == "S-2026-312"
        assert "S-2026-312" in texte(pilot)
        await pilot.press("home")
        await calme(pilot)
        assert "S-2026-001" in texte(pilot)


async def test_filtre_par_chiffre_avec_ou_sans_majuscule(site: Site, jour: date) -> None:
    semer(site, 9)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        await pilot.press("é")
        await calme(pilot)
        assert tableau.row_count == 3
        assert "3 sur 9" in texte(pilot)
        await pilot.press("1")
        await calme(pilot)
        assert tableau.row_count == 9


async def test_la_recherche_ignore_les_accents(site: Site, jour: date) -> None:
    semer(site, 12)
    site.registre.add(Suggestion(reference="S-2026-099", texte="Éclairage de l’été", recue_le=jour))
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        await pilot.press("slash")
        await taper(pilot, "ete eclai")
        await calme(pilot)
        assert tableau.row_count == 1
        assert "1 sur 13" in texte(pilot)
        await pilot.press("escape")
        await calme(pilot)
        assert tableau.row_count == 13
        assert tableau.has_focus


async def test_une_recherche_se_lit_en_entier_sur_un_ecran_etroit_et_dit_qu_elle_ne_trouve_rien(
    site: Site, jour: date
) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f3")
        await calme(pilot)
        assert "7 Tout" in texte(pilot)
        await pilot.press("slash")
        await taper(pilot, "introuvable")
        await calme(pilot)
        barre = texte(pilot).splitlines()[2]
        assert barre.startswith(" 1[À faire]   introuvable ")
        assert "Rien ne contient « introuvable » sous « À faire »." in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert "introuvable" in texte(pilot).splitlines()[2]
        await pilot.press("slash", "escape")
        await calme(pilot)
        assert "7 Tout" in texte(pilot)


async def test_tri_par_touche_puis_inverse(site: Site, jour: date) -> None:
    semer(site, 60)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        await pilot.press("t", "t", "T", "home")
        await calme(pilot)
        assert tableau.vise is not None
        assert tableau.vise.reference == "S-2026-049"
        assert "Reçue ↓" in texte(pilot)


async def test_le_curseur_reste_sur_sa_fiche_quand_un_autre_poste_ecrit(site: Site, jour: date) -> None:
    fiches = semer(site, 5)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        await pilot.press("down", "down")
        await calme(pilot)
        assert tableau.vise is not None
        assert tableau.vise.reference == "S-2026-003"

        autre = ouvrir_site(site.dossier, maintenant=site.maintenant, poste="autre-poste", login="voisin")
        autre.registre.save(evoluer(autre.registre.get(Suggestion, fiches[2].id), theme="accueil"))
        autre.registre.add(Suggestion(reference="S-2026-050", texte="Une de plus", recue_le=jour))
        autre.fermer()
        pilot.app._guetter()  # type: ignore[attr-defined]
        await calme(pilot)

        assert tableau.row_count == 6
        assert tableau.vise is not None
        assert (tableau.vise.reference, tableau.vise.theme) == ("S-2026-003", "accueil")
        assert any("S-2026-003" in annonce and "voisin" in annonce for annonce in annonces(pilot))


async def test_a_80_colonnes_entree_ouvre_le_detail_et_echap_en_revient(site: Site, jour: date) -> None:
    semer(site, 3)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        assert "vendredi 2 janvier 2026" not in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert "Reçue le  vendredi 2 janvier 2026" in texte(pilot)
        await pilot.press("escape")
        await calme(pilot)
        assert tableau.has_focus
        await pilot.press("escape")
        await calme(pilot)
        assert pilot.app.current_mode == "accueil"
        assert len(pilot.app.screen_stack) == 1


async def test_a_120_colonnes_le_detail_est_a_cote(site: Site, jour: date) -> None:
    semer(site, 3)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        await _montrer(pilot)
        vue = texte(pilot)
        assert "S-2026-002" in vue
        assert "vendredi 2 janvier 2026" in vue


async def test_viser_leve_le_filtre_qui_cache_la_fiche(site: Site, jour: date) -> None:
    fiches = semer(site, 9)
    async with ouvrir(site, jour) as pilot:
        tableau = await _montrer(pilot)
        await pilot.press("2")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranEssai)
        ecran.viser(fiches[1].id)
        await calme(pilot)
        assert tableau.vise is not None
        assert tableau.vise.reference == "S-2026-002"


async def test_une_liste_vide_le_dit(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        await _montrer(pilot)
        assert "Rien à montrer ici." in texte(pilot)
        await pilot.press("enter", "j", "y", "end", "t")
        await calme(pilot)
        assert isinstance(pilot.app.screen, EcranEssai)


async def test_le_journal_dit_qui_a_change_quoi(site: Site, jour: date) -> None:
    fiche = semer(site, 1)[0]
    site.registre.save(evoluer(fiche, theme="accueil"))
    async with ouvrir(site, jour) as pilot:
        await _montrer(pilot)
        await pilot.press("j")
        await calme(pilot)
        vue = texte(pilot)
        assert "Historique de S-2026-001" in vue
        assert "thème : accueil" in vue
        assert "essai" in vue
