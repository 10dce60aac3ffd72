"""qualitui init: create a site."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel, dossier_a_faire, login, poste
from qualitui.operations.site.site import creer as creer_site
from qualitui.store.site.utilisateur import retenir_site


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("dossier", metavar="DOSSIER", type=dossier_a_faire, help="dossier du site, vide ou à créer")
    analyseur.add_argument("--nom", required=True, help="nom du site, par exemple « EPS du 12e »")
    analyseur.add_argument("--referentiel", default="EPS-2023", help="EPS-2023 (par défaut) ou CASVP-2014")
    analyseur.add_argument(
        "--sans-verifications",
        action="store_true",
        help="commencer avec un tableau vide, puis choisir : verification table --proposees, verification retenir",
    )
    analyseur.add_argument(
        "--premiere-periode",
        choices=["due", "non-due"],
        default="non-due",
        help="les périodes commencées avant le site : non-due (par défaut) ou due",
    )
    analyseur.set_defaults(executer=creer)


def creer(appel: Appel) -> None:
    options = appel.options
    site = creer_site(
        options.dossier,
        nom=options.nom,
        referentiel=options.referentiel,
        verifications_choisies=() if options.sans_verifications else None,
        premiere_periode_due=options.premiere_periode == "due",
        jour=appel.jour,
        maintenant=appel.maintenant,
        poste=poste(),
        login=login(),
    )
    retenir_site(site.dossier)
    appel.dire(f"Le site « {site.reglages.nom} » est créé dans {site.dossier}.")
    site.fermer()
