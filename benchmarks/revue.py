"""python -m benchmarks.revue DOSSIER…: CPU time and memory of the annual review, written then refreshed.

Beside `python -c "import docxtpl"` run in turn, so that a busy machine slows both; the least of `--fois` runs counts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

REFERENCE = [sys.executable, "-c", "import docxtpl"]


class Cout(NamedTuple):
    secondes: float
    memoire: int  # kilobytes, at most


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("dossiers", type=Path, nargs="+")
    analyseur.add_argument("--annee", default="2025")
    analyseur.add_argument("--fois", type=int, default=5)
    options = analyseur.parse_args()
    print("| site | geste | temps | rapport | mémoire |\n|---|---|--:|--:|--:|")
    for dossier in options.dossiers:
        for ligne in mesurer(dossier, options.annee, options.fois):
            print(ligne, flush=True)


def mesurer(dossier: Path, annee: str, fois: int) -> list[str]:
    """The lines of the table for one site."""
    with tempfile.TemporaryDirectory(prefix="banc-") as provisoire:
        document = Path(provisoire) / "revue.docx"
        revue = [sys.executable, "-m", "qualitui", "--site", str(dossier), "revue", annee]
        _lancer([*revue, "-o", str(document)])
        essais = []
        for _ in range(fois):
            document.unlink()
            ecrite = _lancer([*revue, "-o", str(document)])
            essais.append((_lancer(REFERENCE), ecrite, _lancer([*revue, "rafraichir", str(document)])))
    reference, *gestes = (min(couts) for couts in zip(*essais, strict=True))
    return [
        f"| {dossier.name} | {nom} | {cout.secondes * 1000:.0f} ms | {cout.secondes / reference.secondes:.1f} "
        f"| {cout.memoire // 1024} Mo |"
        for nom, cout in zip(("écrire", "rafraîchir"), gestes, strict=True)
    ]


def _lancer(commande: Sequence[str]) -> Cout:
    """Run it, silent. Bytecode is kept, as for any installed program."""
    env = {cle: valeur for cle, valeur in os.environ.items() if cle != "PYTHONDONTWRITEBYTECODE"}
    muet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(commande[0], commande, {"QUALITUI_DATE": "2026-03-02", **env}, file_actions=muet)
    _, etat, usage = os.wait4(pid, 0)
    if etat:
        raise RuntimeError(" ".join(commande))
    return Cout(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


if __name__ == "__main__":
    main()
