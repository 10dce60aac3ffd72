"""What the person in front of the screen may not write: asked before a form opens, told as saving would."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.concepts import DOMAINES
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.operations.portee import borne

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Limites(NamedTuple):
    """`interdits`: domain → why nothing may be written there; `bornes`: domains where only one's own records may."""

    interdits: dict[str, Refus]
    bornes: frozenset[str]


def limites(site: Site) -> Limites:
    """What this person may not write, domain by domain."""
    refus = {domaine: _refus(site, domaine) for domaine in DOMAINES}
    interdits = {domaine: un for domaine, un in refus.items() if un is not None}
    return Limites(interdits, frozenset(d for d in DOMAINES if d not in interdits and borne(site, d)))


def _refus(site: Site, domaine: str) -> Refus | None:
    try:
        site.exiger(domaine)
    except Refus as refus:
        return refus
    return None


def bornee(fiche: Fiche | None) -> bool:
    """True for a record that a role bound to its own records may not write when it is another person's."""
    return isinstance(fiche, Reclamation)


def exiger(site: Site, fiche: Fiche) -> None:
    """Raise the refusal that saving this record would meet."""
    if isinstance(fiche, Reclamation):
        from qualitui.operations.reclamations import gestes as reclamations

        reclamations.exiger(site, fiche)
