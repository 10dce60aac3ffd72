"""Backups: a verified zip with the checksum of every file, taken while others write; restored into a new folder.

The journals are first copied as they were at some moment (`copies.py`). Files are read and written forward, block
by block: the folder may be on a network. The confidential folder is left out unless asked for: `sauvegardes/` is open
to everyone.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import Any, BinaryIO, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import accorder
from qualitui.store.disque import raison
from qualitui.store.journal.journal import BLOC
from qualitui.store.reserve import Reserve
from qualitui.store.secours.copies import copier_les_journaux, fichiers
from qualitui.store.sortie import poser_neuf

EMPREINTES = "EMPREINTES.json"
_ECARTES = ("sauvegardes", "confidentiel", "registre")


class SauvegardeImpossible(Refus):
    """No backup was made; what was begun has been removed."""


class SauvegardeInvalide(Refus):
    """The file is not a backup, or it is damaged: nothing was restored."""


class RestaurationRefusee(Refus):
    """The folder to restore into is not a new one, or cannot be written."""


class Sauvegarde(NamedTuple):
    """What a backup holds. `omis`: files that could not be read, relative to the site."""

    chemin: Path
    fichiers: int
    octets: int
    confidentiel: bool
    omis: tuple[str, ...] = ()


def sauvegarder(site: Path, destination: Path, *, le: datetime, confidentiel: bool = False) -> Sauvegarde:
    """Write the backup of `site` to `destination` (a new file), then read it back and compare every checksum."""
    if destination.suffix.lower() != ".zip":
        raise SauvegardeImpossible(f"«\u00a0{destination.name}\u00a0»\u00a0: le nom d’une sauvegarde finit par .zip.")
    if os.path.lexists(destination):
        raise _existe(destination)
    provisoire = destination.with_name(f"{destination.name}.partiel")
    try:
        (site / "registre").stat()  # a site that does not answer is not made anew by its backup
        destination.parent.mkdir(parents=True, exist_ok=True)
        faite = _ecrire(site, provisoire, le, confidentiel)
        verifier(provisoire)
        posee = poser_neuf(provisoire, destination)
    except FileExistsError as erreur:
        raise SauvegardeImpossible(
            f"{provisoire.name} existe déjà\u00a0: une sauvegarde est en cours, ou s’est interrompue."
        ) from erreur
    except (OSError, SauvegardeInvalide) as erreur:
        with suppress(OSError):
            provisoire.unlink(missing_ok=True)
        pourquoi = raison(erreur) if isinstance(erreur, OSError) else "la copie relue diffère de l’original"
        raise SauvegardeImpossible(f"La sauvegarde n’a pas été faite\u00a0: {pourquoi}.") from erreur
    if not posee:
        provisoire.unlink(missing_ok=True)
        raise _existe(destination)
    return faite._replace(chemin=destination, octets=destination.stat().st_size)


def _existe(destination: Path) -> SauvegardeImpossible:
    return SauvegardeImpossible(f"{destination.name} existe déjà\u00a0: choisissez un autre nom.")


def _ecrire(site: Path, provisoire: Path, le: datetime, confidentiel: bool) -> Sauvegarde:
    empreintes: dict[str, Any] = {}
    omis: list[str] = []
    with open(provisoire, "xb", buffering=BLOC, opener=_pour_soi if confidentiel else None) as flux:
        with zipfile.ZipFile(_EnSuite(flux), "w", zipfile.ZIP_DEFLATED) as archive:
            # Registers first and numbers after: a number without its record is explained, the reverse is a fault.
            for nom, chemin in _registre(site / "registre"):
                empreintes[nom] = _ajouter(archive, nom, chemin, le)
            for nom, chemin in _autres_fichiers(site, confidentiel, omis):
                try:
                    empreintes[nom] = _ajouter(archive, nom, chemin, le)
                except _Illisible:
                    omis.append(nom)
            sommaire = {
                "cree_le": le.isoformat(timespec="seconds"),
                "confidentiel": confidentiel,
                "fichiers": empreintes,
            }
            archive.writestr(_entree(EMPREINTES, le), json.dumps(sommaire, ensure_ascii=False, indent=1))
        flux.flush()
        os.fsync(flux.fileno())
    return Sauvegarde(provisoire, len(empreintes), 0, confidentiel, tuple(omis))


def _pour_soi(chemin: str, drapeaux: int) -> int:
    """Identities are in it: nobody else reads it, not for a moment."""
    return os.open(chemin, drapeaux, 0o600)


class _EnSuite:
    """A file a zip is written into without ever going back, so that a folder on a network is given whole blocks."""

    def __init__(self, flux: BinaryIO) -> None:
        self.write, self.close = flux.write, flux.close

    def flush(self) -> None:
        return


class _Illisible(OSError):
    """A file of the site cannot be read, or not to its end."""


def _blocs(chemin: Path) -> Iterator[bytes]:
    try:
        with chemin.open("rb", buffering=0) as flux:
            while bloc := flux.read(BLOC):
                yield bloc
    except OSError as erreur:
        raise _Illisible(*erreur.args) from erreur


def _ajouter(archive: zipfile.ZipFile, nom: str, chemin: Path, le: datetime) -> dict[str, Any]:
    """Add a file, read a block at a time, and return what is to be found again. `_Illisible`."""
    blocs, somme, taille = _blocs(chemin), sha256(), 0
    bloc = next(blocs, b"")  # before anything is written of a file that cannot be read
    with archive.open(_entree(nom, le), "w", force_zip64=len(bloc) == BLOC) as sortie:
        while bloc:
            sortie.write(bloc)
            somme.update(bloc)
            taille += len(bloc)
            bloc = next(blocs, b"")
    return {"taille": taille, "sha256": somme.hexdigest()}


def _entree(nom: str, le: datetime) -> zipfile.ZipInfo:
    entree = zipfile.ZipInfo(nom, (max(le.year, 1980), le.month, le.day, le.hour, le.minute, le.second))
    entree.compress_type = zipfile.ZIP_DEFLATED
    return entree


def _registre(registre: Path) -> Iterator[tuple[str, Path]]:
    """The files of the register; the journals, as copied on this computer's own disk for the time of the backup."""
    noms = [Path(fichier).relative_to(registre).as_posix() for fichier in fichiers(str(registre))]
    with tempfile.TemporaryDirectory(prefix="qualitui-", ignore_cleanup_errors=True) as copies:
        for nom in copier_les_journaux(registre, [nom for nom in noms if nom.endswith(".jsonl")], Path(copies)):
            yield f"registre/{nom}", Path(copies) / nom
        yield from ((f"registre/{nom}", registre / nom) for nom in noms if not nom.endswith(".jsonl"))


def _autres_fichiers(site: Path, confidentiel: bool, omis: list[str]) -> Iterator[tuple[str, Path]]:
    """Every file but the journals, in order; a folder that does not let itself be read is noted in `omis`."""
    with os.scandir(site) as entrees:
        trouvees = sorted(entrees, key=lambda entree: entree.name)
    for entree in trouvees:
        if entree.is_file():
            yield entree.name, Path(entree.path)
        elif entree.name not in _ECARTES or (entree.name == "confidentiel" and confidentiel):
            try:
                trouves = list(fichiers(entree.path))
            except OSError:
                omis.append(f"{entree.name}/")
                continue
            yield from ((Path(f).relative_to(site).as_posix(), Path(f)) for f in trouves)


def verifier(fichier: Path) -> Mapping[str, Any]:
    """The summary of a backup whose every file has its size and checksum; `SauvegardeInvalide` otherwise."""
    try:
        with fichier.open("rb", buffering=BLOC) as flux, zipfile.ZipFile(flux) as archive:
            sommaire = json.loads(archive.read(EMPREINTES))
            for nom, attendu in sommaire["fichiers"].items():
                if _relire(archive, nom) != (attendu["taille"], attendu["sha256"]):
                    raise SauvegardeInvalide(f"La sauvegarde est abîmée\u00a0: {nom} n’a pas son empreinte.")
    except FileNotFoundError:
        raise SauvegardeInvalide(f"{fichier} est introuvable.") from None
    except OSError as erreur:
        raise SauvegardeInvalide(f"{fichier.name} ne peut pas être lu\u00a0: {raison(erreur)}.") from erreur
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError) as erreur:
        phrase = f"{fichier.name} n’est pas une sauvegarde de qualitui, ou elle est abîmée."
        raise SauvegardeInvalide(phrase) from erreur
    return dict(sommaire)


def _relire(archive: zipfile.ZipFile, nom: str) -> tuple[int, str]:
    taille, somme = 0, sha256()
    with archive.open(nom) as entree:
        while bloc := entree.read(BLOC):
            taille += len(bloc)
            somme.update(bloc)
    return taille, somme.hexdigest()


def restaurer(fichier: Path, dossier: Path) -> int:
    """Restore a backup into a new (or empty) folder and return the number of files; nothing is ever overwritten."""
    sommaire = verifier(fichier)
    noms = [str(nom) for nom in sommaire["fichiers"]]
    dangereux = [nom for nom in noms if not _sans_danger(nom)]
    if dangereux:
        raise SauvegardeInvalide("Cette sauvegarde contient un chemin qui sort du dossier\u00a0; elle est refusée.")
    try:
        if dossier.exists() and (not dossier.is_dir() or any(dossier.iterdir())):
            raise RestaurationRefusee(f"{dossier} n’est pas vide\u00a0: restaurez dans un nouveau dossier.")
        with fichier.open("rb", buffering=BLOC) as flux, zipfile.ZipFile(flux) as archive:
            dossier.mkdir(parents=True, exist_ok=True)
            reserve = Reserve(dossier / "confidentiel")
            reserve.faire(reserve.dossier)  # closed before anything is in it
            for parent in {(dossier / nom).parent for nom in noms}:
                parent.mkdir(parents=True, exist_ok=True)
            for nom in noms:
                with archive.open(nom) as entree, (dossier / nom).open("xb") as cible:
                    copyfileobj(entree, cible, BLOC)
            reserve.resserrer()
    except OSError as erreur:
        raise RestaurationRefusee(f"La restauration s’est arrêtée\u00a0: {raison(erreur)}.") from erreur
    for nom in ("registre", "numeros", "confidentiel", "modeles", "documents", "sauvegardes"):
        (dossier / nom).mkdir(exist_ok=True)
    return len(noms)


def _sans_danger(nom: str) -> bool:
    chemin = PurePosixPath(nom)
    return not chemin.is_absolute() and ".." not in chemin.parts and "\\" not in nom and ":" not in nom


def en_mots(faite: Sauvegarde) -> str:
    """« 412 fichiers, 3,1 Mo, sans le dossier confidentiel »."""
    taille = f"{faite.octets / 1e6:.1f}".replace(".", ",")
    part = "avec" if faite.confidentiel else "sans"
    return f"{accorder(faite.fichiers, 'fichier')}, {taille}\u00a0Mo, {part} le dossier confidentiel"
