"""Backups: a verified zip with the checksum of every file, taken while others write, that says what it holds.

The journals are first copied as they were at some moment (`copies.py`). Files are read and written forward, block
by block: the folder may be on a network. The confidential folder is left out unless asked for: `sauvegardes/` is open
to everyone. What cannot be copied is told with its place, and the rest is copied.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import accorder, raison_du_systeme
from qualitui.store.disque import raison
from qualitui.store.journal.format import lire_format
from qualitui.store.journal.journal import BLOC
from qualitui.store.secours.archive import EMPREINTES, SauvegardeInvalide, taille_en_mots, verifier
from qualitui.store.secours.copies import Illisible, Releve, copier_les_journaux
from qualitui.store.secours.inventaire import (
    CAS,
    Contenu,
    Omis,
    Rubrique,
    cas,
    compter,
    contenu_en_mots,
    parcourir,
    racine,
)
from qualitui.store.secours.retour import MARQUE, Retour, a_remettre
from qualitui.store.sortie import poser_neuf

SECRET = 0o600  # the rights of a file that holds identities, where the system has them


class SauvegardeImpossible(Refus):
    """No backup was made; what was begun has been removed."""


class Sauvegarde(NamedTuple):
    """What a backup holds. `omis`: what could not be copied; `degats`: how the data are damaged, empty if they are
    not."""

    chemin: Path
    fichiers: int
    octets: int
    confidentiel: bool
    contenu: Contenu
    omis: tuple[Omis, ...] = ()
    degats: str = ""

    @property
    def complete(self) -> bool:
        """Whether all that was asked was obtained."""
        return not self.omis


def sauvegarder(
    site: Path, destination: Path, *, le: datetime, confidentiel: bool = False, degats: str = ""
) -> Sauvegarde:
    """Write the backup of `site` to `destination` (a new file), then read it back and compare every checksum.

    `degats`: what is wrong with the data, in a sentence, which the backup then carries.
    """
    if destination.suffix.lower() != ".zip":
        raise SauvegardeImpossible(f"«\u00a0{destination.name}\u00a0»\u00a0: le nom d’une sauvegarde finit par .zip.")
    if os.path.lexists(destination):
        raise _existe(destination)
    provisoire = destination.with_name(f"{destination.name}.partiel")
    try:
        (site / "registre").stat()  # a site that does not answer is not made anew by its backup
        destination.parent.mkdir(parents=True, exist_ok=True)
        flux = _neuf(provisoire, secret=confidentiel)
    except FileExistsError as erreur:
        raise SauvegardeImpossible(
            f"{provisoire.name} existe déjà\u00a0: une sauvegarde est en cours. Si elle s’est interrompue, "
            "retirez ce fichier puis recommencez."
        ) from erreur
    except OSError as erreur:
        raise _impossible(erreur) from erreur
    try:
        faite = _ecrire(site, flux, provisoire, le, confidentiel, degats)
        verifier(provisoire)
        if not poser_neuf(provisoire, destination):
            raise _existe(destination)
        return faite._replace(chemin=destination, octets=destination.stat().st_size)
    except BaseException as erreur:  # whatever stopped it, nothing of it is left
        with suppress(OSError):
            provisoire.unlink(missing_ok=True)
        if isinstance(erreur, OSError | SauvegardeInvalide):
            raise _impossible(erreur) from erreur
        raise


def _neuf(provisoire: Path, *, secret: bool) -> BinaryIO:
    drapeaux = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.fdopen(os.open(provisoire, drapeaux, SECRET if secret else 0o666), "wb", buffering=BLOC)


def _existe(destination: Path) -> SauvegardeImpossible:
    return SauvegardeImpossible(f"{destination.name} existe déjà\u00a0: choisissez un autre nom.")


def _impossible(erreur: OSError | SauvegardeInvalide) -> SauvegardeImpossible:
    pourquoi = raison(erreur) if isinstance(erreur, OSError) else "la copie relue diffère de l’original"
    return SauvegardeImpossible(f"La sauvegarde n’a pas été faite\u00a0: {pourquoi}.")


def _ecrire(site: Path, flux: BinaryIO, provisoire: Path, le: datetime, confidentiel: bool, degats: str) -> Sauvegarde:
    empreintes: dict[str, dict[str, Any]] = {}
    omis: list[Omis] = []
    releve = Releve(omis)
    with flux:
        with zipfile.ZipFile(_EnSuite(flux), "w", zipfile.ZIP_DEFLATED) as archive:
            # Registers first and numbers after: a number without its record is explained, the reverse is a fault.
            for nom, chemin in _tous(site, confidentiel, releve, provisoire):
                try:
                    empreintes[nom] = _ajouter(archive, nom, chemin, le)
                except Illisible as erreur:
                    omis.append(Omis(nom, raison_du_systeme(erreur)))
            connus = cas(site)
            contenu = _contenu(empreintes, omis, connus, releve, degats, confidentiel=confidentiel)
            sommaire = {
                "cree_le": le.isoformat(timespec="seconds"),
                "confidentiel": confidentiel,
                "site": releve.site,
                "degats": degats,
                "contenu": contenu.en_donnees(),
                "omis": [un._asdict() for un in omis],
                "cas": _cas_attendus(connus, a_remettre(site) if releve.restaure else None),
                "fichiers": empreintes,
            }
            archive.writestr(_entree(EMPREINTES, le), json.dumps(sommaire, ensure_ascii=False, indent=1))
        flux.flush()
        os.fsync(flux.fileno())
    return Sauvegarde(provisoire, len(empreintes), 0, confidentiel, contenu, tuple(omis), degats)


def _contenu(
    empreintes: dict[str, dict[str, Any]],
    omis: list[Omis],
    connus: list[str] | None,
    releve: Releve,
    degats: str,
    *,
    confidentiel: bool,
) -> Contenu:
    """What was copied. `SauvegardeImpossible` when it is not one journal, or not one line, of a site that lived."""
    rubriques: dict[str, Rubrique] = compter(empreintes, omis, connus, confidentiel=confidentiel)
    if not rubriques["journaux"].obtenus and rubriques["journaux"].sur != 0:
        raise SauvegardeImpossible(
            "La sauvegarde n’a pas été faite\u00a0: aucun journal du registre ne peut être lu depuis ce compte."
        )
    ecritures = sum(releve.lignes.values())
    if degats and not ecritures:
        raise SauvegardeImpossible(f"La sauvegarde n’a pas été faite\u00a0: plus une écriture ne se lit. {degats}")
    for nom, lignes in releve.lignes.items():
        if nom in empreintes:
            empreintes[nom]["lignes"] = lignes
    return Contenu(releve.fiches, ecritures, **rubriques)


def _cas_attendus(connus: list[str] | None, retour: Retour | None) -> list[str] | None:
    """The case folders of the site, with those that are still to be brought back from before an earlier restore."""
    if connus is None or (retour is not None and retour.cas is None):
        return None
    return sorted({*connus, *(retour.cas or () if retour else ())})


def identifiant(site: Path) -> str:
    """The id of the site's register; empty when its file does not say it."""
    try:
        return lire_format(site / "registre") or ""
    except (OSError, Refus):
        return ""


class _EnSuite:
    """A file a zip is written into without ever going back, so that a folder on a network is given whole blocks."""

    def __init__(self, flux: BinaryIO) -> None:
        self.write, self.close = flux.write, flux.close

    def flush(self) -> None:
        return


def _blocs(chemin: Path) -> Iterator[bytes]:
    try:
        with chemin.open("rb", buffering=0) as flux:
            while bloc := flux.read(BLOC):
                yield bloc
    except OSError as erreur:
        raise Illisible(*erreur.args) from erreur


def _ajouter(archive: zipfile.ZipFile, nom: str, chemin: Path, le: datetime) -> dict[str, Any]:
    """Add a file, read a block at a time, and return what is to be found again. `Illisible`."""
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


def _tous(site: Path, confidentiel: bool, releve: Releve, provisoire: Path) -> Iterator[tuple[str, Path]]:
    """Every file to copy, under its name in the archive; what cannot be goes to `releve.omis`."""
    yield from _registre(site / "registre", releve)
    for nom, chemin in racine(site, releve.omis):
        releve.restaure = releve.restaure or nom == MARQUE
        if chemin != provisoire and nom != MARQUE:
            yield nom, chemin
    if confidentiel and os.path.lexists(site / CAS):
        yield from parcourir(site / CAS, CAS, releve.omis)


def _registre(registre: Path, releve: Releve) -> Iterator[tuple[str, Path]]:
    """The files of the register; the journals, as copied on this computer's own disk for the time of the backup."""
    trouves = list(parcourir(registre, "registre", releve.omis))
    noms = [nom.removeprefix("registre/") for nom, _ in trouves if nom.endswith(".jsonl")]
    with tempfile.TemporaryDirectory(prefix="qualitui-", ignore_cleanup_errors=True) as copies:
        for nom in copier_les_journaux(registre, noms, Path(copies), releve):
            yield f"registre/{nom}", Path(copies) / nom
        yield from ((nom, chemin) for nom, chemin in trouves if not nom.endswith(".jsonl"))


def en_mots(faite: Sauvegarde) -> str:
    """« 412 fichiers, 3,1 Mo : 348 fiches, 3 journaux (1 480 écritures), …, sans le dossier confidentiel »."""
    contenu = contenu_en_mots(faite.contenu, confidentiel=faite.confidentiel)
    return f"{accorder(faite.fichiers, 'fichier')}, {taille_en_mots(faite.octets)}\u00a0: {contenu}"
