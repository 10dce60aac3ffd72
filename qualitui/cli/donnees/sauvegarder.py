"""qualitui sauvegarder [F.zip]: copy the site into a verified file."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel, fichier_a_ecrire
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees.sauvegarde import sauvegarder as copier
from qualitui.operations.reclamations.courriers import nommes_ailleurs
from qualitui.store.secours.sauvegarde import en_mots


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("fichier", metavar="F.zip", nargs="?", type=fichier_a_ecrire, help="sinon dans sauvegardes/")
    analyseur.add_argument("--confidentiel", action="store_true", help="avec les identités (hors du dossier du site)")
    analyseur.en_json()
    analyseur.set_defaults(executer=sauvegarder)


def sauvegarder(appel: Appel) -> None:
    faite = copier(appel.site, appel.options.fichier, confidentiel=appel.options.confidentiel)
    if appel.site.registre.etat.perte:
        appel.dire("Cette sauvegarde contient les données telles qu’elles sont, abîmées\u00a0: gardez les précédentes.")
    for chemin in nommes_ailleurs(appel.site) if appel.site.peut("reclamations", Verbe.LIRE) else ():
        appel.dire(f"{chemin} porte le nom d’un plaignant\u00a0: cette sauvegarde le contient. Déplacez-le.")
    for omis in faite.omis:
        appel.dire(f"Non copié, illisible depuis ce compte\u00a0: {omis}.")
    donnees = {**faite._asdict(), "chemin": str(faite.chemin), "omis": list(faite.omis)}
    appel.rendre(donnees, f"{faite.chemin}\n{en_mots(faite)}.")
