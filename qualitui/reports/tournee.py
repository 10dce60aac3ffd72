"""The round (tournée) of a day or a week as an A4 Word sheet, to carry around and type in afterwards.

A box is filled by hand with one letter, the key of the screen: C conforme, X non conforme, O sans objet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.domain.francais import JOURS, date_en_mots, quantieme_en_mots
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import EtatOccurrence, Resultat
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.reports.word.moteur import remplir

MODELE = "tournee.docx"
ATTENDUE = "•"
LETTRES = {Resultat.CONFORME: "C", Resultat.NON_CONFORME: "X", Resultat.SANS_OBJET: "O"}


class Feuille(NamedTuple):
    """What the sheet says. `suivis` in walk order; for a week, every day of a daily check, done or not.

    `fermes` maps the closed days of the week to a word (« férié », « fermé »); `roles` a role's code to its name,
    `personnes` a person's. `choix`: the role or the place the sheet is for; empty: all. `reserve`: what must be
    known before reading.
    """

    site: str
    jour: date
    semaine: bool
    suivis: Sequence[Suivi]
    fermes: Mapping[date, str]
    roles: Mapping[str, str]
    samedi: bool
    imprimee_le: date
    personnes: Mapping[str, str] = {}
    choix: str = ""
    reserve: str = ""


def composer(feuille: Feuille, modele: Path) -> bytes:
    """The document, as the bytes of a .docx; `ModeleFautif` says what is wrong in the template."""
    return remplir(modele, donnees(feuille))


def donnees(feuille: Feuille) -> dict[str, Any]:
    """The fields of the template."""
    jours = _jours(feuille)
    return {
        "site": feuille.site,
        "reserve": feuille.reserve,
        "titre": _titre(feuille),
        "semaine": feuille.semaine,
        "samedi": feuille.samedi,
        "jours": [f"{JOURS[jour.weekday()][:3]}. {jour.day}" for jour in jours],
        "groupes": _groupes(feuille, jours),
        "imprimee_le": feuille.imprimee_le,
    }


def _titre(feuille: Feuille) -> str:
    choix = f" · {feuille.choix}" if feuille.choix else ""
    if not feuille.semaine:
        return f"Tournée du {date_en_mots(feuille.jour)}{choix}"
    lundi = feuille.jour - timedelta(days=feuille.jour.weekday())
    vendredi = lundi + timedelta(days=5 if feuille.samedi else 4)
    return (
        f"Tournée de la semaine du {quantieme_en_mots(lundi)} au {quantieme_en_mots(vendredi)} {vendredi.year}{choix}"
    )


def _jours(feuille: Feuille) -> list[date]:
    lundi = feuille.jour - timedelta(days=feuille.jour.weekday())
    return [lundi + timedelta(days=rang) for rang in range(6 if feuille.samedi else 5)]


def _groupes(feuille: Feuille, jours: Sequence[date]) -> list[dict[str, Any]]:
    """One group a role, one row a check (all the days of a daily check make one row)."""
    return [
        {
            "role": feuille.roles.get(role, role) or "Sans rôle désigné",
            "lignes": [
                _ligne(list(memes), feuille, jours)
                for _, memes in groupby(suivis, key=lambda s: s.occurrence.verification)
            ],
        }
        for role, suivis in groupby(feuille.suivis, key=lambda s: s.occurrence.role)
    ]


def _ligne(suivis: list[Suivi], feuille: Feuille, jours: Sequence[date]) -> dict[str, Any]:
    premier = suivis[0]
    texte = premier.occurrence.redaction
    condition = f"({texte.condition})" if texte.condition else ""
    pour = f"Pour {feuille.personnes.get(texte.personne, texte.personne)}." if texte.personne else ""
    return {
        "code": premier.occurrence.verification,
        "lieu": texte.lieu,
        "libelle": premier.libelle,
        "precisions": " ".join(mot for mot in (texte.consigne, condition, pour) if mot),
        "preuve": texte.preuve,
        "periode": _periodes(suivis),
        "attendue": premier.occurrence.attendue,
        "jours": [_case(suivis, jour, feuille.fermes) for jour in jours],
    }


def _periodes(suivis: list[Suivi]) -> str:
    if suivis[0].occurrence.redaction.periodicite is Periodicite.QUOTIDIENNE:
        return "chaque jour"
    return ", ".join(periode_en_mots(suivi.occurrence.periode) for suivi in suivis)


def _case(suivis: list[Suivi], jour: date, fermes: Mapping[date, str]) -> str:
    """What is printed in the box of a day: a letter already noted, why it is not asked, a dot on the day expected."""
    if jour in fermes:
        return fermes[jour]
    for suivi in suivis:
        une = suivi.occurrence
        quotidienne = une.debut == une.fin
        if suivi.etat is EtatOccurrence.FAITE and suivi.constat and suivi.constat.resultat:
            if jour == (une.debut if quotidienne else suivi.constat.le):
                return LETTRES[suivi.constat.resultat]
        elif suivi.etat is EtatOccurrence.SUSPENDUE and quotidienne and une.debut == jour:
            return "susp."
        elif suivi.etat is EtatOccurrence.A_FAIRE and not quotidienne and une.attendue == jour:
            return ATTENDUE
    return ""
