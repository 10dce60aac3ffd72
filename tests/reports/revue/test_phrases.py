"""The sentences of the review: they agree with their figure, and no table is left without a word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.revue.chiffres import LigneIndicateur
from qualitui.reports.revue.exemple import exemple
from qualitui.reports.revue.phrases import phrases


def dites(**chiffres: Any) -> dict[str, str]:
    lues = phrases(exemple().chiffres.model_copy(update=chiffres))
    return {nom: phrase.replace("\u00a0", " ") for nom, phrase in lues.items()}


def indicateurs(manques: int, atteints: int = 0, non_mesures: int = 0) -> tuple[LigneIndicateur, ...]:
    base = exemple().chiffres.indicateurs[0]

    def ligne(valeur: float | None, manque: bool) -> LigneIndicateur:
        return base.model_copy(update={"chiffre": base.chiffre.model_copy(update={"valeur": valeur}), "manque": manque})

    return (ligne(80.0, True),) * manques + (ligne(100.0, False),) * atteints + (ligne(None, False),) * non_mesures


@pytest.mark.parametrize(
    ("combien", "dit"),
    [
        (0, "Source : plan d’actions, actions ouvertes d’abord."),
        (1, "1 autre action de la période ne figure pas dans cette annexe : voir l’export du plan d’actions."),
        (3, "3 autres actions de la période ne figurent pas dans cette annexe : voir l’export du plan d’actions."),
    ],
)
def test_ce_que_l_annexe_ne_montre_pas_est_dit(combien: int, dit: str) -> None:
    assert dites(actions_tues=combien)["actions_tues"] == dit


@pytest.mark.parametrize(
    ("lignes", "dit"),
    [
        (indicateurs(0, 0, 4), "Aucun indicateur n’a été mesuré dans l’année."),
        (indicateurs(0, 3, 4), "Tous les indicateurs mesurés atteignent leur cible."),
        (indicateurs(1, 3, 4), "1 indicateur sur 4 mesurés n’atteint pas sa cible."),
        (indicateurs(2, 3), "2 indicateurs sur 5 mesurés n’atteignent pas leur cible."),
    ],
)
def test_les_cibles_manquees_se_comptent_sur_ce_qui_est_mesure(lignes: tuple[LigneIndicateur, ...], dit: str) -> None:
    assert dites(indicateurs=lignes)["manques"] == dit


@pytest.mark.parametrize(
    ("premier", "dit"),
    [
        (None, "ne contient encore aucune donnée"),
        (date(2025, 1, 1), "Le registre commence le 01/01/2025 : il n’y a pas d’année précédente"),
        (date(2024, 2, 1), "2024 est une année incomplète, à comparer avec prudence"),
        (date(2024, 1, 31), "Les deux années sont comparées sur la même période."),
        (date(2019, 5, 1), "Les deux années sont comparées sur la même période."),
    ],
)
def test_comparer_deux_annees_dit_ce_qu_il_faut_savoir(premier: date | None, dit: str) -> None:
    assert dit in dites(premier_jour=premier)["comparaison"]
