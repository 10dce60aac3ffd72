"""qualitui modele: check a Word template before it is used."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel, chemin
from qualitui.operations import modeles


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()
    liste = verbes.add_parser("lister", help="les modèles livrés avec le programme")
    liste.en_json()
    liste.set_defaults(executer=lister)
    controle = verbes.add_parser("verifier", help="dire ce qui ne va pas dans un modèle")
    controle.add_argument("fichier", metavar="FICHIER", type=chemin, help="modèle Word, en .docx")
    controle.add_argument("--comme", metavar="NOM", default="", help="modèle livré qu’il remplace (sinon le même nom)")
    controle.en_json()
    controle.set_defaults(executer=verifier)


def lister(appel: Appel) -> None:
    appel.rendre(modeles.lister(), "\n".join(modeles.lister()))


def verifier(appel: Appel) -> None:
    """Exit code 1 when something is wrong."""
    defauts = modeles.verifier(appel.options.fichier, comme=appel.options.comme)
    appel.code = 1 if defauts else 0
    appel.rendre({"ok": not defauts, "defauts": defauts}, "\n".join(defauts) or "Le modèle peut être utilisé.")
