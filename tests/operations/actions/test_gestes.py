"""The plan d’actions on a real register: codes checked, rights, numbers, stale saves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.actions import gestes as vie
from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import Personne, PiloteInconnu
from qualitui.domain.saisie import TexteManquant
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.actions.origines import OrigineIntrouvable
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.contrat import EcritureImpossible, ModifieEntreTemps
from qualitui.store.site.site import DroitRefuse, Site

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
    assert (action.echeance, action.pilote) == (date(2026, 5, 4), "benali-a")
    assert action.echeance_initiale == date(2026, 4, 1)  # the first one, for ever
    action = actions.modifier(site, action, intitule="Autre", causes="vétusté", jour=jour)
    action = actions.replanifier(site, action, echeance=fin, raison="absence", jour=jour)
    action = actions.realiser(site, action, le=jour, jour=jour)
    action = actions.verifier(site, action, le=jour, efficace=False, constat="revu", par="martin-c", jour=jour)
    action = actions.relancer(site, action, echeance=fin, raison="sans effet", jour=jour)
    relue = site.trouver(Action, action.reference)
    assert (relue.intitule, relue.etat, relue.replanifications) == ("Autre", EtatAction.EN_COURS, 2)
    with pytest.raises(Introuvable, match="martin-c"):
        actions.verifier(site, relue, le=jour, efficace=True, par="martin", jour=jour)


@pytest.mark.parametrize(
    ("concept", "reference", "ecrite"),
    [
        ("reclamation", "r-2026-001", "R-2026-001"),
        ("verification", "v-net-02", "V-NET-02"),
        ("verification", "V-NET-02@2026-03-02", "V-NET-02 × 2026-03-02"),
        ("verification", "V-NET-02 × 2026-03-02", "V-NET-02 × 2026-03-02"),
        ("indicateur", "I-TEL-01", "I-TEL-01"),
        ("reunion", "Comité du 12 mars", "Comité du 12 mars"),
        ("audit-interne", "R-essai", "R-essai"),
        ("autre", "", ""),
    ],
)
def test_la_fiche_d_ou_vient_une_action_est_du_registre(
    site: Site, jour: date, concept: str, reference: str, ecrite: str
) -> None:
    reclamations.ajouter(site, Saisie(canal="courrier", recue_le=jour), jour=jour)
    nee = actions.creer(site, intitule="A", origine=Origine(concept=concept, reference=reference), jour=jour)
    assert nee.origine.reference == ecrite
    assert actions.modifier(site, nee, origine=nee.origine, causes="c", jour=jour).causes == "c"


@pytest.mark.parametrize(
    ("concept", "reference", "aide"),
    [
        ("reclamation", "R-2026-010", "Vouliez-vous dire « R-2026-001 »"),
        ("reclamation", "blabla", "comme R-2026-014"),
        ("autre", "R-2026-010", "R-2026-001"),
        ("suggestion-agent", "S-2026-001", "comme S-2026-007"),
        ("verification", "V-NET-99", "V-NET-0"),
        ("indicateur", "I-XXX-01", "I-"),
        ("reclamation", "R-2026-001@2026-03-02", "R-2026-001"),
    ],
)
def test_une_action_ne_vient_pas_de_ce_qui_n_existe_pas(
    site: Site, jour: date, concept: str, reference: str, aide: str
) -> None:
    reclamations.ajouter(site, Saisie(canal="courrier", recue_le=jour), jour=jour)
    with pytest.raises(OrigineIntrouvable) as refusee:
        actions.creer(site, intitule="A", origine=Origine(concept=concept, reference=reference), jour=jour)
    assert aide in refusee.value.phrase.replace("\u00a0", " ")
    assert refusee.value.champ == "reference"
    assert not site.registre.find(Action)


def test_une_liste_demandee_pour_un_inconnu_est_refusee(site: Site) -> None:
    with pytest.raises(PiloteInconnu, match="zorglub"):
        actions.lister(site, pilote="zorglub")
    with pytest.raises(actions.OrigineInconnue, match="reclamation"):
        actions.lister(site, origine="zorglub")


def test_une_ecriture_qui_echoue_rend_son_numero(site: Site, jour: date, monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(*_: object) -> None:
        raise OSError(28, "plein")

    def creer() -> Action:
        return actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), jour=jour)

    with monkeypatch.context() as panne:
        panne.setattr("qualitui.store.journal.journal.Journal.ajouter", plein)
        with pytest.raises(EcritureImpossible):
            creer()
    assert site.registre.find(Action) == []
    assert creer().reference == "A-2026-001"
