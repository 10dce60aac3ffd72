"""Backups as people ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations.donnees import sauvegarde
from qualitui.store.secours.sauvegarde import SauvegardeImpossible
from qualitui.store.site.site import Site, ouvrir


def test_par_defaut_dans_les_sauvegardes_du_site_sans_identites(site: Site) -> None:
    site.confidentiel.ecrire("R-2026-001", Identite(nom="Secret"))
    bilan = sauvegarde.sauvegarder(site)
    assert bilan.chemin.parent == site.dossier / "sauvegardes"
    assert bilan.chemin.name == "sauvegarde-2026-03-02-090000.zip"
    assert not bilan.confidentiel


def test_les_identites_ne_vont_jamais_dans_le_dossier_du_site(site: Site, tmp_path: Path) -> None:
    site.confidentiel.ecrire("R-2026-001", Identite(nom="Secret"))
    for destination in (None, site.dossier / "x.zip"):
        with pytest.raises(SauvegardeImpossible, match="ouvert à tous"):
            sauvegarde.sauvegarder(site, destination, confidentiel=True)
    assert sauvegarde.sauvegarder(site, tmp_path / "x.zip", confidentiel=True).confidentiel


def test_un_site_restaure_s_ouvre_et_se_modifie(site: Site, tmp_path: Path) -> None:
    sauvegarde.sauvegarder(site, tmp_path / "x.zip")
    sauvegarde.restaurer(tmp_path / "x.zip", tmp_path / "neuf")
    neuf = ouvrir(tmp_path / "neuf", maintenant=site.maintenant, poste="poste-test", login="essai")
    assert list(neuf.registre.find(Verification)) == list(site.registre.find(Verification))
    assert neuf.reserver_reference("R", site.maintenant().date()) == "R-2026-001"
    neuf.fermer()


def test_l_automatique_ne_se_fait_qu_une_fois(site: Site) -> None:
    bilan = sauvegarde.sauvegarder_si_due(site)
    assert bilan is not None
    assert bilan.chemin.name == "auto-2026-03-02.zip"
    assert sauvegarde.sauvegarder_si_due(site) is None


def test_un_site_parti_n_est_pas_refait_par_sa_sauvegarde(site: Site) -> None:
    site.dossier.rename(site.dossier.with_name("parti"))
    with pytest.raises(SauvegardeImpossible, match="ne répond pas"):
        sauvegarde.sauvegarder(site)
    assert not site.dossier.exists()


def test_l_automatique_ne_se_fait_pas_sur_des_donnees_abimees(site: Site) -> None:
    """It would push a whole one out of the rotation; one that is asked for is made, as the data are."""
    (journal,) = site.dossier.glob("registre/*/*.jsonl")
    (journal.parent / "autre~poste~1.jsonl").mkdir()
    site.registre.poll()
    with pytest.raises(SauvegardeImpossible, match="les données sont abîmées"):
        sauvegarde.sauvegarder_si_due(site)
    assert not list((site.dossier / "sauvegardes").iterdir())
    assert sauvegarde.sauvegarder(site).fichiers
    (journal.parent / "autre~poste~1.jsonl").rmdir()
    site.registre.poll()
    assert sauvegarde.sauvegarder_si_due(site) is not None
    (journal.parent / "autre~poste~1.jsonl").mkdir()
    site.registre.poll()
    assert sauvegarde.sauvegarder_si_due(site) is None
