"""The team: codes, logins, presence, pilots."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.reference import equipe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.saisie import DateImpossible

CLAIRE = Personne(code="martin-c", nom="Claire Martin", roles=("daa",), logins=("cmartin",))
ROLES = ("daa", "raqn")


@pytest.mark.parametrize(
    ("nom", "pris", "attendu"),
    [
        ("Claire Martin", (), "martin-c"),
        ("Claire Martin", ("martin-c",), "martin-c2"),
        ("Zoé d’Œuvre-Élan", (), "elan-z"),
        ("Max", (), "max"),
        ("李", (), "personne"),
    ],
)
def test_code_propose(nom: str, pris: tuple[str, ...], attendu: str) -> None:
    assert equipe.code_propose(nom, pris) == attendu


@given(st.text(max_size=30), st.integers(0, 4))
def test_le_code_propose_est_toujours_valable_et_libre(nom: str, deja: int) -> None:
    pris: list[str] = []
    for _ in range(deja + 1):
        code = equipe.code_propose(nom, pris)
        assert code not in pris
        assert equipe.exiger_code(code, ()) == code
        pris.append(code)


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 1, 4), False),
        (date(2026, 1, 5), True),
        (date(2026, 3, 2), True),
        (date(2026, 3, 3), False),
    ],
)
def test_presente_du_premier_au_dernier_jour(jour: date, attendu: bool) -> None:
    personne = Personne(code="x", nom="X", arrivee_le=date(2026, 1, 5), depart_le=date(2026, 3, 2))
    assert personne.presente(jour) is attendu


def test_creer() -> None:
    creee = equipe.creer(nom=" Ali  Benali", roles=["DAA", "daa"], logins=["ali"], equipe=[CLAIRE], roles_connus=ROLES)
    assert (creee.code, creee.roles, creee.logins) == ("benali-a", ("daa",), ("ali",))


def test_ce_qui_est_pris_ou_inconnu_est_refuse() -> None:
    with pytest.raises(equipe.CodeDejaPris, match="Claire Martin"):
        equipe.exiger_code("Martin-C", [CLAIRE])
    with pytest.raises(equipe.CodeInvalide):
        equipe.exiger_code("é tel", [])
    with pytest.raises(equipe.RoleInconnu, match="daa"):
        equipe.exiger_roles(["dda"], ROLES)
    with pytest.raises(equipe.LoginDejaRattache, match="Claire Martin"):
        equipe.rattacher(Personne(code="benali-a", nom="Ali"), "CMartin", [CLAIRE])


def test_rattacher_deux_fois_ne_change_rien() -> None:
    assert equipe.rattacher(CLAIRE, "CMARTIN", [CLAIRE]) == CLAIRE


def test_partir_une_fois_apres_l_arrivee() -> None:
    arrivee = Personne(code="x", nom="X", arrivee_le=date(2026, 1, 5))
    with pytest.raises(DateImpossible):
        equipe.partir(arrivee, le=date(2026, 1, 4))
    partie = equipe.partir(arrivee, le=date(2026, 1, 5))
    with pytest.raises(equipe.DejaPartie):
        equipe.partir(partie, le=date(2026, 2, 1))


@pytest.mark.parametrize("saisie", ["martin-c", " MARTIN-C ", "raqn"])
def test_un_pilote_existe(saisie: str) -> None:
    assert equipe.exiger_pilote(saisie, [CLAIRE], ROLES) == saisie.strip().casefold()


def test_un_pilote_inconnu_propose_le_plus_proche() -> None:
    with pytest.raises(equipe.PiloteInconnu, match="martin-c"):
        equipe.exiger_pilote("marti", [CLAIRE], ROLES)
