"""What a suggestion waits for: to be analysed and answered, then shown at the service meeting.

Its answer is due at the pace of their analysis, its presentation at the pace of the service meetings
(planning-eps.toml: both paces are proposed, the référentiel gives none).
"""

from __future__ import annotations

from datetime import date

from qualitui.domain.etape import PROPOSEE, Etape
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.domain.suggestions.phrases import premiere_ligne
from qualitui.domain.temps.calendrier import ajouter_mois

MOIS_D_ANALYSE = 3  # when the planning gives no pace
MOIS_DE_REUNION = 1


def etape(suggestion: Suggestion, mois_d_analyse: int = 0, mois_de_reunion: int = 0) -> Etape | None:
    """The next one, at these paces in months (0: none is known); None once it was presented."""
    if suggestion.ouverte:
        terme = ajouter_mois(suggestion.recue_le, mois_d_analyse or MOIS_D_ANALYSE)
        recue = suggestion.etat is EtatSuggestion.RECUE
        quoi = "Analyser la suggestion et y répondre" if recue else "Répondre à la suggestion"
        return _etape(suggestion, quoi, terme, suggestion.recue_le)
    if suggestion.presentee_le is not None:
        return None
    repondue = suggestion.repondue_le or suggestion.recue_le
    terme = ajouter_mois(repondue, mois_de_reunion or MOIS_DE_REUNION)
    return _etape(suggestion, "Présenter en réunion la réponse à la suggestion", terme, repondue)


def _etape(suggestion: Suggestion, quoi: str, terme: date, depuis: date) -> Etape:
    libelle = f"{quoi} : {premiere_ligne(suggestion)}"
    return Etape("suggestions", suggestion.reference, quoi, libelle, terme, terme, depuis, source=PROPOSEE)
