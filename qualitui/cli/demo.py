"""qualitui demo: make a demonstration site and open it; made already, it is only opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.cli.commun import Analyseur, Appel, dossier_a_faire, entier_saisi

if TYPE_CHECKING:
    from qualitui.demonstration.site import Fabrication

DOSSIER = "qualitui-demo"


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument(
        "dossier",
        metavar="DOSSIER",
        nargs="?",
        type=dossier_a_faire,
        default=Path(DOSSIER),
        help=f"dossier vide ou à créer ({DOSSIER} par défaut)",
    )
    analyseur.add_argument(
        "--annees", type=entier_saisi, default=1, metavar="N", help="années civiles avant celle du jour (1 par défaut)"
    )
    analyseur.add_argument(
        "--graine", type=entier_saisi, default=1, metavar="N", help="un autre nombre donne un autre site (1 par défaut)"
    )
    analyseur.add_argument("--sans-ouvrir", action="store_true", help="fabriquer le site sans ouvrir l’écran")
    analyseur.set_defaults(executer=demontrer)


def demontrer(appel: Appel) -> None:
    from qualitui.demonstration.site import est_demonstration, fabriquer

    options = appel.options
    if est_demonstration(options.dossier):
        appel.dire(f"Le site de démonstration de {options.dossier} existe déjà : il est gardé tel quel.")
    else:
        appel.dire("Fabrication du site de démonstration, quelques secondes…")
        fabrication = fabriquer(options.dossier, jour=appel.jour, annees=options.annees, graine=options.graine)
        appel.dire(en_mots(fabrication, options.dossier))
    if not options.sans_ouvrir:
        _ouvrir(appel)


def en_mots(fabrication: Fabrication, dossier: Path) -> str:
    """One sentence: what was made, and where."""
    from qualitui.domain.francais import accorder, enumerer

    faits = (
        accorder(fabrication.reclamations, "réclamation"),
        accorder(fabrication.constats, "résultat") + " de vérification",
        accorder(fabrication.actions, "action"),
        accorder(fabrication.suggestions, "suggestion"),
        accorder(fabrication.valeurs, "valeur") + " d’indicateurs",
    )
    return f"Site de démonstration fait dans {dossier} : {enumerer(list(faits))}."


def _ouvrir(appel: Appel) -> None:
    from qualitui.cli.ecran import ouvrir

    appel.options.site = str(appel.options.dossier)
    ouvrir(appel)
