"""argparse speaks French inside our parsers, and only there."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Iterator

import pytest

from qualitui.cli.analyseur import FRANCAIS, Analyseur

# Said to whoever declares an option badly; no one who uses the program can meet them.
DECLARATION = {
    "'required' is an invalid argument for positionals",
    "%r is not callable",
    ".__call__() not defined",
    'argument "-" with mode %r',
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting option string: %s",
    "conflicting option strings: %s",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
    "unexpected option string: %s",
}
# `Analyseur._check_value` says this with a sentence of its own.
REDITES = re.compile(r"invalid choice: ")
# Newer Pythons than the oldest one supported say these.
PLUS_TARD = {
    "%(heading)s:",
    " (default: %(default)s)",
    "show program's version number and exit",
    "option '%(option)s' is deprecated",
    "argument '%(argument_name)s' is deprecated",
    "command '%(parser_name)s' is deprecated",
    "%(prog)s: warning: %(message)s\n",
}
VALEUR = re.compile(r"%(?:\((\w+)\))?[sr]")


def phrases_d_argparse() -> set[str]:
    """Every sentence that argparse gives to `_()` or `ngettext()`, read in its source."""
    return {
        morceau.value
        for appel in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(appel, ast.Call) and isinstance(appel.func, ast.Name) and appel.func.id in ("_", "ngettext")
        for argument in appel.args
        for morceau in _constantes(argument)
    }


def _constantes(argument: ast.expr) -> Iterator[ast.Constant]:
    """The sentence itself, or the default of `kwargs.pop("title", "subcommands")`."""
    candidats = argument.args[1:] if isinstance(argument, ast.Call) else [argument]
    yield from (c for c in candidats if isinstance(c, ast.Constant) and isinstance(c.value, str))


def test_chaque_phrase_d_argparse_a_sa_traduction() -> None:
    phrases = phrases_d_argparse()
    assert len(phrases) > 30
    assert sorted(p for p in phrases - DECLARATION - FRANCAIS.keys() if not REDITES.match(p)) == []


def test_aucune_traduction_ne_sert_a_rien() -> None:
    assert sorted(FRANCAIS.keys() - phrases_d_argparse() - PLUS_TARD) == []


def test_une_traduction_garde_les_valeurs_de_sa_phrase() -> None:
    """A value lost in translation would be hidden; one invented would crash the error itself.

    But `%(type)s`, which is the name of a Python function.
    """
    for phrase, francaise in FRANCAIS.items():
        assert sorted(VALEUR.findall(francaise)) == sorted(set(VALEUR.findall(phrase)) - {"type"}), phrase


@pytest.fixture
def analyseur() -> Analyseur:
    essai = Analyseur(prog="essai")
    essai.add_argument("--nombre", type=int)
    essai.add_argument("--paire", nargs=2)
    groupe = essai.add_mutually_exclusive_group(required=True)
    groupe.add_argument("--oui", action="store_true")
    groupe.add_argument("--non", action="store_true")
    return essai


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        ([], "Il faut l’un de ces arguments\u00a0: --oui --non."),
        (["--oui", "--non"], "--non\u00a0: ne va pas avec --oui."),
        (["--oui=1"], "--oui\u00a0: valeur inattendue\u00a0: '1'."),
        (["--oui", "--nombre"], "--nombre\u00a0: une valeur est attendue."),
        (["--oui", "--nombre", "x"], "--nombre\u00a0: «\u00a0x\u00a0» n’est pas une valeur possible."),
        (["--oui", "--paire", "x"], "--paire\u00a0: 2 valeurs sont attendues."),
        (["--oui", "zorglub"], "Argument inconnu\u00a0: zorglub."),
    ],
)
def test_une_faute_se_dit_en_francais(
    analyseur: Analyseur, arguments: list[str], phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as fin:
        analyseur.parse_args(arguments)
    assert fin.value.code == 2
    assert capsys.readouterr().err.splitlines()[0] == phrase


def test_argparse_parle_anglais_ailleurs_avant_et_apres(analyseur: Analyseur) -> None:
    avant = argparse._, argparse.ngettext  # type: ignore[attr-defined]
    assert "usage\u00a0: essai" in analyseur.format_help()
    with pytest.raises(SystemExit):
        analyseur.parse_args(["zorglub"])
    assert (argparse._, argparse.ngettext) == avant  # type: ignore[attr-defined]
    assert "show this help message and exit" in argparse.ArgumentParser(prog="autre").format_help()
