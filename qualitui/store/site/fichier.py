"""site.toml read: what makes of a folder a site."""

from __future__ import annotations

from pathlib import Path

from qualitui.domain.base import Refus
from qualitui.domain.reference.reglages import Reglages
from qualitui.store.site import referentiels
from qualitui.store.site.fautes import DonneesFautives

FICHIER = "site.toml"


class SiteIllisible(Refus):
    """The folder holds no site, or one that can't be read (exit code 3)."""


def lire_reglages(dossier: Path, nom: str = FICHIER) -> Reglages:
    """The settings of the site; SiteIllisible when the folder holds no site.toml."""
    fichier = dossier / nom
    if not dossier.is_dir():
        raise SiteIllisible(f"Le dossier {dossier} n’existe pas, ou n’est pas joignable depuis ce poste.")
    if not fichier.is_file():
        raise SiteIllisible(f"{dossier} n’est pas le dossier d’un site : il n’y a pas de {FICHIER}.")
    try:
        return referentiels.valider(Reglages, referentiels.lire_toml(fichier), fichier)
    except DonneesFautives as faute:
        raise SiteIllisible(faute.phrase) from faute
