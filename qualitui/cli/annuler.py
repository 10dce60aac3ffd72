"""qualitui annuler [REF]: come back on one's last gesture; it stays in the history."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel

MONTREES = 5


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("reference", metavar="REF", nargs="?", default="", help="le dernier geste sur cette fiche")
    analyseur.set_defaults(executer=annuler)


def annuler(appel: Appel) -> None:
    from qualitui.domain.francais import accorder, enumerer
    from qualitui.operations import historique

    annule = historique.annuler(appel.site, appel.options.reference)
    noms = list(annule.fiches[:MONTREES])
    if len(annule.fiches) > MONTREES:
        noms.append(accorder(len(annule.fiches) - MONTREES, "autre"))
    quoi = "Annulation" if annule.retabli else "Geste"
    fait = "annulée, tout est rétabli" if annule.retabli else "annulé"
    appel.dire(f"{quoi} du {annule.le:%d/%m/%Y à %H:%M} {fait}\u00a0: {enumerer(noms)}.")
