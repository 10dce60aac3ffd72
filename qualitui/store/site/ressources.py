"""Where `templates/` and `data/` are: beside the package in a source tree, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PAQUET = Path(__file__).resolve().parents[2]


def _dossier(nom: str) -> Path:
    installe = _PAQUET / "_ressources" / nom
    return installe if installe.is_dir() else _PAQUET.parent / nom


def donnees() -> Path:
    """The folder of the référentiels and reference tables (TOML)."""
    return _dossier("data")


def modeles() -> Path:
    """The folder of the Word templates shipped with the program."""
    return _dossier("templates")
