"""« La semaine du site » to pin on the wall: late, today, by Friday, role by role (Word, A4)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.domain.francais import (
    accorder,
    date_courte,
    date_en_mots,
    date_sans_annee,
    enumerer,
)
from qualitui.domain.semaine import EtatElement, Ligne, Semaine, regrouper
from qualitui.reports.word.moteur import remplir

MODELE = "semaine.docx"


class Feuille(NamedTuple):
    """What is printed; `roles` maps a role's code to its name. `reserve`: what must be known before reading."""

    site: str
    semaine: Semaine
    roles: Mapping[str, str]
    reserve: str = ""


def composer(feuille: Feuille, modele: Path) -> bytes:
    """The document, as the bytes of a .docx; `ModeleFautif` says what is wrong in the template."""
    return remplir(modele, donnees(feuille))


def donnees(feuille: Feuille) -> dict[str, Any]:
    """The fields of the template."""
    semaine = feuille.semaine
    return {
        "site": feuille.site,
        "reserve": feuille.reserve,
        "titre": "La semaine du site",
        "sous_titre": f"{date_en_mots(semaine.jour).capitalize()}, jusqu’au {date_sans_annee(semaine.fin)}",
        "resume": _resume(semaine),
        "fermetures": [f"Fermé le {date_sans_annee(f.le)} : {f.nom}" for f in semaine.fermetures],
        "reperes": list(semaine.reperes),
        "groupes": [
            {"role": feuille.roles.get(role, role), "lignes": [_ligne(ligne) for ligne in regrouper(elements)]}
            for role, elements in semaine.par_role().items()
        ],
        "imprimee_le": semaine.jour,
    }


def _resume(semaine: Semaine) -> str:
    """« 3 éléments en retard, 2 aujourd’hui et 5 cette semaine. »."""
    nombres = [(len(semaine.de(etat)), etat) for etat in EtatElement]
    presents = [(nombre, etat) for nombre, etat in nombres if nombre]
    if not presents:
        return "Rien n’est en retard ni dû cette semaine."
    (premier, etat), *suite = presents
    debut = f"{accorder(premier, 'élément')} {etat}"
    return f"{enumerer([debut, *(f'{nombre} {autre}' for nombre, autre in suite)])}."


def _ligne(ligne: Ligne) -> dict[str, str]:
    element = ligne.element
    reference, libelle = element.reference, element.libelle
    if ligne.nombre > 1:
        reference = reference.split(" × ")[0]
        libelle = f"{libelle} ({ligne.nombre} fois)"
    return {
        "etat": str(element.etat).capitalize(),
        "quand": _quand(ligne),
        "reference": reference,
        "libelle": libelle,
    }


def _quand(ligne: Ligne) -> str:
    """The last day; for several, « du … au … »; with the day to aim at when it comes before."""
    element, premier, dernier = ligne.element, ligne.premier, ligne.dernier
    if premier is None or dernier is None:
        return "sans date"
    if premier != dernier:
        return f"du {date_courte(premier)} au {date_courte(dernier)}"
    if element.etat is not EtatElement.EN_RETARD and element.cible and element.cible != dernier:
        return f"pour le {date_courte(element.cible)}, au plus tard le {date_courte(dernier)}"
    return date_courte(dernier)
