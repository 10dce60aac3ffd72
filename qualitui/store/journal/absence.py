"""What should be in a register and is not: judged against evidence kept elsewhere, never taken for emptiness.

The evidence so far: the numbers and the cases of a register in which not one line is left. (What the journals say of
each other is in `journaux.py`, what this workstation had read of them in `moteur/cache.py`.)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from qualitui.store.journal.journaux import Journaux

PERDU = (
    "Plus une écriture ne se lit dans le registre, alors que ce site a servi (numéros donnés ou dossiers confidentiels)"
    "\u00a0: il n’est pas vide, il est perdu. Restaurez une sauvegarde\u00a0; rien ne s’enregistre d’ici là."
)


def vide(journaux: Journaux) -> bool:
    """Whether the journals hold no line at all, good or bad."""
    return not any(journal.lignes for journal in list(journaux.par_cle.values()))


def perdu(journaux: Journaux) -> bool:
    """Whether there is no line left of a register that lived. To be asked before this program claims anything."""
    return vide(journaux) and any(_restes(journaux.registre.parent, ("numeros", "confidentiel")))


def a_servi(site: Path) -> bool:
    """Whether something of an earlier register is left: numbers given, cases kept, backups made."""
    return any(_restes(site, ("numeros", "confidentiel", "sauvegardes")))


def _restes(site: Path, noms: tuple[str, ...]) -> Iterator[bool]:
    """Of each folder, whether it holds something, or may (it cannot be read)."""
    for reste in (site / nom for nom in noms):
        yield reste.is_dir() and (not os.access(reste, os.R_OK) or any(reste.iterdir()))
