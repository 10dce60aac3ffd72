"""Restore a backup into a new folder: whole, or nothing of it is left; nothing is ever overwritten.

`site.toml`, which makes of a folder a site, is written last: a restore killed half-way leaves no site.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.store.disque import raison
from qualitui.store.journal.numeros import condamner_au_retour
from qualitui.store.moteur.souvenirs import Souvenirs
from qualitui.store.moteur.temoins import Temoins
from qualitui.store.secours.archive import Sommaire, contenu_verifie, ouvrir, taille_en_mots, verifier
from qualitui.store.secours.controle import relire
from qualitui.store.secours.inventaire import CAS
from qualitui.store.secours.retour import Retour, a_remettre, marquer

DOSSIERS = ("registre", "numeros", "confidentiel", "modeles", "documents", "sauvegardes")
EN_DERNIER = "site.toml"


class RestaurationRefusee(Refus):
    """The folder to restore into is not a new one, or cannot be written; nothing was left in it."""


class _Arretee(Exception):
    """The folder cannot be written: its own class, so that it is not taken for a fault of the backup."""


class Restauration(NamedTuple):
    """What was restored. `retour`: what the backup did not hold of the confidential part."""

    fichiers: int
    sommaire: Sommaire
    retour: Retour | None


def restaurer(fichier: Path, dossier: Path) -> Restauration:
    """Restore a backup into a new (or empty) folder. `SauvegardeInvalide`, `RestaurationRefusee`."""
    sommaire = verifier(fichier)
    try:
        neuf = not os.path.lexists(dossier)
        if not neuf and (not dossier.is_dir() or any(dossier.iterdir())):
            raise RestaurationRefusee(f"{dossier} n’est pas vide\u00a0: restaurez dans un nouveau dossier.")
        _exiger_la_place(sommaire, dossier)
    except OSError as erreur:
        raise _refusee(erreur) from erreur
    try:
        _poser(sommaire, dossier)
    except BaseException as erreur:
        _defaire(dossier, neuf=neuf)
        if isinstance(erreur, _Arretee | OSError):
            cause = erreur.__cause__ if isinstance(erreur, _Arretee) else erreur
            raise _refusee(cause if isinstance(cause, OSError) else OSError()) from erreur
        raise
    return Restauration(len(sommaire.fichiers), sommaire, a_remettre(dossier))


def _refusee(erreur: OSError) -> RestaurationRefusee:
    return RestaurationRefusee(
        f"La restauration s’est arrêtée\u00a0: {raison(erreur)}. Rien n’a été laissé dans ce dossier."
    )


def _exiger_la_place(sommaire: Sommaire, dossier: Path) -> None:
    """Refuse now what would fill the disk."""
    la = next(parent for parent in (dossier, *dossier.absolute().parents) if parent.exists())
    voulu, libre = sum(attendu.taille for attendu in sommaire.fichiers.values()), shutil.disk_usage(la).free
    if voulu > libre:
        raise RestaurationRefusee(
            f"Il n’y a pas la place de restaurer cette sauvegarde dans {dossier}\u00a0: il faut "
            f"{taille_en_mots(voulu)}, il reste {taille_en_mots(libre)}."
        )


def _poser(sommaire: Sommaire, dossier: Path) -> None:
    noms = sorted(sommaire.fichiers, key=lambda nom: nom == EN_DERNIER)
    _faire_les_dossiers(dossier, noms)
    with ouvrir(sommaire) as archive:
        for nom in noms:
            if nom == EN_DERNIER:
                _achever(sommaire, dossier)
            _extraire(archive, nom, sommaire, dossier / nom)
    if EN_DERNIER not in sommaire.fichiers:
        _achever(sommaire, dossier)


def _faire_les_dossiers(dossier: Path, noms: Iterable[str]) -> None:
    dossier.mkdir(parents=True, exist_ok=True)
    voulus = {parent for nom in (*noms, *(f"{room}/x" for room in DOSSIERS)) for parent in _parents(nom)}
    for voulu in sorted(voulus):
        (dossier / voulu).mkdir(mode=0o700 if voulu.split("/")[0] == CAS else 0o777)


def _parents(nom: str) -> list[str]:
    parties = nom.split("/")[:-1]
    return ["/".join(parties[: rang + 1]) for rang in range(len(parties))]


def _extraire(archive: zipfile.ZipFile, nom: str, sommaire: Sommaire, cible: Path) -> None:
    blocs = contenu_verifie(archive, nom, sommaire.fichiers[nom])
    drapeaux = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descripteur = os.open(cible, drapeaux, 0o600 if nom.startswith(f"{CAS}/") else 0o666)
    except OSError as erreur:
        raise _Arretee from erreur
    with os.fdopen(descripteur, "wb", buffering=0) as flux:
        for bloc in blocs:
            reste = memoryview(bloc)
            try:
                while reste:
                    reste = reste[flux.write(reste) :]
            except OSError as erreur:
                raise _Arretee from erreur


def _achever(sommaire: Sommaire, dossier: Path) -> None:
    _marquer(sommaire, dossier)
    if not sommaire.degats:  # else what the numbers say is evidence of the loss
        _condamner_les_suivants(sommaire, dossier)


def _condamner_les_suivants(sommaire: Sommaire, dossier: Path) -> None:
    """The numbers and the cases of which the backup has no record are given to nobody, and no loss here.

    Somebody was writing while it was made: they were copied after the journals.
    """
    try:
        stockage = relire(dossier, lambda: sommaire.cree_le)
    except Refus:
        return  # no register to be told anything of
    try:
        for sans in Temoins(stockage, Souvenirs(dossier)).incertains():
            condamner_au_retour(dossier, sans.serie, sans.numero)
    except OSError as erreur:
        raise _Arretee from erreur


def _marquer(sommaire: Sommaire, dossier: Path) -> None:
    """Leave word of the case folders that there were, unless all of them are back already."""
    if sommaire.cas is None or any(not (dossier / CAS / cas).is_dir() for cas in sommaire.cas):
        try:
            marquer(dossier, sommaire.chemin.name, sommaire.cree_le, sommaire.cas)
        except OSError as erreur:
            raise _Arretee from erreur


def _defaire(dossier: Path, *, neuf: bool) -> None:
    """What was begun is taken away; the folder was new or empty, so that all there is in it was just written."""
    with suppress(OSError):
        for reste in list(dossier.iterdir()):
            if reste.is_dir():
                shutil.rmtree(reste, ignore_errors=True)
            else:
                reste.unlink(missing_ok=True)
        if neuf:
            dossier.rmdir()
