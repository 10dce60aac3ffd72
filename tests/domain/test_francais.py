"""French as people read it."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain import francais
from qualitui.domain.francais import (
    accorder,
    date_courte,
    date_en_mots,
    date_numerique,
    date_sans_annee,
    entier_ecrit,
    enumerer,
    mois_en_mots,
    montrable,
    nettoyer,
    plus_proches,
    sans_accents,
    taux,
    une_ligne,
    vouliez_vous_dire,
)


def test_une_date_sous_ses_quatre_formes() -> None:
    jour = date(2026, 5, 1)
    assert date_en_mots(jour) == "vendredi 1er mai 2026"
    assert date_sans_annee(jour) == "vendredi 1er mai"
    assert date_courte(jour) == "01/05/26"
    assert date_numerique(jour) == "01/05/2026"
    assert mois_en_mots(2026, 8) == "août 2026"


@pytest.mark.parametrize(
    ("nombre", "dit"),
    [(0, "0 jour"), (1, "1 jour"), (2, "2 jours"), (-1, "-1 jour"), (12345, "12 345 jours")],
)
def test_zero_est_singulier(nombre: int, dit: str) -> None:
    assert accorder(nombre, "jour").replace("\u00a0", " ") == dit


@pytest.mark.parametrize(
    ("nombre", "dit"), [(0, "0 autre prix"), (1, "1 autre prix"), (3, "3 autres prix"), (1000, "1 000 autres prix")]
)
def test_chaque_mot_s_accorde(nombre: int, dit: str) -> None:
    assert accorder(nombre, "autre prix").replace("\u00a0", " ") == dit


def test_un_pluriel_donne_est_pris_tel_quel() -> None:
    assert accorder(2, "point à regarder", "points à regarder").replace("\u00a0", " ") == "2 points à regarder"


def test_ce_qui_ne_s_accorde_pas_mot_a_mot_donne_son_pluriel() -> None:
    """Everywhere in the program: « 2 points às regarders » would be read by everybody."""
    laisses = {
        "a",
        "à",
        "au",
        "aux",
        "d’agent",
        "de",
        "des",
        "dont",
        "du",
        "en",
        "et",
        "hors",
        "ou",
        "par",
        "sans",
        "sur",
    }
    fautifs = []
    for module in sorted(Path(francais.__file__).parents[1].rglob("*.py")):
        for appel in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(appel, ast.Call) and getattr(appel.func, "id", "") == "accorder" and len(appel.args) == 2:
                mots = appel.args[1].value if isinstance(appel.args[1], ast.Constant) else ""
                fautifs += [(module.name, mots)] if laisses & set(str(mots).split()) else []
    assert fautifs == []


@pytest.mark.parametrize(
    ("n", "d", "dit"),
    [(13, 15, "86 % (13/15)"), (999, 1000, "99 % (999/1000)"), (5, 5, "100 % (5/5)"), (0, 0, "non mesuré")],
)
def test_un_taux_ne_dit_cent_que_si_rien_ne_manque(n: int, d: int, dit: str) -> None:
    assert taux(n, d).replace("\u00a0", " ") == dit


@pytest.mark.parametrize(
    ("mots", "dit"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_une_enumeration(mots: list[str], dit: str) -> None:
    assert enumerer(mots) == dit


def test_les_accents_se_replient() -> None:
    assert sans_accents("Été à l’Œuvre") == "ete a l'oeuvre"


def test_ce_qui_est_colle_est_nettoye() -> None:
    assert nettoyer(" e\u0301te\u0301\r\nfin\x00\u2028 ") == "été\nfin"


@given(st.text())
def test_nettoyer_deux_fois_ne_change_plus_rien(texte: str) -> None:
    assert nettoyer(nettoyer(texte)) == nettoyer(texte)


def test_les_plus_proches_ignorent_accents_et_casse() -> None:
    assert plus_proches("RECLAMATION", ["réclamation", "suggestion"]) == ["réclamation"]
    assert plus_proches("rép", ["réclamation", "réponse"])[0] == "réponse"


@pytest.mark.parametrize(
    ("saisi", "connus", "dit"),
    [
        ("courier", ["courrier", "urne"], "Vouliez-vous dire « courrier » ?"),
        ("zzz", ["courrier", "urne"], "Existent : courrier et urne."),
        ("zzz", [], ""),
    ],
)
def test_vouliez_vous_dire(saisi: str, connus: list[str], dit: str) -> None:
    assert vouliez_vous_dire(saisi, connus).replace("\u00a0", " ") == dit


@pytest.mark.parametrize(
    ("ecrit", "lu"), [("12", 12), ("0", 0), ("²", None), ("٣", None), ("9" * 30, None), ("", None), ("-1", None)]
)
def test_un_exposant_n_est_pas_un_nombre(ecrit: str, lu: int | None) -> None:
    assert entier_ecrit(ecrit) == lu


def test_rien_de_ce_qui_pilote_un_terminal_n_est_garde_ni_montre() -> None:
    hostile = "a\x1b[31m\x9bb\u202ec\u2066d\x00\x7f"
    assert nettoyer(hostile) == "a[31mbcd"
    assert montrable(hostile) == "a�[31m�b�c�d��"
    assert une_ligne("a\nb\r\nc") == "a b c"
    assert montrable("é\t«\u00a0x\u00a0»\n") == "é\t«\u00a0x\u00a0»\n"
