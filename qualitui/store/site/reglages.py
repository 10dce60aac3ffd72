"""Write site.toml: readable by hand, and the comments people added are kept."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import Table

from qualitui.domain.reference.reglages import Reglages
from qualitui.store.site.referentiels import fin_de_journee

_EN_TETE = (
    "Réglages du site, à modifier ici ou à l’écran.",
    "Dates : 2026-03-02. Heures : 08:30:00. Une fermeture compte du premier au dernier jour inclus.",
)


def ecrire_reglages(fichier: Path, reglages: Reglages) -> None:
    """Write `reglages`; what the file said before is kept beside it as site.toml.avant."""
    document = _document(fichier)
    contenu = reglages.model_dump(mode="python", exclude_defaults=True)
    for cle in [cle for cle in document if cle not in contenu]:
        document.remove(cle)
    for cle, valeur in contenu.items():
        _poser(document, cle, valeur)
    _remplacer(fichier, tomlkit.dumps(document))


def _document(fichier: Path) -> tomlkit.TOMLDocument:
    if fichier.exists():
        return tomlkit.parse(fin_de_journee(fichier.read_text(encoding="utf-8-sig")))
    document = tomlkit.document()
    for ligne in _EN_TETE:
        document.add(tomlkit.comment(ligne))
    document.add(tomlkit.nl())
    return document


def _poser(document: tomlkit.TOMLDocument | Container | Table, cle: str, valeur: Any) -> None:
    """Set one key, lists of tables written as [[cle]]; an unchanged key keeps its comments."""
    if cle in document and document[cle] == valeur:
        return
    if isinstance(valeur, tuple | list) and valeur and isinstance(valeur[0], dict):
        tables = tomlkit.aot()
        for ligne in valeur:
            tables.append(tomlkit.item(_sans_vide(ligne)))
        document[cle] = tables
    else:
        document[cle] = tomlkit.item(_sans_vide(valeur))


def _sans_vide(valeur: Any) -> Any:
    """TOML has no null: a missing value is a missing key."""
    if isinstance(valeur, dict):
        return {cle: _sans_vide(dedans) for cle, dedans in valeur.items() if dedans is not None}
    if isinstance(valeur, tuple | list):
        return [_sans_vide(dedans) for dedans in valeur]
    return str(valeur) if isinstance(valeur, str) else valeur


def _remplacer(fichier: Path, texte: str) -> None:
    """The one file of the site that is rewritten: the old text is copied aside before. `OSError`: nothing changed."""
    if fichier.exists():
        _poser_fichier(fichier.with_name(fichier.name + ".avant"), fichier.read_bytes())
    _poser_fichier(fichier, texte.encode("utf-8"))


def _poser_fichier(fichier: Path, octets: bytes) -> None:
    """Others read it meanwhile: it is made beside, then put in its place, whole.

    Where the system will not (Windows, while another program reads it), it is written in place.
    """
    neuf = fichier.with_name(f"{fichier.name}.{os.getpid()}")
    try:
        _ecrire(neuf, octets)
        if fichier.exists():
            shutil.copymode(fichier, neuf)
        neuf.replace(fichier)
    except PermissionError:
        neuf.unlink(missing_ok=True)
        _ecrire(fichier, octets)
    except OSError:
        neuf.unlink(missing_ok=True)
        raise


def _ecrire(fichier: Path, octets: bytes) -> None:
    with fichier.open("wb") as sortie:
        sortie.write(octets)
        sortie.flush()
        os.fsync(sortie.fileno())
