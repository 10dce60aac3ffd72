"""What the cases give to « La semaine du site »: those that are open, and those that were closed but are contested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.etape import Etape, Porteurs, porteurs
from qualitui.domain.reclamations import etape as regle
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.equipe import Personne

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """What is owed on the cases that are not over (`concepts.py` says which the register sets apart)."""
    qui = porteurs(site.registre.find(Personne), jour)
    for reclamation in site.registre.ouvertes(Reclamation):
        yield from _de(site, reclamation, jour, qui)


def de(site: Site, fiche: Reclamation, jour: date) -> tuple[Etape, ...]:
    """What is owed on one case."""
    return _de(site, fiche, jour, porteurs(site.registre.find(Personne), jour))


def _de(site: Site, reclamation: Reclamation, jour: date, qui: Porteurs) -> tuple[Etape, ...]:
    return regle.etapes(reclamation, jour, qui, _sujet(site, reclamation))


def _sujet(site: Site, reclamation: Reclamation) -> str:
    """Its nature's label, when its object was not typed."""
    if reclamation.objet or not reclamation.nature:
        return ""
    return next((n.libelle for n in site.nomenclatures.natures if n.code == reclamation.nature), "")
