"""What the person in front of the screen may not write: asked before a form opens, told as saving would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.concepts import DOMAINES, domaine_de
from qualitui.domain.reference.droits import Verbe
from qualitui.store.site.droits import borne
from qualitui.store.site.droits import bornee as bornee

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

Demande = tuple[str, Verbe]  # a domain of roles-eps.toml, and what is to be done there


class Limites(NamedTuple):
    """`interdits`: what may not be done, with why; `bornes`: what may be on one's own records only."""

    interdits: dict[Demande, Refus]
    bornes: frozenset[Demande]


def limites(site: Site) -> Limites:
    """What this person may not do, domain by domain and verb by verb."""
    demandes = [(domaine, verbe) for domaine in DOMAINES for verbe in Verbe]
    refus = {demande: _refus(site, demande) for demande in demandes}
    interdits = {demande: un for demande, un in refus.items() if un is not None}
    return Limites(interdits, frozenset(d for d in demandes if d not in interdits and borne(site, *d)))


def _refus(site: Site, demande: Demande) -> Refus | None:
    try:
        site.exiger(*demande)
    except Refus as refus:
        return refus
    return None


def exiger(site: Site, demandes: Iterable[Demande], fiche: Fiche) -> None:
    """Raise the refusal that saving this record would meet."""
    for domaine, verbe in demandes:
        if domaine == domaine_de(fiche.table):
            site.exiger(domaine, verbe, fiche)
