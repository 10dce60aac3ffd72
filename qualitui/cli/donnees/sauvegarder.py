"""qualitui sauvegarder [F.zip]: copy the site into a verified file."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel, fichier_a_ecrire
from qualitui.domain.francais import accorder
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees.sauvegarde import reserves
from qualitui.operations.donnees.sauvegarde import sauvegarder as copier
from qualitui.operations.reclamations.courriers import nommes_ailleurs
from qualitui.store.secours.sauvegarde import en_mots

MONTRES = 20  # of what could not be copied, a line each


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("fichier", metavar="F.zip", nargs="?", type=fichier_a_ecrire, help="sinon dans sauvegardes/")
    analyseur.add_argument("--confidentiel", action="store_true", help="avec les identités (hors du dossier du site)")
    analyseur.en_json()
    analyseur.set_defaults(executer=sauvegarder)


def sauvegarder(appel: Appel) -> None:
    """Code 1 when something asked for is not in the backup: whoever runs it every night must not believe it whole."""
    faite = copier(appel.site, appel.options.fichier, confidentiel=appel.options.confidentiel)
    for reserve in reserves(faite):
        appel.dire(reserve)
    for chemin in nommes_ailleurs(appel.site) if appel.site.peut("reclamations", Verbe.LIRE) else ():
        appel.dire(f"{chemin} porte le nom d’un plaignant\u00a0: cette sauvegarde le contient. Déplacez-le.")
    for omis in faite.omis[:MONTRES]:
        appel.dire(f"Non copié\u00a0: {omis.lieu} ({omis.raison}).")
    if reste := faite.omis[MONTRES:]:
        appel.dire(f"… et {accorder(len(reste), 'autre')}, que --json donne tous.")
    donnees = {
        "chemin": str(faite.chemin),
        "fichiers": faite.fichiers,
        "octets": faite.octets,
        "confidentiel": faite.confidentiel,
        "complete": faite.complete,
        "donnees_abimees": bool(faite.degats),
        "contenu": faite.contenu.en_donnees(),
        "omis": [omis._asdict() for omis in faite.omis],
    }
    appel.rendre(donnees, f"{faite.chemin}\n{en_mots(faite)}.")
    appel.code = 0 if faite.complete else 1
