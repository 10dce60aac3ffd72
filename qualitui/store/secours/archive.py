"""Read a backup: what it says it holds, and whether each of its files is what was put in it.

The file may be anything: cut, flipped, encrypted, made by hand to do harm. Whatever it is, the answer is the summary or
a sentence, and nothing is unpacked further than the summary says.
"""

from __future__ import annotations

import json
import os
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from errno import EINVAL
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import raison_du_systeme
from qualitui.store.journal.journal import BLOC
from qualitui.store.secours.inventaire import Contenu, Omis, chemin_sans_danger, contenu_en_mots, lire_contenu, lisible

EMPREINTES = "EMPREINTES.json"
SOMMAIRE_MAX = 64 << 20  # bytes of a summary: a million files
TAILLE_SUSPECTE, RAPPORT_SUSPECT = (
    1 << 30,
    200,
)  # a zip that promises so much, and so many times its own size, is a trap
_SHA = re.compile(r"^[0-9a-f]{64}$")
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHIFFRE = 0x1  # flag of an encrypted entry
# What the readers of zip and of JSON raise over bytes that are not what they should be.
_ILLISIBLE = (
    zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, KeyError, ValueError, TypeError,
    AttributeError, EOFError, IndexError, OverflowError, MemoryError,
)  # fmt: skip


class SauvegardeInvalide(Refus):
    """The file is not a backup, or it is damaged: nothing was restored."""


class Fichier(NamedTuple):
    """A file of the archive. `lignes`: the good lines of a journal; None for any other file."""

    taille: int
    sha256: str
    lignes: int | None = None


class Sommaire(NamedTuple):
    """What a backup says of itself. `site`: the id of the register's site; `degats`: the first damage of the data when
    it was made, and how many; `cas`: the case folders there were (None: not known)."""

    chemin: Path
    octets: int
    cree_le: datetime
    confidentiel: bool
    site: str
    degats: str
    contenu: Contenu | None
    omis: tuple[Omis, ...]
    cas: tuple[str, ...] | None
    fichiers: Mapping[str, Fichier]

    @property
    def complete(self) -> bool:
        """Whether all that was asked was obtained."""
        return not self.omis

    @property
    def saine(self) -> bool:
        return self.complete and not self.degats


def lire_sommaire(fichier: Path) -> Sommaire:
    """The summary of a backup, its files not read; `SauvegardeInvalide` when it cannot be one."""
    with _ouvert(fichier) as (archive, octets):
        return _sommaire(archive, fichier, octets)


def verifier(fichier: Path) -> Sommaire:
    """The summary of a backup whose every file has its size and checksum; `SauvegardeInvalide` otherwise."""
    with _ouvert(fichier) as (archive, octets):
        sommaire = _sommaire(archive, fichier, octets)
        for nom, attendu in sommaire.fichiers.items():
            for _ in contenu_verifie(archive, nom, attendu):
                pass
        return sommaire


@contextmanager
def ouvrir(sommaire: Sommaire) -> Iterator[zipfile.ZipFile]:
    """The archive of a summary just read, to take its files out."""
    with _ouvert(sommaire.chemin) as (archive, _):
        yield archive


def contenu_verifie(archive: zipfile.ZipFile, nom: str, attendu: Fichier) -> Iterator[bytes]:
    """The bytes of a file, a block at a time; `SauvegardeInvalide` when they are not those of the summary."""
    taille, somme = 0, sha256()
    with archive.open(nom) as entree:
        while bloc := entree.read(BLOC):
            taille += len(bloc)
            somme.update(bloc)
            yield bloc
    if (taille, somme.hexdigest()) != attendu[:2]:
        raise SauvegardeInvalide(f"La sauvegarde est abîmée\u00a0: {lisible(nom)} n’a pas son empreinte.")


@contextmanager
def _ouvert(fichier: Path) -> Iterator[tuple[zipfile.ZipFile, int]]:
    """The archive and its size; all that its bytes can make go wrong becomes a sentence."""
    nom = lisible(fichier.name)
    try:
        with fichier.open("rb", buffering=BLOC) as flux:
            octets = os.fstat(flux.fileno()).st_size
            if not octets:
                raise SauvegardeInvalide(f"{nom} est vide\u00a0: ce n’est pas une sauvegarde.")
            with zipfile.ZipFile(flux) as archive:
                yield archive, octets
    except FileNotFoundError:
        raise SauvegardeInvalide(f"{fichier} est introuvable.") from None
    except OSError as erreur:
        if fichier.is_dir():
            raise SauvegardeInvalide(f"{nom} est un dossier\u00a0: une sauvegarde est un fichier .zip.") from erreur
        if erreur.errno not in (None, EINVAL):
            raise SauvegardeInvalide(f"{nom} ne peut pas être lu\u00a0: {raison_du_systeme(erreur)}.") from erreur
        raise _pas_une_sauvegarde(nom) from erreur
    except _ILLISIBLE as erreur:
        raise _pas_une_sauvegarde(nom) from erreur


def _pas_une_sauvegarde(nom: str) -> SauvegardeInvalide:
    return SauvegardeInvalide(f"{nom} n’est pas une sauvegarde de qualitui, ou elle est abîmée ou incomplète.")


def _sommaire(archive: zipfile.ZipFile, fichier: Path, octets: int) -> Sommaire:
    nom = lisible(fichier.name)
    _refuser_les_autres_formes(archive, nom)
    if archive.getinfo(EMPREINTES).file_size > SOMMAIRE_MAX:
        raise _pas_une_sauvegarde(nom)
    lu = json.loads(archive.read(EMPREINTES))
    fichiers = {cle: _fichier(valeur) for cle, valeur in dict(lu["fichiers"]).items()}
    if not any(cle.startswith("registre/") for cle in fichiers):
        raise SauvegardeInvalide(f"{nom} ne contient aucun registre\u00a0: il n’y a rien à en rétablir.")
    if not all(map(chemin_sans_danger, fichiers)):
        raise SauvegardeInvalide(
            f"{nom} contient un chemin qui sort du dossier, ou qu’un poste ne peut pas écrire\u00a0; elle est refusée."
        )
    omis = tuple(Omis(str(un["lieu"]), str(un["raison"])) for un in lu.get("omis", ()))
    _confronter(archive, fichiers, omis, nom)
    annonce = sum(attendu.taille for attendu in fichiers.values())
    if annonce > TAILLE_SUSPECTE and annonce > RAPPORT_SUSPECT * octets:
        raise SauvegardeInvalide(
            f"{nom} annonce {annonce / 1e9:.0f}\u00a0Go pour {octets / 1e6:.0f}\u00a0Mo\u00a0: ce n’est pas une "
            "sauvegarde de qualitui."
        )
    cas = lu.get("cas")
    return Sommaire(
        chemin=fichier,
        octets=octets,
        cree_le=datetime.fromisoformat(lu["cree_le"]),
        confidentiel=lu["confidentiel"] is True,
        site=str(lu.get("site", "")),
        degats=str(lu.get("degats", "")),
        contenu=lire_contenu(lu.get("contenu")),
        omis=omis,
        cas=None if cas is None else tuple(map(str, cas)),
        fichiers=fichiers,
    )


def _refuser_les_autres_formes(archive: zipfile.ZipFile, nom: str) -> None:
    for entree in archive.infolist():
        if entree.flag_bits & _CHIFFRE:
            raise SauvegardeInvalide(f"{nom} est protégée par un mot de passe\u00a0: qualitui n’en fait pas ainsi.")
        if entree.compress_type not in _COMPRESSIONS:
            raise SauvegardeInvalide(f"{nom} est compressée d’une façon que qualitui ne lit pas.")


def _fichier(lu: Mapping[str, Any]) -> Fichier:
    taille, empreinte, lignes = lu["taille"], lu["sha256"], lu.get("lignes")
    if type(taille) is not int or taille < 0 or not _SHA.match(empreinte) or type(lignes) not in (int, type(None)):
        raise ValueError("fichier")
    return Fichier(taille, empreinte, lignes)


def _confronter(archive: zipfile.ZipFile, fichiers: Mapping[str, Fichier], omis: tuple[Omis, ...], nom: str) -> None:
    """The archive holds each file of the summary once, of its size, and no other (but one begun and given up)."""
    presents = Counter(entree.filename for entree in archive.infolist() if not entree.is_dir())
    if double := next((n for n, combien in presents.items() if combien > 1), None):
        raise SauvegardeInvalide(f"{nom} est abîmée\u00a0: {lisible(double)} y est deux fois.")
    if manque := next((n for n in fichiers if n not in presents), None):
        raise SauvegardeInvalide(f"{nom} est abîmée\u00a0: {lisible(manque)} y manque.")
    permis = {EMPREINTES, *fichiers, *(un.lieu for un in omis)}
    if en_trop := next((n for n in presents if n not in permis), None):
        raise SauvegardeInvalide(f"{nom} est abîmée\u00a0: {lisible(en_trop)} n’est pas dans son sommaire.")
    if faux := next((n for n, attendu in fichiers.items() if archive.getinfo(n).file_size != attendu.taille), None):
        raise SauvegardeInvalide(f"La sauvegarde est abîmée\u00a0: {lisible(faux)} n’a pas sa taille.")


def taille_en_mots(octets: int) -> str:
    """« 3,1 Mo »."""
    return f"{octets / 1e6:.1f}".replace(".", ",") + "\u00a0Mo"


def sommaire_en_mots(sommaire: Sommaire) -> str:
    """« 412 fichiers, 3,1 Mo : 348 fiches, … », as `inventaire.contenu_en_mots` says the content."""
    if sommaire.contenu is None:
        part = "avec" if sommaire.confidentiel else "sans"
        return f"{taille_en_mots(sommaire.octets)}, {part} le dossier confidentiel"
    dit = contenu_en_mots(sommaire.contenu, confidentiel=sommaire.confidentiel)
    return f"{taille_en_mots(sommaire.octets)}\u00a0: {dit}"
