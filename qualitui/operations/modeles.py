"""Word templates: the site's own first, the program's else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.store import ressources

if TYPE_CHECKING:
    from qualitui.store.site import Site


def choisir(site: Site, nom: str) -> Path:
    """The template of this name in SITE/modeles/, else the one shipped with the program."""
    propre = site.dossier / "modeles" / nom
    return propre if propre.is_file() else ressources.modeles() / nom
