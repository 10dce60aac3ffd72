"""The local cache: the merged tables as they were, and how far each journal had been read.

Disposable at any time: one of another site, format or version of Python, truncated or damaged, is ignored. When a
journal is no longer what the cache knew (shorter, other end, gone), the cache is kept aside as `secours-…` and told:
`store/moteur/secours.py` finds in it what the journals lost.
Each table is kept packed until it is needed.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from qualitui.store.contrat import Anomalie
from qualitui.store.journal.journal import Journal
from qualitui.store.journal.journaux import Journaux
from qualitui.store.moteur.etat import Table
from qualitui.store.moteur.fusion import Enregistrement

NOM = "cache.bin"
_SIGNATURE = b"QUALITUI-CACHE-1\n"
GARDES = 5  # states kept aside and not yet dealt with
_PYTHON = sys.implementation.cache_tag or ""
_CHAMPS = ("fin", "lignes", "n", "h", "empreinte", "dernier_crc", "derniere_fin", "etranger", "vu", "mtime")


class Sommaire(NamedTuple):
    """What a cache holds: operations merged, highest `h`, conflicts, packed tables (with: any references?)."""

    operations: int
    h: int
    conflits: list[tuple[str, str]]
    tables: dict[str, tuple[bool, bytes]]


@contextmanager
def sans_ramasse_miettes() -> Iterator[None]:
    """Making a hundred thousand objects at once is twice as slow with the cyclic collector looking on.

    They live as long as the program: set aside (`gc.freeze`), they are not gone through again at each collection.
    """
    actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            gc.freeze()
            gc.enable()


def ecrire(dossier: Path, journaux: Journaux, sommaire: Sommaire, nom: str = NOM) -> bool:
    """Replace the cache (or write another file of this form); False, and the old one stays, if the disk refuses."""
    etat: Any = (
        _PYTHON,
        journaux.site,
        tuple(sommaire),
        [_journal_vers(journal) for journal in journaux.par_cle.values()],
    )
    corps = marshal.dumps(etat)
    provisoire = dossier / f"{NOM}.{os.getpid()}"
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        provisoire.write_bytes(_SIGNATURE + b"%08x" % crc32(corps) + corps)
        provisoire.replace(dossier / nom)
    except OSError:
        with suppress(OSError):
            provisoire.unlink(missing_ok=True)
        return False
    return True


def lire(dossier: Path, journaux: Journaux) -> Sommaire | None:
    """The cache of this site when it is whole and its journals only grew since; `journaux` then knows them."""
    decode = decoder(dossier / NOM, journaux.site)
    if decode is None:
        return None
    sommaire, lus = decode
    connus = [_journal_depuis(journaux.registre, lu) for lu in lus]
    ecarts = [journal for journal in connus if not journaux.inchange(journal)]
    if ecarts:
        _mettre_de_cote(dossier, journaux, ecarts)
        return None
    journaux.par_cle.update({journal.cle: journal for journal in connus})
    return sommaire


def decoder(fichier: Path, site_attendu: str) -> tuple[Sommaire, list[Any]] | None:
    """What a whole file of this site and format holds, with its journals as they were; None for any other."""
    try:
        octets = fichier.read_bytes()
    except OSError:
        return None
    debut = len(_SIGNATURE) + 8
    corps = memoryview(octets)[debut:]
    if not octets.startswith(_SIGNATURE) or octets[len(_SIGNATURE) : debut] != b"%08x" % crc32(corps):
        return None
    try:
        python, site, sommaire, lus = marshal.loads(corps)
    except (ValueError, EOFError, TypeError):
        return None
    if python != _PYTHON or site != site_attendu:
        return None
    return Sommaire(*sommaire), lus


def _mettre_de_cote(dossier: Path, journaux: Journaux, ecarts: list[Journal]) -> None:
    secours = prochain_secours(dossier)
    try:
        (dossier / NOM).replace(secours)
        garde = f"l’état d’avant est gardé sur ce poste ({secours.name})"
        suite = f"\u00a0; {garde}\u00a0: «\u00a0qualitui retrouver\u00a0» dit ce qui manque et le remet."
    except OSError:
        suite = "."
    for journal in ecarts:
        phrase = "Ce journal n’est plus celui que ce poste avait lu (raccourci, remplacé ou absent). Tout a été relu"
        journaux.anomalies.append(Anomalie("grave", phrase + suite, journal.fichier))


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
    valeurs = tuple(getattr(journal, champ) for champ in _CHAMPS)
    return (journal.cle, journal.copie, valeurs, [tuple(anomalie) for anomalie in journal.anomalies])


def _journal_depuis(registre: Path, lu: tuple[Any, ...]) -> Journal:
    cle, copie, valeurs, anomalies = lu
    journal = Journal(registre / f"{cle}.jsonl", cle, copie=copie)
    for champ, valeur in zip(_CHAMPS, valeurs, strict=True):
        setattr(journal, champ, valeur)
    journal.anomalies = [Anomalie(*anomalie) for anomalie in anomalies]
    return journal


def empaqueter(table: Table) -> bytes:
    """The records of a table, in order of creation; a text said by many is written once: half to read back."""
    textes: dict[str, str] = {}
    etat = tuple(
        {ident: _partager(tuple(fiche), textes) for ident, fiche in fiches.items()}
        for fiches in (table.trier(), table.cachees)
    )
    return marshal.dumps(etat)


def _partager(valeur: Any, textes: dict[str, str]) -> Any:
    """The same value, where equal texts are one object: marshal writes an object once."""
    if type(valeur) is str:
        return textes.setdefault(valeur, valeur)
    if type(valeur) is dict:
        return {textes.setdefault(cle, cle): _partager(contenu, textes) for cle, contenu in valeur.items()}
    if type(valeur) in (tuple, list):
        return type(valeur)([_partager(contenu, textes) for contenu in valeur])
    return valeur


def deballer(paquet: bytes) -> Table:
    with sans_ramasse_miettes():
        fiches, cachees = marshal.loads(paquet)
        table = Table()
        table.remplir(
            dict(zip(fiches, map(Enregistrement._make, fiches.values()), strict=True)),
            dict(zip(cachees, map(Enregistrement._make, cachees.values()), strict=True)),
        )
    return table
