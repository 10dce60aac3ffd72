"""The command line: finds the command's module, calls it, turns every refusal into a sentence and a code.

Codes: 0 done, 1 refused, 2 wrong usage, 3 site missing or unreadable, 4 modified meanwhile, 70 unexpected.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module

from qualitui.cli.analyseur import Analyseur, cherche
from qualitui.cli.commun import IMPREVU, Appel, MauvaisUsage, lire_argument, maintenant, phrase_de
from qualitui.cli.ecriture import dire
from qualitui.domain.base import AConfirmer, Refus
from qualitui.domain.concepts import CONCEPTS, lieu

QUAND_MEME = "enregistrer, ou écrire, malgré ce que le programme demande de vérifier"

# noun → its help: the tools, with the nouns of the concepts between them.
COMMANDES: dict[str, str] = {
    "demo": "fabriquer un site de démonstration et l’ouvrir",
    "init": "créer un site",
    "echeance": "calculer une échéance et dire pourquoi",
    "semaine": "ce qui est en retard ou dû cette semaine",
    **{commande.nom: commande.aide for concept in CONCEPTS for commande in concept.commandes},
    "comptage": "dire comment on compte, et d’où vient un chiffre",
    "referentiel": "lire le référentiel",
    "reglages": "lire et changer les réglages du site",
    "modele": "vérifier un modèle Word",
    "historique": "qui a changé quoi dans une fiche",
    "annuler": "revenir sur son dernier geste",
    "conflits": "ce que deux postes ont écrit en même temps",
    "diagnostic": "vérifier l’état des données",
    "retrouver": "remettre ce que les journaux ont perdu et que ce poste sait",
    "sauvegarder": "copier le site dans un fichier vérifié",
    "restaurer": "rétablir une sauvegarde dans un nouveau dossier",
    "info": "versions, chemins, qui suis-je",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (the terminal interface when there is none) and return the exit code."""
    _parler_utf8()
    try:
        arguments = [lire_argument(mot) for mot in (sys.argv[1:] if arguments is None else arguments)]
    except MauvaisUsage as refus:
        dire(refus.phrase)
        return 2
    appel = Appel(_analyseur(arguments).parse_args(arguments))
    try:
        maintenant()
        appel.vigiler()
        appel.options.executer(appel)
        appel.dire_les_roles_vacants()
        appel.dire_l_etat()
        return appel.code
    except Exception as erreur:
        return _expliquer(erreur, appel)
    except KeyboardInterrupt:
        return 130
    finally:
        appel.fermer()


def _analyseur(arguments: Sequence[str]) -> Analyseur:
    """The parser, where only the command called is declared; all of them when it is none of ours."""
    analyseur = Analyseur(
        prog="qualitui",
        description="La qualité d’un site labellisé, au clavier. Sans commande, ouvre l’écran du site.",
    )
    analyseur.add_argument("--site", type=cherche, metavar="DOSSIER", help="dossier du site (sinon QUALITUI_SITE)")
    analyseur.add_argument("--quand-meme", action="store_true", help=QUAND_MEME)
    analyseur.set_defaults(executer=_ouvrir_ecran)
    commandes = analyseur.add_subparsers(title="commandes", metavar="COMMANDE")
    appelee = _commande_appelee(arguments)
    for nom in [nom for nom in COMMANDES if nom == appelee] or COMMANDES:
        aide = COMMANDES[nom]
        sous = commandes.add_parser(nom, help=aide, description=aide[:1].upper() + aide[1:] + ".")
        if nom == appelee:
            import_module(_module(nom)).construire(sous)
            sous.partout("--quand-meme", help=QUAND_MEME)
    return analyseur


def _module(nom: str) -> str:
    """Only the module of the command called is imported: its own, or one of the room of the data."""
    return lieu("cli", nom, "commande") or f"qualitui.cli.donnees.{nom}"


def _commande_appelee(arguments: Sequence[str]) -> str | None:
    reste = iter(arguments)
    for mot in reste:
        if mot == "--site":
            next(reste, None)
        elif mot in ("-h", "--help"):
            return None
        elif not mot.startswith("-"):
            return mot
    return None


def _ouvrir_ecran(appel: Appel) -> None:
    from qualitui.cli.ecran import ouvrir

    ouvrir(appel)


def _parler_utf8() -> None:
    """A French sentence must not crash on a Windows console still in cp1252 or cp850."""
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper) and (flux.encoding or "").lower().replace("-", "") != "utf8":
            flux.reconfigure(encoding="utf-8", errors="replace")


def _expliquer(erreur: Exception, appel: Appel) -> int:
    """Tell the person what happened, in one place for the whole command line."""
    from qualitui.store.chemins import refus_de_chemin
    from qualitui.store.contrat import FicheIllisible, ModifieEntreTemps, RegistreIllisible
    from qualitui.store.site.fichier import SiteIllisible

    if isinstance(erreur, OSError):
        erreur = refus_de_chemin(erreur) or erreur
    if not isinstance(erreur, Refus):
        appel.dire_l_etat(horloge=False)
        return _inattendu(erreur)
    if isinstance(erreur, FicheIllisible) and appel.options.executer.__name__ == "voir":
        appel.montrer(erreur.illisible)
        appel.dire_l_etat()
        return 0
    dire(_phrase(erreur, appel))
    appel.dire_l_etat(horloge=not isinstance(erreur, AConfirmer))
    if isinstance(erreur, SiteIllisible | RegistreIllisible):
        return 3
    if isinstance(erreur, ModifieEntreTemps):
        return 4
    return 2 if isinstance(erreur, MauvaisUsage) else 1


def _phrase(refus: Refus, appel: Appel) -> str:
    """The refusal's sentence; for a record changed meanwhile, what changed and by whom, in words."""
    from qualitui.store.contrat import ModifieEntreTemps

    if not isinstance(refus, ModifieEntreTemps):
        return phrase_de(refus)
    from qualitui.operations.donnees.historique import modification_en_mots

    return modification_en_mots(appel.site, refus)


def _inattendu(erreur: Exception) -> int:
    """The last handler: nothing typed is lost, and the person knows where the technical detail is."""
    from qualitui.store.panne import consigner

    if isinstance(erreur, BrokenPipeError):
        return 0
    dire(consigner(erreur, maintenant()))
    return IMPREVU


__all__ = ["COMMANDES", "main"]
