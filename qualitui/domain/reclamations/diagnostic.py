"""What a check-up looks at in the deadlines of the cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import Constatation, Fiches, Gravite, Noms
from qualitui.domain.francais import date_numerique, enumerer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.delais import Echeance
from qualitui.domain.temps.echeances import calculer


def constatations(fiches: Fiches, calendrier: Calendrier, connus: Noms) -> Iterator[Constatation]:
    """Deadlines off their rule."""
    return echeances(fiches.get("reclamations", ()), calendrier)


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
            "une fermeture ou un jour d’ouverture a changé depuis. "
            f"La date fixée ({date_numerique(echeance.cible)}) reste."
        )
        yield Constatation(Gravite.INFORMATION, "échéances", phrase)


def _sur_la_zone(calendrier: Calendrier, echeance: Echeance) -> Calendrier:
    return Calendrier.model_validate({**dict(calendrier), "zone": echeance.zone})


def _ecart(nom: str, ecrite: object, calculee: object) -> str:
    return f"{nom}\u00a0: {_en_chiffres(ecrite)} au lieu de {_en_chiffres(calculee)}"


def _en_chiffres(jour: object) -> str:
    return date_numerique(jour) if isinstance(jour, date) else "aucune"
