"""The plan d’actions on a real register: codes checked, rights, numbers, stale saves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain import vie_actions as vie
from qualitui.domain.actions import Action, EtatAction, Origine
from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.equipe import Personne, PiloteInconnu
from qualitui.domain.saisie import TexteManquant
from qualitui.operations import actions, equipe
from qualitui.store.registre import ModifieEntreTemps
from qualitui.store.site import DroitRefuse, Site

ORIGINE = Origine(concept="reunion")


@pytest.fixture
def claire(site: Site) -> Personne:
    return equipe.ajouter(site, nom="Claire Martin", roles=["daa"])


@pytest.fixture
def ali(site: Site) -> Personne:
    return equipe.ajouter(site, nom="Ali Benali", roles=["chef-service"])


def creer(site: Site, jour: date, **champs: Any) -> Action:
    return actions.creer(site, **{"intitule": "Agir", "origine": ORIGINE, "jour": jour, **champs})


def test_une_action_va_de_sa_creation_a_sa_cloture(site: Site, jour: date, claire: Personne, ali: Personne) -> None:
    action = creer(site, jour, pilote="benali-a", engagement="3")
    assert action.reference == "A-2026-001"
    action = actions.lancer(site, action, jour=jour)
    action = actions.noter(site, action, texte="devis reçu", jour=jour)
    action = actions.realiser(site, action, le=jour, constat="fait", jour=jour)
    action = actions.verifier(site, action, le=jour, efficace=True, par="martin-c", jour=jour)
    actions.clore(site, action, le=jour, jour=jour)
    relue = site.trouver(Action, "a-2026-001")
    assert relue.etat is EtatAction.CLOSE
    assert [note.texte for note in relue.notes] == ["devis reçu", "fait"]
    assert len(site.registre.history(Action, relue.id)) == 6


def test_qui_tient_le_role_du_pilote_est_le_pilote(site: Site, jour: date, claire: Personne, ali: Personne) -> None:
    action = actions.realiser(site, creer(site, jour, pilote="daa"), le=jour, jour=jour)
    with pytest.raises(vie.VerificateurEstPilote):
        actions.verifier(site, action, le=jour, efficace=True, par="martin-c", jour=jour)
    assert actions.verifier(site, action, le=jour, efficace=True, par="benali-a", jour=jour).efficacite is not None


@pytest.mark.parametrize(
    ("champs", "refus", "champ", "propose"),
    [
        ({"pilote": "marti"}, PiloteInconnu, "pilote", "martin-c"),
        ({"origine": Origine(concept="reclam")}, actions.OrigineInconnue, "origine", "reclamation"),
        ({"engagement": "SMQ99"}, actions.EngagementInconnu, "engagement", "SMQ9"),
        ({"priorite": "haut"}, actions.PrioriteInconnue, "priorite", "haute"),
    ],
)
def test_un_code_inconnu_est_refuse_avec_le_plus_proche(
    site: Site, jour: date, claire: Personne, champs: dict[str, Any], refus: type[Refus], champ: str, propose: str
) -> None:
    with pytest.raises(refus, match=propose) as leve:
        creer(site, jour, **champs)
    assert leve.value.champ == champ


def test_un_refus_ne_laisse_pas_de_trou_dans_la_serie(site: Site, jour: date) -> None:
    with pytest.raises(TexteManquant):
        creer(site, jour, intitule=" ")
    assert creer(site, jour).reference == "A-2026-001"


def test_deux_personnes_ne_s_ecrasent_pas(site: Site, jour: date) -> None:
    lue = creer(site, jour)
    actions.noter(site, lue, texte="la première", jour=jour)
    with pytest.raises(ModifieEntreTemps):
        actions.noter(site, lue, texte="la seconde", jour=jour)


def test_un_role_sans_droit_ne_cree_pas(site: Site, jour: date) -> None:
    auditeur = equipe.ajouter(site, nom="Ada Auditrice", roles=["auditeur-interne"])
    equipe.rattacher(site, auditeur, "essai")
    with pytest.raises(DroitRefuse):
        creer(site, jour)


def test_lister_par_etat_pilote_et_origine(site: Site, jour: date, claire: Personne) -> None:
    premiere = creer(site, jour, pilote="martin-c")
    creer(site, jour, origine=Origine(concept="autre"))
    abandonnee = actions.abandonner(site, creer(site, jour, pilote="martin-c"), raison="doublon", jour=jour)

    def references(**filtres: Any) -> list[str]:
        return [action.reference for action in actions.lister(site, **filtres)]

    assert references() == ["A-2026-001", "A-2026-002", "A-2026-003"]
    assert references(ouvertes=True) == ["A-2026-001", "A-2026-002"]
    assert references(etats=[EtatAction.ABANDONNEE]) == [abandonnee.reference]
    assert references(pilote="martin-c", ouvertes=True) == [premiere.reference]
    assert references(origine="autre") == ["A-2026-002"]


def test_les_autres_gestes_s_ecrivent(site: Site, jour: date, claire: Personne, ali: Personne) -> None:
    fin = date(2026, 6, 1)
    action = actions.lancer(site, creer(site, jour), pilote="benali-a", echeance=date(2026, 5, 4), jour=jour)
    assert (action.echeance_initiale, action.pilote) == (date(2026, 5, 4), "benali-a")
    action = actions.modifier(site, action, intitule="Autre", causes="vétusté", jour=jour)
    action = actions.replanifier(site, action, echeance=fin, raison="absence", jour=jour)
    action = actions.realiser(site, action, le=jour, jour=jour)
    action = actions.verifier(site, action, le=jour, efficace=False, constat="revu", par="martin-c", jour=jour)
    action = actions.relancer(site, action, echeance=fin, raison="sans effet", jour=jour)
    relue = site.trouver(Action, action.reference)
    assert (relue.intitule, relue.etat, relue.replanifications) == ("Autre", EtatAction.EN_COURS, 2)
    with pytest.raises(Introuvable, match="martin-c"):
        actions.verifier(site, relue, le=jour, efficace=True, par="martin", jour=jour)
