"""Plant one fault at a time in a copy of the tree, run the tests that should see it, and say what happened.

Places are found by the name of the function and the text of the line, tests by their name: files may move.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

RACINE = Path(__file__).parents[2]
_DELAI = 600  # seconds before a fault that never ends is held for seen
_VUE = re.compile(r"^(?:FAILED|ERROR) [^\[\s]*::(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One fault. `dans`: the function, method (`Classe.methode`) or class that holds `avant`, a file of the project
    that is no code, empty for the whole program; `tests`: names of tests, of test files, or folders; `equivalent`: why
    no test can tell it from sound code."""

    nom: str
    faute: str
    dans: str
    avant: str
    apres: str
    tests: tuple[str, ...]
    equivalent: str = ""


@dataclass(frozen=True)
class Verdict:
    mutant: Mutant
    fichier: str
    survit: bool
    par: str


class Introuvable(Exception):
    """The catalogue no longer says where a fault goes, or which test should see it."""


@contextmanager
def copie() -> Iterator[Path]:
    """The tree in a temporary folder, without what is made on the spot."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as dossier:
        arbre = Path(dossier) / "arbre"
        shutil.copytree(RACINE, arbre, ignore=shutil.ignore_patterns(".*", "__pycache__", "dist", "build"))
        yield arbre


def eprouver(arbre: Path, mutant: Mutant, tests: Iterable[str] = ()) -> Verdict:
    """Plant, test, take the fault out again."""
    chemin, sain, fautif = situer(arbre, mutant)
    cibles = reperer(arbre, tuple(tests) or mutant.tests)
    _ecrire(chemin, fautif)
    try:
        code, sortie = lancer(arbre, cibles)
    finally:
        _ecrire(chemin, sain)
    if code not in (0, 1):
        raise Introuvable(f"{mutant.nom} : pytest s’arrête sur le code {code}, sans verdict.\n{sortie[-1500:]}")
    vue = _VUE.search(sortie)
    par = "" if code == 0 else vue.group(1) if vue else "le délai"
    return Verdict(mutant, str(chemin.relative_to(arbre)).removeprefix("qualitui/"), code == 0, par)


def lancer(arbre: Path, cibles: Iterable[str]) -> tuple[int, str]:
    """Pytest on the copy: its code and what it said. A run that never ends counts as a failure."""
    environnement = {**os.environ, "PYTHONPATH": str(arbre)}  # before the project installed for editing
    commande = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *cibles]
    try:
        fait = subprocess.run(
            commande, cwd=arbre, env=environnement, capture_output=True, text=True, timeout=_DELAI, check=False
        )
    except subprocess.TimeoutExpired:
        return 1, ""
    return fait.returncode, fait.stdout + fait.stderr


def situer(arbre: Path, mutant: Mutant) -> tuple[Path, str, str]:
    """The one file that holds the text to replace, as it is and with the fault; `Introuvable` for none or several."""
    trouves = []
    nomme = arbre / mutant.dans
    for chemin in [nomme] if nomme.is_file() else sorted((arbre / "qualitui").rglob("*.py")):
        texte = chemin.read_text("utf-8")
        if mutant.avant not in texte:
            continue
        for debut, fin in [(0, len(texte))] if chemin == nomme else _portees(texte, mutant.dans):
            place = texte.find(mutant.avant, debut, fin)
            while place >= 0:
                suite = place + len(mutant.avant)
                trouves.append((chemin, texte, texte[:place] + mutant.apres + texte[suite:]))
                place = texte.find(mutant.avant, suite, fin)
    if len(trouves) != 1:
        ou = mutant.dans or "tout l’arbre"
        raise Introuvable(f"{mutant.nom} : « {mutant.avant.strip()} » est {len(trouves)} fois dans {ou}, et non une.")
    return trouves[0]


def _portees(texte: str, nom: str) -> list[tuple[int, int]]:
    """Where what bears this name begins and ends; the whole text when nothing is named."""
    if not nom:
        return [(0, len(texte))]
    debuts = list(accumulate((len(ligne) + 1 for ligne in texte.split("\n")), initial=0))
    return [
        (debuts[noeud.lineno - 1], debuts[noeud.end_lineno or noeud.lineno])
        for connu, noeud in _nommes(ast.parse(texte))
        if connu == nom
    ]


def _nommes(noeud: ast.AST, prefixe: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """Every class and function of a module, and every method as « Classe.methode »; not what a function holds."""
    for enfant in ast.iter_child_nodes(noeud):
        if isinstance(enfant, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefixe + enfant.name, enfant
        elif isinstance(enfant, ast.ClassDef):
            yield prefixe + enfant.name, enfant
            yield from _nommes(enfant, f"{prefixe}{enfant.name}.")
        elif isinstance(enfant, ast.stmt):
            yield from _nommes(enfant, prefixe)


def _ecrire(chemin: Path, texte: str) -> None:
    """The compiled module goes too: two writings within a second would be taken for one."""
    chemin.write_text(texte, "utf-8")
    for compile_ in (chemin.parent / "__pycache__").glob(f"{chemin.stem}.*.pyc"):
        compile_.unlink()


def reperer(arbre: Path, noms: Iterable[str]) -> list[str]:
    """What pytest is given: a folder or file of `tests/`, every file of a name, or every test of a name."""
    fichiers = {f.relative_to(arbre): f.read_text("utf-8") for f in sorted((arbre / "tests").rglob("test_*.py"))}
    cibles: list[str] = []
    for nom in noms:
        if (arbre / nom).exists():
            trouvees = [nom]
        elif nom.endswith(".py"):
            trouvees = [str(fichier) for fichier in fichiers if fichier.name == nom]
        else:
            trouvees = [f"{fichier}::{test}" for fichier, texte in fichiers.items() for test in _tests(texte, nom)]
        if not trouvees:
            raise Introuvable(f"Aucun test ne s’appelle « {nom} ».")
        cibles += trouvees
    return cibles


def _tests(texte: str, nom: str) -> Iterator[str]:
    """« test_x », or « TestY::test_x » inside a class."""
    for trouve in re.finditer(rf"^( *)(?:async )?def {nom}\(", texte, re.MULTILINE):
        classes = re.findall(r"^class (\w+)", texte[: trouve.start()], re.MULTILINE) if trouve[1] else []
        yield f"{classes[-1]}::{nom}" if classes else nom
