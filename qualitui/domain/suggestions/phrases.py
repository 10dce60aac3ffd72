"""A suggestion told in words."""

from __future__ import annotations

from datetime import date

from qualitui.domain.francais import INSECABLE, date_courte
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion, age_en_jours

ANONYMAT = (
    "ni nom, ni compte, ni poste, ni heure, ni brouillon\u00a0; ni vous ni personne ne pourra l’annuler. "
    "Ce que le programme ne peut pas taire\u00a0: le propriétaire du fichier et le moment où il est créé, que le "
    "système ou le serveur notent peut-être\u00a0; le jour, si vous étiez seul\u00a0; son rang parmi les suggestions."
)


def situation(suggestion: Suggestion, jour: date) -> str:
    """« reçue depuis 12 j », « retenue, A-2026-012 », « écartée, présentée »: 22 characters."""
    if suggestion.ouverte:
        return f"{suggestion.etat} depuis {age_en_jours(suggestion, jour)}{INSECABLE}j"
    if suggestion.etat is EtatSuggestion.RETENUE:
        return f"{suggestion.etat}, {suggestion.action}"
    return f"{suggestion.etat}, {'présentée' if suggestion.presentee_le else 'à présenter'}"


def reponse_en_mots(suggestion: Suggestion) -> str:
    """« le 02/03/26 : Retenue : action A-2026-012. »; empty while there is none."""
    if suggestion.repondue_le is None:
        return ""
    return f"le {date_courte(suggestion.repondue_le)}{INSECABLE}: {suggestion.reponse}"


def a_presenter(suggestion: Suggestion) -> bool:
    """Answered, and not shown yet at a service meeting."""
    return suggestion.repondue_le is not None and suggestion.presentee_le is None


def premiere_ligne(suggestion: Suggestion) -> str:
    return suggestion.texte.split("\n")[0]


def ordre_de_suivi(suggestion: Suggestion) -> tuple[int, int, str]:
    """Sort key: those without an answer, the oldest first, then the answered, the latest first."""
    if suggestion.repondue_le is None:
        return 0, suggestion.recue_le.toordinal(), suggestion.reference
    return 1, -suggestion.repondue_le.toordinal(), suggestion.reference
