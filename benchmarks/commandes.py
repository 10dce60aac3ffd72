"""python -m benchmarks.commandes DOSSIER…: CPU time of the reading commands beside that of importing their libraries.

Each command is run `--fois` times (8), each time just after the reference, so that a busy machine slows both; the
least of each counts. Without a site: a demonstration made on the spot. `python -m benchmarks.dix_ans` makes another.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

REFERENCE = [sys.executable, "-c", "import pydantic, tinydb, holidays"]
COMMANDES = (["semaine"], ["reclamation", "lister"], ["verification", "lister"])


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("dossiers", type=Path, nargs="*")
    analyseur.add_argument("--fois", type=int, default=8)
    options = analyseur.parse_args()
    with tempfile.TemporaryDirectory(prefix="banc-") as provisoire:
        for dossier in options.dossiers or [demonstration(Path(provisoire) / "site")]:
            print(tableau(dossier, options.fois))


def demonstration(dossier: Path) -> Path:
    _lancer(qualitui(["demo", str(dossier), "--sans-ouvrir"]))
    return dossier


def qualitui(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "qualitui", *arguments]


def tableau(dossier: Path, fois: int) -> str:
    """The measures on one site, in Markdown."""
    lignes = [f"{dossier.name} :", "", "| commande | temps | rapport |", "|---|--:|--:|"]
    for commande in COMMANDES:
        voulue = qualitui(["--site", str(dossier), *commande, "--json"])
        _lancer(voulue)
        paires = [(_lancer(REFERENCE), _lancer(voulue)) for _ in range(fois)]
        reference, duree = (min(mesures) for mesures in zip(*paires, strict=True))
        lignes.append(f"| {' '.join(commande)} --json | {duree * 1000:.0f} ms | {duree / reference:.2f} |")
    return "\n".join([*lignes, ""])


def _lancer(commande: Sequence[str]) -> float:
    """Run it; the CPU seconds it took. Bytecode is kept, as for any installed program."""
    env = {cle: valeur for cle, valeur in os.environ.items() if cle != "PYTHONDONTWRITEBYTECODE"}
    avant = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(commande, env={"QUALITUI_DATE": "2026-03-02", **env}, stdout=subprocess.DEVNULL, check=True)
    apres = resource.getrusage(resource.RUSAGE_CHILDREN)
    return apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime


if __name__ == "__main__":
    main()
