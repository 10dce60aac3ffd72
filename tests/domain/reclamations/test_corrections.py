"""A fact corrected or taken out: the life must still hold together, and nothing of what was is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qualitui.domain.reclamations import gestes, refus
from qualitui.domain.reclamations.corrections import correction_en_mots, corriger, lire_fait, retirer
from qualitui.domain.reclamations.delai import en_retard
from qualitui.domain.reclamations.fiche import Etat, GenreFait, Reclamation, etat, faits_de, premiere_reponse
from qualitui.domain.reclamations.gestes import MotifCloture

JOUR = date(2026, 4, 30)


def le(mois: int, jour: int) -> date:
    return date(2026, mois, jour)


@pytest.fixture
def dossier(recue: Callable[..., Reclamation]) -> Reclamation:
    """Received 31 January, accusé, two attentes, answered 3 March (one day late), closed, contested."""
    d = recue(le(1, 31))
    d = gestes.accuser(d, le=le(2, 2), jour=JOUR)
    d = gestes.attendre(d, le=le(2, 20), interlocuteur="Mme Durand", nouvelle_date=le(3, 10), jour=JOUR)
    d = gestes.attendre(d, le=le(2, 27), interlocuteur="Mme Durand", nouvelle_date=le(3, 20), jour=JOUR)
    d = gestes.repondre(d, le=le(3, 3), jour=JOUR)
    d = gestes.clore(d, motif=MotifCloture.REPONDUE, le=le(3, 4), jour=JOUR)
    return gestes.contester(d, le=le(3, 20), detail="Non", jour=JOUR)


def changer(d: Reclamation, fait: str, **changements: Any) -> Reclamation:
    return corriger(d, lire_fait(d, fait), raison="Faute de frappe", par="daa", jour=JOUR, **changements)


def oter(d: Reclamation, fait: str) -> Reclamation:
    return retirer(d, lire_fait(d, fait), raison="Mauvais dossier", par="daa", jour=JOUR)


def test_un_autre_jour_decide_de_nouveau_si_le_mois_est_tenu(dossier: Reclamation) -> None:
    assert en_retard(dossier, JOUR)
    corrige = changer(dossier, "reponse", le=le(3, 2))
    assert premiere_reponse(corrige) == le(3, 2)
    assert not en_retard(corrige, JOUR)
    assert etat(corrige) is Etat.CLOTUREE
    [correction] = corrige.corrections
    assert (correction.avant.le, correction.apres and correction.apres.le, correction.par) == (
        le(3, 3),
        le(3, 2),
        "daa",
    )
    assert correction_en_mots(correction).replace("\u00a0", " ") == (
        "corrigé : réponse du 03/03/2026, date 02/03/2026 au lieu de 03/03/2026 (Faute de frappe)"
    )


def test_les_faits_retires_du_dernier_au_premier_le_dossier_se_rouvre(dossier: Reclamation) -> None:
    suite = []
    for fait in ("contestation", "cloture", "reponse", "3", "attente", "accuse"):
        dossier = oter(dossier, fait)
        suite.append(etat(dossier))
    assert suite == [
        Etat.CLOTUREE,
        Etat.REPONDUE,
        Etat.EN_TRAITEMENT,
        Etat.EN_TRAITEMENT,
        Etat.EN_TRAITEMENT,
        Etat.QUALIFIEE,
    ]
    assert dossier.faits == ()
    assert [c.avant.genre for c in dossier.corrections][:3] == [
        GenreFait.CONTESTATION,
        GenreFait.CLOTURE,
        GenreFait.REPONSE,
    ]
    assert all(c.apres is None for c in dossier.corrections)
    assert en_retard(dossier, JOUR)


def test_les_faits_restent_dans_l_ordre_de_leurs_dates(dossier: Reclamation) -> None:
    corrige = changer(dossier, "2", le=le(3, 1), nouvelle_date=le(3, 25), interlocuteur="M. Petit")
    attentes = faits_de(corrige, GenreFait.ATTENTE)
    assert [(a.le, a.interlocuteur) for a in attentes] == [(le(2, 27), "Mme Durand"), (le(3, 1), "M. Petit")]


@pytest.mark.parametrize(
    ("fait", "changements", "refusee"),
    [
        ("reponse", {"le": le(1, 30)}, refus.AvantReception),
        ("reponse", {"le": date(2026, 5, 1)}, refus.DateFuture),
        ("reponse", {"le": le(2, 20)}, refus.SuiteRompue),  # an attente would follow the answer
        ("reponse", {"le": le(3, 5)}, refus.SuiteRompue),  # the closing would come first
        ("contestation", {"le": le(3, 2)}, refus.SuiteRompue),
        ("2", {"nouvelle_date": le(2, 20)}, refus.NouvelleDateTropTot),
        ("2", {"interlocuteur": " "}, refus.InterlocuteurManquant),
        ("cloture", {"motif": MotifCloture.REORIENTEE}, refus.RaisonManquante),
        ("accuse", {"interlocuteur": "M. Petit"}, refus.PrecisionSansObjet),
        ("accuse", {"le": le(2, 2)}, refus.RienACorriger),
        ("accuse", {}, refus.RienACorriger),
    ],
)
def test_une_correction_impossible_dit_pourquoi(
    dossier: Reclamation, fait: str, changements: dict[str, Any], refusee: type[refus.GesteRefuse]
) -> None:
    with pytest.raises(refusee):
        changer(dossier, fait, **changements)


def test_une_reponse_ne_se_retire_pas_de_sous_sa_cloture(dossier: Reclamation) -> None:
    sans_contestation = oter(dossier, "contestation")
    with pytest.raises(refus.SuiteRompue, match=r"Réponse envoyée.» serait fausse"):
        oter(sans_contestation, "reponse")
    retiree = changer(sans_contestation, "cloture", motif=MotifCloture.RETIREE)
    assert etat(oter(retiree, "reponse")) is Etat.CLOTUREE


def test_une_raison_est_toujours_demandee(dossier: Reclamation) -> None:
    with pytest.raises(refus.RaisonManquante):
        retirer(dossier, dossier.faits[0], raison="  ", jour=JOUR)
    with pytest.raises(refus.RaisonManquante):
        corriger(dossier, dossier.faits[0], raison="", le=le(2, 3), jour=JOUR)


@pytest.mark.parametrize(
    ("saisi", "rang"),
    [("1", 0), ("accusé", 0), ("réponse", 3), ("Réponse", 3), ("4", 3), ("clôture", 4), ("contest", 5)],
)
def test_un_fait_se_designe_par_son_nom_ou_son_numero(dossier: Reclamation, saisi: str, rang: int) -> None:
    assert lire_fait(dossier, saisi) == dossier.faits[rang]


@pytest.mark.parametrize(
    ("saisi", "refusee", "dit"),
    [
        ("attente", refus.FaitAmbigu, "2 réponse d’attente du 20/02/2026 et 3 réponse d’attente du 27/02/2026"),
        ("7", refus.FaitAbsent, "6 contestation du 20/03/2026"),
        ("0", refus.FaitAbsent, "1 accusé"),
        ("", refus.FaitAbsent, "1 accusé"),
        ("mediateur", refus.FaitAbsent, "1 accusé"),
    ],
)
def test_un_fait_introuvable_se_dit_avec_ceux_qu_il_y_a(
    dossier: Reclamation, saisi: str, refusee: type[refus.GesteRefuse], dit: str
) -> None:
    with pytest.raises(refusee, match=dit):
        lire_fait(dossier, saisi)


def test_un_fait_change_entre_temps_ne_se_change_pas_deux_fois(dossier: Reclamation) -> None:
    ancien = lire_fait(dossier, "reponse")
    corrige = changer(dossier, "reponse", le=le(3, 2))
    with pytest.raises(refus.FaitAbsent):
        retirer(corrige, ancien, raison="x", jour=JOUR)
    with pytest.raises(refus.AucunFait):
        lire_fait(corrige.model_copy(update={"faits": ()}), "1")
