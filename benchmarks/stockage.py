"""python -m benchmarks.stockage: the register beside plain TinyDB, TinyDB replaced atomically under a lock, sqlite3.

`--rapide`: fewer repetitions. `--ecrire`: put the table into benchmarks/README.md. About four minutes.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.mesures import Perte, Temps, ensemble, temps, tues
from benchmarks.moteurs import MOTEURS, TABLES, Journal, Simple

README = Path(__file__).with_name("README.md")
DEBUT, FIN = "<!-- tableau -->", "<!-- fin du tableau -->"


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--rapide", action="store_true")
    analyseur.add_argument("--ecrire", action="store_true")
    options = analyseur.parse_args()
    with tempfile.TemporaryDirectory(prefix="banc-") as dossier:
        tableau = mesurer(Path(dossier), rapide=options.rapide)
    print(tableau)
    if options.ecrire:
        avant, _, reste = README.read_text(encoding="utf-8").partition(DEBUT)
        _, _, apres = reste.partition(FIN)
        README.write_text(f"{avant}{DEBUT}\n{tableau}\n{FIN}{apres}", encoding="utf-8")


def mesurer(racine: Path, *, rapide: bool) -> str:
    """Run everything and return the tables, in Markdown."""
    lignes_temps, lignes_pertes = [], []
    saves: dict[Any, float] = {}
    for moteur in MOTEURS:
        dossier = racine / moteur.__name__
        lent = moteur not in (Journal, MOTEURS[-1])
        moteur.remplir(dossier)
        if moteur is Journal:
            lignes_temps.append(_ligne_temps(f"{moteur.nom}, sans cache", a_froid(dossier)))
        mesure = temps(moteur, dossier, 12 if lent else 500)
        saves[moteur] = mesure.p50
        lignes_temps.append(_ligne_temps(moteur.nom, mesure))
        shutil.rmtree(dossier)
        lignes_pertes.append(_ligne_pertes(moteur, racine / "pertes", rapide=rapide))
    rapport = saves[Simple] / saves[Journal]
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return "\n".join(
        [
            f"Dix ans d’un site : {sum(TABLES.values()):,} fiches. {machine}.".replace(",", "\u202f", 1),
            "",
            "| moteur | ouvrir | enregistrer p50 | p99 | chercher | rechercher | mémoire |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *lignes_temps,
            "",
            f"Un enregistrement est {rapport:,.0f} fois plus rapide que TinyDB en un fichier.".replace(",", "\u202f"),
            "",
            "Fiches annoncées enregistrées, puis introuvables :",
            "",
            "| moteur | kill -9 | 4 écrivains | partage émulé, 2 clients |",
            "|---|--:|--:|--:|",
            *lignes_pertes,
        ]
    )


def a_froid(dossier: Path) -> Temps:
    """The median of five openings, the local state thrown away before each."""
    mesures = []
    for _ in range(5):
        shutil.rmtree(dossier.with_name(f"{dossier.name}-local-a"), ignore_errors=True)
        mesures.append(temps(Journal, dossier, 100))
    return sorted(mesures)[2]


def _ligne_temps(nom: str, mesure: Temps) -> str:
    durees = " | ".join(f"{duree:.2f} ms" if duree < 10 else f"{duree:.0f} ms" for duree in mesure[:5])
    return f"| {nom} | {durees} | {mesure.memoire:.0f} Mo |"


def _ligne_pertes(moteur: Any, dossier: Path, *, rapide: bool) -> str:
    pertes: list[Perte] = [
        tues(moteur, dossier, 30 if rapide else 300),
        ensemble(moteur, dossier, 4, 50 if rapide else 250),
        ensemble(moteur, dossier, 2, 30 if rapide else 100, partage=True),
    ]
    return f"| {moteur.nom} | " + " | ".join(map(str, pertes)) + " |"


if __name__ == "__main__":
    main()
