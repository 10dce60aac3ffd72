"""What the suggestions give to « La semaine du site »: those without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain import semaine as regle
from qualitui.domain.semaine import Element
from qualitui.domain.suggestions.fiche import ETATS_OUVERTS, Suggestion
from qualitui.store.site.referentiels import intervalle_de

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

ANALYSE_DES_SUGGESTIONS = "P-SUG-ANA"  # code of [[evenement]] (planning-eps.toml)


def elements(site: Site, jour: date) -> Iterator[Element | None]:
    """The suggestions without an answer, at the pace of their analysis."""
    if sans_reponse := ouvertes(site):
        mois = intervalle_de(ANALYSE_DES_SUGGESTIONS)
        yield from (regle.de_suggestion(suggestion, jour, mois) for suggestion in sans_reponse)


def ouvertes(site: Site) -> list[Suggestion]:
    """Those without an answer."""
    return [suggestion for etat in ETATS_OUVERTS for suggestion in site.registre.find(Suggestion, etat=etat)]
