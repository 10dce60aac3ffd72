"""A writing that leads to nobody (an anonymous suggestion, SMQ4): to no person, no workstation, no moment of the day.

It goes to a journal of its own, `sans-nom~<drawn at random>~1.jsonl`, created whole with its only line and never
written again: no neighbouring line, no order, no slot. Its clock, its file's date, the number it claims and the id of
its record know the day only; its file has the rights of its folder, not those of who wrote it. Its author forgets it
too: nothing is kept of it on the workstation that others do not have. Other journals say that they saw it from the next
day on.

What the system writes by itself cannot be kept back: the owner of a file, when it was really created, what a server
notes of who comes. It is said in the form, on the command line and in docs/confidentialite.md.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from stat import S_IMODE
from typing import Any, Protocol

from qualitui.store.contrat import ANONYME, EcritureImpossible
from qualitui.store.disque import (
    Incertaine,
    creer_exclusivement,
    ecriture_impossible,
    ecriture_incertaine,
    synchroniser_dossier,
)
from qualitui.store.journal.format import creer_format
from qualitui.store.journal.journal import Journal, LigneImpossible, encoder_pour_relire
from qualitui.store.journal.journaux import Journaux
from qualitui.store.journal.ligne import Lue, Operation
from qualitui.store.journal.nommage import PERSONNE, est_anonyme

_LECTURE_ECRITURE = 0o666


class Registrant(Protocol):
    """What is asked of who holds the merged tables."""

    journaux: Journaux
    maintenant: Callable[[], datetime]
    aleatoire: random.Random

    def absorber(self, journal: Journal, lues: list[Lue]) -> None:
        """Merge lines, once they are on the disk."""
        ...


def millisecondes_du_jour(jour: date) -> int:
    """All that an anonymous writing knows of its moment."""
    return int(_minuit(jour) * 1000)


def a_taire(journal: Journal, jour: date) -> bool:
    """Whether to say on `jour` that this journal was seen would tell, by what else was seen, when it was written."""
    return est_anonyme(journal.ecrivain) and journal.h >= millisecondes_du_jour(jour)


def ecrire(stockage: Registrant, operations: list[Operation]) -> None:
    """Create the journal of one anonymous line, durably, then read it as anyone does.

    `EcritureImpossible`. `EcritureIncertaine`: nobody knows, and nothing is noted of it: it would lead to its author.
    """
    jour, journaux = stockage.maintenant().date(), stockage.journaux
    if any(operation["v"] != 1 for operation in operations):
        raise ValueError("only what is new can be anonymous")
    try:
        annee = _faire_sans_trace(journaux.registre / f"{jour.year:04d}", jour)
        creer_format(journaux.registre, journaux.site, jour.isoformat())
        journal, ligne = _deposer(stockage, annee, jour, operations)
        synchroniser_dossier(annee)
    except Incertaine as erreur:
        raise ecriture_incertaine(erreur, suite="Relisez la liste.") from erreur
    except OSError as erreur:
        raise ecriture_impossible(erreur) from erreur
    journaux.par_cle[journal.cle] = journal
    stockage.absorber(journal, journal.avaler(ligne, journaux.site))
    with suppress(OSError):
        journal.mtime = journal.chemin.stat().st_mtime_ns  # as whoever reads it: the cache of its author is like theirs


def _deposer(stockage: Registrant, annee: Path, jour: date, operations: list[Operation]) -> tuple[Journal, bytes]:
    while True:
        nom = f"{PERSONNE}~{stockage.aleatoire.getrandbits(64):016x}~1"
        contenu: dict[str, Any] = {"n": 1, "h": millisecondes_du_jour(jour), "at": jour.isoformat(), "w": nom}
        contenu |= {"by": ANONYME, "p": "", "site": stockage.journaux.site, "o": operations}
        try:
            ligne = encoder_pour_relire(contenu)
        except LigneImpossible as erreur:
            raise EcritureImpossible(erreur.phrase) from erreur
        journal = Journal(annee / f"{nom}.jsonl", f"{annee.name}/{nom}")
        if creer_sans_trace(journal.chemin, ligne, jour):
            return journal, ligne


def creer_sans_trace(chemin: Path, contenu: bytes, jour: date) -> bool:
    """Create the file as `creer_exclusivement` does; neither it nor its folder keeps the hour, nor the umask of who
    wrote. Where the system does not let this be set, it stays as the system made it."""
    avant = chemin.parent.stat()
    try:
        if not creer_exclusivement(chemin, contenu):
            return False
    except Incertaine:
        _taire(chemin, avant, jour)  # it may be there
        raise
    _taire(chemin, avant, jour)
    return True


def _taire(chemin: Path, dossier: os.stat_result, jour: date) -> None:
    """Have the file and its folder, as it was before, say the day at most."""
    instant = _minuit(jour)
    with suppress(OSError):
        os.chmod(chemin, S_IMODE(dossier.st_mode) & _LECTURE_ECRITURE)
    with suppress(OSError):
        os.utime(chemin, (instant, instant))
    with suppress(OSError):
        os.utime(chemin.parent, ns=(dossier.st_atime_ns, dossier.st_mtime_ns))


def _faire_sans_trace(dossier: Path, jour: date) -> Path:
    """Make the folder if it is missing, dated of the day, in a parent whose date does not move."""
    if not dossier.is_dir():
        avant, instant = dossier.parent.stat(), _minuit(jour)
        dossier.mkdir(exist_ok=True)
        with suppress(OSError):
            os.utime(dossier, (instant, instant))
            os.utime(dossier.parent, ns=(avant.st_atime_ns, avant.st_mtime_ns))
    return dossier


def _minuit(jour: date) -> float:
    return datetime(jour.year, jour.month, jour.day, tzinfo=UTC).timestamp()
