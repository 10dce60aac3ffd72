"""What a list keeps, and in what order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qualitui.domain.reclamations.fiche import Etat, Reclamation
from qualitui.domain.reclamations.filtre import Filtre, filtrer
from qualitui.domain.reclamations.gestes import repondre

Recue = Callable[..., Reclamation]

JOUR = date(2026, 3, 3)


@pytest.fixture
def cas(recue: Recue) -> list[Reclamation]:
    return [
        recue(date(2026, 2, 20), "R-1", motif="proprete", objet="Sanitaires fermés", service="social", pilote="daa"),
        recue(date(2026, 1, 31), "R-2", canal="urne", motif="attente"),
        repondre(recue(date(2026, 1, 5), "R-3", nature="demande"), le=date(2026, 3, 1), jour=JOUR),
        recue(date(2026, 2, 25), "R-4", canal="accueil"),
        recue(date(2026, 2, 26), "R-5", urgente=True),
        repondre(recue(date(2026, 2, 2), "R-6"), le=date(2026, 2, 3), jour=JOUR),
    ]


@pytest.mark.parametrize(
    ("filtre", "gardees"),
    [
        ({}, ["R-2", "R-5", "R-1", "R-4", "R-6", "R-3"]),
        ({"a_faire": True}, ["R-2", "R-5", "R-1", "R-4"]),
        ({"en_retard": True}, ["R-2", "R-3"]),
        ({"etat": Etat.REPONDUE}, ["R-6", "R-3"]),
        ({"mois": "2026-01"}, ["R-2", "R-3"]),
        ({"canal": "urne"}, ["R-2"]),
        ({"nature": "demande"}, ["R-3"]),
        ({"motif": "proprete", "service": "social"}, ["R-1"]),
        ({"pilotes": ("daa", "dacs")}, ["R-1"]),
        ({"texte": "SANITAIRES fermes"}, ["R-1"]),
        ({"texte": "sanitaires attente"}, []),
    ],
)
def test_chaque_condition_est_tenue_et_le_plus_pressant_vient_d_abord(
    cas: list[Reclamation], filtre: dict[str, Any], gardees: list[str]
) -> None:
    assert [r.reference for r in filtrer(cas, Filtre(**filtre), JOUR)] == gardees
