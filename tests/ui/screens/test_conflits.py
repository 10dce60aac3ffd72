"""Conflicts: both versions side by side, one kept whole or a field from each; the decision is recorded."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ui.pilotage import calme, ouvrir, taper, texte

from qualitui.domain.actions.fiche import Action, Note, Origine
from qualitui.domain.base import evoluer
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site
from qualitui.ui.screens.conflits import cote_a_cote
from qualitui.ui.widgets.conflit import Conflit


def _horloge() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def en_conflit(site: Site, tmp_path: Path, jour: date) -> Site:
    """A suggestion changed by two workstations that did not see each other."""
    suggestion = suggestions.ajouter(site, texte="Un banc", jour=jour)
    copie = tmp_path / "copie"
    shutil.copytree(site.dossier, copie)
    autre = ouvrir_site(copie, maintenant=_horloge, poste="poste-b", login="mireille")
    autre.registre.save(evoluer(autre.registre.get(Suggestion, suggestion.id), texte="Deux bancs", theme="locaux"))
    autre.fermer()
    site.registre.save(evoluer(suggestion, texte="Un banc et un porte-manteau"))
    for fichier in (copie / "registre").rglob("*mireille*"):
        cible = site.dossier / "registre" / fichier.relative_to(copie / "registre")
        cible.parent.mkdir(exist_ok=True)
        shutil.copy(fichier, cible)
    site.registre.poll()
    return site


async def test_une_version_est_gardee_entiere(en_conflit: Site, jour: date) -> None:
    async with ouvrir(en_conflit, jour) as pilot:
        pilot.app.aller("conflits")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("enter")
        await calme(pilot)
        vue = texte(pilot)
        assert "Un banc et un porte-manteau" in vue
        assert "2 Deux bancs" in vue or "1 Deux bancs" in vue
        rang = 1 if "1 Deux bancs" in vue else 2
        await pilot.press("c")
        await calme(pilot)
        await pilot.press(*["down"] * (rang - 1), "enter")
        await calme(pilot)
        assert "Aucun conflit" in texte(pilot)
    assert en_conflit.registre.find(Suggestion)[0].texte == "Deux bancs"
    assert not en_conflit.registre.conflits()


async def test_la_fusion_prend_chaque_champ_ou_l_on_veut(en_conflit: Site, jour: date) -> None:
    voulus = {"texte": "porte", "theme": "locaux"}
    champs = en_conflit.registre.conflits()[0].champs
    async with ouvrir(en_conflit, jour) as pilot:
        pilot.app.aller("conflits")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("m")
        await calme(pilot)
        for champ in champs:
            await pilot.press("home", "shift+end")
            await taper(pilot, voulus[champ])
            await pilot.press("escape", "tab")
        await pilot.press("f12")
        await calme(pilot)
    fiche = en_conflit.registre.find(Suggestion)[0]
    assert (fiche.texte, fiche.theme) == ("Un banc et un porte-manteau", "locaux")
    assert not en_conflit.registre.conflits()


async def test_un_conflit_qui_a_bouge_se_relit(en_conflit: Site, jour: date) -> None:
    """Its choices are ranks among the versions shown: they are never applied to others."""
    async with ouvrir(en_conflit, jour) as pilot:
        pilot.app.aller("conflits")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("m")
        await calme(pilot)
        autre = ouvrir_site(en_conflit.dossier, maintenant=_horloge, poste="poste-bob", login="bob")
        autre.registre.save(evoluer(autre.registre.find(Suggestion)[0], texte="Trois bancs"))
        autre.fermer()
        await pilot.press("f12")
        await calme(pilot)
        assert isinstance(pilot.app.screen, Conflit)
        assert "Relire la fiche" in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
    assert en_conflit.registre.find(Suggestion)[0].texte == "Trois bancs"


def test_les_versions_restent_cote_a_cote() -> None:
    lignes = cote_a_cote(["un texte assez long pour passer à la ligne", "court"], 44).split("\n")
    assert lignes[0].endswith("| 2 court")
    assert all(len(ligne) <= 44 for ligne in lignes)


async def test_ce_que_chacun_a_ajoute_a_une_liste_reste_reuni(site: Site, tmp_path: Path, jour: date) -> None:
    action = site.registre.add(
        Action(reference="A-2026-001", intitule="Repeindre", creee_le=jour, origine=Origine(concept="reunion"))
    )
    copie = tmp_path / "copie"
    shutil.copytree(site.dossier, copie)
    autre = ouvrir_site(copie, maintenant=_horloge, poste="poste-b", login="mireille")
    autre.registre.save(evoluer(action, notes=(Note(le=jour, par="mireille", texte="Devis reçu"),)))
    autre.fermer()
    site.registre.save(evoluer(action, notes=(Note(le=jour, par="jean", texte="Peinture choisie"),)))
    shutil.copytree(copie / "registre", site.dossier / "registre", dirs_exist_ok=True, ignore=_sauf_mireille)
    site.registre.poll()
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("conflits")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("m")
        await calme(pilot)
        assert "réunis" in texte(pilot)
        await pilot.press("f12")
        await calme(pilot)
    assert {note.texte for note in site.registre.find(Action)[0].notes} == {"Devis reçu", "Peinture choisie"}
    assert not site.registre.conflits()


def _sauf_mireille(_: str, noms: list[str]) -> list[str]:
    return [nom for nom in noms if nom.endswith(".jsonl") and "mireille" not in nom] + ["FORMAT.json"]
