"""Open cases counted again on the site's days of today: seen first, applied only when asked."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.temps.calendrier import Fermeture
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations import recalcul
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import Site

PONT = Fermeture(du=date(2026, 3, 19), au=date(2026, 3, 20), libelle="Travaux")


@pytest.fixture
def ouverte(site: Site, jour: date) -> Reclamation:
    """Received on 20 February 2026: quantième, butoir and cible on Friday 20 March."""
    saisie = Saisie(canal="courrier", recue_le=date(2026, 2, 20))
    return reclamations.ajouter(site, saisie, jour=jour).reclamation


def _fermer_le_site(site: Site) -> None:
    site.appliquer(evoluer(site.reglages, fermetures=(PONT,)))


def test_rien_ne_bouge_tout_seul(site: Site, ouverte: Reclamation) -> None:
    _fermer_le_site(site)
    relue = site.trouver(Reclamation, ouverte.reference)
    assert relue.echeance is not None
    assert relue.echeance.cible == date(2026, 3, 20)


def test_l_apercu_dit_les_deux_dates_et_n_ecrit_rien(site: Site, ouverte: Reclamation) -> None:
    assert recalcul.apercevoir(site) == ()
    _fermer_le_site(site)
    (ecart,) = recalcul.apercevoir(site)
    assert (ecart.cible, ecart.cible_nouvelle) == (date(2026, 3, 20), date(2026, 3, 18))
    assert (ecart.butoir, ecart.butoir_nouveau) == (date(2026, 3, 20), date(2026, 3, 20))
    assert len(site.registre.history(Reclamation, ouverte.id)) == 1


def test_applique_le_recalcul_bouge_la_cible_et_l_historique_le_dit(site: Site, ouverte: Reclamation) -> None:
    _fermer_le_site(site)
    recalcul.appliquer(site, recalcul.apercevoir(site))
    relue = site.trouver(Reclamation, ouverte.reference)
    assert relue.echeance is not None
    assert relue.echeance.cible == date(2026, 3, 18)
    assert "echeance" in site.registre.history(Reclamation, ouverte.id)[-1].champs
    assert recalcul.apercevoir(site) == ()


def test_un_dossier_repondu_ne_bouge_jamais(site: Site, ouverte: Reclamation, jour: date) -> None:
    reclamations.repondre(site, ouverte, le=jour, jour=jour)
    _fermer_le_site(site)
    assert recalcul.apercevoir(site) == ()


def test_seuls_les_dossiers_nommes_bougent(site: Site, ouverte: Reclamation, jour: date) -> None:
    autre = reclamations.ajouter(site, Saisie(canal="courrier", recue_le=date(2026, 2, 20)), jour=jour).reclamation
    _fermer_le_site(site)
    recalcul.appliquer(site, recalcul.apercevoir(site, [autre.reference]))
    assert site.trouver(Reclamation, ouverte.reference).echeance == ouverte.echeance
    assert [ecart.reference for ecart in recalcul.apercevoir(site)] == [ouverte.reference]


def test_un_dossier_change_depuis_l_apercu_n_est_pas_recalcule(site: Site, ouverte: Reclamation, jour: date) -> None:
    _fermer_le_site(site)
    vus = recalcul.apercevoir(site)
    reclamations.accuser(site, ouverte, le=jour, jour=jour)

    with pytest.raises(ModifieEntreTemps):
        recalcul.appliquer(site, vus)
    assert site.trouver(Reclamation, ouverte.reference).echeance == ouverte.echeance
