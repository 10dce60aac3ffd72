"""python -m benchmarks.lignes: lines of a good CRC and of any content, against every reading command.

Each seed changes forty records of a copy of the demonstration as a newer program, a hand or a bug might
(`tests/lignes_de_trop.py`), runs every reading command, document and the check-up, and says what came of it: refused
with a sentence, stopped (code 70), slow, a record vanished. `--graines N` (50) of them, from `--de` (0).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from qualitui.cli import main as qualitui
from tests.cli.test_illisibles import DOCUMENTS, LISTES
from tests.cli.test_lectures import TOUTES
from tests.lignes_de_trop import Etranger, deranger

FICHES = 40
LENT = 10.0  # seconds


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--graines", type=int, default=50)
    analyseur.add_argument("--de", type=int, default=0)
    options = analyseur.parse_args()
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="banc-") as provisoire:
        dossier = Path(provisoire)
        os.environ |= {"QUALITUI_DATE": "2026-03-02", "QUALITUI_REGLAGES": str(dossier / "reglages.toml")}
        os.chdir(dossier)
        lancer(["demo", str(dossier / "demo"), "--sans-ouvrir"])
        for graine in range(options.de, options.de + options.graines):
            for sort, quoi in essayer(dossier, graine):
                total[sort] += 1
                if sort in ("arrêtée", "lente", "disparue"):
                    print(f"graine {graine}\u00a0: {sort}, {quoi}")
    print(", ".join(f"{sort}\u00a0: {combien}" for sort, combien in total.items()))
    sys.exit(bool(total["arrêtée"] or total["disparue"]))


def essayer(dossier: Path, graine: int) -> Iterator[tuple[str, str]]:
    site = dossier / f"site-{graine}"
    shutil.copytree(dossier / "demo", site)
    os.environ["QUALITUI_ETAT_LOCAL"] = str(dossier / f"etat-{graine}")
    comptees = [table for table in LISTES if table not in ("valeurs", "trimestres")]
    avant = {table: _combien(site, LISTES[table]) for table in comptees}
    deranger(Etranger(site), random.Random(graine), FICHES)
    for table in comptees:
        yield "tenue" if _combien(site, LISTES[table]) == avant[table] else "disparue", table
    for commande in [*map(list, TOUTES), *DOCUMENTS]:
        debut = time.perf_counter()
        code, _ = lancer(["--site", str(site), *commande])
        sort = {0: "faite", 1: "refusée d’une phrase"}.get(code, "arrêtée")
        yield "lente" if time.perf_counter() - debut > LENT and sort != "arrêtée" else sort, " ".join(commande)
    shutil.rmtree(site)


def _combien(site: Path, liste: Sequence[str]) -> int:
    return len(json.loads(lancer(["--site", str(site), *liste, "--json"])[1]))


def lancer(arguments: Sequence[str]) -> tuple[int, str]:
    """The code and what is on stdout."""
    sortie = io.StringIO()
    with redirect_stdout(sortie), redirect_stderr(io.StringIO()):
        try:
            return qualitui(arguments), sortie.getvalue()
        except SystemExit as fin:
            return int(fin.code or 0), sortie.getvalue()


if __name__ == "__main__":
    main()
