"""A réclamation made by the real rules and the real data, for every test about one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Regles, Saisie, enregistrer
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.store.site import referentiels


@pytest.fixture
def regles() -> Regles:
    """The rules of a site under EPS-2023, without closures."""
    return Regles(referentiels.charger_nomenclatures(), referentiels.charger_referentiel("EPS-2023"), Calendrier())


@pytest.fixture
def regles_2014() -> Regles:
    """The rules of a site still under CASVP-2014."""
    return Regles(
        referentiels.charger_nomenclatures(),
        referentiels.charger_referentiel("CASVP-2014"),
        Calendrier(),
        referentiels.charger_correspondance(),
    )


@pytest.fixture
def recue(regles: Regles) -> Callable[..., Reclamation]:
    """`recue(date, canal=…, nature=…)`: a case registered the day it was received, R-2026-001 unless told."""

    def fabriquer(recue_le: date, reference: str = "R-2026-001", **champs: Any) -> Reclamation:
        actions = champs.pop("actions", ())
        saisie = Saisie(**({"canal": "courrier", "nature": "reclamation", "recue_le": recue_le} | champs))
        return evoluer(enregistrer(saisie, regles, recue_le), reference=reference, actions=actions)

    return fabriquer
