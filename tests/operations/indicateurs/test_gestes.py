"""Indicators on a real register: typed again, computed, missing."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Introuvable
from qualitui.domain.indicateurs.fiche import EtatIndicateur, IndicateurCalcule, Mesure, ValeurIndicateur
from qualitui.operations.actions import gestes as actions
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import Site, ouvrir


def test_resaisir_remplace_et_garde_l_historique(site: Site, jour: date) -> None:
    valeur = None
    for n in (80, 95):
        mesure = {"numerateur": n, "denominateur": 100, "commentaire": "relevé"}
        valeur = indicateurs.saisir(site, "i-tel-01", lue=valeur, periode="2026-02", jour=jour, **mesure)
    assert [v.numerateur for v in site.registre.find(ValeurIndicateur)] == [95]
    assert len(site.registre.history(ValeurIndicateur, valeur.id)) == 2
    suivi = indicateurs.voir(site, "I-TEL-01", jour=jour)
    assert suivi.dernier is not None
    assert suivi.dernier.mesure == Mesure(numerateur=95, denominateur=100)
    assert suivi.etat is EtatIndicateur.SOUS_LA_CIBLE


def test_une_valeur_saisie_entre_temps_est_refusee(site: Site, jour: date) -> None:
    """Whether the other workstation's value was already read here or not."""
    autre = ouvrir(site.dossier, maintenant=site.maintenant, poste="poste-bob", login="bob")
    mesure = {"periode": "2026-02", "denominateur": 100, "jour": jour}
    de_bob = indicateurs.saisir(autre, "I-TEL-01", numerateur=95, **mesure)
    for _ in range(2):
        with pytest.raises(ModifieEntreTemps, match="bob") as refus:
            indicateurs.saisir(site, "I-TEL-01", numerateur=70, **mesure)
        assert refus.value.champs["numerateur"] == (None, 95)
        site.registre.poll()
    autre.fermer()
    assert site.registre.find(ValeurIndicateur) == [de_bob]


def test_lister_donne_les_26_dans_l_ordre(site: Site, jour: date) -> None:
    actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), echeance=jour, jour=jour)
    suivis = {suivi.indicateur.code: suivi for suivi in indicateurs.lister(site, jour=jour)}
    assert list(suivis) == [type_.code for type_ in site.indicateurs_types]
    assert suivis["I-ACT-02"].etat is EtatIndicateur.ATTEINT
    assert suivis["I-TEL-01"].etat is EtatIndicateur.NON_MESURE
    demain = indicateurs.voir(site, "I-ACT-02", jour=date(2026, 3, 3))
    assert demain.etat is EtatIndicateur.SOUS_LA_CIBLE


def test_ce_qui_manque_est_la_derniere_periode_finie(site: Site, jour: date) -> None:
    avant = {type_.code: cle for type_, cle in indicateurs.manquantes(site, jour=jour)}
    assert (avant["I-TEL-01"], avant["I-NET-01"], avant["I-TEL-03"]) == ("2026-02", "2025-T4", "2025")
    assert "I-ECO-01" not in avant
    indicateurs.saisir(site, "I-TEL-01", periode="2026-02", numerateur=1, denominateur=1, jour=jour)
    assert "I-TEL-01" not in {type_.code for type_, _ in indicateurs.manquantes(site, jour=jour)}


def test_un_indicateur_calcule_ou_inconnu_ne_se_saisit_pas(site: Site, jour: date) -> None:
    with pytest.raises(IndicateurCalcule):
        indicateurs.saisir(site, "I-ECO-01", periode="2026-02", numerateur=1, denominateur=1, jour=jour)
    with pytest.raises(Introuvable, match="I-TEL-0"):
        indicateurs.saisir(site, "I-TEL-09", periode="2026-02", numerateur=1, denominateur=1, jour=jour)


def test_une_valeur_deja_la_qu_on_n_a_pas_lue_ou_plus_la_meme_n_est_pas_remplacee(site: Site, jour: date) -> None:
    mesure = {"periode": "2026-02", "denominateur": 100, "jour": jour}
    premiere = indicateurs.saisir(site, "I-TEL-01", numerateur=80, **mesure)
    with pytest.raises(ModifieEntreTemps, match="essai"):
        indicateurs.saisir(site, "I-TEL-01", numerateur=90, **mesure)
    indicateurs.saisir(site, "I-TEL-01", lue=premiere, numerateur=95, **mesure)
    with pytest.raises(ModifieEntreTemps):
        indicateurs.saisir(site, "I-TEL-01", lue=premiere, numerateur=70, **mesure)
    assert [v.numerateur for v in site.registre.find(ValeurIndicateur)] == [95]
