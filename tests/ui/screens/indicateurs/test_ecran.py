"""The screen of the indicators: what is missing is typed in one form, the chart reads as text."""

from __future__ import annotations

from datetime import date

from ui.pilotage import LARGE, annonces, calme, ouvrir, taper, texte

from qualitui.domain.actions.fiche import Action
from qualitui.domain.indicateurs.fiche import ValeurIndicateur
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.indicateurs import lecture as indicateurs_vue
from qualitui.store.site.site import Site
from qualitui.ui.screens.indicateurs.graphique import ABSENT, graphique, periode_courte, tendance
from qualitui.ui.widgets.tableau import Tableau


async def test_une_valeur_manquante_se_saisit(site_demo: Site, jour: date) -> None:
    manquantes = [type_.code for type_, _ in indicateurs.manquantes(site_demo, jour=jour)]
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f7")
        await calme(pilot)
        assert f"{len(manquantes)} valeurs à saisir" in texte(pilot)
        await pilot.press("2", "n")
        await calme(pilot)
        assert "février 2026" in texte(pilot)
        await taper(pilot, "95")
        await pilot.press("tab")
        await taper(pilot, "90")
        await pilot.press("f12")
        await calme(pilot)
        vue = " ".join(texte(pilot).replace("│", " ").split())
        assert "le premier nombre ne peut pas dépasser le second" in vue
        await pilot.press("tab", *["backspace"] * 2)
        await taper(pilot, "100")
        await pilot.press("f12")
        await calme(pilot)
        assert f"{len(manquantes) - 1} valeurs à saisir" in texte(pilot)
    valeur = site_demo.registre.find(ValeurIndicateur, indicateur=manquantes[0], periode="2026-02")[0]
    assert (valeur.numerateur, valeur.denominateur) == (95, 100)


async def test_un_indicateur_calcule_ne_se_saisit_pas(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("indicateurs", "I-ECO-01")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("m")
        await calme(pilot)
        assert any("il n’y a rien à saisir" in annonce for annonce in annonces(pilot))


async def test_le_detail_dessine_treize_mois_et_compare_les_annees(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour, taille=LARGE) as pilot:
        pilot.app.aller("indicateurs", "I-TEL-01")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.pause(0.1)
        vue = texte(pilot)
        assert "mars 25  ███████████ | - 91 % (1 287/1 412)" in vue
        assert "| cible 100 %" in vue
        assert "2025 jusqu’à janvier  91 % (1 422/1 552)" in vue


async def test_une_action_nait_d_un_indicateur(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("indicateurs", "I-TEL-02")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("a")
        await calme(pilot)
        await taper(pilot, "Renforcer le standard")
        await pilot.press("f12")
        await calme(pilot)
    (action,) = site_demo.registre.find(Action, intitule="Renforcer le standard")
    assert (action.origine.concept, action.origine.reference) == ("indicateur", "I-TEL-02")


async def test_les_familles_titrent_la_liste_mais_pas_un_tri(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await pilot.press("f7")
        await calme(pilot)
        assert "TÉLÉPHONIE" in texte(pilot)
        lignes = pilot.app.screen.query_one(Tableau).row_count
        await pilot.press("3")
        await calme(pilot)
        assert "TÉLÉPHONIE" not in texte(pilot)
        assert pilot.app.screen.query_one(Tableau).row_count < lignes


def test_le_texte_du_graphique_tient_dans_sa_largeur(site_demo: Site, jour: date) -> None:
    for releve in indicateurs_vue.releves(site_demo, jour=jour):
        suivi = releve.suivi
        assert len(tendance(suivi)) == len(suivi.points)
        assert tendance(suivi).count(ABSENT) == sum(
            p.mesure is None or p.mesure.denominateur == 0 for p in suivi.points
        )
        for largeur in (44, 77):
            assert all(len(ligne) <= largeur for ligne in graphique(suivi, largeur).plain.split("\n"))


def test_une_periode_tient_en_huit_signes() -> None:
    assert [periode_courte(cle) for cle in ("2026-02", "2026-T1", "2025")] == ["févr. 26", "T1 2026", "2025"]
