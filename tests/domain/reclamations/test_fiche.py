"""The life of a case: the table of transitions, and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitui.domain.base import Refus, evoluer
from qualitui.domain.reclamations import gestes, refus
from qualitui.domain.reclamations.fiche import (
    OUVERTS,
    TRANSITIONS,
    Etat,
    Fait,
    GenreFait,
    Reclamation,
    avec_fait,
    depart,
    etat,
    faits_de,
    premiere_reponse,
    verifier_suite,
)
from qualitui.domain.reclamations.gestes import MotifCloture

Recue = Callable[..., Reclamation]

JOUR = date(2026, 4, 30)
RECUE = date(2026, 1, 31)
G = GenreFait


def suivie(reclamation: Reclamation, *suite: tuple[GenreFait, date]) -> Reclamation:
    for genre, le in suite:
        reclamation = avec_fait(reclamation, Fait(genre=genre, le=le), JOUR)
    return reclamation


@pytest.mark.parametrize(
    ("nature", "pilote", "suite", "attendu"),
    [
        ("", "", (), Etat.RECUE),
        ("", "", (G.ACCUSE,), Etat.RECUE),
        ("", "daa", (), Etat.RECUE),
        ("reclamation", "", (), Etat.QUALIFIEE),
        ("reclamation", "daa", (), Etat.EN_TRAITEMENT),
        ("reclamation", "", (G.ACCUSE,), Etat.EN_TRAITEMENT),
        ("", "", (G.ATTENTE,), Etat.EN_TRAITEMENT),
        ("reclamation", "", (G.ATTENTE, G.ATTENTE), Etat.EN_TRAITEMENT),
        ("reclamation", "", (G.REPONSE,), Etat.REPONDUE),
        ("reclamation", "", (G.REPONSE, G.CONTESTATION), Etat.REPONDUE),
        ("reclamation", "", (G.REPONSE, G.CONTESTATION, G.REPONSE), Etat.REPONDUE),
        ("reclamation", "", (G.REPONSE, G.CLOTURE), Etat.CLOTUREE),
        ("reclamation", "", (G.REPONSE, G.CLOTURE, G.CONTESTATION), Etat.CLOTUREE),
        ("reclamation", "", (G.REPONSE, G.CLOTURE, G.RENDEZ_VOUS, G.MEDIATEUR), Etat.CLOTUREE),
        ("reclamation", "", (G.REPONSE, G.REOUVERTURE), Etat.ROUVERTE),
        ("reclamation", "", (G.REPONSE, G.CLOTURE, G.REOUVERTURE), Etat.ROUVERTE),
        ("reclamation", "", (G.REPONSE, G.CLOTURE, G.REOUVERTURE, G.ATTENTE), Etat.ROUVERTE),
        ("reclamation", "", (G.REPONSE, G.CLOTURE, G.REOUVERTURE, G.REPONSE, G.CLOTURE), Etat.CLOTUREE),
    ],
)
def test_les_faits_disent_l_etat(
    recue: Recue, nature: str, pilote: str, suite: tuple[GenreFait, ...], attendu: Etat
) -> None:
    dates = (RECUE + timedelta(days=rang) for rang in range(len(suite)))
    dossier = suivie(recue(RECUE, nature=nature, pilote=pilote), *zip(suite, dates, strict=True))
    assert etat(dossier) is attendu


@pytest.mark.parametrize(
    ("suite", "refusee"),
    [
        ((G.REPONSE, G.REPONSE), refus.DejaRepondue),
        ((G.REPONSE, G.ACCUSE), refus.DejaRepondue),
        ((G.REPONSE, G.ATTENTE), refus.DejaRepondue),
        ((G.REPONSE, G.CONTESTATION, G.REPONSE, G.REPONSE), refus.DejaRepondue),
        ((G.CLOTURE, G.REPONSE), refus.DejaCloturee),
        ((G.CLOTURE, G.ACCUSE), refus.DejaCloturee),
        ((G.CLOTURE, G.CLOTURE), refus.DejaCloturee),
        ((G.CONTESTATION,), refus.PasEncoreRepondue),
        ((G.REOUVERTURE,), refus.PasEncoreRepondue),
        ((G.ATTENTE, G.REOUVERTURE), refus.PasEncoreRepondue),
    ],
)
def test_un_geste_hors_de_la_table_est_refuse(recue: Recue, suite: tuple[GenreFait, ...], refusee: type[Refus]) -> None:
    *avant, dernier = suite
    dossier = suivie(recue(RECUE), *((genre, RECUE) for genre in avant))
    with pytest.raises(refusee, match="R-2026-001"):
        avec_fait(dossier, Fait(genre=dernier, le=RECUE), JOUR)


def test_un_fait_se_juge_a_sa_propre_date(recue: Recue) -> None:
    """Typed after the answer, an accusé sent before it is still taken; one dated after it is not."""
    dossier = suivie(recue(RECUE), (G.REPONSE, date(2026, 2, 20)))
    assert [f.genre for f in gestes.accuser(dossier, le=date(2026, 2, 2), jour=JOUR).faits] == [G.ACCUSE, G.REPONSE]
    with pytest.raises(refus.DejaRepondue, match="vendredi 20 février 2026"):
        gestes.accuser(dossier, le=date(2026, 2, 21), jour=JOUR)


def test_une_cloture_ne_se_glisse_pas_sous_une_reponse_plus_tardive(recue: Recue) -> None:
    dossier = suivie(recue(RECUE), (G.REPONSE, date(2026, 2, 20)))
    with pytest.raises(refus.DejaCloturee, match="mardi 10 février 2026"):
        gestes.clore(dossier, motif=MotifCloture.REPONDUE, le=date(2026, 2, 10), jour=JOUR)


@pytest.mark.parametrize(
    ("le", "refusee"),
    [
        (RECUE - timedelta(days=1), refus.AvantReception),
        (RECUE, None),
        (JOUR, None),
        (JOUR + timedelta(days=1), refus.DateFuture),
    ],
)
def test_un_fait_est_entre_la_reception_et_aujourd_hui(recue: Recue, le: date, refusee: type[Refus] | None) -> None:
    if refusee is None:
        assert premiere_reponse(gestes.repondre(recue(RECUE), le=le, jour=JOUR)) == le
        return
    with pytest.raises(refusee) as refuse:
        gestes.repondre(recue(RECUE), le=le, jour=JOUR)
    assert refuse.value.champ == "le"


@pytest.mark.parametrize(("ecart", "accepte"), [(-1, False), (0, False), (1, True)])
def test_la_nouvelle_date_d_une_attente_vient_apres_elle(recue: Recue, ecart: int, accepte: bool) -> None:
    le = date(2026, 2, 20)
    nouvelle = le + timedelta(days=ecart)
    if accepte:
        attente = gestes.attendre(recue(RECUE), le=le, interlocuteur="Mme Martin", nouvelle_date=nouvelle, jour=JOUR)
        assert attente.faits[0].nouvelle_date == nouvelle
        return
    with pytest.raises(refus.NouvelleDateTropTot):
        gestes.attendre(recue(RECUE), le=le, interlocuteur="Mme Martin", nouvelle_date=nouvelle, jour=JOUR)


def test_une_attente_nomme_qui_suit_l_affaire(recue: Recue) -> None:
    with pytest.raises(refus.InterlocuteurManquant) as refuse:
        gestes.attendre(recue(RECUE), le=RECUE, interlocuteur=" \t", nouvelle_date=JOUR, jour=JOUR)
    assert refuse.value.champ == "interlocuteur"


def test_un_seul_accuse_suffit(recue: Recue) -> None:
    dossier = gestes.accuser(recue(RECUE), le=RECUE, jour=JOUR)
    with pytest.raises(refus.AccuseDejaEnvoye, match="samedi 31 janvier 2026"):
        gestes.accuser(dossier, le=date(2026, 2, 2), jour=JOUR)


def test_rouvrir_dit_pourquoi_et_garde_l_echeance_et_les_deux_reponses(recue: Recue) -> None:
    dossier = suivie(recue(RECUE), (G.REPONSE, date(2026, 2, 20)), (G.CLOTURE, date(2026, 2, 21)))
    with pytest.raises(refus.RaisonManquante):
        gestes.rouvrir(dossier, raison=" ", le=JOUR, jour=JOUR)
    rouverte = gestes.rouvrir(dossier, raison="L’usager a écrit de nouveau", le=date(2026, 3, 20), jour=JOUR)
    repondue = gestes.repondre(rouverte, le=date(2026, 4, 1), jour=JOUR)
    assert repondue.echeance == dossier.echeance
    assert [f.le for f in faits_de(repondue, G.REPONSE)] == [date(2026, 2, 20), date(2026, 4, 1)]
    assert premiere_reponse(repondue) == date(2026, 2, 20)


@pytest.mark.parametrize(
    ("motif", "repondue", "detail", "refusee"),
    [
        (MotifCloture.REPONDUE, True, "", None),
        (MotifCloture.REPONDUE, False, "", refus.ClotureSansReponse),
        (MotifCloture.DOUBLON, False, "", None),
        (MotifCloture.HORS_PERIMETRE, False, "", None),
        (MotifCloture.REORIENTEE, False, "", refus.RaisonManquante),
        (MotifCloture.REORIENTEE, False, "Recours adressé au service des aides", None),
        (MotifCloture.SANS_REPONSE_ATTENDUE, False, "", refus.ReponseAttendue),
        (MotifCloture.SANS_COORDONNEES, False, "", None),
        (MotifCloture.RETIREE, False, "", None),
    ],
)
def test_une_cloture_a_un_motif_de_la_liste(
    recue: Recue, motif: MotifCloture, repondue: bool, detail: str, refusee: type[Refus] | None
) -> None:
    dossier = suivie(recue(RECUE), (G.REPONSE, RECUE)) if repondue else recue(RECUE)
    if refusee:
        with pytest.raises(refusee):
            gestes.clore(dossier, motif=motif, le=JOUR, detail=detail, jour=JOUR)
        return
    close = gestes.clore(dossier, motif=motif, le=JOUR, detail=detail, jour=JOUR)
    assert (close.faits[-1].motif, close.faits[-1].detail) == (motif, detail)


def test_un_dossier_oral_se_clot_sans_reponse(recue: Recue) -> None:
    close = gestes.clore(recue(RECUE, canal="accueil"), motif=MotifCloture.SANS_REPONSE_ATTENDUE, le=JOUR, jour=JOUR)
    assert etat(close) is Etat.CLOTUREE


@pytest.mark.parametrize(
    ("saisi", "motif"),
    [
        ("repondue", MotifCloture.REPONDUE),
        ("Répondue", MotifCloture.REPONDUE),
        ("réponse envoyée", MotifCloture.REPONDUE),
        ("Hors périmètre", MotifCloture.HORS_PERIMETRE),
        ("DOUBLON", MotifCloture.DOUBLON),
        ("anonyme", MotifCloture.SANS_COORDONNEES),
    ],
)
def test_un_motif_de_cloture_se_lit_comme_les_gens_le_tapent(saisi: str, motif: MotifCloture) -> None:
    assert gestes.lire_motif_cloture(saisi) is motif


def test_un_motif_de_cloture_inconnu_propose_le_plus_proche() -> None:
    with pytest.raises(refus.CodeInconnu, match="doublon"):
        gestes.lire_motif_cloture("doublons")


def test_chaque_genre_de_fait_est_dans_la_table() -> None:
    assert set(TRANSITIONS) == set(GenreFait)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(suite=st.lists(st.tuples(st.sampled_from(GenreFait), st.integers(-3, 100)), max_size=12))
def test_quoi_qu_on_essaie_l_histoire_se_tient(recue: Recue, suite: list[tuple[GenreFait, int]]) -> None:
    """Facts stay in order of dates between receipt and today, allowed by the table; the deadline never moves."""
    depart = dossier = recue(RECUE)
    for genre, ecart in suite:
        with suppress(Refus):
            dossier = avec_fait(dossier, Fait(genre=genre, le=RECUE + timedelta(days=ecart)), JOUR)
    dates = [f.le for f in dossier.faits]
    assert dates == sorted(dates)
    assert all(RECUE <= le <= JOUR for le in dates)
    verifier_suite(Etat.QUALIFIEE, dossier.faits)
    assert (etat(dossier) in OUVERTS) == (etat(dossier) not in (Etat.REPONDUE, Etat.CLOTUREE))
    assert evoluer(dossier, faits=()) == depart


@pytest.mark.parametrize("nature", ["", "reclamation"])
@pytest.mark.parametrize("pilote", ["", "daa"])
def test_l_etat_est_celui_de_la_table_quels_que_soient_les_faits(recue: Recue, nature: str, pilote: str) -> None:
    """Every suite of three facts, possible or not, followed one by one in the table of the module's docstring."""
    dossier = evoluer(recue(RECUE), nature=nature, pilote=pilote)
    for genres in product(GenreFait, repeat=3):
        faits = tuple(Fait(genre=genre, le=RECUE) for genre in genres)
        ce_dossier = evoluer(dossier, faits=faits)
        attendu = depart(ce_dossier)
        for genre in genres:
            suivant = TRANSITIONS[genre][1]
            reste = suivant is None or (attendu is Etat.ROUVERTE and genre is GenreFait.ATTENTE)
            attendu = attendu if reste or suivant is None else suivant
        assert etat(ce_dossier) is attendu, genres
