"""Backups: a verified zip with the checksum of every file, taken while others write; restored into a new folder.

Journals only grow: each is copied up to a complete line, then extended until it holds every line another one says it
had seen, so that the copy is the register as it was at some moment. The confidential folder is left out unless asked
for: `sauvegardes/` is open to everyone.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import accorder
from qualitui.store.disque import raison
from qualitui.store.journal.journal import BOM
from qualitui.store.journal.ligne import decoder

EMPREINTES = "EMPREINTES.json"
_ECARTES = ("sauvegardes", "confidentiel", "registre")


class SauvegardeImpossible(Refus):
    """No backup was made; what was begun has been removed."""


class SauvegardeInvalide(Refus):
    """The file is not a backup, or it is damaged: nothing was restored."""


class RestaurationRefusee(Refus):
    """The folder to restore into is not a new one, or cannot be written."""


class Bilan(NamedTuple):
    """What a backup holds. `omis`: files that could not be read, relative to the site."""

    chemin: Path
    fichiers: int
    octets: int
    confidentiel: bool
    omis: tuple[str, ...] = ()


def sauvegarder(site: Path, destination: Path, *, le: datetime, confidentiel: bool = False) -> Bilan:
    """Write the backup of `site` to `destination` (a new file), then read it back and compare every checksum."""
    if destination.suffix.lower() != ".zip":
        raise SauvegardeImpossible(f"«\u00a0{destination.name}\u00a0»\u00a0: le nom d’une sauvegarde finit par .zip.")
    if os.path.lexists(destination):
        raise SauvegardeImpossible(f"{destination.name} existe déjà\u00a0: choisissez un autre nom.")
    provisoire = destination.with_name(f"{destination.name}.partiel")
    try:
        (site / "registre").stat()  # a site that does not answer is not made anew by its backup
        destination.parent.mkdir(parents=True, exist_ok=True)
        bilan = _ecrire(site, provisoire, le, confidentiel)
        verifier(provisoire)
        provisoire.replace(destination)
    except FileExistsError as erreur:
        raise SauvegardeImpossible(
            f"{provisoire.name} existe déjà\u00a0: une sauvegarde est en cours, ou s’est interrompue."
        ) from erreur
    except (OSError, SauvegardeInvalide) as erreur:
        with suppress(OSError):
            provisoire.unlink(missing_ok=True)
        pourquoi = raison(erreur) if isinstance(erreur, OSError) else "la copie relue diffère de l’original"
        raise SauvegardeImpossible(f"La sauvegarde n’a pas été faite\u00a0: {pourquoi}.") from erreur
    return bilan._replace(chemin=destination, octets=destination.stat().st_size)


def _ecrire(site: Path, provisoire: Path, le: datetime, confidentiel: bool) -> Bilan:
    empreintes: dict[str, Any] = {}
    omis: list[str] = []
    # Registers first and numbers after: a number without its record is explained, the reverse is a fault.
    with zipfile.ZipFile(provisoire, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for nom, octets in journaux_coherents(site / "registre").items():
            _ajouter(archive, empreintes, f"registre/{nom}", octets, le)
        for nom, chemin in _autres_fichiers(site, confidentiel, omis):
            try:
                octets = chemin.read_bytes()
            except OSError:
                omis.append(nom)
                continue
            _ajouter(archive, empreintes, nom, octets, le)
        sommaire = {"cree_le": le.isoformat(timespec="seconds"), "confidentiel": confidentiel, "fichiers": empreintes}
        archive.writestr(_entree(EMPREINTES, le), json.dumps(sommaire, ensure_ascii=False, indent=1))
    return Bilan(provisoire, len(empreintes), 0, confidentiel, tuple(omis))


def _ajouter(archive: zipfile.ZipFile, empreintes: dict[str, Any], nom: str, octets: bytes, le: datetime) -> None:
    archive.writestr(_entree(nom, le), octets)
    empreintes[nom] = {"taille": len(octets), "sha256": sha256(octets).hexdigest()}


def _entree(nom: str, le: datetime) -> zipfile.ZipInfo:
    entree = zipfile.ZipInfo(nom, (max(le.year, 1980), le.month, le.day, le.hour, le.minute, le.second))
    entree.compress_type = zipfile.ZIP_DEFLATED
    return entree


def _autres_fichiers(site: Path, confidentiel: bool, omis: list[str]) -> Iterator[tuple[str, Path]]:
    """Every file but the journals, in order; a folder that does not let itself be read is noted in `omis`."""
    for chemin in sorted(site.iterdir()):
        if chemin.is_file():
            yield chemin.name, chemin
        elif chemin.name not in _ECARTES or (chemin.name == "confidentiel" and confidentiel):
            try:
                fichiers = sorted(f for f in chemin.rglob("*") if f.is_file())
            except OSError:
                omis.append(f"{chemin.name}/")
                continue
            yield from ((f.relative_to(site).as_posix(), f) for f in fichiers)


def journaux_coherents(registre: Path) -> Mapping[str, bytes]:
    """The journals (and FORMAT.json) by relative name, each cut at a complete line, none ahead of the others."""
    fichiers = {f.relative_to(registre).as_posix(): f for f in sorted(registre.rglob("*")) if f.is_file()}
    copies = {nom: _jusqu_a_une_ligne(nom, f.read_bytes()) for nom, f in fichiers.items()}
    sus = {nom[:-6]: _etat(copie) for nom, copie in copies.items() if nom.endswith(".jsonl")}
    while retards := _retards(sus):
        for cle, n in retards.items():
            nom = f"{cle}.jsonl"
            deja = copies.get(nom, b"")
            suite = _lignes_jusqu_a(_contenu(registre / nom)[len(deja) :], n)
            if suite:
                copies[nom] = deja + suite
            etat, connu = _etat(suite), sus.get(cle, (0, {}))
            # A line seen by others and not here is lost already: the diagnostic tells it, the backup goes on.
            sus[cle] = (max(n, etat[0]), {**connu[1], **etat[1]})
    return copies


def _contenu(journal: Path) -> bytes:
    try:
        return journal.read_bytes()
    except FileNotFoundError:
        return b""


def _jusqu_a_une_ligne(nom: str, octets: bytes) -> bytes:
    return octets[: octets.rfind(b"\n") + 1] if nom.endswith(".jsonl") else octets


def _etat(octets: bytes) -> tuple[int, dict[str, int]]:
    """The highest `n` of the lines, and the highest each says it has seen of the others."""
    n, vu = 0, dict[str, int]()
    for decodee in decoder([ligne.rstrip(b"\r") for ligne in octets.removeprefix(BOM).split(b"\n")[:-1]]):
        if decodee:
            n = max(n, decodee[1]["n"])
            vu.update(decodee[1].get("vu", {}))
    return n, vu


def _retards(sus: Mapping[str, tuple[int, dict[str, int]]]) -> dict[str, int]:
    vus: dict[str, int] = {}
    for _, vu in sus.values():
        for cle, n in vu.items():
            vus[cle] = max(n, vus.get(cle, 0))
    return {cle: n for cle, n in vus.items() if sus.get(cle, (0, {}))[0] < n}


def _lignes_jusqu_a(octets: bytes, n: int) -> bytes:
    lignes = octets[: octets.rfind(b"\n") + 1].splitlines(keepends=True)
    for rang, decodee in enumerate(decoder([ligne.rstrip(b"\r\n") for ligne in lignes]), start=1):
        if decodee and decodee[1]["n"] >= n:
            return b"".join(lignes[:rang])
    return b"".join(lignes)


def verifier(fichier: Path) -> Mapping[str, Any]:
    """The summary of a backup whose every file has its size and checksum; `SauvegardeInvalide` otherwise."""
    try:
        with zipfile.ZipFile(fichier) as archive:
            sommaire = json.loads(archive.read(EMPREINTES))
            for nom, attendu in sommaire["fichiers"].items():
                octets = archive.read(nom)
                if len(octets) != attendu["taille"] or sha256(octets).hexdigest() != attendu["sha256"]:
                    raise SauvegardeInvalide(f"La sauvegarde est abîmée\u00a0: {nom} n’a pas son empreinte.")
    except FileNotFoundError:
        raise SauvegardeInvalide(f"{fichier} est introuvable.") from None
    except OSError as erreur:
        raise SauvegardeInvalide(f"{fichier.name} ne peut pas être lu\u00a0: {raison(erreur)}.") from erreur
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError) as erreur:
        phrase = f"{fichier.name} n’est pas une sauvegarde de qualitui, ou elle est abîmée."
        raise SauvegardeInvalide(phrase) from erreur
    return dict(sommaire)


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
        with zipfile.ZipFile(fichier) as archive:
            for nom in noms:
                cible = dossier / nom
                cible.parent.mkdir(parents=True, exist_ok=True)
                with cible.open("xb") as flux:
                    flux.write(archive.read(nom))
    except OSError as erreur:
        raise RestaurationRefusee(f"La restauration s’est arrêtée\u00a0: {raison(erreur)}.") from erreur
    for nom in ("registre", "numeros", "confidentiel", "modeles", "documents", "sauvegardes"):
        (dossier / nom).mkdir(exist_ok=True)
    return len(noms)


def _sans_danger(nom: str) -> bool:
    chemin = PurePosixPath(nom)
    return not chemin.is_absolute() and ".." not in chemin.parts and "\\" not in nom and ":" not in nom


def en_mots(bilan: Bilan) -> str:
    """« 412 fichiers, 3,1 Mo, sans le dossier confidentiel »."""
    taille = f"{bilan.octets / 1e6:.1f}".replace(".", ",")
    part = "avec" if bilan.confidentiel else "sans"
    return f"{accorder(bilan.fichiers, 'fichier')}, {taille}\u00a0Mo, {part} le dossier confidentiel"
