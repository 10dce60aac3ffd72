"""What the cases give to « La semaine du site »: ten years of them are filtered, not gone through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict

from qualitui.domain import semaine as regle
from qualitui.domain.base import Fiche
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.semaine import Element
from qualitui.store.contrat import FicheIllisible

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class ApercuReclamation(Fiche):
    """What tells, of ten years of cases, those that still ask for something: read ten times faster than whole."""

    model_config = ConfigDict(extra="ignore")
    table: ClassVar[str] = Reclamation.table

    faits: Any = ()

    @property
    def repondue(self) -> bool:
        return any(fait["genre"] == GenreFait.REPONSE for fait in self.faits)


def elements(site: Site, jour: date) -> Iterator[Element | None]:
    """What is owed on the cases without an answer."""
    roles = regle.roles_de(site.registre.find(Personne))
    for apercu in site.registre.ouvertes(ApercuReclamation):
        if apercu.repondue:
            continue
        try:
            reclamation = site.registre.get(Reclamation, apercu.id)
        except FicheIllisible:
            continue  # told of all concepts at once (`operations/semaine.py`)
        yield from regle.de_reclamation(reclamation, jour, roles, _sujet(site, reclamation))


def _sujet(site: Site, reclamation: Reclamation) -> str:
    """Its nature's label, when its object was not typed."""
    if reclamation.objet or not reclamation.nature:
        return ""
    return next((n.libelle for n in site.nomenclatures.natures if n.code == reclamation.nature), "")
