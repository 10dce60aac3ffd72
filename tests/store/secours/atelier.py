"""Backups made, and made again otherwise, as a test needs them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from qualitui.store.secours.archive import EMPREINTES
from qualitui.store.secours.sauvegarde import sauvegarder
from tests.store.banc import Banc


def copie(banc: Banc, nom: str = "copie.zip", *, confidentiel: bool = False) -> Path:
    destination = banc.racine / nom
    sauvegarder(banc.dossier, destination, le=banc.horloge.instant, confidentiel=confidentiel)
    return destination


def fichiers(dossier: Path) -> dict[str, bytes]:
    return {f.relative_to(dossier).as_posix(): f.read_bytes() for f in dossier.rglob("*") if f.is_file()}


def refaire(archive: Path, changements: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(archive) as ancienne:
        contenus = {nom: ancienne.read(nom) for nom in ancienne.namelist()}
    autre = archive.with_name("refaite.zip")
    with zipfile.ZipFile(autre, "w") as neuve:
        for nom, octets in (contenus | changements).items():
            neuve.writestr(nom, octets)
    return autre


def resumer(archive: Path, **changements: Any) -> Path:
    """The same backup with another summary; a value None takes the key away."""
    with zipfile.ZipFile(archive) as ancienne:
        sommaire = {**json.loads(ancienne.read(EMPREINTES)), **changements}
    reste = {cle: valeur for cle, valeur in sommaire.items() if valeur is not None}
    return refaire(archive, {EMPREINTES: json.dumps(reste).encode()})
