"""What the plan gives to « La semaine du site »: the actions to be réalisées."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain import semaine as regle
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.semaine import Element

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def elements(site: Site, jour: date) -> Iterator[Element | None]:
    """The actions still to be réalisées."""
    roles = regle.roles_de(site.registre.find(Personne))
    for etat_voulu in (EtatAction.A_LANCER, EtatAction.EN_COURS):
        for action in site.registre.find(Action, etat=etat_voulu):
            yield regle.d_action(action, jour, site.calendrier, roles)
