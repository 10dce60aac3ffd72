"""What the suggestions give to « La semaine du site »: those without an answer, or not presented yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.etape import Etape
from qualitui.domain.suggestions.etape import etape
from qualitui.domain.suggestions.fiche import ETATS_OUVERTS, EtatSuggestion, Suggestion
from qualitui.store.site.referentiels import intervalle_de

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

ANALYSE = "P-SUG-ANA"  # codes of [[evenement]] (planning-eps.toml)
REUNION = "P-REU-SER"


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """The suggestions that are not over, at the pace of their analysis and of the meetings."""
    rythmes = _rythmes()
    for suggestion in site.registre.ouvertes(Suggestion):
        if trouvee := etape(suggestion, *rythmes):
            yield trouvee


def de(site: Site, fiche: Suggestion, jour: date) -> tuple[Etape, ...]:
    """That of one suggestion."""
    trouvee = etape(fiche, *_rythmes())
    return (trouvee,) if trouvee else ()


def tenu(site: Site, evenement: str, debut: date, jour: date) -> bool:
    """The analysis of the quarter (`evenement`) is done: nothing received before it is still unanalysed."""
    recues = site.registre.find(Suggestion, etat=EtatSuggestion.RECUE)
    return all(suggestion.recue_le >= debut for suggestion in recues)


def ouvertes(site: Site) -> list[Suggestion]:
    """Those without an answer."""
    return [suggestion for etat in ETATS_OUVERTS for suggestion in site.registre.find(Suggestion, etat=etat)]


def _rythmes() -> tuple[int, int]:
    return intervalle_de(ANALYSE), intervalle_de(REUNION)
