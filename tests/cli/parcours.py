"""Every command of the program and what it takes, read from its own parser; and the guide's examples."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from qualitui.cli import COMMANDES, _analyseur, main

REFERENCE = Path(__file__).parents[2] / "docs" / "ligne-de-commande.md"
_BLOC = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Commande = tuple[list[str], argparse.ArgumentParser]


def lancer(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as fin:
        return int(fin.code or 0)


def commandes() -> Iterator[Commande]:
    """The words that call each command, with stand-ins for what comes before a verb (the year of the review)."""
    for nom in COMMANDES:
        sous = next(a for a in _analyseur([nom])._actions if isinstance(a, argparse._SubParsersAction))
        yield from _dessous([nom], sous.choices[nom])


def _dessous(
    mots: list[str], analyseur: argparse.ArgumentParser
) -> Iterator[tuple[list[str], argparse.ArgumentParser]]:
    yield mots, analyseur
    avant: list[str] = []
    for action in analyseur._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verbe, sous in action.choices.items():
                yield from _dessous([*mots, *avant, verbe], sous)
        elif not action.option_strings:
            avant.append("2025")


def exemples() -> Iterator[list[str]]:
    """The arguments of every example that the reference of the command line runs, in order."""
    for bloc in _BLOC.findall(REFERENCE.read_text(encoding="utf-8")):
        for ligne in bloc.splitlines():
            arguments = (
                shlex.split(ligne.replace("\\", "/"), comments=True)[1:] if ligne.startswith("qualitui ") else []
            )
            if arguments and arguments[0] not in ("demo", "--site"):
                yield arguments
