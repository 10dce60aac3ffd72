"""`python -m tests.mutants`: which planted faults do the tests see? See `--help`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutants import planter
from tests.mutants.catalogue import MUTANTS
from tests.mutants.planter import Introuvable, Mutant, Verdict


def main(arguments: Sequence[str] | None = None) -> int:
    analyse = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    analyse.add_argument("noms", nargs="*", help="faults to plant, by name or by its beginning (default: all)")
    analyse.add_argument("--avec", action="append", default=[], help="run these tests instead of those named")
    analyse.add_argument("--sans-temoin", action="store_true", help="do not run the tests on sound code first")
    analyse.add_argument("--lister", action="store_true", help="say where each goes, plant nothing")
    options = analyse.parse_args(arguments)
    choisis = [m for m in MUTANTS if not options.noms or any(_designe(nom, m) for nom in options.noms)]
    if not choisis:
        analyse.error("aucune faute ne porte ce nom")
    with planter.copie() as arbre:
        places = [m for m in choisis if _place(arbre, m)]
        if options.lister:
            return 0 if places == choisis else 2
        try:
            if not options.sans_temoin:
                _temoigner(arbre, places, options.avec)
            issue = _eprouver(arbre, places, options.avec)
            return issue if places == choisis else 2
        except Introuvable as erreur:
            print(erreur, file=sys.stderr)
            return 2


def _place(arbre: Path, mutant: Mutant) -> bool:
    """Say where the fault goes; False, with the reason, when it or its tests are no longer found."""
    try:
        chemin, *_ = planter.situer(arbre, mutant)
        planter.reperer(arbre, mutant.tests)
    except Introuvable as erreur:
        print(erreur, file=sys.stderr)
        return False
    print(f"{mutant.nom:5} {chemin.relative_to(arbre)} : {mutant.faute}", file=sys.stderr)
    return True


def _designe(nom: str, mutant: Mutant) -> bool:
    """« D4 » is D4 alone; « D » is all of the floor."""
    return mutant.nom == nom or (nom.isalpha() and re.sub(r"\d+$", "", mutant.nom) == nom)


def _temoigner(arbre: Path, choisis: Sequence[Mutant], avec: Sequence[str]) -> None:
    """A test that fails on sound code proves nothing: all those named run once before any fault is planted."""
    nommes = dict.fromkeys(avec or [test for mutant in choisis for test in mutant.tests])
    code, sortie = planter.lancer(arbre, planter.reperer(arbre, nommes))
    if code:
        raise Introuvable(f"Sans aucune faute, les tests échouent déjà (code {code}).\n{sortie[-1500:]}")


def _eprouver(arbre: Path, choisis: Sequence[Mutant], avec: Sequence[str]) -> int:
    verdicts = []
    for mutant in choisis:
        verdicts.append(planter.eprouver(arbre, mutant, avec))
        print(f"{mutant.nom} {_issue(verdicts[-1])}", file=sys.stderr, flush=True)
    print("| faute | fichier | ce qui est planté | tests | issue |\n|---|---|---|---|---|")
    for v in verdicts:
        tests = ", ".join(avec or v.mutant.tests)
        print(f"| {v.mutant.nom} | {v.fichier} | {v.mutant.faute} | {tests} | {_issue(v)} |")
    survit = [v for v in verdicts if v.survit and not v.mutant.equivalent]
    print(f"\n{len(verdicts)} fautes, {sum(not v.survit for v in verdicts)} vues, {len(survit)} survivent sans raison.")
    return 1 if survit else 0


def _issue(verdict: Verdict) -> str:
    if not verdict.survit:
        return f"vue par {verdict.par}"
    return f"SURVIT, équivalente : {verdict.mutant.equivalent}" if verdict.mutant.equivalent else "SURVIT"


if __name__ == "__main__":
    sys.exit(main())
