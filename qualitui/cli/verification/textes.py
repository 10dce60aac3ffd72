"""How an occurrence is told on the command line: the JSON object of each reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualitui.domain.verifications.occurrences import Suivi


def en_json(suivi: Suivi) -> dict[str, Any]:
    """The shape of conception.md §4; `contredit`, the figure of the register that says the opposite, when one did."""
    une = suivi.occurrence
    contredit = suivi.constat.contredit if suivi.constat else ""
    return {
        "code": une.verification,
        "periode": une.periode,
        "libelle": suivi.libelle,
        "etat": str(suivi.etat),
        "resultat": str(suivi.resultat) if suivi.resultat else None,
        "debut": une.debut.isoformat(),
        "fin": une.fin.isoformat(),
        "role": une.role,
        **({"contredit": contredit} if contredit else {}),
    }
