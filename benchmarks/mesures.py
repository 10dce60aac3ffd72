"""The measures: times in a fresh process, several writers at once, writers killed; each returns plain figures."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

RACINE = Path(__file__).parents[1]


class Temps(NamedTuple):
    """Milliseconds; memory in megabytes (the whole process, minus what it took before opening)."""

    ouvrir: float
    p50: float
    p99: float
    chercher: float
    rechercher: float
    memoire: float


class Perte(NamedTuple):
    """Records acknowledged, those of them missing at the end, and whether the storage could be read at all.

    `refus`: saves that ended in an error; nothing was promised for them.
    """

    annonces: int
    perdus: int
    lisible: bool
    refus: int = 0

    def __str__(self) -> str:
        refus = f" (et {self.refus} en erreur)" if self.refus else ""
        return (f"{self.perdus} sur {self.annonces}" if self.lisible else "illisible") + refus


def dans_un_processus(geste: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Run `geste` in a child, which tells things by the function it receives; return its pid and what to read."""
    lire, ecrire = os.pipe()
    pid = os.fork()
    if pid:
        os.close(ecrire)
        return pid, lire
    code = 1
    try:
        os.close(lire)
        geste(lambda texte: os.write(ecrire, f"{texte}\n".encode()) and None)
        code = 0
    except BaseException:
        if os.environ.get("BANC_TRACES"):
            traceback.print_exc()
    finally:
        os._exit(code)


def tout_lire(tube: int) -> list[str]:
    with os.fdopen(tube, "rb") as flux:
        return [ligne.decode() for ligne in flux.read().split(b"\n") if ligne]


def temps(moteur: Any, dossier: Path, saves: int) -> Temps:
    """Open ten years, search twice, save `saves` records, in a program of its own.

    Not in a child of this one: it would pay, page after page, for the memory it shares with what filled the storages.
    """
    commande = [sys.executable, "-m", "benchmarks.mesures", moteur.__name__, str(dossier), str(saves)]
    dite = subprocess.run(commande, check=True, capture_output=True, text=True, cwd=RACINE).stdout
    return Temps(*map(float, dite.split()))


def mesurer(moteur: Any, dossier: Path, saves: int) -> Temps:
    """What `temps` measures, in this program."""
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ouvrir, ouvert = _chronometrer(lambda: moteur(dossier))
    chercher, _ = _chronometrer(ouvert.chercher)
    rechercher, _ = _chronometrer(ouvert.chercher)
    idents = [f"save-{os.getpid()}-{rang}" for rang in range(saves)]
    durees = sorted(_chronometrer(partial(ouvert.ajouter, ident))[0] for ident in idents)
    memoire = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024
    ouvert.fermer()
    return Temps(ouvrir, durees[saves // 2], durees[int(saves * 0.99)], chercher, rechercher, memoire)


def _chronometrer(geste: Callable[[], Any]) -> tuple[float, Any]:
    debut = time.perf_counter()
    resultat = geste()
    return (time.perf_counter() - debut) * 1000, resultat


def ensemble(moteur: Any, dossier: Path, ecrivains: int, saves: int, *, partage: bool = False) -> Perte:
    """`ecrivains` processes at once, `saves` records each."""
    shutil.rmtree(dossier, ignore_errors=True)
    _preparer(moteur, dossier)

    def ecrire(rang: int, dire: Callable[[str], None]) -> None:
        ouvert = moteur(dossier, f"client{rang}", partage=partage)
        for numero in range(saves):
            ident = f"e{rang}-{numero}"
            try:
                ouvert.ajouter(ident)
            except Exception:
                dire("!")
            else:
                dire(ident)

    enfants = [dans_un_processus(lambda dire, rang=rang: ecrire(rang, dire)) for rang in range(ecrivains)]  # type: ignore[misc]
    annonces = [ident for _, tube in enfants for ident in tout_lire(tube)]
    for pid, _ in enfants:
        os.waitpid(pid, 0)
    return _compter(moteur, dossier, annonces)


def tues(moteur: Any, dossier: Path, fois: int) -> Perte:
    """A writer killed at a random moment, `fois` times, on the same storage."""
    shutil.rmtree(dossier, ignore_errors=True)
    _preparer(moteur, dossier)
    hasard = random.Random(9)
    annonces: list[str] = []

    def ecrire(rang: int, dire: Callable[[str], None]) -> None:
        ouvert = moteur(dossier)
        for numero in range(100_000):
            ident = f"k{rang}-{numero}"
            ouvert.ajouter(ident)
            dire(ident)

    for rang in range(fois):
        pid, tube = dans_un_processus(lambda dire, rang=rang: ecrire(rang, dire))  # type: ignore[misc]
        time.sleep(0.012 + hasard.random() * 0.03)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        annonces += tout_lire(tube)
    return _compter(moteur, dossier, annonces)


def _preparer(moteur: Any, dossier: Path) -> None:
    """An empty storage, made before the writers start."""
    dossier.mkdir(parents=True)
    ouvert = moteur(dossier, "fondateur")
    ouvert.ajouter("premier")
    ouvert.fermer()


def _compter(moteur: Any, dossier: Path, annonces: list[str]) -> Perte:
    refus = annonces.count("!")
    tenus = set(annonces) - {"!"}
    try:
        presents = moteur(dossier, "lecteur").presents()
    except Exception:
        return Perte(len(tenus), len(tenus), lisible=False, refus=refus)
    return Perte(len(tenus), len(tenus - presents), lisible=True, refus=refus)


if __name__ == "__main__":
    from benchmarks import moteurs

    print(*mesurer(getattr(moteurs, sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
