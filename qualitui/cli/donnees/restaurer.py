"""qualitui restaurer F.zip DIR: restore a backup into a new folder."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel, chemin, dossier_a_faire
from qualitui.domain.francais import accorder
from qualitui.operations.donnees.sauvegarde import restaurer as retablir


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("fichier", metavar="F.zip", type=chemin, help="la sauvegarde")
    analyseur.add_argument(
        "dossier", metavar="DIR", type=dossier_a_faire, help="un nouveau dossier, ou un dossier vide"
    )
    analyseur.set_defaults(executer=restaurer)


def restaurer(appel: Appel) -> None:
    combien = retablir(appel.options.fichier, appel.options.dossier)
    appel.dire(f"{accorder(combien, 'fichier')} rétablis et vérifiés dans {appel.options.dossier}.")
