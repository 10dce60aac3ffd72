"""What the quarters give to « La semaine du site »: the review to hold, or to close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain import semaine as regle
from qualitui.domain.semaine import Element
from qualitui.domain.temps.recurrence import trimestre_de
from qualitui.domain.trimestres import (
    EtatTrimestre,
    RevueTrimestrielle,
    bornes,
    etat_du_trimestre,
    precedent,
)
from qualitui.operations.verifications.semaine import debut_du_site

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def elements(site: Site, jour: date) -> Iterator[Element | None]:
    """The review of the quarter before, and of the current one."""
    for trimestre, etat in etats(site, jour):
        yield regle.de_trimestre(trimestre, etat, jour, site.calendrier)


def etats(site: Site, jour: date) -> Iterator[tuple[str, EtatTrimestre]]:
    """The quarter before, when the site already existed, and the current one."""
    courant = trimestre_de(jour)
    debut = debut_du_site(site)
    for trimestre in (precedent(courant), courant):
        if trimestre == courant or (debut is not None and debut <= bornes(trimestre)[1]):
            revue = next(iter(site.registre.find(RevueTrimestrielle, trimestre=trimestre)), None)
            yield trimestre, etat_du_trimestre(trimestre, revue, jour)
