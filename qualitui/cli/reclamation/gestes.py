"""qualitui reclamation: what is done on a case, one sub-command per gesture, named as in domaine.md.

The operations are imported by the gesture called: declaring the verbs is what a reading does with this module.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualitui.cli.analyseur import confidentiel, en_texte, lire_l_entree
from qualitui.cli.commun import Analyseur, Appel, chemin, date_saisie
from qualitui.cli.reclamation import corrections as reclamation_corrections
from qualitui.cli.reclamation.textes import objet, trois_dates, verbe
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.francais import raison_du_systeme
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.phrases import suite

if TYPE_CHECKING:
    from qualitui.domain.reclamations.fiche import Reclamation
    from qualitui.operations.reclamations.gestes import Enregistrement

    _Verbes = argparse._SubParsersAction[Analyseur]

CHAMPS = ("canal", "nature", "motif", "engagement", "service", "objet", "cause", "pilote")
IDENTITE = ("identite", "adresse", "courriel", "telephone", "texte")
AIDES_D_IDENTITE = {
    "identite": "nom de la personne (« - » : nom, puis adresse sur les lignes qui suivent)",
    "adresse": None,
    "courriel": None,
    "telephone": None,
    "texte": "ce que la personne a écrit",
}
ENTREE = "-"


def declarer_gestes(verbes: _Verbes) -> None:
    _declarer_saisies(verbes)
    _declarer_faits(verbes)
    reclamation_corrections.declarer(verbes)


def _declarer_saisies(verbes: _Verbes) -> None:
    ajout = verbe(verbes, "ajouter", ajouter, "enregistrer un écrit reçu (ou une plainte orale)")
    _options_de_saisie(ajout, nouvelle=True)
    _options_d_identite(ajout)
    ajout.en_json()
    qualite = _sur_un_dossier(verbes, "qualifier", qualifier, "dire ce qu’est l’écrit, son motif, son service")
    _options_de_saisie(qualite, nouvelle=False)
    qualite.add_argument("--le", type=date_saisie, metavar="DATE", help="jour de la décision (aujourd’hui par défaut)")
    correction = _sur_un_dossier(verbes, "modifier", modifier, "corriger ce qui a été enregistré")
    _options_de_saisie(correction, nouvelle=False)
    qui = _sur_un_dossier(verbes, "identifier", identifier, "noter qui a écrit, dans la partie confidentielle")
    _options_d_identite(qui)
    action = verbe(verbes, "action", ouvrir_action, "ouvrir une action née d’une ou de plusieurs réclamations")
    action.add_argument("references", nargs="+", metavar="REF")
    action.add_argument("--intitule", default="", metavar="TEXTE")
    action.add_argument("--pilote", default="", metavar="P")
    action.add_argument("--echeance", type=date_saisie, metavar="DATE")
    action.en_json()


def _options_de_saisie(analyseur: Analyseur, *, nouvelle: bool) -> None:
    analyseur.add_argument("--canal", required=nouvelle, metavar="C", help="courrier, courriel-generique, urne…")
    recue = "jour de réception par la Ville"
    analyseur.add_argument("--recue", required=nouvelle, type=date_saisie, metavar="DATE", help=recue)
    analyseur.add_argument("--arrivee", type=date_saisie, metavar="DATE", help="jour d’arrivée au site")
    analyseur.add_argument("--nature", metavar="N", help="reclamation, demande, recours, doublon…")
    analyseur.add_argument("--motif", metavar="M", help="propose son engagement")
    analyseur.add_argument("--engagement", metavar="E")
    analyseur.add_argument("--service", metavar="S", help="administratif ou social")
    analyseur.add_argument("--objet", metavar="TEXTE", help="lu par tous : aucun nom")
    analyseur.add_argument("--urgente", action=argparse.BooleanOptionalAction, default=None, help="à traiter en tête")
    analyseur.add_argument("--fondee", action=argparse.BooleanOptionalAction, default=None, help="plainte fondée")
    analyseur.add_argument("--cause", metavar="TEXTE", help="cause première, en quelques mots")
    analyseur.add_argument("--pilote", metavar="P", help="code d’une personne ou d’un rôle")
    analyseur.add_argument("--raison", default="", metavar="TEXTE", help="pourquoi l’écrit est réorienté")


def _options_d_identite(analyseur: Analyseur) -> None:
    groupe = analyseur.add_argument_group("partie confidentielle, jamais dans le registre partagé")
    groupe.description = (
        "« - » lit l’entrée standard, et -fichier un fichier : ce qui est tapé sur la ligne reste dans l’historique du "
        "terminal. Une ligne vide sépare ce que plusieurs options y lisent."
    )
    for option, aide in AIDES_D_IDENTITE.items():
        groupe.add_argument(f"--{option}", type=confidentiel, metavar="TEXTE", help=aide)
    groupe.add_argument(
        "--identite-fichier", type=chemin, metavar="FICHIER", help="le nom, puis l’adresse, sur des lignes"
    )
    groupe.add_argument("--texte-fichier", type=chemin, metavar="FICHIER", help="ce que la personne a écrit")


def _declarer_faits(verbes: _Verbes) -> None:
    _fait(verbes, "accuser", "noter l’envoi de l’accusé de réception")
    attente = _fait(verbes, "attendre", "noter l’envoi d’une réponse d’attente")
    attente.add_argument("--interlocuteur", required=True, metavar="P", help="qui suit l’affaire")
    attente.add_argument("--nouvelle-date", required=True, type=date_saisie, metavar="DATE", help="date annoncée")
    _fait(verbes, "repondre", "noter l’envoi de la réponse")
    for nom, aide in (
        ("contester", "noter que l’usager conteste la réponse"),
        ("rendez-vous", "noter un rendez-vous avec la direction"),
        ("mediateur", "noter la saisine du médiateur"),
    ):
        _fait(verbes, nom, aide).add_argument("--detail", default="", metavar="TEXTE")
    cloture = _sur_un_dossier(verbes, "clore", noter, "clore le dossier")
    cloture.add_argument("--motif", required=True, metavar="M", help="repondue, reorientee, hors-perimetre, doublon…")
    cloture.add_argument("--detail", default="", metavar="TEXTE", help="précision, obligatoire si réorientée")
    cloture.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")
    reprise = _sur_un_dossier(verbes, "rouvrir", noter, "rouvrir un dossier répondu ou clos")
    reprise.add_argument("--raison", required=True, metavar="TEXTE")
    reprise.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")


def _sur_un_dossier(verbes: _Verbes, nom: str, executer: Callable[[Appel], None], aide: str) -> Analyseur:
    declare = verbe(verbes, nom, executer, aide)
    declare.add_argument("reference", metavar="REF")
    declare.en_json()
    return declare


def _fait(verbes: _Verbes, nom: str, aide: str) -> Analyseur:
    declare = _sur_un_dossier(verbes, nom, noter, aide)
    declare.add_argument("--le", required=True, type=date_saisie, metavar="DATE", help="jour où cela s’est fait")
    return declare


def ajouter(appel: Appel) -> None:
    from qualitui.domain.reclamations.saisie import Saisie
    from qualitui.operations.reclamations import gestes as reclamations

    saisie = Saisie(**_champs(appel.options))
    identite = _identite(appel.options)
    enregistrement = reclamations.ajouter(
        appel.site, saisie, identite=identite, raison=appel.options.raison, jour=appel.jour
    )
    dossier = enregistrement.reclamation
    texte = "\n".join([dossier.reference, *trois_dates(dossier), suite(dossier, appel.jour).split("\n")[-1]])
    _rendre(appel, enregistrement, texte)


def qualifier(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations

    options, dossier = appel.options, _trouver(appel)
    champs = {"nature": dossier.nature} | _champs(options)
    enregistrement = reclamations.qualifier(
        appel.site, dossier, raison=options.raison, le=options.le, jour=appel.jour, **champs
    )
    _rendre(appel, enregistrement, suite(enregistrement.reclamation, appel.jour))


def modifier(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations

    enregistrement = reclamations.modifier(appel.site, _trouver(appel), jour=appel.jour, **_champs(appel.options))
    dossier = enregistrement.reclamation
    _rendre(appel, enregistrement, "\n".join([*trois_dates(dossier), suite(dossier, appel.jour)]))


def _champs(options: argparse.Namespace) -> dict[str, Any]:
    """The fields typed, None and absent ones left out."""
    tapes = {champ: getattr(options, champ) for champ in (*CHAMPS, "urgente", "fondee")}
    tapes |= {"recue_le": options.recue, "arrivee_site_le": options.arrivee}
    return {champ: valeur for champ, valeur in tapes.items() if valeur is not None}


def _identite(options: argparse.Namespace) -> Identite | None:
    nom, adresse, courriel, telephone, texte = (valeur or "" for valeur in _confidentiel(options).values())
    identite = Identite(nom=nom, adresse=adresse, courriel=courriel, telephone=telephone, texte=texte)
    return None if identite.vide else identite


def _confidentiel(options: argparse.Namespace) -> dict[str, str | None]:
    """What is given of the person, typed or read; None for what is not given.

    The options that read standard input share it: an empty line ends what is for one, the last one has the rest. After
    the name come the lines of the address, unless it is given elsewhere.
    """
    donnes: dict[str, str | None] = {champ: getattr(options, champ) for champ in IDENTITE}
    blocs: dict[str, str] = {}
    attendent = [champ for champ, valeur in donnes.items() if valeur == ENTREE]
    if attendent:
        lu = lire_l_entree()
        parts = re.split(r"\n[ \t]*\n", lu, maxsplit=len(attendent) - 1) if attendent[1:] else [lu]
        blocs = dict(zip(attendent, parts, strict=False))
    for champ, fichier in (("identite", options.identite_fichier), ("texte", options.texte_fichier)):
        if fichier is not None:
            blocs[champ] = _lire_le_fichier(fichier)
    for champ, bloc in blocs.items():
        donnes[champ] = bloc.strip("\n")
    if "identite" in blocs:
        nom, _, suite = blocs["identite"].strip("\n").partition("\n")
        donnes["identite"] = nom.strip()
        if suite.strip() and donnes["adresse"] is None:
            donnes["adresse"] = suite.strip("\n")
        elif suite.strip():
            donnes["identite"] = " ".join(blocs["identite"].split())
    return {champ: "" if valeur == ENTREE else valeur for champ, valeur in donnes.items()}


def _lire_le_fichier(fichier: Path) -> str:
    try:
        return en_texte(fichier.read_bytes())
    except OSError as erreur:
        raise Refus(f"«\u00a0{fichier}\u00a0» ne peut pas être lu ({raison_du_systeme(erreur)}).") from erreur


def identifier(appel: Appel) -> None:
    """Complete what is kept of the person: an option not typed leaves its field as it was."""
    from qualitui.operations.reclamations import gestes as reclamations

    dossier = _trouver(appel)
    connue = reclamations.identite(appel.site, dossier) or Identite()
    tapes = dict(zip(("nom", *IDENTITE[1:]), _confidentiel(appel.options).values(), strict=True))
    identite = evoluer(connue, **{champ: valeur for champ, valeur in tapes.items() if valeur is not None})
    reclamations.changer_identite(appel.site, dossier, identite)
    appel.rendre(objet(dossier, appel.jour), f"{dossier.reference} : la partie confidentielle est à jour.")


def noter(appel: Appel) -> None:
    """Every gesture that is a dated fact: `verbe` names the operation, the options are its arguments."""
    from qualitui.operations.reclamations import gestes as reclamations

    operations = {"rendez-vous": reclamations.rencontrer, "mediateur": reclamations.saisir_mediateur}
    geste = operations.get(appel.options.verbe) or getattr(reclamations, appel.options.verbe)
    noms = ("le", "interlocuteur", "nouvelle_date", "motif", "detail", "raison")
    precisions = {nom: getattr(appel.options, nom) for nom in noms if hasattr(appel.options, nom)}
    avant = _trouver(appel)
    dossier = geste(appel.site, avant, jour=appel.jour, **precisions)
    for phrase in reclamations.avertir(avant, dossier):
        appel.dire(f"Attention : {phrase}")
    appel.rendre(objet(dossier, appel.jour), suite(dossier, appel.jour))


def ouvrir_action(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations
    from qualitui.operations.reclamations import repetitions

    options = appel.options
    dossiers = [reclamations.trouver(appel.site, reference) for reference in dict.fromkeys(options.references)]
    action, _ = repetitions.ouvrir_action(
        appel.site,
        dossiers,
        intitule=options.intitule,
        pilote=options.pilote,
        echeance=options.echeance,
        jour=appel.jour,
    )
    donnees = {"action": action.reference, "reclamations": [d.reference for d in dossiers]}
    appel.rendre(donnees, f"{action.reference} : {action.intitule}")


def _trouver(appel: Appel) -> Reclamation:
    from qualitui.operations.reclamations import gestes as reclamations

    return reclamations.trouver(appel.site, appel.options.reference)


def _rendre(appel: Appel, enregistrement: Enregistrement, texte: str) -> None:
    """The answer on stdout; warnings and possible duplicates on stderr, and in the JSON too."""
    donnees = objet(enregistrement.reclamation, appel.jour)
    donnees["avertissements"] = list(enregistrement.avertissements)
    donnees["doublons"] = [doublon.model_dump() for doublon in enregistrement.doublons]
    for phrase in enregistrement.avertissements:
        appel.dire(f"Attention : {phrase}")
    for doublon in enregistrement.doublons:
        appel.dire(f"Peut-être le même dossier que {doublon.reference} ({doublon.raison}).")
    appel.rendre(donnees, texte)
