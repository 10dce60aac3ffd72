"""The checks of a year as an Excel workbook: every result, the year as a grid, the table itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from qualitui.domain.francais import MOIS, date_numerique
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.fiche import Suspension, Verification
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Taux, bilan
from qualitui.domain.verifications.volets import EN_MOTS, signe, signes
from qualitui.exchange.classeur import Feuille, Valeur, classeur

RESULTATS = (
    ("Réf.", 10),
    ("Vérification", 50),
    ("Engagement", 11),
    ("Thème", 16),
    ("Lieu", 22),
    ("Rôle", 22),
    ("Personne", 18),
    ("Période", 22),
    ("Début", 11),
    ("Attendue", 11),
    ("Fin", 11),
    ("État", 16),
    ("Résultat", 14),
    ("Fait le", 11),
    ("Fait par", 18),
    ("Ce qui a été vu", 40),
    ("Preuve", 24),
    ("Action", 12),
    ("Raison du manque", 14),
    ("Précision", 30),
)
TABLE = (
    ("Réf.", 10),
    ("Vérification", 50),
    ("Engagement", 11),
    ("Thème", 16),
    ("Rythme", 16),
    ("Imposé par le référentiel", 14),
    ("Raison d’un rythme plus rare", 20),
    ("Jour type", 11),
    ("Rôle", 22),
    ("Personne", 18),
    ("Lieu", 22),
    ("Méthode", 14),
    ("Preuve attendue", 24),
    ("Consigne", 50),
    ("Condition", 24),
    ("Tenue depuis", 11),
    ("Suspensions", 30),
)


class Annee(NamedTuple):
    """`rangs`: each check of the table, with the occurrences of the year whose window ends in it.

    `grille`: for each check, the occurrences expected in each month. `nommer` says a role's or a person's code.
    `reserve`: what must be known before reading.
    """

    site: str
    annee: int
    jour: date
    rangs: Sequence[tuple[Verification, Sequence[Suivi]]]
    grille: Sequence[tuple[Verification, dict[int, list[Suivi]]]]
    nommer: Callable[[str], str]
    reserve: str = ""


def exporter(annee: Annee) -> bytes:
    """The workbook (.xlsx)."""
    feuilles = [
        Feuille("Résultats", *_colonnes(RESULTATS, list(_resultats(annee)))),
        _grille(annee),
        Feuille("Tableau", *_colonnes(TABLE, [_rangee(v, annee.nommer) for v, _ in annee.rangs])),
    ]
    return classeur(feuilles, titre=f"{annee.site} : vérifications {annee.annee}", le=annee.jour, reserve=annee.reserve)


def _colonnes(
    colonnes: Sequence[tuple[str, int]], lignes: Sequence[Sequence[Valeur]]
) -> tuple[list[str], Sequence[Sequence[Valeur]], list[int]]:
    return [nom for nom, _ in colonnes], lignes, [largeur for _, largeur in colonnes]


def _resultats(annee: Annee) -> Iterator[list[Valeur]]:
    for _, suivis in annee.rangs:
        for suivi in suivis:
            yield _resultat(suivi, annee.nommer)


def _resultat(suivi: Suivi, nommer: Callable[[str], str]) -> list[Valeur]:
    une, constat = suivi.occurrence, suivi.constat
    texte = une.redaction
    note = constat if constat is not None and constat.resultat is not None else None
    return [
        une.verification,
        suivi.libelle,
        texte.engagement,
        texte.theme,
        texte.lieu,
        nommer(texte.role),
        nommer(texte.personne) if texte.personne else "",
        periode_en_mots(une.periode),
        une.debut,
        une.attendue,
        une.fin,
        EN_MOTS[signe(suivi)] if suivi.resultat is None else str(suivi.etat),
        str(note.resultat) if note else "",
        note.le if note else None,
        nommer(note.par) if note else "",
        note.constat if note else "",
        note.preuve if note else "",
        note.action if note else "",
        constat.raison if constat else "",
        constat.explication if constat else "",
    ]


def _grille(annee: Annee) -> Feuille:
    """A row a check, a column a month, a sign a result; then réalisation and conformité of the year, n/d."""
    lignes: list[list[Valeur]] = []
    for (verification, mois), (_, suivis) in zip(annee.grille, annee.rangs, strict=True):
        chiffres = bilan(suivis, annee.jour)
        cases = [signes(mois[rang]) for rang in range(1, 13)]
        lignes.append(
            [
                verification.code,
                verification.libelle,
                *cases,
                _n_sur_d(chiffres.realisation),
                _n_sur_d(chiffres.conformite),
            ]
        )
    entetes = ["Réf.", "Vérification", *(mois.capitalize() for mois in MOIS), "Réalisation", "Conformité"]
    legende = "   ".join(f"{lettre} {mot}" for lettre, mot in EN_MOTS.items())
    notes = [
        f"{legende}. « M 18/20 » : le signe le plus parlant, puis faites sur dues.",
        "Une vérification est au mois où elle était attendue ; réalisation et conformité comptent les périodes finies.",
        f"{annee.site}, état au {date_numerique(annee.jour)}.",
    ]
    return Feuille(str(annee.annee), entetes, lignes, [10, 44, *[9] * 12, 12, 12], notes)


def _n_sur_d(taux: Taux) -> str:
    return f"{taux.numerateur}/{taux.denominateur}" if taux.denominateur else ""


def _rangee(verification: Verification, nommer: Callable[[str], str]) -> list[Valeur]:
    v = verification
    return [
        v.code,
        v.libelle,
        v.engagement,
        v.theme,
        v.rythme_en_mots,
        str(v.periodicite_imposee or ""),
        v.raison_rythme,
        v.ancre,
        nommer(v.role),
        nommer(v.personne) if v.personne else "",
        v.lieu,
        v.methode,
        v.preuve,
        v.consigne,
        v.condition,
        v.depuis,
        " ; ".join(_suspension(s) for s in v.suspensions),
    ]


def _suspension(suspension: Suspension) -> str:
    fin = f"au {date_numerique(suspension.au)}" if suspension.au else "jusqu’à sa reprise"
    return f"du {date_numerique(suspension.du)} {fin} ({suspension.raison})"
