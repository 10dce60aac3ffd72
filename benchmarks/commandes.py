"""python -m benchmarks.commandes DOSSIER…: CPU time of the reading commands beside that of importing their libraries.

Everything is run in turn, `--fois` times (8), so that a busy machine slows all of it; the least of each counts. The
first site is a demonstration made on the spot; `python -m benchmarks.dix_ans` makes others, of as many years as wanted.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

REFERENCE = "import pydantic, tinydb, holidays"
# What no command of ours can go under, and what the reference leaves out: it defines no model.
PLANCHERS = {
    "Python seul": "pass",
    "un modèle pydantic": "import pydantic\nclass A(pydantic.BaseModel):\n    a: int",
    "un modèle, tinydb et holidays": f"{REFERENCE}\nclass A(pydantic.BaseModel):\n    a: int",
}
COMMANDES = (["semaine"], ["verification", "lister"], ["reclamation", "lister", "--a-faire"], ["reclamation", "lister"])


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("dossiers", type=Path, nargs="*")
    analyseur.add_argument("--fois", type=int, default=8)
    options = analyseur.parse_args()
    with tempfile.TemporaryDirectory(prefix="banc-") as provisoire:
        sites = [demonstration(Path(provisoire) / "demonstration"), *options.dossiers]
        print(tableau(sites, mesurer([*_appels(sites), *map(_python, (REFERENCE, *PLANCHERS.values()))], options.fois)))


def demonstration(dossier: Path) -> Path:
    _lancer(qualitui(["demo", str(dossier), "--sans-ouvrir"]))
    return dossier


def qualitui(arguments: Sequence[str]) -> tuple[str, ...]:
    return (sys.executable, "-m", "qualitui", *arguments)


def mesurer(commandes: Sequence[tuple[str, ...]], fois: int) -> dict[tuple[str, ...], float]:
    """The least CPU time of each, run in turn; a first time for nothing."""
    tours = [{commande: _lancer(commande) for commande in commandes} for _ in range(fois + 1)]
    return {commande: min(tour[commande] for tour in tours[1:]) for commande in commandes}


def tableau(sites: Sequence[Path], temps: Mapping[tuple[str, ...], float]) -> str:
    """The measures, in Markdown: milliseconds and, between brackets, times the reference."""
    reference = temps[_python(REFERENCE)]
    lignes = [["", *(site.name for site in sites)], ["---", *("--:" for _ in sites)]]
    for commande in COMMANDES:
        lignes.append([f"{' '.join(commande)} --json", *(_dire(temps[_appel(s, commande)], reference) for s in sites)])
    lignes += [[nom, _dire(temps[_python(code)], reference)] for nom, code in PLANCHERS.items()]
    lignes.append([f"`{REFERENCE}`", _dire(reference, reference)])
    return "\n".join(f"| {' | '.join([*ligne, *['–'] * (1 + len(sites) - len(ligne))])} |" for ligne in lignes)


def _dire(temps: float, reference: float) -> str:
    return f"{temps * 1000:.0f} ms ({temps / reference:.2f})"


def _appels(sites: Sequence[Path]) -> list[tuple[str, ...]]:
    return [_appel(site, commande) for commande in COMMANDES for site in sites]


def _appel(site: Path, commande: Sequence[str]) -> tuple[str, ...]:
    return qualitui(["--site", str(site), *commande, "--json"])


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def _lancer(commande: Sequence[str]) -> float:
    """Run it; the CPU seconds it took. Bytecode is kept, as for any installed program."""
    env = {cle: valeur for cle, valeur in os.environ.items() if cle != "PYTHONDONTWRITEBYTECODE"}
    avant = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(commande, env={"QUALITUI_DATE": "2026-03-02", **env}, stdout=subprocess.DEVNULL, check=True)
    apres = resource.getrusage(resource.RUSAGE_CHILDREN)
    return apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime


if __name__ == "__main__":
    main()
