"""qualitui revue AAAA …: the verbs that write in the review."""

from __future__ import annotations

from typing import Any

from qualitui.cli.commun import Appel, chemin, date_saisie, entier_saisi, entree_standard
from qualitui.domain.base import Refus
from qualitui.domain.francais import raison_du_systeme
from qualitui.domain.revue.calcul import trop_tot
from qualitui.domain.revue.fiche import Resultat, RevueAnnuelle
from qualitui.operations.revue import gestes as revue


class TexteManquant(Refus):
    """Nothing to write was given."""


def construire(verbes: Any) -> None:
    texte = verbes.add_parser("saisir", help="rédiger un texte de la revue")
    texte.add_argument("zone", metavar="ZONE", help="nom de la zone, donné par « zones »")
    texte.add_argument("--texte", help="le texte ; une ligne qui commence par « - » devient une puce")
    texte.add_argument(
        "--fichier", metavar="FICHIER", type=chemin, help="lire le texte dans ce fichier UTF-8 (« - » : au clavier)"
    )
    texte.set_defaults(executer=saisir)
    _dates(verbes)
    _objectifs(verbes)
    risque = verbes.add_parser("risque", help="coter un risque")
    risque.add_argument("--libelle", required=True)
    risque.add_argument("--gravite", type=entier_saisi, required=True, help="de 1 (faible) à 4 (forte)")
    risque.add_argument("--frequence", type=entier_saisi, required=True, help="de 1 (rare) à 4 (fréquente)")
    for option in ("--origine", "--reponse", "--action", "--code"):
        risque.add_argument(option, default="")
    risque.set_defaults(executer=coter)


def _dates(verbes: Any) -> None:
    arret = verbes.add_parser("arreter", help="figer les chiffres à une date")
    arret.add_argument("--le", type=date_saisie, required=True, metavar="DATE")
    arret.set_defaults(executer=arreter)
    envoi = verbes.add_parser("soumettre", help="remettre la revue à la direction")
    envoi.add_argument("--le", type=date_saisie, metavar="DATE")
    envoi.set_defaults(executer=soumettre)
    accord = verbes.add_parser("approuver", help="approuver la revue (direction)")
    accord.add_argument("--par", required=True, help="nom, ou code d’une personne de l’équipe")
    accord.add_argument("--le", type=date_saisie, required=True, metavar="DATE")
    accord.set_defaults(executer=approuver)
    diffusion = verbes.add_parser("presenter", help="noter la présentation aux agents")
    diffusion.add_argument("--le", type=date_saisie, required=True, metavar="DATE")
    diffusion.add_argument("--transmise", type=date_saisie, metavar="DATE", help="envoi aux services centraux")
    diffusion.set_defaults(executer=presenter)
    retour = verbes.add_parser("rouvrir", help="revenir sur une approbation")
    retour.add_argument("--raison", required=True)
    retour.set_defaults(executer=rouvrir)


def _objectifs(verbes: Any) -> None:
    but = verbes.add_parser("objectif", help="fixer un objectif de l’année suivante, ou le modifier")
    but.add_argument("--code", default="", help="objectif à modifier, par exemple O-2026-1")
    for option in ("--texte", "--indicateur", "--cible", "--pilote", "--action"):
        but.add_argument(option)
    but.add_argument("--echeance", type=date_saisie, metavar="DATE")
    but.set_defaults(executer=fixer)
    suite = verbes.add_parser("suite", help="dire ce qu’est devenu un objectif de l’an passé")
    suite.add_argument("objectif", metavar="OBJECTIF", help="par exemple O-2025-1")
    suite.add_argument("--resultat", required=True, choices=["atteint", "partiel", "non atteint", "abandonné"])
    suite.add_argument("--effet", default="", help="effet constaté")
    suite.set_defaults(executer=noter_suite)


def _lire(appel: Appel) -> RevueAnnuelle:
    return revue.lire(appel.site, appel.options.annee)


def saisir(appel: Appel) -> None:
    textes = {appel.options.zone: _texte(appel)}
    appel.site.vigilance.exiger(textes)
    revue.saisir(appel.site, _lire(appel), textes)
    appel.dire(f"Le texte « {appel.options.zone} » de la revue {appel.options.annee} est enregistré.")


def _texte(appel: Appel) -> str:
    options = appel.options
    if options.texte is not None:
        return str(options.texte)
    if str(options.fichier) == "-":
        return entree_standard()
    if not options.fichier:
        raise TexteManquant("Donnez le texte avec --texte, ou un fichier avec --fichier.", "texte")
    try:
        return str(options.fichier.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as erreur:
        raise Refus(f"« {options.fichier} » n’est pas un texte en UTF-8.") from erreur
    except OSError as erreur:
        raise Refus(f"« {options.fichier} » ne peut pas être lu ({raison_du_systeme(erreur)}).") from erreur


def arreter(appel: Appel) -> None:
    figee = revue.arreter(appel.site, _lire(appel), le=appel.options.le, jour=appel.jour)
    if figee.chiffres and (avertissement := trop_tot(figee.chiffres)):
        appel.dire(avertissement)
    appel.dire(f"Les chiffres de la revue {appel.options.annee} sont arrêtés au {appel.options.le:%d/%m/%Y}.")


def soumettre(appel: Appel) -> None:
    revue.soumettre(appel.site, _lire(appel), le=appel.options.le or appel.jour)
    appel.dire(f"La revue {appel.options.annee} est soumise à la direction.")


def approuver(appel: Appel) -> None:
    options = appel.options
    faite = revue.approuver(appel.site, _lire(appel), par=options.par, le=options.le, jour=appel.jour)
    appel.dire(f"La revue {options.annee} est approuvée par {faite.approuvee_par} le {options.le:%d/%m/%Y}.")


def presenter(appel: Appel) -> None:
    options = appel.options
    revue.presenter(appel.site, _lire(appel), le=options.le, transmise_le=options.transmise, jour=appel.jour)
    appel.dire(f"La présentation de la revue {options.annee} aux agents est notée.")


def rouvrir(appel: Appel) -> None:
    revue.rouvrir(appel.site, _lire(appel), raison=appel.options.raison)
    appel.dire(f"La revue {appel.options.annee} est de nouveau en préparation.")


def fixer(appel: Appel) -> None:
    options = appel.options
    donnes = {nom: getattr(options, nom) for nom in ("indicateur", "cible", "pilote", "action", "echeance")}
    champs = {nom: valeur for nom, valeur in donnes.items() if valeur is not None}
    fiche = revue.fixer_objectif(
        appel.site, _lire(appel), texte=options.texte or "", code=options.code, jour=appel.jour, **champs
    )
    appel.rendre(None, options.code.upper() or fiche.objectifs[-1].code)


def noter_suite(appel: Appel) -> None:
    options = appel.options
    revue.noter_suite(appel.site, _lire(appel), options.objectif, Resultat(options.resultat), effet=options.effet)
    appel.dire(f"Le résultat de {options.objectif.upper()} est noté.")


def coter(appel: Appel) -> None:
    options = appel.options
    fiche = revue.coter_risque(
        appel.site,
        _lire(appel),
        libelle=options.libelle,
        gravite=options.gravite,
        frequence=options.frequence,
        code=options.code,
        origine=options.origine,
        reponse=options.reponse,
        action=options.action,
    )
    appel.rendre(None, fiche.risques[-1].code)
