"""Gestures of qualitui verification: note, explain, and keep the table."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, date_saisie, entier_saisi
from qualitui.cli.verification.textes import en_json
from qualitui.domain.francais import enumerer, sans_accents
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.fiche import Constat, Periodicite, RaisonManque, Resultat, Verification
from qualitui.domain.verifications.occurrences import dans_sa_fenetre
from qualitui.operations.verifications import gestes as verifications

if TYPE_CHECKING:
    import argparse

    Verbes = argparse._SubParsersAction[Analyseur]


PREMIERES = {"due": True, "non-due": False}

# option → (field of the table, what it is)
TEXTES = {
    "--libelle": ("libelle", "la question posée"),
    "--engagement": ("engagement", "engagement du référentiel"),
    "--theme": ("theme", "thème (celui de l’engagement par défaut)"),
    "--role": ("role", "rôle responsable (code ou nom)"),
    "--personne": ("personne", "personne de l’équipe, quand elle est désignée"),
    "--lieu": ("lieu", "lieu"),
    "--methode": ("methode", "méthode"),
    "--preuve": ("preuve", "preuve attendue"),
    "--consigne": ("consigne", "consigne"),
    "--condition": ("condition", "condition"),
}


def declarer_gestes(verbes: Verbes) -> None:
    _declarer_noter(verbes)
    explique = _verbe(verbes, "expliquer", expliquer, "dire pourquoi une vérification a été manquée")
    explique.add_argument("code", metavar="CODE")
    explique.add_argument("--periode", required=True, metavar="P")
    explique.add_argument("--raison", required=True, metavar="RAISON", help=enumerer(list(RaisonManque), "ou"))
    explique.add_argument("--texte", default="", metavar="TEXTE", help="en toutes lettres (obligatoire pour « autre »)")
    retient = _verbe(verbes, "retenir", retenir, "prendre des vérifications du tableau par défaut")
    retient.add_argument("codes", nargs="*", metavar="CODE", help="codes à retenir")
    retient.add_argument("--toutes", action="store_true", help="toutes celles qui ne le sont pas encore")
    _declarer_premiere(retient)
    retient.set_defaults(analyseur=retient)
    _declarer_table(verbes)


def _declarer_noter(verbes: Verbes) -> None:
    note = _verbe(verbes, "noter", noter, "noter, ou corriger, le résultat d’une période")
    note.add_argument("code", metavar="CODE")
    note.add_argument("--periode", required=True, metavar="P", help="comme 2026-03-02, 2026-S10, 2026-03, 2026-T1")
    note.add_argument("--resultat", required=True, type=_resultat, metavar="R", help=enumerer(list(Resultat), "ou"))
    note.add_argument("--constat", default="", metavar="TEXTE", help="ce qui a été vu (obligatoire si non-conforme)")
    note.add_argument("--preuve", default="", metavar="TEXTE", help="chemin d’un fichier, ou texte")
    note.add_argument("--action", action="store_true", help="ouvrir une action pour la non-conformité")
    note.add_argument("--le", type=date_saisie, metavar="DATE", help="jour où elle a été faite (aujourd’hui)")
    note.add_argument("--par", default="", metavar="CODE", help="personne qui l’a faite (soi-même)")
    note.en_json()


def _declarer_table(verbes: Verbes) -> None:
    ajout = _verbe(verbes, "ajouter", ajouter, "ajouter une vérification propre au site")
    modif = _verbe(verbes, "modifier", modifier, "modifier une vérification, pour l’avenir")
    for verbe in (ajout, modif):
        verbe.add_argument("code", metavar="CODE")
        for option, (champ, aide) in TEXTES.items():
            verbe.add_argument(option, dest=champ, metavar="TEXTE", help=aide)
        verbe.add_argument("--periodicite", type=_periodicite, metavar="P", help=enumerer(list(Periodicite), "ou"))
        verbe.add_argument("--fois-par-an", type=entier_saisi, metavar="N", help="avec « n fois par an », de 2 à 52")
        verbe.add_argument("--ancre", type=date_saisie, metavar="DATE", help="un jour qui montre quand l’attendre")
        verbe.add_argument("--ordre", type=entier_saisi, metavar="N", help="rang dans la tournée")
        verbe.set_defaults(analyseur=verbe)
    ajout.add_argument("--depuis", type=date_saisie, metavar="DATE", help="premier jour dû (aujourd’hui)")
    _declarer_premiere(ajout)
    modif.add_argument("--a-compter-du", type=date_saisie, metavar="DATE", help="premier jour du nouveau texte")
    modif.add_argument("--raison", default="", metavar="TEXTE", help="si le rythme du référentiel est ralenti")
    pause = _verbe(verbes, "suspendre", suspendre, "ne plus demander une vérification")
    pause.add_argument("code", metavar="CODE")
    pause.add_argument("--du", type=date_saisie, metavar="DATE", help="premier jour (aujourd’hui)")
    pause.add_argument("--au", type=date_saisie, metavar="DATE", help="dernier jour ; sans lui, jusqu’à la reprise")
    pause.add_argument("--raison", required=True, metavar="TEXTE")
    reprise = _verbe(verbes, "reprendre", reprendre, "demander de nouveau une vérification suspendue")
    reprise.add_argument("code", metavar="CODE")
    reprise.add_argument("--le", type=date_saisie, metavar="DATE", help="premier jour dû (aujourd’hui)")


def _declarer_premiere(verbe: Analyseur) -> None:
    verbe.add_argument(
        "--premiere-periode",
        choices=list(PREMIERES),
        help="la période déjà commencée : due, ou non-due (selon les réglages du site)",
    )


def _premiere(appel: Appel) -> bool | None:
    choix = appel.options.premiere_periode
    return PREMIERES[choix] if choix else None


def _verbe(verbes: Verbes, nom: str, executer: Callable[[Appel], None], aide: str) -> Analyseur:
    verbe = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
    verbe.set_defaults(executer=executer)
    return verbe


def _resultat(texte: str) -> Resultat:
    """« conforme », « Non conforme », « sans_objet »…"""
    plat = sans_accents(texte.strip()).replace(" ", "-").replace("_", "-")
    if plat not in list(Resultat):
        raise ArgumentTypeError(f"« {texte} » n’est pas un résultat : {enumerer(list(Resultat), 'ou')}")
    return Resultat(plat)


def _periodicite(texte: str) -> Periodicite:
    plat = sans_accents(texte.strip()).replace("-", " ")
    if plat not in list(Periodicite):
        raise ArgumentTypeError(f"« {texte} » n’est pas une périodicité : {enumerer(list(Periodicite), 'ou')}")
    return Periodicite(plat)


def noter(appel: Appel) -> None:
    options, site = appel.options, appel.site
    verification = verifications.trouver(site, options.code)
    avant = verifications.deja_note(site, verification, options.periode)
    constat = verifications.noter(
        site,
        verification,
        options.periode,
        options.resultat,
        jour=appel.jour,
        le=options.le,
        constat=options.constat,
        preuve=options.preuve,
        action=options.action,
        lu=avant,
        corriger=True,
        par=options.par,
    )
    _dire_note(appel, verification, avant, constat)


def _dire_note(appel: Appel, verification: Verification, avant: Constat | None, constat: Constat) -> None:
    suivi = verifications.suivi(appel.site, verification, constat.periode, jour=appel.jour)
    if appel.json:
        appel.rendre(en_json(suivi) | {"action": constat.action or None}, "")
    appel.dire(f"{constat.verification}, {periode_en_mots(constat.periode)} : {constat.resultat}.")
    if avant and avant.resultat and avant.resultat != constat.resultat:
        appel.dire(f"Résultat corrigé : il était « {avant.resultat} » ; l’historique le garde.")
    if not dans_sa_fenetre(suivi.occurrence, constat):
        appel.dire("La période est passée : elle reste manquée, avec ce résultat. Faite à temps ? Précisez --le.")
    if constat.action:
        appel.dire(f"Action liée : {constat.action}.")


def expliquer(appel: Appel) -> None:
    options = appel.options
    verification = verifications.trouver(appel.site, options.code)
    lu = verifications.deja_note(appel.site, verification, options.periode)
    constat = verifications.expliquer(
        appel.site, verification, options.periode, options.raison, lu=lu, texte=options.texte, jour=appel.jour
    )
    appel.dire(f"{verification.code} × {constat.periode} : manquée, {constat.raison}.")


def retenir(appel: Appel) -> None:
    options = appel.options
    if bool(options.codes) == options.toutes:
        options.analyseur.error("il faut des codes, ou --toutes")
    ajoutees = verifications.installer(
        appel.site, codes=options.codes or None, premiere_due=_premiere(appel), jour=appel.jour
    )
    codes = ", ".join(v.code for v in ajoutees) or "aucune, elles y sont déjà"
    appel.dire(f"Ajoutées au tableau : {codes}.")


def ajouter(appel: Appel) -> None:
    champs = _champs(appel)
    if "libelle" not in champs or "periodicite" not in champs:
        appel.options.analyseur.error("il faut --libelle et --periodicite")
    ajoutee = verifications.ajouter(
        appel.site,
        code=appel.options.code,
        depuis=appel.options.depuis,
        premiere_due=_premiere(appel),
        jour=appel.jour,
        **champs,
    )
    appel.dire(f"{ajoutee.code} ajoutée, {ajoutee.rythme_en_mots}, due depuis le {ajoutee.depuis:%d/%m/%Y}.")


def modifier(appel: Appel) -> None:
    champs = _champs(appel)
    if not champs:
        appel.options.analyseur.error("dites ce qui change")
    modifiee = verifications.modifier(
        appel.site,
        verifications.trouver(appel.site, appel.options.code),
        a_compter_du=appel.options.a_compter_du,
        raison=appel.options.raison,
        jour=appel.jour,
        **champs,
    )
    effet = appel.options.a_compter_du or appel.jour
    appel.dire(f"{modifiee.code} modifiée à compter du {effet:%d/%m/%Y} ; ce qui était dû garde son texte.")
    if modifiee.rythme_depuis is not None and modifiee.rythme_depuis > effet:
        debut = f"{modifiee.rythme_depuis:%d/%m/%Y}"
        appel.dire(f"Le nouveau rythme commence le {debut}, à la fin de la période en cours, qui reste due.")


def _champs(appel: Appel) -> dict[str, Any]:
    """The fields given on the command line."""
    noms = [champ for champ, _ in TEXTES.values()] + ["periodicite", "fois_par_an", "ancre", "ordre"]
    champs = {nom: getattr(appel.options, nom) for nom in noms}
    return {nom: valeur for nom, valeur in champs.items() if valeur is not None}


def suspendre(appel: Appel) -> None:
    options = appel.options
    verification = verifications.trouver(appel.site, options.code)
    du = options.du or appel.jour
    verifications.suspendre(appel.site, verification, du=du, au=options.au, raison=options.raison, jour=appel.jour)
    fin = f" au {options.au:%d/%m/%Y} compris" if options.au else " jusqu’à sa reprise"
    appel.dire(f"{verification.code} suspendue du {du:%d/%m/%Y}{fin}.")


def reprendre(appel: Appel) -> None:
    verification = verifications.trouver(appel.site, appel.options.code)
    le = appel.options.le or appel.jour
    verifications.reprendre(appel.site, verification, le=le, jour=appel.jour)
    appel.dire(f"{verification.code} est de nouveau due à partir du {le:%d/%m/%Y}.")
