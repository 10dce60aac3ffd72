"""The shell: going around, refusals and faults told in one place, palette, looks, keys of the user."""

from __future__ import annotations

from datetime import date

import pytest
from ui.ecran_essai import EcranEssai
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.francais import INSECABLE
from qualitui.store.site.site import Site
from qualitui.store.site.utilisateur import etat_local, reglages_utilisateur
from qualitui.ui.app import Qualitui
from qualitui.ui.modules import MODULES
from qualitui.ui.noyau.aide import Aide


async def test_lentete_dit_ou_quand_et_qui(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        premiere, deuxieme, *_ = texte(pilot).splitlines()
        assert premiere.startswith(" EPS d’essai · ")
        assert premiere.rstrip().endswith("lundi 2 mars · essai")
        assert "F2[Accueil]" in deuxieme


async def test_chaque_module_a_sa_touche_et_f2_ramene_a_l_accueil(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        for module in MODULES:
            if module.touche:
                await pilot.press(module.touche)
                await calme(pilot)
                assert pilot.app.current_mode == module.nom
        await pilot.press("f2")
        await calme(pilot)
        assert pilot.app.current_mode == "accueil"


async def test_f9_mene_au_calculateur_et_echap_en_revient(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f9")
        await calme(pilot)
        assert "Calculer une échéance" in texte(pilot)
        await pilot.press("escape")
        await calme(pilot)
        assert len(pilot.app.screen_stack) == 1


async def test_un_refus_devient_une_phrase(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        await pilot.press("r")
        await calme(pilot)
        assert annonces(pilot) == ["Ce geste n’est pas [possible] aujourd’hui."]


async def test_une_panne_laisse_le_programme_ouvert_et_dit_ou_est_le_detail(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, tolerant=True) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        await pilot.press("p")
        await calme(pilot)
        assert "Une erreur imprévue s’est produite" in annonces(pilot)[0]
        detail = (etat_local() / "panne.txt").read_text(encoding="utf-8")
        assert "panne voulue par l’essai" in detail
        await pilot.press("f1")
        await calme(pilot)
        assert isinstance(pilot.app.screen, Aide)


async def test_une_panne_en_lisant_ne_ferme_rien(site: Site, jour: date, monkeypatch: pytest.MonkeyPatch) -> None:
    def lire(self: EcranEssai) -> list[object]:
        raise OSError("partage perdu")

    monkeypatch.setattr(EcranEssai, "lire", lire)
    async with ouvrir(site, jour, tolerant=True) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        assert "OSError" in annonces(pilot)[0]
        assert isinstance(pilot.app, Qualitui)
        assert len(pilot.app.incidents) == 1


async def test_la_palette_trouve_sans_accents(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("ctrl+p")
        await calme(pilot)
        await taper(pilot, "echeance")
        await calme(pilot)
        assert "Calculer une échéance" in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert pilot.app.current_mode == "echeance"


async def test_la_palette_dit_en_francais_que_rien_ne_correspond(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("ctrl+p")
        await calme(pilot)
        await taper(pilot, "zzzzqq")
        await pilot.pause(0.8)
        await calme(pilot)
        assert "Aucune commande ne correspond." in texte(pilot)
        assert "No matches" not in texte(pilot)


async def test_l_apparence_choisie_est_retenue(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        assert pilot.app.theme == "sombre"
        pilot.app.search_themes()
        await calme(pilot)
        await taper(pilot, "contraste")
        await calme(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert pilot.app.theme == "contraste"
    assert 'theme = "contraste"' in reglages_utilisateur().read_text(encoding="utf-8")
    async with ouvrir(site, jour) as pilot:
        assert pilot.app.theme == "contraste"


@pytest.mark.parametrize("theme", ["clair", "contraste", "ansi-dark", "ansi-light"])
async def test_chaque_apparence_s_affiche(site: Site, jour: date, theme: str) -> None:
    reglages_utilisateur().write_text(f'theme = "{theme}"\n', encoding="utf-8")
    async with ouvrir(site, jour) as pilot:
        assert pilot.app.theme == theme
        assert "EPS d’essai" in texte(pilot)


async def test_une_touche_choisie_remplace_la_notre(site: Site, jour: date) -> None:
    reglages_utilisateur().write_text('[touches]\n"general.plus" = "f11"\n', encoding="utf-8")
    async with ouvrir(site, jour) as pilot:
        assert annonces(pilot) == []
        await pilot.press("f11")
        await calme(pilot)
        assert "Calculer une échéance" in texte(pilot)


@pytest.mark.parametrize(
    ("reglage", "phrase"),
    [
        ('"general.plus" = "f1"', "servirait à la fois"),
        ('"general.rien" = "f11"', "aucun geste ne s’appelle « general.rien »"),
        ('"general.plus" = "ctrl+s"', "Ctrl+S ne peut pas servir"),
        ('"general.plus" = 12', "[touches] attend"),
    ],
)
async def test_des_touches_impossibles_sont_refusees_au_depart(
    site: Site, jour: date, reglage: str, phrase: str
) -> None:
    reglages_utilisateur().write_text(f"[touches]\n{reglage}\n", encoding="utf-8")
    async with ouvrir(site, jour) as pilot:
        assert phrase in annonces(pilot)[0].replace("\u00a0", " ")
        await pilot.press("f9")
        await calme(pilot)
        assert "Calculer une échéance" in texte(pilot)


async def test_un_ecran_laisse_ouvert_la_nuit_suit_le_jour(site: Site) -> None:
    jours = [date(2026, 3, 2)]
    app = Qualitui(site, lambda: jours[0], tolerant=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await calme(pilot)
        jours[0] = date(2026, 3, 3)
        app._guetter()
        await calme(pilot)
        assert "mardi 3 mars" in texte(pilot)


async def test_f10_quitte(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f10")
        await pilot.pause()
    assert pilot.app.return_code == 0


async def test_un_avis_ne_coupe_pas_ce_qu_une_espace_insecable_tient(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        for mots in range(1, 9):
            pilot.app.notify(f"{'mot ' * mots}dans «{INSECABLE}Réclamation{INSECABLE}»{INSECABLE}: rien.")
        await calme(pilot)
        lignes = [ligne for avis in pilot.app._notifications for ligne in str(avis.message).split("\n")]
        assert sum(f"«{INSECABLE}Réclamation{INSECABLE}»{INSECABLE}:" in ligne for ligne in lignes) == 8
        assert max(map(len, lignes)) <= 36
