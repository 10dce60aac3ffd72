"""What nobody should type, and every place where it may be typed: read from the parser and the guide's examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from cli.parcours import commandes, exemples

TEXTES = (
    "a\nR-2026-999 forge",
    "\x1b[31mrouge\x1b[0m",
    "\x9b31mrouge",
    "abc\u202edef\u2066ghi",
    "\x00",
    "",
    " ",
    "²",
    "٣",
    "x" * 300,
    "é" * 70_000,
    "../..",
    "\udce9t\udce9",
    "\udc81",
    "\ud800",
    "{{ 'x'*10**9 }}",
)
NOMBRES = (
    "NaN",
    "inf",
    "-inf",
    "1e400",
    "1e308",
    "-1",
    "0",
    "9" * 30,
    "9" * 5000,
    "999999999",
    "1.5",
    "R-2026-" + "9" * 30,
    "2026-T" + "9" * 9,
    "0001-01-01",
    "9999-12-31",
    "31/12/9999",
    "01/01/0000",
    "+9999",
    "29/02/2027",
    "2026-02-30",
)
SANS = {("demo",)}  # makes a site: its own tests give it what nobody should type


def appels(valeurs: tuple[str, ...]) -> Iterator[list[str]]:
    """Every example of the guide with one of its values replaced, then with an option of its command added."""
    feuilles = {tuple(mots): sous for mots, sous in commandes()}
    for exemple in exemples():
        analyseur, mots = _commande(exemple, feuilles)
        if mots in SANS:
            continue
        for rang, mot in enumerate(exemple):
            if rang < len(mots) and mot == mots[rang]:
                continue
            if not mot.startswith("-"):
                avant = exemple[rang - 1] if rang else ""
                for valeur in valeurs:
                    if avant.startswith("--"):
                        yield [*exemple[: rang - 1], f"{avant}={valeur}", *exemple[rang + 1 :]]
                    else:
                        yield [*exemple[:rang], valeur, *exemple[rang + 1 :]]
        for action in analyseur._actions:
            option = next((o for o in action.option_strings if o.startswith("--")), "")
            prend = action.nargs is None and not isinstance(action, argparse._StoreConstAction)
            if option and prend and option not in exemple:
                for valeur in valeurs:
                    yield [*exemple, f"{option}={valeur}"]


def _commande(
    exemple: list[str], feuilles: dict[tuple[str, ...], argparse.ArgumentParser]
) -> tuple[argparse.ArgumentParser, tuple[str, ...]]:
    """The parser of the command called, and the words that name it."""
    for longueur in range(len(exemple), 0, -1):
        mots = tuple(exemple[:longueur])
        if mots in feuilles:
            return feuilles[mots], mots
        generique = tuple("2025" if mot.isdigit() and len(mot) == 4 else mot for mot in mots)
        if generique in feuilles:
            return feuilles[generique], mots
    return feuilles[exemple[0],], (exemple[0],)
