"""What should be in a register and is not: judged against evidence kept elsewhere, never taken for emptiness.

The evidence told here: what this workstation remembers of its own lines, and the numbers and the cases of a register in
which not one line is left. (What the journals say of each other is in `journaux.py`, what this workstation had read of
them in `moteur/cache.py`, what the numbers, the cases and the backups say in `moteur/temoins.py`.)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from qualitui.store.journal.confirmees import Confirmees
from qualitui.store.journal.emplacement import lire_memoire
from qualitui.store.journal.journaux import Journaux
from qualitui.store.journal.numeros import lire_reservation, reservations

PERDU = (
    "Plus une écriture ne se lit dans le registre, alors que ce site a servi\u00a0: il n’est pas vide, il est perdu. "
    "Essayez «\u00a0qualitui retrouver\u00a0» sur chaque poste, puis restaurez une sauvegarde\u00a0; rien ne s’écrit "
    "d’ici là."
)
_ENREGISTREES = "ce poste y a enregistré"
_AUTRE_FIN = "Ce journal ne finit plus par ce que ce poste y avait enregistré\u00a0: il a été remplacé."
_PREUVES = ("numeros", "confidentiel")


def vide(journaux: Journaux) -> bool:
    """Whether the journals hold no line at all, good or bad."""
    return not any(journal.lignes for journal in list(journaux.par_cle.values()))


def perdu(journaux: Journaux) -> bool:
    """Whether there is no line left of a register that lived. To be asked before this program claims anything."""
    if not vide(journaux):
        return False
    zeros = any(journal.efface for journal in list(journaux.par_cle.values()))
    return zeros or journaux.temoins or any(_restes(journaux.registre.parent, _PREUVES))


def depuis_longtemps(site: Path, jour: date) -> bool:
    """Whether it is not the beginning of a new site: a number claimed today may be a neighbour's, whose line comes.

    Not if its writer had made lines before.
    """
    series = [serie for serie in (site / "numeros").glob("*") if serie.is_dir()]
    claims = (lire_reservation(serie, *claim) for serie in series for claim in reservations(serie).items())
    return not series or any(claim.n or (claim.le and claim.par and claim.le.date() != jour) for claim in claims)


def temoigner(journaux: Journaux, local: Path) -> None:
    """What this workstation remembers of its own journals, by its copies and by the locks of its slots."""
    confirmees = Confirmees(local)
    souvenues = {souvenue.cle: souvenue for souvenue in (*confirmees.ecartees(), *confirmees.souvenues())}
    for cle, souvenue in souvenues.items():
        journaux.temoigner(cle, souvenue.n, _ENREGISTREES)
        journal = journaux.par_cle.get(cle)
        if journal is not None and journal.n == souvenue.n and journal.dernier_crc != souvenue.crc:
            journaux.signaler_une_fois(journal.fichier, "grave", _AUTRE_FIN, souvenue.n)
    for verrou in sorted(local.glob("*.lock")):
        memoire = lire_memoire(verrou)
        if memoire is None or memoire["journal"] in souvenues:
            continue
        cle, presentes = memoire["journal"], journaux.presentes(memoire["journal"])
        journal = journaux.par_cle.get(cle)
        if presentes > (journal.n if journal else 0):
            continue  # a copy that a tool made of it holds more: how much is not known
        if journal is None or journal.fin < memoire["fin"]:
            journaux.temoigner(cle, presentes + 1, _ENREGISTREES)


def a_servi(site: Path) -> bool:
    """Whether something of an earlier register is left: numbers given, cases kept, backups made."""
    return any(_restes(site, (*_PREUVES, "sauvegardes")))


def _restes(site: Path, noms: tuple[str, ...]) -> Iterator[bool]:
    """Of each folder, whether it holds something, or may (it cannot be read)."""
    for reste in (site / nom for nom in noms):
        yield reste.is_dir() and (not os.access(reste, os.R_OK) or any(reste.iterdir()))
