"""qualitui trimestre: the quarterly review of the plan d’actions."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from qualitui.cli.commun import Analyseur, Appel, date_saisie, document_word
from qualitui.domain.actions.fiche import Action
from qualitui.domain.francais import date_numerique, sans_accents
from qualitui.domain.trimestres import GenreDecision, RevueTrimestrielle, etat_du_trimestre, trimestre_en_mots
from qualitui.operations.trimestres import gestes as trimestres

DECISIONS = ("maintenir", "replanifier", "reorienter", "clore", "abandonner")


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()

    def verbe(nom: str, executer: Callable[[Appel], None], aide: str, *, trimestre: bool = True) -> Analyseur:
        sous = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
        if trimestre:
            sous.add_argument("trimestre", metavar="AAAA-Tn", help="par exemple 2026-T1")
        sous.en_json()
        sous.set_defaults(executer=executer)
        return sous

    verbe("ouvrir", ouvrir, "ouvrir la revue du trimestre")
    choix = verbe("decider", decider, "noter la décision prise pour une action, et l’appliquer")
    choix.add_argument("action", metavar="REF", help="par exemple A-2026-012")
    choix.add_argument("--decision", required=True, type=_decision, metavar="D", help=", ".join(DECISIONS))
    choix.add_argument("--note", default="", help="raison ; pour clore une action inefficace, la suite donnée")
    choix.add_argument("--nouvelle-echeance", type=date_saisie, metavar="DATE")
    choix.add_argument("--intitule", default="", help="nouvel intitulé (réorienter)")
    choix.add_argument("--pilote", default="", metavar="CODE", help="nouveau pilote (réorienter)")
    fin = verbe("clore", clore, "clore la revue : elle ne change plus")
    fin.add_argument("--synthese", default="", metavar="TEXTE")
    rapport_ = verbe("rapport", rapport, "écrire le relevé de décisions (Word)")
    rapport_.add_argument("-o", "--sortie", type=document_word, metavar="F.docx", help="dans documents/ par défaut")
    raison = verbe("expliquer", expliquer, "dire pourquoi un trimestre a été manqué")
    raison.add_argument("--raison", required=True, metavar="TEXTE")
    verbe("voir", voir, "la revue et ses décisions")
    verbe("lister", lister, "les trimestres : tenus, manqués, à tenir", trimestre=False)


def _decision(texte: str) -> GenreDecision:
    for genre in GenreDecision:
        if sans_accents(genre) == sans_accents(texte.strip()):
            return genre
    raise ArgumentTypeError(f"« {texte} » n’existe pas (au choix : {', '.join(DECISIONS)})")


def ouvrir(appel: Appel) -> None:
    _rendre(appel, trimestres.ouvrir(appel.site, appel.options.trimestre, jour=appel.jour))


def decider(appel: Appel) -> None:
    o = appel.options
    revue, action = trimestres.decider(
        appel.site,
        trimestres.trouver(appel.site, o.trimestre),
        appel.site.trouver(Action, o.action),
        decision=o.decision,
        note=o.note,
        nouvelle_echeance=o.nouvelle_echeance,
        intitule=o.intitule,
        pilote=o.pilote,
        jour=appel.jour,
    )
    appel.dire(f"{action.reference} : {action.etat}.")
    _rendre(appel, revue)


def clore(appel: Appel) -> None:
    revue = trimestres.trouver(appel.site, appel.options.trimestre)
    _rendre(appel, trimestres.clore(appel.site, revue, synthese=appel.options.synthese, jour=appel.jour))


def expliquer(appel: Appel) -> None:
    """The quarter leaves the week, and stays missed in the figures."""
    o = appel.options
    _rendre(appel, trimestres.expliquer(appel.site, o.trimestre, raison=o.raison, jour=appel.jour))


def voir(appel: Appel) -> None:
    _rendre(appel, trimestres.trouver(appel.site, appel.options.trimestre))


def lister(appel: Appel) -> None:
    lignes = trimestres.lister(appel.site, jour=appel.jour)
    donnees = [
        {
            "trimestre": cle,
            "etat": str(etat),
            "close_le": revue.close_le if revue else None,
            "raison": (revue.raison or None) if revue else None,
        }
        for cle, etat, revue in lignes
    ]
    textes = [f"{cle}  {etat}{_suite(revue)}" for cle, etat, revue in lignes]
    appel.rendre(donnees, "\n".join(textes))


def _suite(revue: RevueTrimestrielle | None) -> str:
    """When it was closed; for a missed one, why it was."""
    if revue is None:
        return ""
    close = f" (revue close le {date_numerique(revue.close_le)})" if revue.close_le else ""
    return close + (f" (raison : {revue.raison})" if revue.raison else "")


def rapport(appel: Appel) -> None:
    revue = trimestres.trouver(appel.site, appel.options.trimestre)
    chemin = trimestres.imprimer(appel.site, revue, sortie=appel.options.sortie, jour=appel.jour)
    appel.rendre({"fichier": str(chemin)}, str(chemin))


def _rendre(appel: Appel, revue: RevueTrimestrielle) -> None:
    from qualitui.cli.etapes import prochaine

    etape, phrase = prochaine(appel, "trimestre", revue)
    etat = etat_du_trimestre(revue.trimestre, revue, appel.jour)
    restantes = () if revue.close_le or revue.ouverte_le is None else trimestres.restantes(appel.site, revue)
    donnees: dict[str, Any] = {
        **revue.model_dump(mode="json"),
        "etat": str(etat),
        "restantes": [action.reference for action in restantes],
        **etape,
    }
    lignes = [f"Revue du {trimestre_en_mots(revue.trimestre)} : {etat}."]
    lignes += [f"  {d.action:<12} {d.decision}{' : ' + d.note if d.note else ''}" for d in revue.decisions]
    if restantes:
        lignes.append("À examiner : " + ", ".join(action.reference for action in restantes) + ".")
    lignes += [f"Raison : {revue.raison}"] if revue.raison else []
    appel.rendre(donnees, "\n".join([*lignes, phrase]))
