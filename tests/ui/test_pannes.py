"""Faults while the screen is open: a French sentence, reading goes on, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ui.pilotage import LARGE, annonces, calme, ouvrir, taper, texte

from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.site.site import Site


async def test_le_dossier_du_site_part_et_revient(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Une pendule", jour=jour)
    ailleurs = site.dossier.with_name("ailleurs")
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f6", "n")
        await calme(pilot)
        await taper(pilot, "Un banc")
        site.dossier.rename(ailleurs)
        pilot.app._guetter()  # type: ignore[attr-defined]
        await pilot.press("f12")
        await calme(pilot)
        assert any("ne sont plus lus" in phrase for phrase in annonces(pilot))
        assert "Rien n’a été enregistré" in texte(pilot)
        assert "Un banc" in texte(pilot)
        ailleurs.rename(site.dossier)
        await pilot.press("f12")
        await calme(pilot)
        assert "Une pendule" in texte(pilot)
    assert {s.texte for s in site.registre.find(Suggestion)} == {"Une pendule", "Un banc"}


async def test_sans_le_dossier_l_entete_le_rappelle_et_rien_n_est_refait(site: Site, jour: date) -> None:
    ailleurs = site.dossier.with_name("ailleurs")
    async with ouvrir(site, jour) as pilot:
        site.dossier.rename(ailleurs)
        pilot.app._guetter()  # type: ignore[attr-defined]
        await calme(pilot)
        assert "Site injoignable" in texte(pilot)
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        assert "Rien à signaler" not in texte(pilot)
        assert "grave" in texte(pilot)
        await pilot.press("s")
        await calme(pilot)
        await pilot.press("f2", "i")
        await calme(pilot)
        assert not site.dossier.exists()
        assert (
            sum("n’a pas été faite" in phrase or "ne peut pas être écrit" in phrase for phrase in annonces(pilot)) == 2
        )
        ailleurs.rename(site.dossier)
        pilot.app._guetter()  # type: ignore[attr-defined]
        await calme(pilot)
        assert "Site injoignable" not in texte(pilot)


async def test_un_journal_raccourci_est_dit_une_fois_et_tout_se_lit(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Une pendule", jour=jour)
    journal: Path = next(site.dossier.glob("registre/*/*.jsonl"))
    async with ouvrir(site, jour) as pilot:
        journal.write_bytes(journal.read_bytes()[:-20])
        for _ in range(2):
            pilot.app._guetter()  # type: ignore[attr-defined]
            await calme(pilot)
        assert sum("a perdu 20 octets" in phrase for phrase in annonces(pilot)) == 1
        await pilot.press("f6")
        await calme(pilot)
        assert "Une pendule" in texte(pilot)


async def test_des_donnees_abimees_se_rappellent_tant_qu_elles_le_sont(site: Site, jour: date) -> None:
    """In the header and on the home, whose counts no longer promise that nothing is late."""
    journal: Path = next(site.dossier.glob("registre/*/*.jsonl"))
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        assert "! Données abîmées" not in texte(pilot)
        place = journal.parent / "autre~poste~1.jsonl"
        place.mkdir()
        for _ in range(2):
            pilot.app._guetter()  # type: ignore[attr-defined]
            await calme(pilot)
        assert "! Données abîmées · " in texte(pilot)
        assert "Ces nombres peuvent être incomplets" in texte(pilot)
        assert pilot.app.screen.vide() != "Rien n’est en retard, rien n’est à faire d’ici vendredi."  # type: ignore
        assert sum("n’est pas un fichier" in phrase for phrase in annonces(pilot)) == 1
        await pilot.press("f9")
        await calme(pilot)
        await pilot.press("escape")
        place.rmdir()
        for _ in range(2):
            pilot.app._guetter()  # type: ignore[attr-defined]
            await calme(pilot)
        assert "! Données abîmées" not in texte(pilot)
        assert "Ces nombres peuvent être incomplets" not in texte(pilot)
        assert any("se lisent à nouveau en entier" in phrase for phrase in annonces(pilot))


async def test_une_saisie_laissee_est_rappelee_a_l_ouverture(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.brouillons.garder("action", {"intitule": "Un banc"}, titre="Nouvelle action")  # type: ignore
    async with ouvrir(site, jour) as pilot:
        assert any("Nouvelle action" in phrase for phrase in annonces(pilot))
        await pilot.press("f5", "n")
        await calme(pilot)
        assert "a été reprise" in texte(pilot)
        assert "Un banc" in texte(pilot)


async def test_l_historique_illisible_dit_pourquoi_et_se_ferme(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Une pendule", jour=jour)
    ailleurs = site.dossier.with_name("ailleurs")
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f6")
        await calme(pilot)
        site.dossier.rename(ailleurs)
        await pilot.press("j")
        await calme(pilot)
        assert "Lecture du journal" not in texte(pilot)
        assert "L’historique ne peut pas être relu" in texte(pilot)
        await pilot.press("escape")
        ailleurs.rename(site.dossier)
        await pilot.press("j")
        await calme(pilot)
        assert "texte : Une pendule" in texte(pilot)
