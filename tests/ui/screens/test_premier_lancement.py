"""The first run: by keys only, a site that opens; nothing is created when one gives up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from ui.pilotage import annonces, calme, taper, texte

from qualitui.operations.verifications.gestes import table
from qualitui.store.site.site import Site, ouvrir
from qualitui.ui.screens.premier_lancement import Assistant


def maintenant() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _assistant(dossier: Path, jour: date) -> Assistant:
    return Assistant(lambda: jour, maintenant, poste="poste-test", login="essai", dossier=dossier, tolerant=False)


async def test_un_site_est_cree_au_clavier(tmp_path: Path, jour: date) -> None:
    dossier = tmp_path / "eps"
    app = _assistant(dossier, jour)
    async with app.run_test(size=(80, 24)) as pilot:
        await calme(pilot)
        await taper(pilot, "EPS du 5e")
        await pilot.press("f12")
        await calme(pilot)
        assert "60 vérifications périodiques gardées sur 60 proposées" in texte(pilot)
        await pilot.press("a", "space", "down", "space")
        await calme(pilot)
        assert "2 vérifications périodiques gardées sur 60" in texte(pilot)
        await pilot.press("f12")
        await pilot.pause()
        await app.workers.wait_for_complete()
    assert app.return_value == dossier
    cree = ouvrir(dossier, maintenant=maintenant, poste="poste-test", login="essai")
    assert cree.reglages.nom == "EPS du 5e"
    assert cree.reglages.referentiel_au(jour) == "EPS-2023"
    assert [v.code for v in table(cree)] == ["V-INF-01", "V-INF-02"]
    cree.fermer()


async def test_sans_nom_l_assistant_le_demande(tmp_path: Path, jour: date) -> None:
    app = _assistant(tmp_path / "eps", jour)
    async with app.run_test(size=(80, 24)) as pilot:
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert "! Donnez un nom au site" in texte(pilot)
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value is None
    assert not (tmp_path / "eps").exists()


async def test_le_dossier_d_un_site_existant_s_ouvre_tel_quel(site: Site, jour: date) -> None:
    app = _assistant(site.dossier, jour)
    async with app.run_test(size=(80, 24)) as pilot:
        await calme(pilot)
        await pilot.press("f12")
        await pilot.pause()
    assert app.return_value == site.dossier


async def test_un_dossier_deja_pris_est_refuse_avec_une_phrase(tmp_path: Path, jour: date) -> None:
    (tmp_path / "registre").mkdir()
    app = _assistant(tmp_path, jour)
    async with app.run_test(size=(80, 24)) as pilot:
        await calme(pilot)
        await taper(pilot, "EPS")
        await pilot.press("f12")
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert "existe déjà" in annonces(pilot)[0]
