"""qualitui action: the plan d’actions.

Its gestures are imported by the verbs that do them: `voir` would pay 5 % for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qualitui.cli.commun import Analyseur, Appel, date_saisie
from qualitui.domain.actions.fiche import Action, EtatAction, Origine, TypeAction, en_retard
from qualitui.domain.base import Refus
from qualitui.domain.francais import date_courte, date_en_mots, date_numerique, sans_accents, vouliez_vous_dire
from qualitui.operations import equipe

# What is typed → the state or type it names; accents may be left out.
ETATS = ("à lancer", "en cours", "réalisée", "efficacité vérifiée", "close", "abandonnée")
TYPES = ("immédiate", "corrective", "préventive", "amélioration")


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()

    def verbe(nom: str, executer: Callable[[Appel], None], aide: str, *, reference: bool = True) -> Analyseur:
        sous = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
        if reference:
            sous.add_argument("reference", metavar="REF", help="par exemple A-2026-012")
        sous.en_json()
        sous.set_defaults(executer=executer)
        return sous

    _declarer_description(verbe("ajouter", ajouter, "créer une action", reference=False), creation=True)
    liste = verbe("lister", lister, "les actions, la plus ancienne d’abord", reference=False)
    liste.add_argument("--etat", metavar="ETAT", help=", ".join(ETATS))
    liste.add_argument("--ouvertes", action="store_true", help="seulement celles du plan en cours")
    liste.add_argument("--en-retard", action="store_true", help="seulement celles en retard")
    liste.add_argument("--pilote", metavar="CODE", default="", help="seulement celles de ce pilote")
    liste.add_argument("--origine", metavar="CODE", default="", help="seulement celles de cette origine")
    verbe("voir", voir, "une action en entier, avec son journal")
    lance = verbe("lancer", lancer, "commencer l’action")
    lance.add_argument("--pilote", metavar="CODE", help="personne ou rôle")
    lance.add_argument("--echeance", type=date_saisie, metavar="DATE")
    note = verbe("noter", noter, "ajouter une ligne datée au journal de l’action")
    note.add_argument("--texte", required=True)
    note.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")
    _declarer_description(verbe("modifier", modifier, "corriger ce qui décrit l’action"), creation=False)
    report = verbe("replanifier", replanifier, "déplacer l’échéance, en disant pourquoi")
    _echeance_et_raison(report)
    faite = verbe("realiser", realiser, "noter que l’action est faite")
    faite.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")
    faite.add_argument("--constat", default="", help="ce qui a été fait")
    _declarer_verification(verbe("verifier", verifier, "noter si l’action a eu l’effet voulu"))
    _echeance_et_raison(verbe("relancer", relancer, "remettre en cours une action sans effet"))
    fin = verbe("clore", clore, "clore une action dont l’efficacité est vérifiée")
    fin.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")
    fin.add_argument("--suite", default="", metavar="TEXTE", help="suite donnée, si l’action est jugée inefficace")
    abandon = verbe("abandonner", abandonner, "abandonner l’action, en disant pourquoi")
    abandon.add_argument("--raison", required=True)
    abandon.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")


def _declarer_description(sous: Analyseur, *, creation: bool) -> None:
    sous.add_argument("--intitule", required=creation, help="ce qu’il faut faire")
    sous.add_argument("--origine", metavar="CODE", help="reclamation, reunion… (tirée de la fiche)")
    sous.add_argument("--reference-origine", metavar="REF", help="la fiche d’où vient l’action")
    sous.add_argument("--engagement", metavar="CODE")
    sous.add_argument("--type", choices=TYPES, default="corrective" if creation else None)
    sous.add_argument("--priorite", metavar="CODE", default="normale" if creation else None)
    sous.add_argument("--pilote", metavar="CODE", help="personne ou rôle")
    sous.add_argument("--causes", metavar="TEXTE")
    if creation:
        sous.add_argument("--echeance", type=date_saisie, metavar="DATE", help="proposée selon le type si absente")


def _declarer_verification(sous: Analyseur) -> None:
    sens = sous.add_mutually_exclusive_group(required=True)
    sens.add_argument("--efficace", dest="efficace", action="store_true")
    sens.add_argument("--inefficace", dest="efficace", action="store_false")
    sous.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")
    sous.add_argument("--par", metavar="CODE", default="", help="qui a vérifié (soi-même par défaut)")
    sous.add_argument("--constat", default="", help="ce qui le montre")


def _echeance_et_raison(sous: Analyseur) -> None:
    sous.add_argument("--echeance", type=date_saisie, metavar="DATE", required=True)
    sous.add_argument("--raison", required=True)


def ajouter(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions
    from qualitui.operations.actions.origines import deduire

    o = appel.options
    reference = o.reference_origine or ""
    action = actions.creer(
        appel.site,
        intitule=o.intitule,
        origine=Origine(concept=o.origine or deduire(reference), reference=reference),
        engagement=o.engagement or "",
        type=TypeAction(o.type),
        priorite=o.priorite,
        pilote=o.pilote or "",
        echeance=o.echeance,
        causes=o.causes or "",
        jour=appel.jour,
    )
    if o.echeance is None and action.echeance:
        appel.dire(f"Échéance proposée : {date_en_mots(action.echeance)}.")
    appel.rendre(en_json(action, appel), f"{action.reference} : {action.etat}.")


def lister(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    etats = (_etat(o.etat),) if o.etat else ()
    trouvees = actions.lister(
        appel.site, etats=etats, pilote=o.pilote, origine=o.origine, ouvertes=o.ouvertes or o.en_retard
    )
    if o.en_retard:
        trouvees = [action for action in trouvees if en_retard(action, appel.jour)]
    appel.rendre_liste(trouvees, lambda a: en_json(a, appel), lambda a: ligne(a, appel), "Aucune action.")


def voir(appel: Appel) -> None:
    from qualitui.cli.etapes import prochaine

    action = _trouver(appel)
    etape, phrase = prochaine(appel, "actions", action)
    appel.rendre(en_json(action, appel) | etape, f"{texte(action, appel)}\n{phrase}")


def lancer(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    _fait(appel, actions.lancer(appel.site, _trouver(appel), pilote=o.pilote, echeance=o.echeance, jour=appel.jour))


def noter(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    _fait(appel, actions.noter(appel.site, _trouver(appel), texte=o.texte, le=o.le, jour=appel.jour))


def modifier(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o, action = appel.options, _trouver(appel)
    champs = ("intitule", "engagement", "priorite", "pilote", "causes")
    changements: dict[str, Any] = {nom: getattr(o, nom) for nom in champs if getattr(o, nom) is not None}
    if o.type:
        changements["type"] = TypeAction(o.type)
    if o.origine or o.reference_origine is not None:
        reference = action.origine.reference if o.reference_origine is None else o.reference_origine
        changements["origine"] = Origine(concept=o.origine or action.origine.concept, reference=reference)
    _fait(appel, actions.modifier(appel.site, action, jour=appel.jour, **changements))


def replanifier(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    action = actions.replanifier(appel.site, _trouver(appel), echeance=o.echeance, raison=o.raison, jour=appel.jour)
    _fait(appel, action)


def realiser(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    le = o.le or appel.jour
    _fait(appel, actions.realiser(appel.site, _trouver(appel), le=le, constat=o.constat, jour=appel.jour))


def verifier(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    action = actions.verifier(
        appel.site,
        _trouver(appel),
        le=o.le or appel.jour,
        efficace=o.efficace,
        constat=o.constat,
        par=o.par,
        jour=appel.jour,
    )
    _fait(appel, action)


def relancer(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    action = actions.relancer(appel.site, _trouver(appel), echeance=o.echeance, raison=o.raison, jour=appel.jour)
    _fait(appel, action)


def clore(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    _fait(appel, actions.clore(appel.site, _trouver(appel), le=o.le or appel.jour, suite=o.suite, jour=appel.jour))


def abandonner(appel: Appel) -> None:
    from qualitui.operations.actions import gestes as actions

    o = appel.options
    _fait(appel, actions.abandonner(appel.site, _trouver(appel), raison=o.raison, le=o.le, jour=appel.jour))


def _trouver(appel: Appel) -> Action:
    return appel.site.trouver(Action, appel.options.reference)


def _etat(saisi: str) -> Any:
    for etat in EtatAction:
        if sans_accents(etat) == sans_accents(saisi.strip()):
            return etat
    raise Refus(f"« {saisi} » n’est pas un état d’action. {vouliez_vous_dire(saisi, ETATS)}".strip(), "etat")


def _fait(appel: Appel, action: Action) -> None:
    appel.rendre(en_json(action, appel), f"{action.reference} : {action.etat}.")


def en_json(action: Action, appel: Appel) -> dict[str, Any]:
    """Every field of the record, and whether it is late today."""
    return {**action.model_dump(mode="json"), "en_retard": en_retard(action, appel.jour)}


def ligne(action: Action, appel: Appel) -> str:
    """One line of the list: reference, deadline, state, pilot, title."""
    echeance = date_courte(action.echeance) if action.echeance else "–"
    etat = f"{action.etat}{', en retard' if en_retard(action, appel.jour) else ''}"
    return f"{action.reference:<12} {echeance:<8} {etat:<22} {action.pilote or '–':<20} {action.intitule}"


def texte(action: Action, appel: Appel) -> str:
    """The whole action, then its journal."""

    def le(jour: Any) -> str:
        return date_numerique(jour) if jour else "–"

    efficacite = action.efficacite
    jugement = "–"
    if efficacite:
        jugement = f"{'efficace' if efficacite.efficace else 'inefficace'}, le {le(efficacite.le)} par {efficacite.par}"
    lignes = [
        f"{action.reference}  {action.intitule}",
        f"État         {action.etat}",
        f"Origine      {action.origine.concept} {action.origine.reference}".rstrip(),
        f"Engagement   {action.engagement or '–'}",
        f"Type         {action.type}, priorité {action.priorite}",
        f"Pilote       {equipe.nommer(appel.site, action.pilote) or '–'}",
        f"Échéance     {le(action.echeance)} (créée le {le(action.creee_le)})",
        f"Réalisée     {le(action.realisee_le)}",
        f"Efficacité   {jugement}",
    ]
    if action.causes:
        lignes.append(f"Causes       {action.causes}")
    if action.motif_abandon:
        lignes.append(f"Abandon      {action.motif_abandon}")
    return "\n".join([*lignes, *(f"  {le(note.le)}  {note.par} : {note.texte}" for note in action.notes)])
