"""qualitui info: versions, paths, who am I."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from qualitui import __version__
from qualitui.cli.commun import Analyseur, Appel, login, poste
from qualitui.store.site.ressources import donnees, modeles
from qualitui.store.site.utilisateur import etat_local, reglages_utilisateur

_PAQUETS = ("textual", "tinydb", "pydantic", "docxtpl", "python-docx", "XlsxWriter", "holidays")


def construire(analyseur: Analyseur) -> None:
    analyseur.en_json()
    analyseur.set_defaults(executer=info)


def info(appel: Appel) -> None:
    donnees = _programme() | _site(appel)
    appel.rendre(donnees, "\n".join(f"{nom:<14} {valeur}" for nom, valeur in donnees.items() if valeur != ""))


def _programme() -> dict[str, Any]:
    return {
        "qualitui": __version__,
        "python": platform.python_version(),
        **{nom.lower(): version(nom) for nom in _PAQUETS},
        "donnees": str(donnees()),
        "modeles": str(modeles()),
        "etat_local": str(etat_local()),
        "reglages": str(reglages_utilisateur()),
        "poste": poste(),
        "login": login(),
    }


def _site(appel: Appel) -> dict[str, Any]:
    dossier = appel.dossier_ou_rien()
    if dossier is None:
        return {"site": ""}
    site = appel.site
    moi = site.moi
    return {
        "jour": appel.jour.isoformat(),
        "site": str(dossier),
        "nom": site.reglages.nom,
        "referentiel": site.reglages.referentiel_au(appel.jour),
        "personne": f"{moi.nom} ({', '.join(moi.roles)})" if moi else "",
    }
