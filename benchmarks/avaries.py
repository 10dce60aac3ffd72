"""python -m benchmarks.avaries: each damage against each gesture, what is told, kept and lost; then the kills.

The damages are those of `tests/avaries/catalogue.py`, the gestures those of `tests/avaries/epreuve.py`, the kills those
of `tests/avaries/tueries.py`. The code is 1 if anything was lost without a word, destroyed by a gesture, or stopped the
program. `--seulement MOT` tries the damages whose name has it, `--part RANG/SUR` one part of them; `--tuer N` (300)
kills that many in all, 0 none; `--tableau FICHIER` writes the table in Markdown.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.avaries.catalogue import AVARIES, Avarie
from tests.avaries.epreuve import CONNU, GESTES, Constat, Epreuve, nettoyer
from tests.avaries.tueries import TUERIES

DIT = 90


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--seulement", default="")
    analyseur.add_argument("--part", default="0/1", metavar="RANG/SUR")
    analyseur.add_argument("--tuer", type=int, default=300, metavar="N")
    analyseur.add_argument("--tableau", type=Path, metavar="FICHIER")
    options = analyseur.parse_args()
    rang, sur = map(int, options.part.split("/"))
    lignes, fautes = eprouver([avarie for avarie in AVARIES if options.seulement in avarie.nom][rang::sur])
    if options.tableau:
        options.tableau.write_text("\n".join([*entete(), *lignes, ""]), encoding="utf-8")
    sys.exit(bool(tuer(options.tuer) + fautes))


def eprouver(choisies: Sequence[Avarie]) -> tuple[list[str], int]:
    """The rows of the table, printed as they come, then the verdict; and how many faults."""
    dossier = Path(tempfile.mkdtemp(prefix="avaries-"))
    fautes: Counter[str] = Counter()
    lignes: list[str] = []
    try:
        epreuve = Epreuve(dossier)
        print("\n".join(entete()))
        for avarie in choisies:
            constats = {nom: epreuve.eprouver(avarie, nom) for nom in GESTES}
            perdues = constats["lister"].perdues
            rendues = epreuve.rendues(avarie, perdues) if perdues else 0
            lignes.append(rangee(avarie, constats, len(epreuve.verite), rendues))
            print(lignes[-1], flush=True)
            for nom, constat in constats.items():
                for faute in constat.fautes:
                    fautes[faute.split(" : ")[0]] += 1
                    print(f"    ! {avarie.nom}, {nom} : {faute}", flush=True)
    finally:
        nettoyer(dossier)
    genres = dict.fromkeys(("silence", "imprévu", "détruit", "acquitté perdu", CONNU, *fautes))
    comptes = ", ".join(f"{genre} {fautes[genre]}" for genre in genres)
    print(f"{len(choisies)} avaries × {len(GESTES)} gestes\u00a0: {comptes}", flush=True)
    return lignes, fautes.total() - fautes[CONNU]


def tuer(combien: int) -> int:
    """That many kills, a third of each kind, each kind in a process that only forks; how many kinds found a fault."""
    genres = list(TUERIES) if combien else []
    commandes = [
        [sys.executable, "-m", "tests.avaries.tueries", genre, "--combien", str(combien // len(genres))]
        for genre in genres
    ]
    return sum(subprocess.run(commande, check=False).returncode != 0 for commande in commandes)


def entete() -> list[str]:
    colonnes = ["avarie", *GESTES, "gardé", "perdu de vue", "rendu par `retrouver`", "ce qui est dit"]
    return [f"| {' | '.join(colonnes)} |", f"|{'---|' * len(colonnes)}"]


def rangee(avarie: Avarie, constats: dict[str, Constat], total: int, rendues: int) -> str:
    """A code by gesture, « dit » beside it when something was told that a sound site does not say."""
    cases = [
        f"{constat.code}{' dit' if constat.dites else ''}{' **!**' if constat.fautes else ''}"
        for constat in constats.values()
    ]
    liste = constats["lister"]
    perdues = len(liste.perdues) if liste.ouvert else total
    dites = [*constats["lister"].dites, *constats["diagnostic"].dites, *constats["enregistrer"].dites]
    dit = next((dite for dite in dites if dite), "").replace("|", "¦")
    garde = f"{total - perdues} sur {total}" if liste.ouvert else "refusé, fichiers intacts"
    dit = dit if len(dit) <= DIT else f"{dit[:DIT]}…"
    return f"| {avarie.nom} | {' | '.join(cases)} | {garde} | {perdues or '–'} | {rendues or '–'} | {dit} |"


if __name__ == "__main__":
    main()
