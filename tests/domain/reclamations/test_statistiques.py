"""The figures: denominators that count late open cases, N beside N-1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.comptage import neuvieme_decile
from qualitui.domain.reclamations import gestes
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.statistiques import (
    Part,
    mois_glissants,
    periode_annuelle,
    statistiques,
    un_an_avant,
)

Recue = Callable[..., Reclamation]

JOUR = date(2026, 3, 3)
DU, AU = date(2026, 1, 1), date(2026, 12, 31)


def repondue(recue: Recue, recue_le: date, jours: int, **champs: Any) -> Reclamation:
    return gestes.repondre(recue(recue_le, **champs), le=recue_le + timedelta(days=jours), jour=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("jour", "part"),
    [
        (date(2026, 3, 2), Part(numerateur=1, denominateur=2)),  # the open one is due today: not counted yet
        (date(2026, 3, 3), Part(numerateur=1, denominateur=3)),  # past its butoir: counted, late
    ],
)
def test_un_dossier_ouvert_en_retard_compte_un_dossier_pas_encore_du_non(recue: Recue, jour: date, part: Part) -> None:
    doublon: Any = {"motif": MotifCloture.DOUBLON, "detail": "R-2026-009", "le": date(2026, 1, 3), "jour": jour}
    cas = [
        repondue(recue, date(2026, 1, 5), 10),
        repondue(recue, date(2026, 1, 5), 40),
        recue(date(2026, 1, 31)),  # butoir 2 March
        recue(date(2026, 2, 20)),  # not due
        recue(date(2026, 1, 2), canal="accueil"),
        recue(date(2026, 1, 2), nature="remerciement"),
        gestes.clore(recue(date(2026, 1, 2)), **doublon),
    ]
    bilan = statistiques(cas, DU, AU, jour).bilan
    assert bilan.dans_le_mois == part
    assert (bilan.recues, bilan.ecrites, bilan.ouvertes) == (7, 6, 4)
    assert bilan.ouvertes_en_retard == part.denominateur - 2


def test_mediane_et_neuvieme_decile_sont_ceux_des_reponses_ecrites(recue: Recue) -> None:
    cas = [repondue(recue, date(2026, 1, 5), jours) for jours in (1, 2, 3, 4, 5, 6, 7, 8, 20, 60)]
    cas.append(repondue(recue, date(2026, 1, 5), 200, canal="accueil"))
    cas.append(repondue(recue, date(2026, 1, 5), 75, nature="remerciement"))
    bilan = statistiques(cas, DU, AU, AU).bilan
    assert (bilan.mediane, bilan.neuvieme_decile) == (5.5, 20)
    vide = statistiques([], DU, AU, JOUR).bilan
    assert (vide.mediane, vide.neuvieme_decile, str(vide.dans_le_mois)) == (None, None, "non mesuré")


@given(st.lists(st.integers(0, 400), min_size=1).map(sorted))
def test_neuf_sur_dix_ne_depassent_pas_le_neuvieme_decile(tries: list[int]) -> None:
    decile = neuvieme_decile(tries)
    assert decile in tries
    assert sum(v <= decile for v in tries) * 10 >= 9 * len(tries)
    assert sum(v < decile for v in tries) * 10 < 9 * len(tries)


def test_accuses_et_attentes_ont_leurs_propres_denominateurs(recue: Recue) -> None:
    generique = recue(date(2026, 1, 5), canal="courriel-generique")
    couverte = gestes.attendre(
        recue(date(2026, 1, 5)), le=date(2026, 2, 5), interlocuteur="A", nouvelle_date=date(2026, 3, 1), jour=JOUR
    )
    trop_tard = gestes.attendre(
        recue(date(2026, 1, 5)), le=date(2026, 2, 6), interlocuteur="A", nouvelle_date=date(2026, 3, 1), jour=JOUR
    )
    dans_les_temps = gestes.repondre(
        gestes.attendre(recue(date(2026, 2, 2)), le=date(2026, 2, 9), interlocuteur="A", nouvelle_date=JOUR, jour=JOUR),
        le=JOUR - timedelta(days=1),
        jour=JOUR,
    )
    accusee = gestes.accuser(generique, le=date(2026, 1, 5), jour=JOUR)
    bilan = statistiques([generique, accusee, couverte, trop_tard, dans_les_temps], DU, AU, JOUR).bilan
    assert bilan.accuses == Part(numerateur=1, denominateur=2)
    assert bilan.attentes == Part(numerateur=1, denominateur=4)
    assert bilan.attentes_envoyees == 3


def test_l_annee_d_avant_est_a_cote_avec_les_memes_regles(recue: Recue) -> None:
    cas = [
        repondue(recue, date(2026, 1, 5), 3, motif="attente"),
        repondue(recue, date(2025, 1, 5), 60, motif="attente"),
        repondue(recue, date(2025, 2, 5), 3, motif="proprete", canal="urne", nature="demande", service="social"),
        repondue(recue, date(2025, 12, 5), 3, motif="proprete"),  # after the same day a year before
    ]
    chiffres = statistiques(cas, *periode_annuelle(2026, JOUR), JOUR)
    assert (chiffres.bilan.recues, chiffres.precedent.recues) == (1, 2)
    assert (chiffres.precedent.du, chiffres.precedent.au) == (date(2025, 1, 1), date(2025, 3, 3))
    assert [(ligne.code, ligne.nombre, ligne.precedent) for ligne in chiffres.par_motif] == [
        ("attente", 1, 1),
        ("proprete", 0, 1),
    ]
    attente = chiffres.par_motif[0]
    assert (attente.delai.numerateur, attente.delai_precedent.numerateur) == (1, 0)
    assert [ligne.code for ligne in chiffres.par_nature] == ["reclamation", "demande"]
    assert [ligne.code for ligne in chiffres.par_canal] == ["courrier", "urne"]
    assert [ligne.code for ligne in chiffres.par_service] == ["", "social"]
    assert [ligne.code for ligne in chiffres.par_mois] == ["01", "02"]


@pytest.mark.parametrize(
    ("annee", "jour", "fin"),
    [
        (2026, date(2026, 3, 3), date(2026, 3, 3)),
        (2025, date(2026, 3, 3), date(2025, 12, 31)),
        (2025, date(2025, 12, 31), date(2025, 12, 31)),
        (2027, date(2026, 3, 3), date(2027, 12, 31)),
    ],
)
def test_une_annee_en_cours_s_arrete_aujourd_hui(annee: int, jour: date, fin: date) -> None:
    assert periode_annuelle(annee, jour) == (date(annee, 1, 1), fin)


@pytest.mark.parametrize(
    ("jour", "avant"),
    [(date(2024, 2, 29), date(2023, 2, 28)), (date(2025, 2, 28), date(2024, 2, 28))],
)
def test_un_an_avant_le_29_fevrier(jour: date, avant: date) -> None:
    assert un_an_avant(jour) == avant


def test_les_treize_mois_finissent_aujourd_hui(recue: Recue) -> None:
    mois = mois_glissants([recue(date(2026, 3, 1)), recue(date(2025, 3, 1)), recue(date(2025, 2, 28))], JOUR)
    assert (mois[0].du, mois[0].au, mois[-1].au) == (date(2025, 3, 1), date(2025, 3, 31), JOUR)
    assert [bilan.recues for bilan in mois] == [1] + [0] * 11 + [1]
