"""qualitui suggestion: the suggestions of the staff, from the idea to its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qualitui.cli.analyseur import texte_partage
from qualitui.cli.commun import Analyseur, Appel, date_saisie
from qualitui.domain.francais import accorder, date_courte
from qualitui.domain.suggestions.fiche import Suggestion, age_en_jours
from qualitui.domain.suggestions.phrases import ANONYMAT
from qualitui.operations.suggestions import gestes as suggestions


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()

    def verbe(nom: str, executer: Callable[[Appel], None], aide: str, *, reference: bool = True) -> Analyseur:
        sous = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
        if reference:
            sous.add_argument("reference", metavar="REF", help="par exemple S-2026-007")
        sous.en_json()
        sous.set_defaults(executer=executer)
        return sous

    ajout = verbe("ajouter", ajouter, "noter une suggestion (anonyme si personne n’est nommé)", reference=False)
    ajout.add_argument("--texte", type=texte_partage, required=True, help="« - » : lu sur l’entrée standard")
    ajout.add_argument("--theme", default="")
    ajout.add_argument("--engagement", metavar="CODE", default="")
    ajout.add_argument("--auteur", metavar="CODE", default="", help="personne de l’équipe ; absent : anonyme")
    liste = verbe("lister", lister, "les suggestions, la plus ancienne d’abord", reference=False)
    liste.add_argument("--ouvertes", action="store_true", help="seulement celles sans réponse")
    verbe("voir", voir, "une suggestion en entier")
    analyse = verbe("analyser", analyser, "dire ce qu’on en pense")
    analyse.add_argument("--analyse", required=True, metavar="TEXTE")
    _declarer_reponse(verbe("repondre", repondre, "retenir la suggestion (elle devient une action) ou l’écarter"))
    reunion = verbe("presenter", presenter, "noter qu’elle a été présentée en réunion de service")
    reunion.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")


def _declarer_reponse(sous: Analyseur) -> None:
    sens = sous.add_mutually_exclusive_group(required=True)
    sens.add_argument("--retenir", action="store_true", help="elle devient une action")
    sens.add_argument("--ecarter", metavar="RAISON", help="dire pourquoi")
    sous.add_argument("--reponse", default="", metavar="TEXTE", help="ce qui est dit à l’équipe")
    sous.add_argument("--intitule", default="", help="de l’action (la suggestion par défaut)")
    sous.add_argument("--pilote", metavar="CODE", default="", help="de l’action")
    sous.add_argument("--echeance", type=date_saisie, metavar="DATE", help="de l’action")


def ajouter(appel: Appel) -> None:
    o = appel.options
    suggestion = suggestions.ajouter(
        appel.site, texte=o.texte, theme=o.theme, engagement=o.engagement, auteur=o.auteur, jour=appel.jour
    )
    _rendre(appel, suggestion)
    if not suggestion.auteur:
        appel.dire(f"Suggestion anonyme\u00a0: {ANONYMAT} La ligne tapée reste dans l’historique de ce terminal.")


def lister(appel: Appel) -> None:
    trouvees = suggestions.lister(appel.site, ouvertes=appel.options.ouvertes)
    appel.rendre_liste(trouvees, lambda s: en_json(s, appel), lambda s: _ligne(s, appel), "Aucune suggestion.")


def voir(appel: Appel) -> None:
    from qualitui.cli.etapes import prochaine

    suggestion = _trouver(appel)
    champs = (
        ("Texte", suggestion.texte),
        ("Thème", suggestion.theme),
        ("Auteur", suggestion.auteur or "anonyme"),
        ("Analyse", suggestion.analyse),
        ("Réponse", suggestion.reponse),
        ("Action", suggestion.action),
    )
    etape, phrase = prochaine(appel, "suggestions", suggestion)
    lignes = [_ligne(suggestion, appel), *(f"{nom:<9}{valeur}" for nom, valeur in champs if valeur), phrase]
    appel.rendre(en_json(suggestion, appel) | etape, "\n".join(lignes))


def analyser(appel: Appel) -> None:
    _rendre(appel, suggestions.analyser(appel.site, _trouver(appel), analyse=appel.options.analyse, jour=appel.jour))


def repondre(appel: Appel) -> None:
    o, suggestion = appel.options, _trouver(appel)
    if not o.retenir:
        _rendre(appel, suggestions.ecarter(appel.site, suggestion, raison=o.ecarter, jour=appel.jour))
        return
    retenue, action = suggestions.retenir(
        appel.site,
        suggestion,
        reponse=o.reponse,
        intitule=o.intitule,
        pilote=o.pilote,
        echeance=o.echeance,
        jour=appel.jour,
    )
    appel.dire(f"Action créée : {action.reference}.")
    _rendre(appel, retenue)


def presenter(appel: Appel) -> None:
    le = appel.options.le or appel.jour
    _rendre(appel, suggestions.presenter(appel.site, _trouver(appel), le=le, jour=appel.jour))


def _trouver(appel: Appel) -> Suggestion:
    return appel.site.trouver(Suggestion, appel.options.reference)


def en_json(suggestion: Suggestion, appel: Appel) -> dict[str, Any]:
    """Every field of the record, and its age in days without an answer."""
    return {**suggestion.model_dump(mode="json"), "age_jours": age_en_jours(suggestion, appel.jour)}


def _rendre(appel: Appel, suggestion: Suggestion) -> None:
    appel.rendre(en_json(suggestion, appel), f"{suggestion.reference} : {suggestion.etat}.")


def _ligne(suggestion: Suggestion, appel: Appel) -> str:
    age = f", {accorder(age_en_jours(suggestion, appel.jour), 'jour')} sans réponse" if suggestion.ouverte else ""
    premiere = suggestion.texte.split("\n")[0]
    return f"{suggestion.reference:<12} {date_courte(suggestion.recue_le)}  {suggestion.etat}{age}  {premiere}"
