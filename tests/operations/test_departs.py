"""Someone leaves: what they carry is listed, handed over in the same gesture, or said to be nobody's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.concepts import CONCEPTS
from qualitui.domain.diagnostic import Gravite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import (
    Accord,
    PersonneAbsente,
    PiloteInconnu,
    ResteAReprendre,
    RienAReprendre,
)
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.trimestres import GenreDecision
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.donnees.diagnostic import diagnostic
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.revue import gestes as revue
from qualitui.operations.semaine import semaine
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications.gestes import PersonneSurLeDepart
from qualitui.store.site.site import Site

REUNION = Origine(concept="reunion")


@pytest.fixture
def charge(site: Site, jour: date) -> Site:
    """Claire, the only RAQN, carries something of each concept; Ali and Zoé stay."""
    equipe.ajouter(site, nom="Claire Martin", roles=["raqn", "daa"])
    for nom in ("Ali Benali", "Zoé Morel"):
        equipe.ajouter(site, nom=nom, roles=["daa"])
    actions.creer(site, intitule="Agir", origine=REUNION, pilote="martin-c", jour=jour)
    close = actions.creer(site, intitule="Passée", origine=REUNION, pilote="martin-c", jour=jour)
    actions.abandonner(site, close, raison="Sans objet", jour=jour)
    saisie = Saisie(canal="courrier", recue_le=jour, nature="reclamation", pilote="martin-c")
    reclamations.ajouter(site, saisie, jour=jour)
    attente = reclamations.ajouter(site, Saisie(canal="courrier", recue_le=jour, nature="demande"), jour=jour)
    reclamations.attendre(
        site, attente.reclamation, le=jour, interlocuteur="martin-c",
        nouvelle_date=jour + timedelta(days=20), jour=jour,
    )  # fmt: skip
    verifications.modifier(site, verifications.trouver(site, "V-NET-01"), personne="martin-c", jour=jour)
    revue.fixer_objectif(site, revue.lire(site, 2025), texte="Mieux", pilote="martin-c", jour=jour)
    return site


TOUTES = {"A-2026-001", "R-2026-001", "R-2026-002", "V-NET-01", "2025"}


def portees(site: Site, code: str) -> set[str]:
    return {charge.reference for charge in equipe.charges(site, code)}


def test_chaque_concept_qui_confie_quelque_chose_est_repris(charge: Site) -> None:
    """A concept that gives records to people says so in its room, and has its record above."""
    assert portees(charge, "martin-c") == TOUTES
    qui_confient = {c.nom for c in CONCEPTS if c.piece("domain", "passation")}
    assert {une.concept for une in equipe.charges(charge, "martin-c")} == qui_confient


def test_partir_sans_reprise_est_refuse_en_disant_tout(charge: Site, jour: date) -> None:
    claire = equipe.trouver(charge, "martin-c")
    with pytest.raises(ResteAReprendre) as refus:
        equipe.partir(charge, claire, le=jour)
    assert all(reference in refus.value.phrase for reference in TOUTES)
    assert equipe.trouver(charge, "martin-c").depart_le is None
    refus.value.croire()  # the accord belongs to that gesture, not to the next ones
    with pytest.raises(ResteAReprendre):
        equipe.partir(charge, claire, le=jour)


def test_un_seul_heritier_reprend_tout_d_un_geste(charge: Site, jour: date) -> None:
    avant = len(charge.registre.history(Action, charge.trouver(Action, "A-2026-001").id))
    equipe.partir(charge, equipe.trouver(charge, "martin-c"), le=jour, reprises={"": "benali-a"}, jour=jour)
    assert portees(charge, "martin-c") == set()
    assert portees(charge, "benali-a") == TOUTES
    assert charge.trouver(Action, "A-2026-002").pilote == "martin-c"  # what is over keeps its name
    charge.registre.annuler()  # one gesture: undone whole
    assert portees(charge, "martin-c") == TOUTES
    assert equipe.trouver(charge, "martin-c").depart_le is None
    assert len(charge.registre.history(Action, charge.trouver(Action, "A-2026-001").id)) > avant


def test_plusieurs_heritiers_un_role_compris(charge: Site, jour: date) -> None:
    reprises = {"": "benali-a", "a-2026-001": "morel-z", "V-NET-01": "agent-accueil", "raqn": "morel-z"}
    equipe.partir(charge, equipe.trouver(charge, "martin-c"), le=jour, reprises=reprises, jour=jour)
    assert charge.trouver(Action, "A-2026-001").pilote == "morel-z"
    assert charge.trouver(Reclamation, "R-2026-001").pilote == "benali-a"
    (check,) = charge.registre.find(Verification, code="V-NET-01")
    assert (check.personne, check.role) == ("", "agent-accueil")
    assert "raqn" in equipe.trouver(charge, "morel-z").roles


@pytest.mark.parametrize(
    ("reprises", "refus"),
    [
        ({"": "inconnu"}, PiloteInconnu),
        ({"": "martin-c"}, PersonneAbsente),
        ({"": "partie-p"}, PersonneAbsente),
        ({"": "future-f"}, PersonneAbsente),
        ({"A-2026-999": "benali-a"}, RienAReprendre),
    ],
)
def test_un_heritier_est_la_le_lendemain_et_reprend_ce_qui_existe(
    charge: Site, jour: date, reprises: dict[str, str], refus: type[Exception]
) -> None:
    partie = equipe.ajouter(charge, nom="P", code="partie-p")
    equipe.partir(charge, partie, le=jour)
    equipe.ajouter(charge, nom="F", code="future-f", arrivee_le=jour + timedelta(days=9))
    with pytest.raises(refus):
        equipe.partir(charge, equipe.trouver(charge, "martin-c"), le=jour, reprises=reprises, jour=jour)
    assert portees(charge, "martin-c") == TOUTES


def test_ce_qui_est_laisse_reste_dit_jusqu_a_la_reprise(charge: Site, jour: date) -> None:
    """In the week, as late, and in the check-up; the work itself is its role's again."""
    claire = equipe.trouver(charge, "martin-c")
    claire = equipe.partir(charge, claire, le=jour - timedelta(days=1), accord=Accord(donne=True), jour=jour)
    (element,) = (e for e in semaine(charge, jour).elements if e.domaine == "equipe")
    assert (element.reference, element.etat.value) == ("martin-c", "en retard")
    assert {e.personne for e in semaine(charge, jour).elements} == {""}
    dites = [c.phrase for c in diagnostic(charge) if c.gravite is Gravite.AVERTISSEMENT]
    assert all(any(reference in phrase for phrase in dites) for reference in TOUTES)
    reste = equipe.reprendre(charge, claire, {"A-2026-001": "benali-a"}, jour=jour)
    assert {une.reference for une in reste} == TOUTES - {"A-2026-001"}
    assert equipe.reprendre(charge, claire, {"": "benali-a"}, jour=jour) == ()
    assert not [e for e in semaine(charge, jour).elements if e.domaine == "equipe"]
    assert not [c for c in diagnostic(charge) if c.gravite is Gravite.AVERTISSEMENT]


def test_un_role_que_personne_ne_tient_est_dit(charge: Site, jour: date) -> None:
    claire = equipe.trouver(charge, "martin-c")
    assert equipe.roles_laisses(charge, claire, jour) == ("raqn",)
    avant = equipe.roles_vacants(charge, jour)
    assert "raqn" not in avant
    equipe.partir(charge, claire, le=jour - timedelta(days=1), reprises={"": "benali-a"}, jour=jour)
    assert equipe.roles_vacants(charge, jour)["raqn"] > 0
    assert "raqn" in next(p for p in semaine(charge, jour).reperes if p.startswith("Rôles que personne ne tient"))
    assert any("raqn" in c.phrase for c in diagnostic(charge) if c.gravite is Gravite.INFORMATION)
    assert "raqn" in equipe.vacant(charge, "raqn", jour)
    assert equipe.vacant(charge, "daa", jour) == equipe.vacant(charge, "benali-a", jour) == ""


def test_rien_ne_se_donne_a_qui_ne_sera_pas_la(site: Site, jour: date) -> None:
    """Every field that names who will do something, on the day it is to be done."""
    bientot, apres = jour + timedelta(days=5), jour + timedelta(days=30)
    equipe.partir(site, equipe.ajouter(site, nom="Paul Part", code="part-p", roles=["daa"]), le=bientot)
    libre = actions.creer(site, intitule="Agir", origine=REUNION, echeance=apres, pilote="daa", jour=jour)
    prise = actions.creer(site, intitule="Agir", origine=REUNION, echeance=bientot, pilote="part-p", jour=jour)
    suggestion = suggestions.ajouter(site, texte="Un banc", jour=jour)
    trimestre = trimestres.ouvrir(site, "2026-T1", jour=jour)
    gestes = [
        lambda: actions.creer(site, intitule="A", origine=REUNION, echeance=apres, pilote="part-p", jour=jour),
        lambda: actions.modifier(site, libre, pilote="part-p", jour=jour),
        lambda: actions.lancer(site, libre, pilote="part-p", jour=jour),
        lambda: actions.replanifier(site, prise, echeance=apres, raison="Devis", jour=jour),
        lambda: suggestions.retenir(site, suggestion, pilote="part-p", echeance=apres, jour=jour),
        lambda: trimestres.decider(
            site, trimestre, libre, decision=GenreDecision.REORIENTER, note="N", pilote="part-p", jour=jour
        ),
        lambda: revue.fixer_objectif(
            site, revue.lire(site, 2025), texte="Mieux", pilote="part-p", echeance=apres, jour=jour
        ),
    ]
    for geste in gestes:
        with pytest.raises(PersonneAbsente, match="quitte le site"):
            geste()
    check = verifications.trouver(site, "V-NET-01")
    with pytest.raises(PersonneSurLeDepart):
        verifications.modifier(site, check, personne="part-p", jour=jour)
    with pytest.raises(PersonneSurLeDepart):
        verifications.ajouter(
            site, code="V-X-01", libelle="?", periodicite=Periodicite.MENSUELLE, personne="part-p", jour=jour
        )
    with pytest.raises(PersonneAbsente):
        verifications.modifier(site, check, personne="part-p", jour=apres)
    with pytest.raises(PiloteInconnu):
        actions.creer(site, intitule="A", origine=REUNION, pilote="part-p", jour=apres)
