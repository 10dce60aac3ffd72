"""argparse, speaking French."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NoReturn

from qualitui.domain.base import Refus
from qualitui.domain.francais import montrable

FRANCAIS = {
    "usage: ": "usage : ",
    "%(heading)s:": "%(heading)s :",
    "positional arguments": "arguments",
    "options": "options",
    "subcommands": "commandes",
    "show this help message and exit": "afficher cette aide",
    "show program's version number and exit": "afficher la version",
    " (default: %(default)s)": " (par défaut : %(default)s)",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "one of the arguments %s is required": "il faut l’un de ces arguments : %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "expected one argument": "une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected at least one argument": "une valeur au moins est attendue",
    "expected %s argument": "%s valeur est attendue",
    "expected %s arguments": "%s valeurs sont attendues",
    "ignored explicit argument %r": "valeur inattendue : %r",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s (%(matches)s)",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas une valeur possible",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne s’ouvre pas : %(error)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "option '%(option)s' is deprecated": "l’option « %(option)s » va disparaître",
    "argument '%(argument_name)s' is deprecated": "l’argument « %(argument_name)s » va disparaître",
    "command '%(parser_name)s' is deprecated": "la commande « %(parser_name)s » va disparaître",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s : %(message)s\n",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "commande inconnue : %(parser_name)s (%(choices)s)",
}


def _traduire(phrase: str) -> str:
    return FRANCAIS.get(phrase, phrase)


def _traduire_nombre(singulier: str, pluriel: str, nombre: int) -> str:
    return _traduire(singulier if nombre < 2 else pluriel)


@contextmanager
def _en_francais() -> Iterator[None]:
    """For the time of one call, argparse looks its sentences up here; elsewhere in the process it stays as it was.

    gettext's own way would need a compiled catalogue, and LANGUAGE forced in the environment.
    """
    module: Any = argparse
    avant = module._, module.ngettext
    module._, module.ngettext = _traduire, _traduire_nombre
    try:
        yield
    finally:
        module._, module.ngettext = avant


class Analyseur(argparse.ArgumentParser):
    """A parser whose sentences are French; a wrong usage ends with exit code 2."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("allow_abbrev", False)
        kwargs.setdefault("formatter_class", self._mise_en_page)
        self._se_montre = False
        with _en_francais():
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def _mise_en_page(self, prog: str, **kwargs: Any) -> argparse.HelpFormatter:
        """argparse makes one to check each option declared: the terminal is measured only when the help is shown."""
        return argparse.HelpFormatter(prog, **({} if self._se_montre else {"width": 80}), **kwargs)

    def add_subparsers(self, **kwargs: Any) -> Any:
        # Else argparse looks for a catalogue of its sentences, and lays a usage out to find `prog`.
        with _en_francais():
            return super().add_subparsers(**{"prog": self.prog, **kwargs})

    def parse_args(self, *args: Any, **kwargs: Any) -> Any:
        with _en_francais():
            return super().parse_args(*args, **kwargs)

    def format_help(self) -> str:
        self._se_montre = True
        with _en_francais():
            return super().format_help()

    def format_usage(self) -> str:
        self._se_montre = True
        with _en_francais():
            return super().format_usage()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self._mots = list(args or ())
        lu, reste = super().parse_known_args(args, namespace)
        lu.partages = {**getattr(lu, "partages", {}), **self._partages(lu)}
        return lu, reste

    def _partages(self, lu: argparse.Namespace) -> dict[str, str]:
        """What this command was given that goes into the shared register, by the name of its option."""
        donnes = {action.option_strings[-1]: getattr(lu, action.dest, None) for action in self.textes_partages()}
        return {option: valeur for option, valeur in donnes.items() if isinstance(valeur, str) and valeur}

    def textes_partages(self) -> list[argparse.Action]:
        """The options that take a text; one of another kind (confidential, searched, a path) says so by its type."""
        textes = [a for a in self._actions if a.type in (None, texte_partage) and not a.choices]
        return [a for a in textes if a.option_strings and a.nargs is None]

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(montrable(message), file)

    def error(self, message: str) -> NoReturn:
        message += self._valeur_prise_pour_une_option(message)
        self.exit(2, f"{message[:1].upper()}{message[1:]}.\nVoir : {self.prog} --help\n")

    def _valeur_prise_pour_une_option(self, message: str) -> str:
        """How to write a value that starts with a dash, when it is one that is missing; empty otherwise."""
        if FRANCAIS["expected one argument"] not in message:
            return ""
        noms = message.split()[0].split("/")
        for option, valeur in pairwise(self._mots):
            if option in noms and valeur.startswith("-") and not self._connue(valeur):
                ecrite = f'"{valeur}"' if re.search(r"[^\w,.+-]", valeur) else valeur
                return f". Une valeur qui commence par un tiret s’écrit contre son option : {noms[-1]}={ecrite}"
        return ""

    def _connue(self, mot: str) -> bool:
        return mot == "--" or mot.partition("=")[0] in self._option_string_actions

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """The values as people type them: argparse would show how Python writes them."""
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(
                action, f"« {value} » n’existe pas (au choix : {', '.join(str(c) for c in action.choices)})"
            )

    def verbes(self, titre: str = "commandes") -> argparse._SubParsersAction[Analyseur]:
        """Declare a mandatory sub-command; give `verbes().add_parser(nom, help=…)` for each."""
        return self.add_subparsers(title=titre, dest="verbe", metavar="COMMANDE", required=True)  # type: ignore[no-any-return]

    def partout(self, option: str, **kwargs: Any) -> None:
        """Declare a switch at each level, so that it goes anywhere on the line; a command's own one is left to it."""
        dessous = [a for a in self._actions if isinstance(a, argparse._SubParsersAction)]
        for commande in (sous for action in dessous for sous in action.choices.values()):
            commande.partout(option, **kwargs)
        if option not in self._option_string_actions:
            self.add_argument(option, action="store_true", default=argparse.SUPPRESS, **kwargs)

    def en_json(self) -> None:
        """Declare `--json`, the same on every reading command."""
        self.add_argument("--json", action="store_true", help="écrire en JSON")


def texte_partage(texte: str) -> str:
    """Type of a text of the shared register which may be long, or is better not typed: « - » reads standard input."""
    return lire_l_entree() if texte == "-" else texte


def confidentiel(texte: str) -> str:
    """Type of a text that goes to the confidential part: what is personal has its place there."""
    return texte


def cherche(texte: str) -> str:
    """Type of words that are looked for, or of a name of the system: nothing is written of them in a text."""
    return texte


def lire_l_entree() -> str:
    """Standard input to its end: in UTF-8, else in Windows-1252. A person who types is told how to end."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        touches = "Ctrl + Z puis Entrée" if sys.platform == "win32" else "Ctrl + D sur une ligne vide"
        print(f"Tapez le texte, puis {touches}.", file=sys.stderr)
    octets = getattr(sys.stdin, "buffer", None)
    try:
        return sys.stdin.read() if octets is None else en_texte(octets.read())
    except OSError as erreur:
        raise Refus("L’entrée standard ne se lit pas.") from erreur


def en_texte(octets: bytes) -> str:
    """What a person or another program wrote: UTF-8 with or without its mark, else Windows-1252."""
    try:
        lu = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        lu = octets.decode("cp1252", "replace")
    return lu.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def valeurs(texte: str) -> Sequence[str]:
    """Several values separated by commas."""
    return [morceau.strip() for morceau in texte.split(",") if morceau.strip()]
