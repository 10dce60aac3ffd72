"""A value that starts with a dash: the refusal says how to write it."""

from __future__ import annotations

import argparse

import pytest
from cli.parcours import commandes, lancer

Capture = pytest.CaptureFixture[str]


def options_a_valeur() -> list[tuple[list[str], str]]:
    return [
        (mots, action.option_strings[0])
        for mots, sous in commandes()
        for action in sous._actions
        if action.option_strings and action.nargs is None and not isinstance(action, argparse._StoreConstAction)
    ]


def test_chaque_option_dit_comment_ecrire_une_valeur_qui_commence_par_un_tiret(capsys: Capture) -> None:
    declarees = options_a_valeur()
    assert len(declarees) >= 100
    for mots, option in declarees:
        assert lancer([*mots, option, "-2+3"]) == 2
        phrase = capsys.readouterr().err
        assert "commence par un tiret" in phrase, (mots, option)
        assert "=-2+3." in phrase, (mots, option)


def test_une_valeur_avec_des_signes_du_terminal_est_entre_guillemets(capsys: Capture) -> None:
    assert lancer(["action", "ajouter", "--intitule", "-2;3"]) == 2
    assert '--intitule="-2;3"' in capsys.readouterr().err


@pytest.mark.parametrize("suite", [[], ["--type", "corrective"], ["--"]])
def test_une_valeur_oubliee_n_en_parle_pas(suite: list[str], capsys: Capture) -> None:
    assert lancer(["action", "ajouter", "--intitule", *suite]) == 2
    assert "tiret" not in capsys.readouterr().err
