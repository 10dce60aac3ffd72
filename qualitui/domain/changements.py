"""A change of a record told in words: « échéance : quantième 28/02/2026, butoir 02/03/2026, cible 27/02/2026 ».

Values are the stored ones (JSON): None stands for an absent field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from qualitui.domain.francais import INSECABLE, date_numerique

RIEN = "(vide)"
Nommer = Callable[[str], str]

# The fields that hold the code of a person or of a role.
CODES = frozenset(
    {"par", "pilote", "interlocuteur", "auteur", "role", "roles", "personne", "close_par", "porteur", "expliquee_par"}
)

# The fields whose code, without accents, is not yet the French word.
LIBELLES = {
    "reference": "référence",
    "recue_le": "reçue le",
    "arrivee_site_le": "arrivée au site le",
    "enregistree_le": "enregistrée le",
    "echeance": "échéance",
    "echeance_attente": "échéance de la réponse d’attente",
    "echeance_initiale": "première échéance",
    "accuse_attendu": "accusé attendu",
    "ecrit": "écrit",
    "fondee": "fondée",
    "creee_le": "créée le",
    "realisee_le": "réalisée le",
    "efficacite": "efficacité",
    "efficacites_passees": "vérifications d’efficacité passées",
    "etat": "état",
    "priorite": "priorité",
    "intitule": "intitulé",
    "resultat": "résultat",
    "periode": "période",
    "libelle": "libellé",
    "verification": "vérification",
    "corrigee_le": "corrigée le",
    "expliquee_le": "raison donnée le",
    "expliquee_par": "raison donnée par",
    "modifiee_le": "texte en vigueur le",
    "redactions": "textes précédents",
    "ancre": "jour type",
    "ordre": "rang",
    "methode": "méthode",
    "periodicite_imposee": "périodicité du référentiel",
    "raison_rythme": "raison d’un rythme plus rare",
    "repondue_le": "répondue le",
    "presentee_le": "présentée le",
    "reponse": "réponse",
    "numerateur": "numérateur",
    "denominateur": "dénominateur",
    "decisions": "décisions",
    "theme": "thème",
    "periodicite": "périodicité",
    "role": "rôle",
    "roles": "rôles",
    "depart_le": "départ le",
    "arrivee_le": "arrivée le",
    "quantieme": "quantième",
    "corrections": "correction d’un fait",
    "apres": "après",
    "nouvelle_date": "nouvelle date",
    "detail": "précision",
    "genre": "",
    "le": "",
    "texte": "",
    "telephone": "téléphone",
    "referentiels": "référentiels",
    "manquants": "ce qui manque",
    "connues": "écritures connues",
    "presentes": "écritures présentes",
    "phrase": "",
    "numeros": "numéros sans fiche",
    "dossiers": "dossiers confidentiels sans fiche",
    "recoit_le_samedi": "reçoit le samedi",
}


def nom_du_champ(champ: str) -> str:
    """The field's French name; empty when its value speaks for itself inside a list."""
    return LIBELLES.get(champ, champ.replace("_", " "))


def valeur_en_mots(valeur: Any, nommer: Nommer = str) -> str:
    """A stored value as a person reads it: dates in French, « oui », « (vide) », the three dates of a deadline.

    `nommer` gives the name of the person or role that a code stands for, in the fields of `CODES`.
    """
    if valeur in (None, "", [], {}):
        return RIEN
    match valeur:
        case bool():
            return "oui" if valeur else "non"
        case str():
            return _texte_en_mots(valeur)
        case Mapping() if {"quantieme", "butoir", "cible"} <= valeur.keys():
            return _champs_en_mots({nom: valeur[nom] for nom in ("quantieme", "butoir", "cible")}, nommer)
        case Mapping():
            return _champs_en_mots(valeur, nommer)
        case Sequence():
            return " ; ".join(valeur_en_mots(element, nommer) for element in valeur)
        case float() if valeur.is_integer():
            return str(int(valeur))
        case _:
            return str(valeur)


def changement_en_mots(champ: str, avant: Any, apres: Any, nommer: Nommer = str) -> str:
    """« reçue le : 02/03/2026 → 03/03/2026 »; what was added to a list is told alone."""
    nom = nom_du_champ(champ) or champ
    if isinstance(avant, list) and isinstance(apres, list) and apres[: len(avant)] == avant and apres != avant:
        return f"{nom}{INSECABLE}: ajouté {_du_champ(champ, apres[len(avant) :], nommer)}"
    if avant in (None, "", [], {}):
        return f"{nom}{INSECABLE}: {_du_champ(champ, apres, nommer)}"
    return f"{nom}{INSECABLE}: {_du_champ(champ, avant, nommer)} → {_du_champ(champ, apres, nommer)}"


def _du_champ(champ: str, valeur: Any, nommer: Nommer) -> str:
    if champ in CODES and isinstance(valeur, str) and valeur:
        return nommer(valeur)
    if champ in CODES and isinstance(valeur, list):
        return " ; ".join(nommer(str(code)) for code in valeur) or RIEN
    return valeur_en_mots(valeur, nommer)


def _champs_en_mots(champs: Mapping[str, Any], nommer: Nommer) -> str:
    dits = [
        (nom_du_champ(nom), _du_champ(nom, valeur, nommer))
        for nom, valeur in champs.items()
        if valeur not in (None, "")
    ]
    return ", ".join(f"{nom} {valeur}".strip() for nom, valeur in dits)


def _texte_en_mots(texte: str) -> str:
    if len(texte) == 10:
        try:
            return date_numerique(date.fromisoformat(texte))
        except ValueError:
            return texte
    return " ".join(texte.split())
