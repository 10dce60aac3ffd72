"""What this workstation wrote without knowing whether it was kept: looked for again before anything else is written.

« Failed » and « unknown » are two things. A line whose fate is unknown is noted in the local state (a small file, a
slot each), so that a retry, of this program or of the next one, does not make a double. Of its contents only an
imprint is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.store.contrat import DejaEcrit
from qualitui.store.disque import garder
from qualitui.store.journal.journal import Journal, LigneIncertaine
from qualitui.store.journal.journaux import Journaux
from qualitui.store.journal.ligne import Operation

DUREE = timedelta(days=1)  # after which the same content is another case


class Suspendue(NamedTuple):
    """A line whose fate was unknown on `le`: where it would end, what it makes (`noms`), imprints of its contents.

    `faite`: it was found since.
    """

    journal: str
    fin: int
    crc: int
    le: str
    noms: tuple[str, ...]
    empreintes: tuple[str, ...]
    faite: bool = False


class Incertitudes:
    """Those of the writers of this workstation, `local` being its state for one site."""

    def __init__(self, local: Path) -> None:
        self._fichier = local / "incertaines.json"
        self._connues = _lire(self._fichier)
        self._admises = False

    def noter(self, journal: str, erreur: LigneIncertaine, operations: Iterable[Operation], le: datetime) -> str:
        """Remember the line, and return what it makes, in words to look for."""
        faites = [operation for operation in operations if _numerotee(operation)]
        noms = tuple(operation["s"]["reference"] for operation in faites)
        empreintes = tuple(map(_empreinte, faites))
        instant = le.isoformat(timespec="seconds")
        autres = [
            une for une in _lire(self._fichier) if une not in self._connues
        ]  # another program of this workstation
        suspendue = Suspendue(journal, erreur.fin, erreur.crc, instant, noms, empreintes)
        self._garder([*self._connues, *autres, suspendue])
        return f"Cherchez {', '.join(noms)}." if noms else "Relisez la fiche."

    def regarder(self, journaux: Journaux, maintenant: datetime) -> list[Suspendue]:
        """Look for the lines again, now that the folder answers; return those found. `OSError`: it does not.

        Those that are not there failed: they are forgotten, and their numbers are free.
        """
        if not self._connues:
            return []
        trouvees, gardees = [], []
        for suspendue in self._connues:
            if not suspendue.faite and _est_la(journaux, suspendue):
                suspendue = suspendue._replace(faite=True)
                trouvees.append(suspendue)
            if suspendue.faite and suspendue.empreintes and not _vieille(suspendue, maintenant):
                gardees.append(suspendue)
        if gardees != self._connues:
            self._garder(gardees)
        return trouvees

    def exiger_pas_double(self, operations: Iterable[Operation]) -> None:
        """`DejaEcrit` when a line found again had made just this."""
        proposees = {_empreinte(o) for o in operations if _numerotee(o)} if self._connues else set()
        deja = [une for une in self._connues if une.faite and proposees.intersection(une.empreintes)]
        if deja and not self._admises:
            quand = datetime.fromisoformat(deja[0].le)
            phrase = (
                f"Déjà enregistré\u00a0: ce qui était incertain le {quand:%d/%m/%Y à %H:%M} s’est bien fait "
                f"({', '.join(deja[0].noms)})."
            )
            raise DejaEcrit(phrase, lambda: self._oublier(deja))

    def admettre(self) -> None:
        """A person says that a second one is needed."""
        self._admises = True

    def _oublier(self, deja: Sequence[Suspendue]) -> None:
        self._garder([une for une in self._connues if une not in deja])

    def _garder(self, suspendues: list[Suspendue]) -> None:
        """On the disk too, when it takes it: in this program they are known anyway."""
        self._connues = suspendues
        if suspendues:
            garder(self._fichier, [json.dumps(suspendues).encode("utf-8")], droits=0o600)
        else:
            with suppress(OSError):
                self._fichier.unlink(missing_ok=True)


def _est_la(journaux: Journaux, suspendue: Suspendue) -> bool:
    """Whether the line is in its file. `OSError` when that cannot be known."""
    connu = journaux.par_cle.get(suspendue.journal)
    chemin = connu.chemin if connu else journaux.registre / f"{suspendue.journal}.jsonl"
    try:
        return Journal(chemin, suspendue.journal).contient(suspendue.fin, suspendue.crc)
    except FileNotFoundError:
        return False


def _vieille(suspendue: Suspendue, maintenant: datetime) -> bool:
    return abs(maintenant.replace(tzinfo=None) - datetime.fromisoformat(suspendue.le).replace(tzinfo=None)) > DUREE


def _numerotee(operation: Operation) -> bool:
    """A record made, with a number of its own: another one has its own line for it (its version, or its id)."""
    return operation["v"] == 1 and isinstance(operation.get("s", {}).get("reference"), str)


def _empreinte(operation: Operation) -> str:
    contenu = {champ: valeur for champ, valeur in operation["s"].items() if champ != "reference"}
    return sha256(json.dumps([operation["t"], contenu], sort_keys=True).encode("utf-8")).hexdigest()


def _lire(fichier: Path) -> list[Suspendue]:
    """What was kept; nothing when it is damaged, or from another version of the program."""
    try:
        lues: Any = json.loads(fichier.read_bytes())
        connues = [Suspendue(*une) for une in lues]
        for une in connues:
            datetime.fromisoformat(une.le)
        return [une._replace(noms=tuple(une.noms), empreintes=tuple(une.empreintes)) for une in connues]
    except (OSError, ValueError, TypeError, RecursionError):
        return []
