"""Suggestions on a real register: anonymity, an action born with its link."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Action, Origine, TypeAction
from qualitui.domain.base import Introuvable
from qualitui.domain.reference.equipe import PiloteInconnu
from qualitui.domain.suggestions.fiche import DejaRepondue, EtatSuggestion, Suggestion
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import Site


def test_une_suggestion_retenue_devient_une_action_liee(site: Site, jour: date) -> None:
    recue = suggestions.ajouter(site, texte="Un banc\ndevant l’accueil", jour=jour)
    analysee = suggestions.analyser(site, recue, analyse="utile", jour=jour)
    retenue, action = suggestions.retenir(site, analysee, pilote="daa", jour=jour)
    assert (retenue.reference, retenue.action, retenue.etat) == ("S-2026-001", "A-2026-001", EtatSuggestion.RETENUE)
    assert (action.intitule, action.type) == ("Un banc", TypeAction.AMELIORATION)
    assert (action.origine.concept, action.origine.reference) == ("suggestion-agent", "S-2026-001")
    with pytest.raises(DejaRepondue):
        suggestions.retenir(site, retenue, jour=jour)
    assert len(site.registre.find(Action)) == 1


def test_un_pilote_inconnu_ne_laisse_ni_action_ni_reponse(site: Site, jour: date) -> None:
    recue = suggestions.ajouter(site, texte="Un banc", jour=jour)
    with pytest.raises(PiloteInconnu):
        suggestions.retenir(site, recue, pilote="personne", jour=jour)
    assert actions.lister(site) == []
    assert site.trouver(Suggestion, recue.reference).ouverte


def test_anonyme_jusque_dans_l_historique(site: Site, jour: date) -> None:
    claire = equipe.ajouter(site, nom="Claire Martin", roles=["agent"])
    equipe.rattacher(site, claire, "essai")
    anonyme = suggestions.ajouter(site, texte="Un banc", jour=jour)
    nommee = suggestions.ajouter(site, texte="Une plante", auteur="Martin-C", jour=jour)
    assert (anonyme.auteur, nommee.auteur) == ("", "martin-c")
    assert [c.par for c in site.registre.history(Suggestion, anonyme.id)] == ["anonyme"]
    assert [c.par for c in site.registre.history(Suggestion, nommee.id)] == ["martin-c"]
    with pytest.raises(Introuvable, match="martin-c"):
        suggestions.ajouter(site, texte="x", auteur="martin", jour=jour)


def test_ecarter_puis_presenter(site: Site, jour: date) -> None:
    ecartee = suggestions.ecarter(
        site, suggestions.ajouter(site, texte="Un banc", jour=jour), raison="prévu", jour=jour
    )
    presentee = suggestions.presenter(site, ecartee, le=jour, jour=jour)
    assert presentee.presentee_le == jour
    assert suggestions.lister(site, ouvertes=True) == []
    assert [s.reference for s in suggestions.lister(site, etats=[EtatSuggestion.ECARTEE])] == ["S-2026-001"]


def test_une_suggestion_changee_entre_temps_ne_laisse_pas_d_action(site: Site, jour: date) -> None:
    recue = suggestions.ajouter(site, texte="Un banc", jour=jour)
    suggestions.analyser(site, recue, analyse="utile", jour=jour)
    with pytest.raises(ModifieEntreTemps):
        suggestions.retenir(site, recue, jour=jour)
    assert actions.lister(site) == []
    assert site.trouver(Suggestion, recue.reference).ouverte
    creee = actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), jour=jour)
    assert creee.reference == "A-2026-001", "the number was given back"
