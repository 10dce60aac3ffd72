"""« Ses éléments »: a role that writes on its own cases only; an action always known by the case it is born from."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import Personne
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations.courriers import Envoi, ecrire_courrier
from qualitui.reports.courriers import Courrier
from qualitui.store.site.droits import BORNEE, HorsPortee
from qualitui.store.site.site import Site


def ecrite(site: Site, jour: date, **champs: str) -> Reclamation:
    saisie = Saisie.model_validate({"canal": "courrier", "recue_le": jour, "nature": "reclamation", **champs})
    return reclamations.ajouter(site, saisie, jour=jour).reclamation


@pytest.fixture
def agent(site: Site) -> Personne:
    borne = next(r for r in site.roles if r.portee == BORNEE and r.droits["reclamations"] == "ecriture")
    return equipe.rattacher(site, equipe.ajouter(site, nom="Lia Agent", roles=(borne.code,)), site.login)


def test_sur_le_dossier_d_un_autre_toute_ecriture_est_refusee(site: Site, jour: date, agent: Personne) -> None:
    autre = de_dupont(site, jour)
    for geste in (
        lambda: reclamations.repondre(site, autre, le=jour, jour=jour),
        lambda: reclamations.modifier(site, autre, objet="Autre", jour=jour),
        lambda: reclamations.qualifier(site, autre, nature="demande", jour=jour),
        lambda: reclamations.changer_identite(site, autre, Identite(nom="X")),
        lambda: ecrire_courrier(site, autre, Courrier.ACCUSE, envoi=Envoi(jour), jour=jour),
    ):
        with pytest.raises(HorsPortee, match=autre.reference):
            geste()
    assert reclamations.trouver(site, autre.reference) == autre
    assert autre in reclamations.lister(site, jour=jour)


def de_dupont(site: Site, jour: date, **champs: str) -> Reclamation:
    """A case that somebody else registered."""
    site.registre.auteur, habituel = "dupont", site.registre.auteur
    try:
        return ecrite(site, jour, **champs)
    finally:
        site.registre.auteur = habituel


@pytest.mark.parametrize("par_role", [False, True])
def test_ce_qui_est_confie_a_l_agent_est_a_lui(site: Site, jour: date, agent: Personne, par_role: bool) -> None:
    autre = de_dupont(site, jour, pilote=agent.roles[0] if par_role else agent.code)
    assert reclamations.repondre(site, autre, le=jour, jour=jour).faits[0].le == jour


def test_ce_que_l_agent_a_enregistre_est_a_lui(site: Site, jour: date, agent: Personne) -> None:
    mienne = ecrite(site, jour)
    assert reclamations.repondre(site, mienne, le=jour, jour=jour).faits[0].par == agent.code


def test_un_autre_role_du_site_leve_la_limite(site: Site, jour: date, agent: Personne) -> None:
    autre = de_dupont(site, jour)
    site.registre.save(evoluer(agent, roles=(*agent.roles, "daa")))
    assert reclamations.repondre(site, autre, le=jour, jour=jour).faits


def test_une_action_faite_dans_le_plan_est_connue_de_son_dossier(site: Site, jour: date) -> None:
    dossier = ecrite(site, jour)
    origine = Origine(concept="reclamation", reference=dossier.reference)
    nee = actions.creer(site, intitule="Former l’accueil", origine=origine, jour=jour)
    libre = actions.creer(site, intitule="Afficher", origine=Origine(concept="reunion"), jour=jour)
    assert reclamations.trouver(site, dossier.reference).actions == (nee.reference,)
    actions.modifier(site, libre, origine=origine, jour=jour)
    assert reclamations.trouver(site, dossier.reference).actions == (nee.reference, libre.reference)


def test_une_action_nee_d_un_dossier_n_y_est_liee_qu_une_fois(site: Site, jour: date) -> None:
    dossier = ecrite(site, jour)
    origine = Origine(concept="reclamation", reference=dossier.reference)
    nee = actions.creer(site, intitule="Former l’accueil", origine=origine, jour=jour)
    autre = actions.creer(site, intitule="Afficher", origine=Origine(concept="reunion"), jour=jour)
    nee = actions.modifier(site, nee, intitule="Former tout l’accueil", jour=jour)
    autre = actions.modifier(site, autre, origine=origine, jour=jour)
    actions.modifier(site, autre, engagement="9", jour=jour)
    assert reclamations.trouver(site, dossier.reference).actions == (nee.reference, autre.reference)
