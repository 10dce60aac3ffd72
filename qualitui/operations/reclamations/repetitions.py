"""From repetition to action: propose, open the action, link it both ways (engagement 12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.actions.fiche import Action, Origine, TypeAction
from qualitui.domain.base import Refus
from qualitui.domain.francais import INSECABLE, accorder, enumerer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.rapprochements import Repetition, a_traiter, repetitions
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.actions import gestes as actions

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class AucunDossier(Refus):
    """An action born from réclamations names one at least."""


def lister(site: Site, *, toutes: bool = False) -> tuple[Repetition, ...]:
    """The motifs met three times or more in a quarter and without an action yet (`toutes`: with one too)."""
    site.exiger("reclamations", Verbe.LIRE)
    trouvees = repetitions(site.registre.find(Reclamation))
    return trouvees if toutes else a_traiter(trouvees)


def dossiers(site: Site, repetition: Repetition) -> list[Reclamation]:
    """The cases of a repetition, in order of receipt."""
    site.exiger("reclamations", Verbe.LIRE)
    return [site.trouver(Reclamation, reference) for reference in repetition.references]


def ouvrir_action(
    site: Site,
    reclamations: Sequence[Reclamation],
    *,
    intitule: str = "",
    pilote: str = "",
    echeance: date | None = None,
    type: TypeAction = TypeAction.CORRECTIVE,
    jour: date,
) -> tuple[Action, list[Reclamation]]:
    """Create one action for these cases, in one write: its origin is the first, its causes name them all.

    Each case gets the action's reference. Without `intitule`, the motif gives one.
    """
    site.exiger("reclamations", Verbe.NOTER)
    if not reclamations:
        raise AucunDossier("Indiquez la ou les réclamations dont naît l’action.", "reclamations")
    with site.registre.transaction():
        action = actions.creer(
            site,
            intitule=intitule or _intitule(site, reclamations),
            origine=Origine(concept=_origine(reclamations), reference=reclamations[0].reference),
            engagement=next((r.engagement for r in reclamations if r.engagement), ""),
            type=type,
            pilote=pilote,
            echeance=echeance,
            causes=_causes(reclamations),
            jour=jour,
        )
        return action, [actions.lier(site, dossier, action.reference) for dossier in reclamations]


def _origine(reclamations: Sequence[Reclamation]) -> str:
    """Proposals of users have their own origin in the nomenclature."""
    propositions = all(r.nature == "suggestion-usager" for r in reclamations)
    return "suggestion-usager" if propositions else "reclamation"


def _intitule(site: Site, reclamations: Sequence[Reclamation]) -> str:
    premiere = reclamations[0]
    motif = site.nomenclatures.motif(premiere.motif).libelle if premiere.motif else premiere.objet
    return f"Agir sur{INSECABLE}: {motif or premiere.reference}"


def _causes(reclamations: Sequence[Reclamation]) -> str:
    if len(reclamations) == 1:
        return ""
    references = enumerer(r.reference for r in reclamations)
    return f"{accorder(len(reclamations), 'réclamation')} du même motif{INSECABLE}: {references}."
