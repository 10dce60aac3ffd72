"""What a check-up of a site can find wrong in its records: broken cross-references, doubles, deadlines off their rule.

Pure rules on the records given; a finding says what and where, never who complained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Refus
from qualitui.domain.francais import date_numerique, enumerer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.delais import Echeance
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications.fiche import Constat, Verification


class Gravite(StrEnum):
    """GRAVE: something may be lost; AVERTISSEMENT: to be looked at; INFORMATION: explained, nothing to do."""

    GRAVE = "grave"
    AVERTISSEMENT = "avertissement"
    INFORMATION = "information"


class Constatation(NamedTuple):
    """One thing found. `fichier` is relative to the site; `ligne` counts from 1; None: no place to point at."""

    gravite: Gravite
    domaine: str
    phrase: str
    fichier: str | None = None
    ligne: int | None = None


@dataclass(frozen=True)
class Fiches:
    """The records of a site that speak of each other."""

    reclamations: Sequence[Reclamation] = ()
    actions: Sequence[Action] = ()
    suggestions: Sequence[Suggestion] = ()
    verifications: Sequence[Verification] = ()
    constats: Sequence[Constat] = ()
    trimestres: Sequence[RevueTrimestrielle] = ()


def examiner(fiches: Fiches, calendrier: Calendrier) -> list[Constatation]:
    """Everything wrong in the records, in the order of the concepts."""
    return [
        *doubles("réclamations", (f.reference for f in fiches.reclamations)),
        *doubles("actions", (f.reference for f in fiches.actions)),
        *doubles("suggestions", (f.reference for f in fiches.suggestions)),
        *doubles("vérifications", (f.code for f in fiches.verifications)),
        *renvois(fiches),
        *origines(fiches),
        *constats(fiches),
        *echeances(fiches.reclamations, calendrier),
    ]


def doubles(domaine: str, references: Iterable[str]) -> Iterator[Constatation]:
    """References carried by several records."""
    for reference, combien in Counter(references).items():
        if reference and combien > 1:
            yield Constatation(Gravite.GRAVE, domaine, f"{combien} fiches portent la référence {reference}.")


def renvois(fiches: Fiches) -> Iterator[Constatation]:
    """References to an action that is not in the plan."""
    connues = {action.reference for action in fiches.actions}
    for reclamation in fiches.reclamations:
        yield from _absentes("réclamations", reclamation.reference, reclamation.actions, connues)
    for suggestion in fiches.suggestions:
        yield from _absentes("suggestions", suggestion.reference, [suggestion.action], connues)
    for constat in fiches.constats:
        yield from _absentes("vérifications", f"{constat.verification} × {constat.periode}", [constat.action], connues)
    for revue in fiches.trimestres:
        yield from _absentes("actions", f"revue {revue.trimestre}", [d.action for d in revue.decisions], connues)


def _absentes(domaine: str, de: str, actions: Iterable[str], connues: Collection[str]) -> Iterator[Constatation]:
    absentes = [action for action in actions if action and action not in connues]
    if absentes:
        phrase = f"{de} renvoie à une action absente du plan\u00a0: {enumerer(absentes)}."
        yield Constatation(Gravite.AVERTISSEMENT, domaine, phrase)


def origines(fiches: Fiches) -> Iterator[Constatation]:
    """Actions whose origin names a record that does not exist."""
    codes = {verification.code for verification in fiches.verifications}
    connues = {
        "reclamation": {reclamation.reference for reclamation in fiches.reclamations},
        "suggestion-agent": {suggestion.reference for suggestion in fiches.suggestions},
        "verification": codes,
    }
    for action in fiches.actions:
        origine = action.origine
        vises = connues.get(origine.concept)
        if vises is not None and origine.reference and _visee(origine.concept, origine.reference) not in vises:
            phrase = f"{action.reference} a pour origine {origine.reference}, qui n’existe pas."
            yield Constatation(Gravite.AVERTISSEMENT, "actions", phrase)


def _visee(concept: str, reference: str) -> str:
    """The record an origin points at: the check itself for « V-NET-02 × 2026-03-02 »."""
    if concept != "verification":
        return reference
    return reference.replace("@", "×").partition("×")[0].strip()


def constats(fiches: Fiches) -> Iterator[Constatation]:
    """Results of a check that is not in the table, or filed under another identity than their own."""
    codes = {verification.code for verification in fiches.verifications}
    for constat in fiches.constats:
        if constat.verification not in codes:
            phrase = f"Un résultat de {constat.periode} est noté pour {constat.verification}, absente du tableau."
            yield Constatation(Gravite.AVERTISSEMENT, "vérifications", phrase)


def echeances(reclamations: Iterable[Reclamation], calendrier: Calendrier) -> Iterator[Constatation]:
    """Frozen deadlines that are not what their own frozen rule gives, or that start from another day than the case."""
    for reclamation in reclamations:
        for echeance in (reclamation.echeance, reclamation.echeance_attente):
            if echeance is not None:
                yield from _echeance(reclamation, echeance, calendrier)


def _echeance(reclamation: Reclamation, echeance: Echeance, calendrier: Calendrier) -> Iterator[Constatation]:
    if echeance.depart != reclamation.recue_le:
        phrase = (
            f"L’échéance de {reclamation.reference} part du {date_numerique(echeance.depart)}, "
            f"la réclamation est reçue le {date_numerique(reclamation.recue_le)}."
        )
        yield Constatation(Gravite.AVERTISSEMENT, "échéances", phrase)
        return
    try:
        refaite = calculer(echeance.instant("depart"), echeance.delai, _sur_la_zone(calendrier, echeance))
    except Refus as refus:
        yield Constatation(
            Gravite.AVERTISSEMENT,
            "échéances",
            f"La règle de {reclamation.reference} ne se calcule plus. {refus.phrase}",
        )
        return
    ecarts = [nom for nom in ("quantieme", "butoir", "arrivee") if getattr(echeance, nom) != getattr(refaite, nom)]
    if ecarts:
        noms = {"quantieme": "quantième", "butoir": "butoir", "arrivee": "arrivée"}
        phrase = (
            f"L’échéance de {reclamation.reference} ne suit plus sa règle "
            f"({enumerer([_ecart(noms[nom], getattr(echeance, nom), getattr(refaite, nom)) for nom in ecarts])})."
        )
        yield Constatation(Gravite.AVERTISSEMENT, "échéances", phrase)
    elif echeance.cible != refaite.cible:
        phrase = (
            f"La cible de {reclamation.reference} serait aujourd’hui le {date_numerique(refaite.cible)}\u00a0: "
            f"une fermeture a changé depuis. La date fixée ({date_numerique(echeance.cible)}) reste."
        )
        yield Constatation(Gravite.INFORMATION, "échéances", phrase)


def _sur_la_zone(calendrier: Calendrier, echeance: Echeance) -> Calendrier:
    return Calendrier.model_validate({**dict(calendrier), "zone": echeance.zone})


def _ecart(nom: str, ecrite: object, calculee: object) -> str:
    return f"{nom}\u00a0: {_en_chiffres(ecrite)} au lieu de {_en_chiffres(calculee)}"


def _en_chiffres(jour: object) -> str:
    return date_numerique(jour) if isinstance(jour, date) else "aucune"
