"""What the register answers to a check is proposed; the opposite asks for a reason, and is said."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.comptage import Comptage, Genre
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.verifications.fiche import Resultat
from qualitui.domain.verifications.reponses import ContreditParLeRegistre, Reponse, repondre
from qualitui.store.site.referentiels import charger_verifications

CONFORME, NON_CONFORME, SANS_OBJET = Resultat.CONFORME, Resultat.NON_CONFORME, Resultat.SANS_OBJET


def taux(n: float | None, d: int, *attendues: str) -> Comptage:
    janvier, mars = date(2026, 1, 1), date(2026, 3, 31)
    return Comptage("ACT-09", "Revues", "", janvier, mars, n, d, pas_encore_echues=attendues, genre=Genre.TAUX)


@pytest.mark.parametrize(
    ("compte", "attendu"),
    [
        (taux(1, 1), CONFORME),
        (taux(12, 13), NON_CONFORME),
        (taux(0, 1), NON_CONFORME),
        (taux(0, 0, "2026-T1"), NON_CONFORME),
        (taux(1, 1, "2026-T2"), CONFORME),
        (taux(0, 0), None),
        (taux(None, 0), None),
    ],
)
def test_le_registre_repond_par_son_chiffre(compte: Comptage, attendu: Resultat | None) -> None:
    reponse = repondre(compte)
    assert (reponse.resultat if reponse else None) is attendu


@pytest.mark.parametrize(
    ("reponse", "resultat", "contraire"),
    [
        (CONFORME, CONFORME, False),
        (CONFORME, NON_CONFORME, True),
        (CONFORME, SANS_OBJET, False),
        (NON_CONFORME, CONFORME, True),
        (NON_CONFORME, NON_CONFORME, False),
        (NON_CONFORME, SANS_OBJET, True),
    ],
)
def test_le_contraire_du_registre_demande_une_raison(reponse: Resultat, resultat: Resultat, contraire: bool) -> None:
    registre = Reponse(reponse, taux(0, 1))
    assert registre.contraire(resultat) is contraire
    registre.exiger_raison("V-SMQ-11 × 2026-T1", resultat, "Tenue hier, à saisir")
    if contraire:
        with pytest.raises(ContreditParLeRegistre, match="ACT-09"):
            registre.exiger_raison("V-SMQ-11 × 2026-T1", resultat, "")


def test_ce_qui_n_est_pas_encore_fait_se_dit_par_son_nom() -> None:
    assert Reponse(NON_CONFORME, taux(0, 0, "2026-T1")).en_mots == "ACT-09 Revues\u00a0: 2026-T1, pas encore"


def test_le_chiffre_qui_repond_a_une_verification_est_un_taux_du_programme() -> None:
    calculs = {type_.code: type_.calcul for type_ in charger_verifications() if type_.calcul}
    assert {catalogue.definition(code).genre for code in calculs.values()} == {Genre.TAUX}
    assert {"V-ECO-03", "V-SMQ-05", "V-SMQ-11", "V-SMQ-12"} == set(calculs)
