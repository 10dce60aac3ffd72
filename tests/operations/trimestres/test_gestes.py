"""Hold a review on a real register: the decision and the action move together, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qualitui.domain import trimestres as regle
from qualitui.domain.actions import gestes as vie_actions
from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.base import Introuvable
from qualitui.domain.trimestres import EtatTrimestre, GenreDecision, RevueTrimestrielle
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import Site

FIN = date(2026, 6, 1)


@pytest.fixture
def plan(site: Site, jour: date) -> list[Action]:
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"])
    origine = Origine(concept="reunion")
    return [actions.creer(site, intitule=f"Action {n}", origine=origine, pilote="raqn", jour=jour) for n in range(1, 5)]


@pytest.fixture
def revue(site: Site, jour: date) -> RevueTrimestrielle:
    return trimestres.ouvrir(site, "2026-t1", jour=jour)


def test_une_revue_entiere(site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle) -> None:
    decisions = [
        (GenreDecision.MAINTENIR, {}),
        (GenreDecision.REPLANIFIER, {"nouvelle_echeance": FIN, "note": "prestataire absent"}),
        (GenreDecision.REORIENTER, {"note": "mieux placé", "pilote": "martin-c", "intitule": "Autre"}),
        (GenreDecision.ABANDONNER, {"note": "doublon"}),
    ]
    for action, (genre, precisions) in zip(plan, decisions, strict=True):
        revue, _ = trimestres.decider(site, revue, action, decision=genre, jour=jour, **precisions)
    close = trimestres.clore(site, revue, synthese="Bon trimestre.", jour=jour)
    relues = actions.lister(site)
    assert relues[1].echeance == FIN
    assert (relues[2].pilote, relues[2].intitule) == ("martin-c", "Autre")
    assert relues[2].notes[-1].texte == "mieux placé"
    assert (relues[3].etat, relues[3].motif_abandon) == (EtatAction.ABANDONNEE, "doublon")
    assert [figee.decision for figee in close.actions] == [genre for genre, _ in decisions]
    assert trimestres.lister(site, jour=jour)[-1][:2] == ("2026-T1", EtatTrimestre.TENUE)


def test_le_releve_close_ne_bouge_plus(site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle) -> None:
    for action in plan:
        revue, _ = trimestres.decider(site, revue, action, decision=GenreDecision.MAINTENIR, jour=jour)
    trimestres.clore(site, revue, jour=jour)
    actions.abandonner(site, site.trouver(Action, "A-2026-001"), raison="x", jour=jour)
    assert trimestres.trouver(site, "2026-T1").actions[0].etat is EtatAction.A_LANCER


def test_une_decision_inapplicable_n_est_pas_notee(
    site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle
) -> None:
    with pytest.raises(vie_actions.EfficacitePasVerifiee):
        trimestres.decider(site, revue, plan[0], decision=GenreDecision.CLORE, jour=jour)
    assert trimestres.trouver(site, "2026-T1").decisions == ()


def test_une_fiche_perimee_n_ecrit_ni_decision_ni_action(
    site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle
) -> None:
    trimestres.decider(site, revue, plan[0], decision=GenreDecision.MAINTENIR, jour=jour)
    with pytest.raises(ModifieEntreTemps):
        trimestres.decider(site, revue, plan[1], decision=GenreDecision.ABANDONNER, note="x", jour=jour)
    assert site.trouver(Action, plan[1].reference).etat is EtatAction.A_LANCER


def test_une_action_realisee_se_replanifie_en_la_relancant(
    site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle
) -> None:
    faite = actions.realiser(site, plan[0], le=jour, jour=jour)
    _, action = trimestres.decider(
        site, revue, faite, decision=GenreDecision.REPLANIFIER, note="à refaire", nouvelle_echeance=FIN, jour=jour
    )
    assert (action.etat, action.realisee_le, action.echeance) == (EtatAction.EN_COURS, None, FIN)


def test_clore_nomme_ce_qui_reste(site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle) -> None:
    revue, _ = trimestres.decider(site, revue, plan[0], decision=GenreDecision.MAINTENIR, jour=jour)
    assert [a.reference for a in trimestres.restantes(site, revue)] == ["A-2026-002", "A-2026-003", "A-2026-004"]
    with pytest.raises(regle.ActionsSansDecision, match="A-2026-002"):
        trimestres.clore(site, revue, jour=jour)


def test_un_trimestre_fini_sans_revue_close_est_manque(site: Site, plan: list[Action]) -> None:
    etats = [etat for _, etat, _ in trimestres.lister(site, jour=date(2026, 10, 1))]
    assert etats == [EtatTrimestre.MANQUEE, EtatTrimestre.MANQUEE, EtatTrimestre.A_TENIR]


def test_une_revue_jamais_ouverte_est_introuvable(site: Site) -> None:
    with pytest.raises(Introuvable, match="2026-T1"):
        trimestres.trouver(site, "2026-T1")


def test_imprimer_un_projet_puis_le_releve(
    site: Site, jour: date, plan: list[Action], revue: RevueTrimestrielle, tmp_path: Path
) -> None:
    projet = trimestres.imprimer(site, revue, sortie=tmp_path / "projet.docx", jour=jour)
    for action in plan:
        revue, _ = trimestres.decider(site, revue, action, decision=GenreDecision.MAINTENIR, jour=jour)
    releve = trimestres.imprimer(site, trimestres.clore(site, revue, jour=jour), jour=jour)
    assert projet.stat().st_size > 0
    assert releve == site.dossier / "documents" / "revue-trimestrielle-2026-T1.docx"
    assert releve.is_file()
