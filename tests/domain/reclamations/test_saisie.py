"""Registering, qualifying, typing again: codes, dates, frozen deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qualitui.domain.base import SaisieRefusee, evoluer
from qualitui.domain.reclamations import refus
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat
from qualitui.domain.reclamations.gestes import MotifCloture, repondre
from qualitui.domain.reclamations.saisie import Regles, Saisie, enregistrer, modifier, qualifier

Recue = Callable[..., Reclamation]

JOUR = date(2026, 3, 2)
RECUE = date(2026, 1, 31)


def test_the_month_of_a_writing_and_its_reason(recue: Recue) -> None:
    echeance = recue(RECUE).echeance
    assert echeance is not None
    assert (echeance.quantieme, echeance.butoir, echeance.cible) == (
        date(2026, 2, 28),
        date(2026, 3, 2),
        date(2026, 2, 27),
    )
    assert (echeance.delai.code, echeance.delai.source.engagement) == ("reponse-ecrite", "9")


@pytest.mark.parametrize(
    ("canal", "nature", "delai", "accuse"),
    [
        ("courrier", "", "reponse-ecrite", False),
        ("courrier", "reclamation", "reponse-ecrite", False),
        ("courriel-generique", "", "reponse-courriel-generique", True),
        ("courriel-generique", "demande", "reponse-courriel-generique", True),
        ("courriel-generique", "remerciement", None, True),
        ("3975", "suggestion-usager", "reponse-ecrite", False),
        ("courrier", "remerciement", None, False),
        ("courrier", "recours", None, False),
        ("accueil", "reclamation", None, False),
        ("telephone", "", None, False),
    ],
)
def test_the_delay_follows_channel_and_nature(
    recue: Recue, canal: str, nature: str, delai: str | None, accuse: bool
) -> None:
    dossier = recue(RECUE, canal=canal, nature=nature)
    assert (dossier.echeance.delai.code if dossier.echeance else None) == delai
    assert (dossier.echeance_attente is None) == (delai is None)
    assert dossier.accuse_attendu is accuse


def test_under_2014_the_attente_is_due_at_fifteen_days_and_no_mailbox_has_its_own_rule(regles_2014: Regles) -> None:
    saisie = Saisie(canal="courriel-generique", recue_le=date(2015, 3, 2), motif="sans-reponse")
    dossier = enregistrer(saisie, regles_2014, date(2015, 3, 2))
    assert dossier.echeance is not None
    assert dossier.echeance_attente is not None
    assert dossier.echeance.delai.code == "reponse-ecrite"
    assert (dossier.echeance.delai.source.referentiel, dossier.echeance.delai.source.engagement) == ("CASVP-2014", "13")
    assert (dossier.echeance_attente.quantieme, dossier.echeance.quantieme) == (date(2015, 3, 17), date(2015, 4, 2))
    assert dossier.engagement == "13"


@pytest.mark.parametrize(
    ("champ", "saisi", "code"),
    [
        ("canal", "COURRIER", "courrier"),
        ("canal", "Courrier postal", "courrier"),
        ("canal", "oral, a l'accueil", "accueil"),
        ("nature", "Réclamation", "reclamation"),
        ("nature", "hors périmètre", "hors-perimetre"),
        ("motif", "attente trop longue", "attente"),
        ("service", "Social", "social"),
    ],
)
def test_codes_are_read_as_people_type_them(recue: Recue, champ: str, saisi: str, code: str) -> None:
    assert getattr(recue(RECUE, **{champ: saisi}), champ) == code


def test_the_motif_proposes_its_engagement_and_typing_another_wins(recue: Recue) -> None:
    assert recue(RECUE, motif="attente").engagement == "4"
    assert recue(RECUE, motif="attente", engagement="S1").engagement == "S1"


def test_every_field_at_fault_is_told_at_once(regles: Regles) -> None:
    saisie = Saisie(
        canal="courier",
        recue_le=JOUR + timedelta(days=1),
        arrivee_site_le=JOUR + timedelta(days=2),
        nature="reclamations",
        motif="atente",
        service="sociale",
        engagement="99",
    )
    with pytest.raises(SaisieRefusee) as refuse:
        enregistrer(saisie, regles, JOUR)
    erreurs = refuse.value.erreurs
    assert set(erreurs) == {"canal", "recue_le", "arrivee_site_le", "nature", "motif", "service", "engagement"}
    assert "«\u00a0courrier\u00a0»" in erreurs["canal"]
    assert "«\u00a0attente\u00a0»" in erreurs["motif"]


@pytest.mark.parametrize(
    ("arrivee", "acceptee"),
    [(RECUE - timedelta(days=1), False), (RECUE, True), (JOUR, True), (JOUR + timedelta(days=1), False)],
)
def test_the_arrival_at_the_site_is_between_the_receipt_and_today(
    regles: Regles, arrivee: date, acceptee: bool
) -> None:
    saisie = Saisie(canal="courrier", recue_le=RECUE, arrivee_site_le=arrivee)
    if acceptee:
        assert enregistrer(saisie, regles, JOUR).arrivee_site_le == arrivee
        return
    with pytest.raises(SaisieRefusee) as refuse:
        enregistrer(saisie, regles, JOUR)
    assert list(refuse.value.erreurs) == ["arrivee_site_le"]


def test_another_date_of_receipt_computes_the_deadlines_again(recue: Recue, regles: Regles) -> None:
    corrigee = modifier(recue(RECUE), {"recue_le": date(2026, 1, 30)}, regles, JOUR)
    assert corrigee.echeance is not None
    assert (corrigee.echeance.depart, corrigee.echeance.butoir) == (date(2026, 1, 30), date(2026, 3, 2))
    assert corrigee.echeance_attente is not None
    assert corrigee.echeance_attente.depart == date(2026, 1, 30)


def test_the_receipt_can_t_move_after_a_recorded_fact(recue: Recue, regles: Regles) -> None:
    repondue = repondre(recue(RECUE), le=date(2026, 2, 10), jour=JOUR)
    assert modifier(repondue, {"recue_le": date(2026, 2, 10)}, regles, JOUR).recue_le == date(2026, 2, 10)
    with pytest.raises(SaisieRefusee, match="mardi 10 février 2026"):
        modifier(repondue, {"recue_le": date(2026, 2, 11)}, regles, JOUR)


def test_a_frozen_deadline_stays_when_something_else_is_typed_again(recue: Recue, regles: Regles) -> None:
    """Even one that today's rules would give otherwise: a new rule never moves old cases."""
    dossier = recue(RECUE)
    assert dossier.echeance is not None
    ancienne = evoluer(dossier, echeance=evoluer(dossier.echeance, butoir=date(2026, 2, 28)))
    modifiee = modifier(ancienne, {"objet": "Attente", "canal": "fiche-avis", "nature": "demande"}, regles, JOUR)
    assert (modifiee.canal, modifiee.objet, modifiee.echeance) == ("fiche-avis", "Attente", ancienne.echeance)


@pytest.mark.parametrize(
    ("nature", "raison", "motif"),
    [
        ("recours", "Recours gracieux transmis au bureau des aides", MotifCloture.REORIENTEE),
        ("hors-perimetre", "", MotifCloture.HORS_PERIMETRE),
        ("doublon", "Voir R-2026-003", MotifCloture.DOUBLON),
    ],
)
def test_qualified_as_not_ours_it_is_closed_with_its_reason(
    recue: Recue, regles: Regles, nature: str, raison: str, motif: MotifCloture
) -> None:
    sortie = qualifier(recue(RECUE, nature=""), {"nature": nature}, regles, raison=raison, le=JOUR, jour=JOUR)
    assert etat(sortie) is Etat.CLOTUREE
    assert (sortie.faits[-1].motif, sortie.faits[-1].detail) == (motif, raison)
    assert sortie.echeance is None


def test_a_recours_is_not_routed_out_without_a_reason(recue: Recue, regles: Regles) -> None:
    with pytest.raises(refus.RaisonManquante):
        qualifier(recue(RECUE, nature=""), {"nature": "recours"}, regles, le=JOUR, jour=JOUR)


def test_qualified_back_the_month_runs_again_from_the_receipt(recue: Recue, regles: Regles) -> None:
    remerciement = recue(RECUE, nature="remerciement")
    requalifiee = qualifier(remerciement, {"nature": "reclamation"}, regles, le=JOUR, jour=JOUR)
    assert requalifiee.echeance == recue(RECUE).echeance
