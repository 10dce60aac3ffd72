"""Actions: what is late, what is proposed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.actions.fiche import Action, EtatAction, Origine, TypeAction, creer, echeance_proposee, en_retard
from qualitui.domain.base import evoluer
from qualitui.domain.saisie import EcheancePassee, TexteManquant

JOUR = date(2026, 3, 2)
ORIGINE = Origine(concept="reunion")


def action(etat: EtatAction = EtatAction.EN_COURS, echeance: date | None = JOUR) -> Action:
    return Action(reference="A-2026-001", intitule="Agir", origine=ORIGINE, creee_le=JOUR, etat=etat, echeance=echeance)


@pytest.mark.parametrize(
    ("ecart", "attendu"),
    [(-1, True), (0, False), (1, False)],
    ids=["échue hier", "échue aujourd’hui", "échue demain"],
)
def test_en_retard_apres_l_echeance_seulement(ecart: int, attendu: bool) -> None:
    assert en_retard(action(echeance=JOUR + timedelta(days=ecart)), JOUR) is attendu


def test_seule_une_action_a_realiser_est_en_retard() -> None:
    """A state added later must say here which it is."""
    tardifs = {str(etat) for etat in EtatAction if en_retard(action(etat, JOUR - timedelta(days=1)), JOUR)}
    assert tardifs == {"à lancer", "en cours"}


def test_sans_echeance_jamais_en_retard() -> None:
    assert not en_retard(action(echeance=None), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("type_action", "jour", "attendue"),
    [
        (TypeAction.IMMEDIATE, date(2026, 3, 2), date(2026, 3, 9)),
        (TypeAction.CORRECTIVE, date(2026, 3, 2), date(2026, 4, 1)),
        (TypeAction.CORRECTIVE, date(2026, 3, 5), date(2026, 4, 6)),  # Saturday 4 April
        (TypeAction.CORRECTIVE, date(2026, 3, 6), date(2026, 4, 6)),  # Sunday 5 April
        (TypeAction.AMELIORATION, date(2026, 3, 2), date(2026, 6, 1)),  # Sunday 31 May
    ],
)
def test_echeance_proposee(type_action: TypeAction, jour: date, attendue: date) -> None:
    assert echeance_proposee(type_action, jour) == attendue


@given(st.sampled_from(TypeAction), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_l_echeance_proposee_est_a_venir_et_en_semaine(type_action: TypeAction, jour: date) -> None:
    proposee = echeance_proposee(type_action, jour)
    assert proposee > jour
    assert proposee.weekday() < 5


def test_creer_prend_l_echeance_proposee_et_nettoie() -> None:
    creee = creer(intitule="  Repeindre\r\nla salle ", origine=ORIGINE, causes="mur\x0b gris", jour=JOUR)
    assert creee.intitule == "Repeindre la salle"
    assert creee.echeance == creee.echeance_initiale == date(2026, 4, 1)
    assert creee.etat is EtatAction.A_LANCER


def test_creer_refuse_une_echeance_passee_et_un_intitule_vide() -> None:
    with pytest.raises(EcheancePassee, match="dimanche 1er mars 2026"):
        creer(intitule="Agir", origine=ORIGINE, echeance=date(2026, 3, 1), jour=JOUR)
    with pytest.raises(TexteManquant) as refus:
        creer(intitule=" \t", origine=ORIGINE, jour=JOUR)
    assert refus.value.champ == "intitule"


def test_ouverte_jusqu_a_la_sortie_du_plan() -> None:
    ouvertes = {etat for etat in EtatAction if evoluer(action(), etat=etat).ouverte}
    assert ouvertes == set(EtatAction) - {EtatAction.CLOSE, EtatAction.ABANDONNEE}
