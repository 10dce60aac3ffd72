"""Figures of the plan: who is in the stock on which day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.actions import statistiques as stats
from qualitui.domain.actions.comptages import en_retard_au, ouverte_au
from qualitui.domain.actions.fiche import Action, Efficacite, EtatAction, Origine
from qualitui.domain.comptage import Fenetre

JOUR = date(2026, 3, 2)


def action(creee: date, echeance: date, **champs: object) -> Action:
    return Action.model_validate(
        {
            "reference": f"A-{creee}",
            "intitule": "Agir",
            "origine": Origine(concept=str(champs.pop("origine", "reunion"))),
            "creee_le": creee,
            "echeance": echeance,
            "etat": EtatAction.EN_COURS,
            **champs,
        }
    )


CLOSE = action(
    date(2026, 1, 10),
    date(2026, 2, 10),
    etat=EtatAction.CLOSE,
    realisee_le=date(2026, 2, 10),
    close_le=date(2026, 2, 20),
    efficacite=Efficacite(le=date(2026, 2, 20), par="zoe", efficace=True),
    efficacites_passees=(Efficacite(le=date(2026, 2, 1), par="zoe", efficace=False),),
)
TARDIVE = action(date(2026, 1, 20), date(2026, 2, 10), realisee_le=date(2026, 2, 11), etat=EtatAction.REALISEE)
EN_RETARD = action(date(2026, 2, 1), date(2026, 2, 28), origine="reclamation")
ABANDONNEE = action(date(2026, 2, 1), date(2026, 2, 15), etat=EtatAction.ABANDONNEE, close_le=date(2026, 2, 5))
TOUTES = [CLOSE, TARDIVE, EN_RETARD, ABANDONNEE]


@pytest.mark.parametrize(
    ("jour", "ouvertes", "en_retard"),
    [
        (date(2026, 1, 9), 0, 0),
        (date(2026, 1, 10), 1, 0),
        (date(2026, 2, 4), 4, 0),
        (date(2026, 2, 5), 3, 0),
        (date(2026, 2, 10), 3, 0),
        (date(2026, 2, 11), 3, 0),  # TARDIVE is done that day
        (date(2026, 2, 20), 2, 0),
        (date(2026, 2, 28), 2, 0),
        (date(2026, 3, 1), 2, 1),
    ],
)
def test_le_stock_d_un_jour(jour: date, ouvertes: int, en_retard: int) -> None:
    assert sum(ouverte_au(a, jour) for a in TOUTES) == ouvertes
    assert sum(en_retard_au(a, jour) for a in TOUTES) == en_retard


def chiffres(actions: list[Action], vue: Fenetre) -> dict[str, tuple[float | None, float | None]]:
    return {code: compte.fraction for code, compte in stats.bilan(actions, vue).comptages.items()}


def test_bilan() -> None:
    lus = chiffres(TOUTES, Fenetre(date(2026, 2, 1), date(2026, 2, 28), JOUR))
    assert [lus[code][0] for code in ("ACT-01", "ACT-02", "ACT-03", "ACT-04")] == [2, 1, 1, 2]
    assert lus["ACT-06"] == (1, 3)
    assert lus["ACT-07"] == (1, 2)
    assert lus["ACT-08"][0] == (39 + 27) / 2


def test_bilan_vide_n_invente_rien() -> None:
    lus = chiffres([], Fenetre(JOUR, JOUR, JOUR))
    assert {code: lu[0] for code, lu in lus.items() if lu[1] is None} == dict.fromkeys(
        ("ACT-01", "ACT-02", "ACT-03", "ACT-04", "ACT-05", "ACT-08")
    )
    assert {lu[1] for lu in lus.values() if lu[1] is not None} == {0}


def test_les_fins_de_mois_s_arretent_au_jour() -> None:
    assert stats.fins_de_mois(JOUR, 3) == (date(2026, 1, 31), date(2026, 2, 28), JOUR)
    assert stats.fins_de_mois(date(2024, 2, 29), 2) == (date(2024, 1, 31), date(2024, 2, 29))
    assert len(stats.stock_par_mois(TOUTES, JOUR)) == 13


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 30))
def test_les_fins_de_mois_se_suivent(jour: date, mois: int) -> None:
    fins = stats.fins_de_mois(jour, mois)
    assert len(fins) == mois
    assert list(fins) == sorted(set(fins))
    assert fins[-1] == jour


def test_par_origine_et_anciennete() -> None:
    assert stats.par_origine(TOUTES) == {"reunion": 3, "reclamation": 1}
    assert stats.par_pilote(TOUTES) == {"": 4}
    assert [a.creee_le for a in stats.plus_anciennes(TOUTES, JOUR)] == [date(2026, 1, 20), date(2026, 2, 1)]
