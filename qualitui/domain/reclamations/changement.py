"""What a change of référentiel would change for the cases still open. A preview: nothing moves by itself.

Cases registered before keep the deadlines frozen under their own rule; only those received from the day the new
référentiel is in force follow it (domaine.md §3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qualitui.domain.base import Valeur
from qualitui.domain.reclamations.fiche import Reclamation, ouverte
from qualitui.domain.reclamations.saisie import Regles, engagement_propose, fixer_echeances
from qualitui.domain.temps.echeances import Echeance


class Ecart(Valeur):
    """One open case: what it keeps, and what a case received the same day under the new référentiel would get.

    Dates are butoirs; None: no such deadline. `engagement` is the one the motif proposes there.
    """

    reference: str
    reponse: date | None
    reponse_nouvelle: date | None
    attente: date | None
    attente_nouvelle: date | None
    engagement: str
    engagement_nouveau: str

    @property
    def dates_changent(self) -> bool:
        return (self.reponse, self.attente) != (self.reponse_nouvelle, self.attente_nouvelle)


def apercu_changement(reclamations: Iterable[Reclamation], regles: Regles) -> tuple[Ecart, ...]:
    """The open cases for which `regles` (the new référentiel) say something else, in their order."""
    ecarts = (_ecart(reclamation, regles) for reclamation in reclamations if ouverte(reclamation))
    return tuple(e for e in ecarts if e.dates_changent or e.engagement != e.engagement_nouveau)


def _ecart(reclamation: Reclamation, regles: Regles) -> Ecart:
    nouvelle = fixer_echeances(reclamation, regles)
    return Ecart(
        reference=reclamation.reference,
        reponse=_butoir(reclamation.echeance),
        reponse_nouvelle=_butoir(nouvelle.echeance),
        attente=_butoir(reclamation.echeance_attente),
        attente_nouvelle=_butoir(nouvelle.echeance_attente),
        engagement=reclamation.engagement,
        engagement_nouveau=engagement_propose(reclamation.motif, regles) or reclamation.engagement,
    )


def _butoir(echeance: Echeance | None) -> date | None:
    return echeance.butoir if echeance else None
