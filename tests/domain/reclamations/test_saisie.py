"""Registering, qualifying, typing again: codes, dates, frozen deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qualitui.domain.base import SaisieRefusee, evoluer
from qualitui.domain.reclamations import refus
from qualitui.domain.reclamations.delai import hors_decompte
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat
from qualitui.domain.reclamations.gestes import MotifCloture, repondre
from qualitui.domain.reclamations.saisie import Regles, Saisie, enregistrer, modifier, qualifier

Recue = Callable[..., Reclamation]

JOUR = date(2026, 3, 2)
RECUE = date(2026, 1, 31)


def test_le_mois_d_un_ecrit_et_sa_raison(recue: Recue) -> None:
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
def test_le_delai_suit_le_canal_et_la_nature(
    recue: Recue, canal: str, nature: str, delai: str | None, accuse: bool
) -> None:
    dossier = recue(RECUE, canal=canal, nature=nature)
    assert (dossier.echeance.delai.code if dossier.echeance else None) == delai
    assert (dossier.echeance_attente is None) == (delai is None)
    assert dossier.accuse_attendu is accuse


def test_sous_2014_l_attente_est_due_a_quinze_jours_et_aucun_courriel_n_a_sa_regle(regles_2014: Regles) -> None:
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
def test_les_codes_se_lisent_comme_les_gens_les_tapent(recue: Recue, champ: str, saisi: str, code: str) -> None:
    assert getattr(recue(RECUE, **{champ: saisi}), champ) == code


def test_le_motif_propose_son_engagement_et_un_autre_tape_l_emporte(recue: Recue) -> None:
    assert recue(RECUE, motif="attente").engagement == "4"
    assert recue(RECUE, motif="attente", engagement="S1").engagement == "S1"


def test_tous_les_champs_en_faute_sont_dits_a_la_fois(regles: Regles) -> None:
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
def test_l_arrivee_au_site_est_entre_la_reception_et_aujourd_hui(regles: Regles, arrivee: date, acceptee: bool) -> None:
    saisie = Saisie(canal="courrier", recue_le=RECUE, arrivee_site_le=arrivee)
    if acceptee:
        assert enregistrer(saisie, regles, JOUR).arrivee_site_le == arrivee
        return
    with pytest.raises(SaisieRefusee) as refuse:
        enregistrer(saisie, regles, JOUR)
    assert list(refuse.value.erreurs) == ["arrivee_site_le"]


def test_une_autre_date_de_reception_recalcule_les_echeances(recue: Recue, regles: Regles) -> None:
    corrigee = modifier(recue(RECUE), {"recue_le": date(2026, 1, 30)}, regles, JOUR)
    assert corrigee.echeance is not None
    assert (corrigee.echeance.depart, corrigee.echeance.butoir) == (date(2026, 1, 30), date(2026, 3, 2))
    assert corrigee.echeance_attente is not None
    assert corrigee.echeance_attente.depart == date(2026, 1, 30)


def test_la_reception_ne_passe_pas_apres_un_fait_note(recue: Recue, regles: Regles) -> None:
    repondue = repondre(recue(RECUE), le=date(2026, 2, 10), jour=JOUR)
    assert modifier(repondue, {"recue_le": date(2026, 2, 10)}, regles, JOUR).recue_le == date(2026, 2, 10)
    with pytest.raises(SaisieRefusee, match="mardi 10 février 2026"):
        modifier(repondue, {"recue_le": date(2026, 2, 11)}, regles, JOUR)


def test_une_echeance_gelee_reste_quand_autre_chose_est_ressaisi(recue: Recue, regles: Regles) -> None:
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
def test_qualifie_hors_de_notre_ressort_un_dossier_se_clot_avec_sa_raison(
    recue: Recue, regles: Regles, nature: str, raison: str, motif: MotifCloture
) -> None:
    sortie = qualifier(recue(RECUE, nature=""), {"nature": nature}, regles, raison=raison, le=JOUR, jour=JOUR)
    assert etat(sortie) is Etat.CLOTUREE
    assert (sortie.faits[-1].motif, sortie.faits[-1].detail) == (motif, raison)
    assert hors_decompte(sortie)


def test_un_recours_ne_s_oriente_pas_ailleurs_sans_raison(recue: Recue, regles: Regles) -> None:
    with pytest.raises(refus.RaisonManquante):
        qualifier(recue(RECUE, nature=""), {"nature": "recours"}, regles, le=JOUR, jour=JOUR)


def test_requalifie_en_reclamation_le_mois_repart_de_la_reception(recue: Recue, regles: Regles) -> None:
    remerciement = recue(RECUE, nature="remerciement")
    requalifiee = qualifier(remerciement, {"nature": "reclamation"}, regles, le=JOUR, jour=JOUR)
    assert requalifiee.echeance == recue(RECUE).echeance
