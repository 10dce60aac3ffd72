"""Backups as people ask for them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from qualitui.domain.diagnostic import Gravite
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations import equipe
from qualitui.operations.donnees import historique, sauvegarde
from qualitui.operations.donnees.diagnostic import diagnostic
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.secours.archive import verifier
from qualitui.store.secours.sauvegarde import Sauvegarde, SauvegardeImpossible
from qualitui.store.site.confidentiel import IdentiteARemettre
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


def test_sur_des_donnees_abimees_l_automatique_se_fait_et_le_dit(site: Site) -> None:
    """The sound ones before it stay: tests/store/secours/test_rotation.py."""
    (journal,) = site.dossier.glob("registre/*/*.jsonl")
    (journal.parent / "autre~poste~1.jsonl").mkdir()
    site.registre.poll()
    faite = sauvegarde.sauvegarder_si_due(site)
    assert faite is not None
    assert "n’est pas un fichier" in faite.degats
    assert "abîmées" in sauvegarde.reserves(faite)[0]
    assert sauvegarde.sauvegarder(site).degats == faite.degats
    assert sauvegarde.sauvegarder_si_due(site) is None
    trouvee = sauvegarde.derniere(site, site.maintenant().date())
    assert trouvee is not None
    assert "de données abîmées" in sauvegarde.derniere_en_mots(trouvee)


@pytest.mark.parametrize("sauvegarder", [sauvegarde.sauvegarder, sauvegarde.sauvegarder_si_due])
def test_un_octet_abime_apres_avoir_ete_lu_ici_se_dit_dans_la_copie(
    site: Site, sauvegarder: Callable[[Site], Sauvegarde | None]
) -> None:
    """What is shown here is still whole, and the copy would not be."""
    auteur = equipe.ajouter(site, nom="Claire Martin", roles=["daa"]).code
    for texte in ("Un banc", "Une horloge"):
        suggestions.ajouter(site, texte=texte, auteur=auteur, jour=site.maintenant().date())
    (journal,) = site.dossier.glob("registre/*/*.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b"Un banc", b"Un bonc"))
    assert not site.registre.etat.graves
    faite = sauvegarder(site)
    assert faite is not None
    assert "Ligne abîmée" in faite.degats
    assert "abîmées" in sauvegarde.reserves(faite)[0]


def test_la_derniere_dit_son_age_sa_taille_et_ce_qu_elle_contient(site: Site) -> None:
    jour = site.maintenant().date()
    assert sauvegarde.derniere(site, jour) is None
    assert "Aucune sauvegarde" in sauvegarde.derniere_en_mots(None)
    sauvegarde.sauvegarder(site)
    for age, dit in ((0, "(aujourd’hui)"), (1, "(hier)"), (15, "(il y a 15\u00a0jours)"), (16, "Elle est ancienne")):
        trouvee = sauvegarde.derniere(site, jour + timedelta(days=age))
        assert trouvee is not None
        assert dit in sauvegarde.derniere_en_mots(trouvee)
        assert trouvee.ancienne is (age == 16)
        assert trouvee.en_donnees()["age_en_jours"] == age
    phrase = sauvegarde.derniere_en_mots(trouvee).replace("\u00a0", " ")
    assert "complète, 0,0 Mo : " in phrase
    assert "sans le dossier confidentiel" in phrase


def test_celle_d_un_autre_site_ou_d_un_jour_a_venir_n_est_pas_la_derniere(site: Site, tmp_path: Path) -> None:
    ici = site.maintenant().date()
    sauvegarde.sauvegarder(site)
    assert sauvegarde.derniere(site, ici - timedelta(days=1)) is None
    from qualitui.domain.reference.reglages import EnVigueur, Reglages
    from qualitui.store.site.site import creer

    reglages = Reglages(nom="Autre", referentiels=(EnVigueur(code="EPS-2023", depuis=ici),))
    autre = creer(tmp_path / "autre", reglages, maintenant=site.maintenant, poste="p", login="l")
    autre.registre.add(next(iter(site.registre.find(Verification))))
    sauvegarde.sauvegarder(autre, site.dossier / "sauvegardes" / "z.zip")
    autre.fermer()
    trouvee = sauvegarde.derniere(site, ici)
    assert trouvee is not None
    assert trouvee.sommaire.chemin.name != "z.zip"
    phrases = [c.phrase for c in diagnostic(site)]
    assert any("celle d’un autre site" in phrase for phrase in phrases)


def test_apres_une_restauration_sans_identites_tout_le_dit_jusqu_a_leur_retour(site: Site, tmp_path: Path) -> None:
    site.confidentiel.ecrire("R-2026-001", Identite(nom="Secret"))
    sauvegarde.sauvegarder(site, tmp_path / "x.zip")
    faite = sauvegarde.restaurer(tmp_path / "x.zip", tmp_path / "neuf")
    assert faite.retour is not None
    assert faite.retour.cas == ("R-2026-001",)
    neuf = ouvrir(tmp_path / "neuf", maintenant=site.maintenant, poste="poste-test", login="essai")
    for geste in (
        lambda: neuf.confidentiel.lire("R-2026-001"),
        lambda: neuf.confidentiel.ecrire("R-2026-001", Identite(nom="Autre")),
    ):
        with pytest.raises(IdentiteARemettre, match="n’est pas revenue avec la sauvegarde"):
            geste()
    assert neuf.confidentiel.lire("R-2026-002") is None
    neuf.confidentiel.ecrire("R-2026-002", Identite(nom="Neuve"))
    assert any("1\u00a0dossier confidentiel manque (R-2026-001)" in c.phrase for c in diagnostic(neuf))
    # A backup made meanwhile still knows what is to be brought back.
    sauvegarde.sauvegarder(neuf, tmp_path / "y.zip")
    assert verifier(tmp_path / "y.zip").cas == ("R-2026-001", "R-2026-002")
    shutil.copytree(site.dossier / "confidentiel", neuf.dossier / "confidentiel", dirs_exist_ok=True)
    assert neuf.confidentiel.lire("R-2026-001") == site.confidentiel.lire("R-2026-001")
    assert not any("manque" in c.phrase for c in diagnostic(neuf))
    neuf.fermer()


def test_avec_les_identites_rien_n_est_a_remettre(site: Site, tmp_path: Path) -> None:
    site.confidentiel.ecrire("R-2026-001", Identite(nom="Secret"))
    sauvegarde.sauvegarder(site, tmp_path / "x.zip", confidentiel=True)
    assert sauvegarde.restaurer(tmp_path / "x.zip", tmp_path / "neuf").retour is None
    assert not (tmp_path / "neuf" / "restauration.json").exists()


def test_une_identite_que_la_derniere_sauvegarde_avait_vue_ne_disparait_pas_sans_un_mot(site: Site) -> None:
    jour = site.maintenant().date()
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=jour)
    for nom in ("Jeanne Zyxw", "Paul Vwxy", "Zoé Uvwx"):
        reclamations.ajouter(site, saisie, identite=Identite(nom=nom), jour=jour)
    sauvegarde.sauvegarder(site)
    assert not [une for une in diagnostic(site) if "a disparu" in une.phrase]
    shutil.rmtree(site.dossier / "confidentiel" / "R-2026-001")
    (site.dossier / "confidentiel" / "R-2026-002" / "identite-1.json").unlink()
    dites = [une for une in diagnostic(site) if "a disparu" in une.phrase]
    assert [(une.gravite, une.fichier) for une in dites] == [
        (Gravite.AVERTISSEMENT, "confidentiel/R-2026-001"),
        (Gravite.AVERTISSEMENT, "confidentiel/R-2026-002"),
    ]
    assert "Zyxw" not in dites[0].phrase


def test_une_identite_effacee_avec_sa_fiche_n_a_pas_disparu(site: Site) -> None:
    jour = site.maintenant().date()
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=jour)
    reclamations.ajouter(site, saisie, identite=Identite(nom="Jeanne Zyxw"), jour=jour)
    sauvegarde.sauvegarder(site)
    historique.annuler(site)
    assert not (site.dossier / "confidentiel" / "R-2026-001").exists()
    assert not [une for une in diagnostic(site) if "a disparu" in une.phrase]
