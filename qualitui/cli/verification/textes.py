"""How an occurrence is told on the command line: the JSON object of each reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualitui.domain.verifications.fiche import EtatOccurrence

if TYPE_CHECKING:
    from qualitui.domain.verifications.occurrences import Suivi


def en_json(suivi: Suivi) -> dict[str, Any]:
    """The shape of conception.md §4, whose states are five: a period that is not due can be done, and says so."""
    une = suivi.occurrence
    due = suivi.etat is not EtatOccurrence.NON_DUE
    donnees = {
        "code": une.verification,
        "periode": une.periode,
        "libelle": suivi.libelle,
        "etat": str(suivi.etat if due else EtatOccurrence.A_FAIRE),
        "resultat": str(suivi.resultat) if suivi.resultat else None,
        "debut": une.debut.isoformat(),
        "fin": une.fin.isoformat(),
        "role": une.role,
    }
    return donnees if due else donnees | {"due": False}
