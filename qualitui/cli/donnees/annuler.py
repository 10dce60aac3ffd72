"""qualitui annuler [REF]: come back on one's last gesture; it stays in the history."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel
from qualitui.operations.donnees import historique


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("reference", metavar="REF", nargs="?", default="", help="le dernier geste sur cette fiche")
    analyseur.set_defaults(executer=annuler)


def annuler(appel: Appel) -> None:
    appel.dire(historique.annule_en_mots(historique.annuler(appel.site, appel.options.reference)))
