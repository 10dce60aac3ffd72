"""qualitui semaine: what is late, due today or by Friday. Fast: neither the screens nor Word are imported."""

from __future__ import annotations

from datetime import date
from typing import Any

from qualitui.cli.commun import Analyseur, Appel, document_word
from qualitui.domain.francais import date_courte, date_en_mots, date_sans_annee
from qualitui.domain.semaine import Element, EtatElement, Ligne, Semaine, regrouper
from qualitui.operations.semaine import imprimer, semaine


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("-o", "--sortie", type=document_word, metavar="F.docx", help="imprimer la semaine (Word)")
    analyseur.en_json()
    analyseur.set_defaults(executer=executer)


def executer(appel: Appel) -> None:
    if appel.options.sortie:
        chemin = imprimer(appel.site, sortie=appel.options.sortie, jour=appel.jour)
        appel.rendre({"fichier": str(chemin)}, str(chemin))
        return
    vue = semaine(appel.site, appel.jour, avec_reperes=not appel.json)
    if appel.json:
        appel.rendre(en_json(vue), "")
    else:
        appel.rendre(None, texte(vue))


def en_json(vue: Semaine) -> dict[str, Any]:
    """Exactly the shape of conception.md §4."""
    return {"jour": vue.jour.isoformat(), "elements": [_element(e) for e in vue.elements]}


def _element(element: Element) -> dict[str, Any]:
    cles = ("domaine", "reference", "libelle", "cible", "butoir", "etat", "role")
    return {cle: getattr(element, cle) for cle in cles}


def texte(vue: Semaine) -> str:
    """The week as a page of text: what is late first, then what runs slower."""
    lignes = [f"La semaine du site, {date_en_mots(vue.jour)}"]
    lignes += [f"Fermé {date_sans_annee(ferme.le)} : {ferme.nom}" for ferme in vue.fermetures]
    for etat in EtatElement:
        elements = vue.de(etat)
        if elements:
            lignes += ["", f"{str(etat).capitalize()} ({len(elements)})", *map(_ligne, regrouper(elements))]
    if not vue.elements:
        lignes += ["", "Rien n’est en retard ni dû cette semaine."]
    return "\n".join([*lignes, "", *vue.reperes])


def _ligne(ligne: Ligne) -> str:
    element = ligne.element
    if ligne.nombre > 1:
        reference = element.reference.split(" × ")[0]
        return f"  {_dates(ligne.premier, ligne.dernier):<20} {reference:<24} {element.role:<18} {_fois(ligne)}"
    return f"  {_dates(element.cible, element.butoir):<20} {element.reference:<24} {element.role:<18} {element.libelle}"


def _fois(ligne: Ligne) -> str:
    return f"{ligne.element.libelle} ({ligne.nombre} fois)"


def _dates(*jours: date | None) -> str:
    """« 27/02/26 / 02/03/26 », a day said once."""
    return " / ".join(date_courte(le) for le in dict.fromkeys(jours) if le)
