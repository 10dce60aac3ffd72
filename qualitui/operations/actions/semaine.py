"""What the plan gives to « La semaine du site »: the actions that have not left it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.actions import etape as regle
from qualitui.domain.actions.fiche import ETATS_OUVERTS, Action
from qualitui.domain.etape import Etape, porteurs
from qualitui.domain.reference.equipe import Personne

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """Every open action: to be réalisée, checked, closed."""
    qui = porteurs(site.registre.find(Personne), jour)
    for etat in ETATS_OUVERTS:
        for action in site.registre.find(Action, etat=etat):
            yield from regle.etapes(action, site.calendrier, qui)


def de(site: Site, fiche: Action, jour: date) -> tuple[Etape, ...]:
    """Those of one action."""
    return regle.etapes(fiche, site.calendrier, porteurs(site.registre.find(Personne), jour))
