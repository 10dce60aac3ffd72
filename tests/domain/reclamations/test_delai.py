"""Late or not, at the thresholds; what leaves the count; the word of the lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qualitui.domain.reclamations import delai, gestes
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture

Recue = Callable[..., Reclamation]

RECUE = date(2026, 1, 31)  # quantième Saturday 28 February, butoir Monday 2 March
BUTOIR = date(2026, 3, 2)
FIN = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("jour", "retard", "comptee", "restants", "mot"),
    [
        (date(2026, 2, 25), False, False, 5, "à 5\u00a0j"),
        (date(2026, 3, 1), False, False, 1, "à 1\u00a0j"),
        (BUTOIR, False, False, 0, "aujourd’hui"),
        (date(2026, 3, 3), True, True, -1, "en retard 1\u00a0j"),
        (date(2026, 3, 5), True, True, -3, "en retard 3\u00a0j"),
    ],
)
def test_sans_reponse_c_est_le_jour_present_qui_decide(
    recue: Recue, jour: date, retard: bool, comptee: bool, restants: int, mot: str
) -> None:
    dossier = recue(RECUE)
    assert delai.en_retard(dossier, jour) is retard
    assert delai.comptee(dossier, jour) is comptee
    assert delai.jours_restants(dossier, jour) == restants
    assert delai.delai_en_mots(dossier, jour) == mot


@pytest.mark.parametrize(
    ("reponse", "retard", "jours", "mot"),
    [
        (date(2026, 3, 1), False, 29, "dans le délai"),
        (BUTOIR, False, 30, "dans le délai"),
        (date(2026, 3, 3), True, 31, "hors délai 1\u00a0j"),
    ],
)
def test_la_premiere_reponse_decide_pour_toujours(
    recue: Recue, reponse: date, retard: bool, jours: int, mot: str
) -> None:
    dossier = gestes.repondre(recue(RECUE), le=reponse, jour=FIN)
    dossier = gestes.rouvrir(dossier, raison="Nouvel écrit", le=date(2026, 6, 1), jour=FIN)
    dossier = gestes.repondre(dossier, le=date(2026, 9, 1), jour=FIN)
    assert delai.en_retard(dossier, FIN) is retard
    assert delai.dans_le_delai(dossier) is not retard
    assert delai.comptee(dossier, reponse)
    assert delai.jours_de_reponse(dossier) == jours
    assert delai.jours_restants(dossier, FIN) is None
    assert delai.delai_en_mots(dossier, FIN) == mot


def test_une_attente_parfaite_n_arrete_pas_le_delai(recue: Recue) -> None:
    dossier = gestes.attendre(
        recue(RECUE), le=date(2026, 2, 20), interlocuteur="Mme Martin", nouvelle_date=date(2026, 3, 20), jour=FIN
    )
    assert delai.en_retard(dossier, date(2026, 3, 3))
    assert delai.en_retard(gestes.repondre(dossier, le=RECUE + timedelta(days=40), jour=FIN), FIN)


@pytest.mark.parametrize(("canal", "nature"), [("accueil", "reclamation"), ("courrier", "remerciement")])
def test_sans_echeance_rien_n_est_en_retard(recue: Recue, canal: str, nature: str) -> None:
    dossier = recue(RECUE, canal=canal, nature=nature)
    assert dossier.echeance is None
    assert not delai.en_retard(dossier, FIN)
    assert not delai.comptee(dossier, FIN)
    assert delai.delai_en_mots(dossier, FIN) == "sans délai"


M = MotifCloture
SANS_REPONSE = [M.RETIREE, M.HORS_PERIMETRE, M.SANS_COORDONNEES, M.REORIENTEE]


@pytest.mark.parametrize("motif", SANS_REPONSE)
@pytest.mark.parametrize(("fin", "retard"), [(date(2026, 3, 1), False), (BUTOIR, False), (date(2026, 3, 3), True)])
def test_clos_apres_le_butoir_un_retard_le_reste(recue: Recue, motif: MotifCloture, fin: date, retard: bool) -> None:
    """Whatever is said of the case once its month is missed: it leaves the count on or before its butoir, or never."""
    close = gestes.clore(recue(RECUE), motif=motif, le=fin, detail="Vers la mairie", jour=FIN)
    assert delai.en_retard(close, FIN) is retard
    assert delai.comptee(close, FIN) is retard
    assert bool(delai.raison_hors_decompte(close)) is not retard
    rouverte = gestes.rouvrir(close, raison="Erreur de classement", le=date(2026, 4, 2), jour=FIN)
    assert delai.en_retard(rouverte, FIN)


@pytest.mark.parametrize("fin", [date(2026, 2, 2), BUTOIR, date(2026, 4, 1)])
@pytest.mark.parametrize(
    ("detail", "sort"),
    [("Même écrit que R-2026-003.", True), ("r-2026-003", True), ("", False), ("Voir R-2026-001", False)],
)
def test_seul_un_doublon_rattache_a_un_autre_dossier_sort_du_compte(
    recue: Recue, fin: date, detail: str, sort: bool
) -> None:
    close = gestes.clore(recue(RECUE), motif=MotifCloture.DOUBLON, le=fin, detail=detail, jour=FIN)
    assert delai.comptee(close, FIN) is not sort
    assert delai.raison_hors_decompte(close) == ("doublon de R-2026-003" if sort else "")


def test_une_reponse_donnee_avant_une_cloture_en_doublon_reste_comptee(recue: Recue) -> None:
    repondue = gestes.repondre(recue(RECUE), le=date(2026, 3, 10), jour=FIN)
    close = gestes.clore(repondue, motif=MotifCloture.DOUBLON, le=date(2026, 3, 11), jour=FIN)
    assert delai.en_retard(close, FIN)
