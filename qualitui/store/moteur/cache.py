"""The local cache: the merged tables as they were, and how far each journal had been read.

Disposable at any time: one of another site, format or version of Python, truncated or damaged, is ignored. When a
journal is no longer what the cache knew (shorter, other end, gone), the cache is kept aside as `secours-…` and told:
`store/moteur/secours.py` finds in it what the journals lost.

The file is a summary, read whole, then the pieces of the tables (`pieces.py`), each read when it is needed. It is
never written in place: an open one gives its pieces back whatever replaces it.
"""

from __future__ import annotations

import io
import marshal
import os
import sys
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from qualitui.domain import rayons
from qualitui.store.contrat import Anomalie
from qualitui.store.disque import garder
from qualitui.store.journal.journal import Journal
from qualitui.store.journal.journaux import Journaux
from qualitui.store.journal.nommage import fichier_de
from qualitui.store.moteur import lisibles
from qualitui.store.moteur.pieces import Piece, PieceAbimee

NOM = "cache.bin"
_SIGNATURE = b"QUALITUI-CACHE-3\n"
GARDES = 5  # states kept aside and not yet dealt with
_ENTETE = len(_SIGNATURE) + 16  # then the crc and the length of the summary
_FAIT_POUR = (sys.implementation.cache_tag, rayons.EMPREINTE)
_AUTRE = (
    "Ce journal n’est plus celui que ce poste avait lu (raccourci, remplacé ou absent)\u00a0; l’état d’avant est gardé "
    "sur ce poste ({})\u00a0: «\u00a0qualitui retrouver\u00a0» dit ce qui manque et le remet."
)
_CHAMPS = ("fin", "lignes", "n", "h", "empreinte", "dernier_crc", "derniere_fin", "etranger", "vu", "mtime")


class Sommaire(NamedTuple):
    """What a cache holds: operations merged, highest `h`, conflicts, and the pieces of each table."""

    operations: int
    h: int
    conflits: list[tuple[str, str]]
    tables: Mapping[str, Sequence[Piece]]


def ecrire(dossier: Path, journaux: Journaux, sommaire: Sommaire, nom: str = NOM) -> bool:
    """Replace the cache (or write another file of this form); False, and the old one stays, if the disk refuses.

    `PieceAbimee` if a piece to keep as it was can no longer be read.
    """
    pieces = [(table, piece) for table, toutes in sommaire.tables.items() for piece in toutes]
    blocs = [bloc() for _, piece in pieces for bloc in piece.blocs]
    bornes = pairwise(accumulate(map(len, blocs), initial=0))
    places = [(debut, fin - debut, crc32(bloc)) for (debut, fin), bloc in zip(bornes, blocs, strict=True)]
    corps = marshal.dumps(
        (
            _FAIT_POUR,
            lisibles.empreinte(),
            journaux.site,
            (sommaire.operations, sommaire.h, sommaire.conflits),
            [(table, *piece[:-1], places[2 * rang : 2 * rang + 2]) for rang, (table, piece) in enumerate(pieces)],
            [_journal_vers(journal) for journal in journaux.par_cle.values()],
        )
    )
    return garder(dossier / nom, [_SIGNATURE, b"%08x%08x" % (crc32(corps), len(corps)), corps, *blocs])


def lire(dossier: Path, journaux: Journaux) -> Sommaire | None:
    """The cache of this site when it is whole and its journals only grew since; `journaux` then knows them.

    What the states of this workstation know and the journals do not is told, as long as nobody dealt with it.
    """
    sommaire = _reprendre(dossier, journaux)
    for gardee in sorted(dossier.glob("secours-*.bin"), key=rang_de):
        decode = decoder(gardee, journaux.site)
        for journal in _ecarts(decode[1], journaux) if decode else ():
            journaux.signaler_une_fois(journal.fichier, "grave", _AUTRE.format(gardee.name), journal.n)
    return sommaire


def _reprendre(dossier: Path, journaux: Journaux) -> Sommaire | None:
    decode = decoder(dossier / NOM, journaux.site)
    if decode is None:
        return None
    sommaire, lus = decode
    if ecarts := _ecarts(lus, journaux):
        _mettre_de_cote(dossier, journaux, ecarts)
        return None
    connus = [_journal_depuis(journaux.registre, lu) for lu in lus]
    journaux.par_cle.update({journal.cle: journal for journal in connus})
    return sommaire


def _ecarts(lus: Iterable[Any], journaux: Journaux) -> list[Journal]:
    """The journals that no longer hold what was read of them."""
    connus = (_journal_depuis(journaux.registre, lu) for lu in lus)
    return [journal for journal in connus if not journaux.inchange(journal)]


def decoder(fichier: Path, site_attendu: str) -> tuple[Sommaire, list[Any]] | None:
    """What a whole file of this site and format holds, with its journals as they were; None for any other."""
    try:
        lecture = _Lecture(fichier)
        fait_pour, fait_par, site, entete, lues, journaux = marshal.loads(lecture.sommaire())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    if fait_pour != _FAIT_POUR or site != site_attendu:
        return None
    operations, h, conflits = entete
    tables: dict[str, list[Piece]] = {}
    jugees = fait_par == lisibles.empreinte()  # what another version understood says nothing of what this one does
    for table, nom, premier, dernier, champs, presence, suspectes, places in lues:
        idents, fiches = (partial(lecture.bloc, *place) for place in places)
        piece = Piece(nom, premier, dernier, champs, presence, suspectes if jugees else None, (idents, fiches))
        tables.setdefault(table, []).append(piece)
    return Sommaire(operations, h, conflits, tables), journaux


class _Lecture:
    """A file open as long as a piece of it may be asked for; in memory on Windows, which replaces no open file."""

    def __init__(self, fichier: Path) -> None:
        self._flux = io.BytesIO(fichier.read_bytes()) if os.name == "nt" else fichier.open("rb", buffering=0)
        self._debut = 0
        weakref.finalize(self, self._flux.close)

    def sommaire(self) -> bytes:
        """The summary; nothing if the file is of another form, or damaged there."""
        entete = self._flux.read(_ENTETE)
        empreinte, longueur = int(entete[-16:-8], 16), int(entete[-8:], 16)
        corps = self._flux.read(longueur) if entete.startswith(_SIGNATURE) else b""
        self._debut = _ENTETE + longueur
        return corps if crc32(corps) == empreinte else b""

    def bloc(self, place: int, longueur: int, crc: int) -> bytes:
        try:
            self._flux.seek(self._debut + place)
            octets = self._flux.read(longueur)
        except OSError as erreur:
            raise PieceAbimee from erreur
        if len(octets) != longueur or crc32(octets) != crc:
            raise PieceAbimee
        return octets


def _mettre_de_cote(dossier: Path, journaux: Journaux, ecarts: list[Journal]) -> None:
    try:
        (dossier / NOM).replace(prochain_secours(dossier))
    except OSError:
        for journal in ecarts:
            journaux.signaler_une_fois(journal.fichier, "grave", _AUTRE.format(NOM), journal.n)


def rang_de(secours: Path) -> int:
    """The rank of « secours-3.bin » (or of one already dealt with, « secours-3.repris »); 0 for any other name."""
    rang = secours.stem.removeprefix("secours-")
    return int(rang) if rang.isascii() and rang.isdigit() else 0


def prochain_secours(dossier: Path) -> Path:
    """Where to keep the next one. The oldest are let go: those dealt with first, then beyond the last `GARDES`."""
    connus = sorted(dossier.glob("secours-*"), key=rang_de)
    en_attente = [fichier for fichier in connus if fichier.suffix == ".bin"]
    traites = [fichier for fichier in connus if fichier.suffix != ".bin"]
    for fichier in (*traites[:-1], *en_attente[: 1 - GARDES]):
        fichier.unlink(missing_ok=True)
    return dossier / f"secours-{1 + max(map(rang_de, connus), default=0)}.bin"


def _journal_vers(journal: Journal) -> tuple[Any, ...]:
    journal = journal.avant or journal  # what it lost is what the next opening must miss
    valeurs = tuple(getattr(journal, champ) for champ in _CHAMPS)
    return (journal.cle, journal.copie, valeurs, [tuple(anomalie[:4]) for anomalie in journal.anomalies])


def _journal_depuis(registre: Path, lu: tuple[Any, ...]) -> Journal:
    cle, copie, valeurs, anomalies = lu
    journal = Journal(registre / fichier_de(cle), cle, copie=copie)
    for champ, valeur in zip(_CHAMPS, valeurs, strict=True):
        setattr(journal, champ, valeur)
    journal.anomalies = [Anomalie(*anomalie) for anomalie in anomalies]
    return journal
