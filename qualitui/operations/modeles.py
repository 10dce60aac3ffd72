"""Word templates: the site's own first, the program's else; checked before they are used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain.base import Introuvable
from qualitui.store.site import ressources

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

REVUE = "revue-qualite-locale.docx"


def choisir(site: Site, nom: str) -> Path:
    """The template of this name in SITE/modeles/, else the one shipped with the program."""
    propre = site.dossier / "modeles" / nom
    return propre if propre.is_file() else ressources.modeles() / nom


def lister() -> list[str]:
    """The names of the templates shipped with the program."""
    return sorted(chemin.name for chemin in ressources.modeles().glob("*.docx"))


def verifier(fichier: Path, *, comme: str = "") -> list[str]:
    """What is wrong with a template, a sentence each. `comme`: the shipped template it replaces, by default the one
    of the same name; without one, only its tags and its soundness are checked."""
    from qualitui.reports.word.modeles import (
        verifier as verifier_modele,  # Word: only who checks a template pays for it
    )

    if not fichier.is_file():
        raise Introuvable(f"Le modèle « {fichier} » est introuvable.", "fichier")
    nom = comme or fichier.name
    if comme and comme not in lister():
        raise Introuvable(f"Il n’y a pas de modèle « {comme} ». Connus : {', '.join(lister())}.", "comme")
    if nom == REVUE:
        from qualitui.reports.revue.donnees import donnees  # nor for the review
        from qualitui.reports.revue.exemple import exemple

        return verifier_modele(fichier, donnees=donnees(exemple()))
    return verifier_modele(fichier, ressources.modeles() / nom if nom in lister() else None)
