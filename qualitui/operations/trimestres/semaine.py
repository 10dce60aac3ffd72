"""What the quarters give to « La semaine du site »: the review to hold or to close, and every one that was missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict

from qualitui.domain.base import Fiche
from qualitui.domain.etape import Etape
from qualitui.domain.temps.recurrence import trimestre_de
from qualitui.domain.trimestres import (
    EtatTrimestre,
    RevueTrimestrielle,
    etape,
    etat_du_trimestre,
    precedent,
    premier_du,
    suivant,
)
from qualitui.operations.verifications.semaine import debut_du_site

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class ApercuTrimestre(Fiche):
    """The review of a quarter without the picture of its actions."""

    model_config = ConfigDict(extra="ignore")
    table: ClassVar[str] = RevueTrimestrielle.table

    trimestre: str
    ouverte_le: date | None = None
    close_le: date | None = None
    raison: str = ""

    def etat(self, jour: date) -> EtatTrimestre:
        revue = RevueTrimestrielle(trimestre=self.trimestre, ouverte_le=self.ouverte_le, close_le=self.close_le)
        return etat_du_trimestre(self.trimestre, revue, jour)


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """The review of the current quarter, and of each one before that was missed, until someone says why."""
    revues = {revue.trimestre: revue for revue in site.registre.find(ApercuTrimestre)}
    courant = trimestre_de(jour)
    trimestre = min([premier_du(debut_du_site(site), courant), *revues])
    while trimestre <= courant:
        revue = revues.get(trimestre)
        etat = revue.etat(jour) if revue else etat_du_trimestre(trimestre, None, jour)
        if trouvee := etape(trimestre, etat, bool(revue and revue.raison), site.calendrier):
            yield trouvee
        trimestre = suivant(trimestre)


def de(site: Site, fiche: RevueTrimestrielle, jour: date) -> tuple[Etape, ...]:
    """That of one quarter."""
    etat = etat_du_trimestre(fiche.trimestre, fiche, jour)
    trouvee = etape(fiche.trimestre, etat, bool(fiche.raison), site.calendrier)
    return (trouvee,) if trouvee else ()


def tenu(site: Site, evenement: str, debut: date, jour: date) -> bool:
    """The review of the quarter that begins on `debut` is closed."""
    revue = next(iter(site.registre.find(ApercuTrimestre, trimestre=trimestre_de(debut))), None)
    return revue is not None and revue.close_le is not None


def etats(site: Site, jour: date) -> Iterator[tuple[str, EtatTrimestre]]:
    """The quarter before, when it was owed or held, and the current one."""
    courant = trimestre_de(jour)
    premier = premier_du(debut_du_site(site), courant)
    for trimestre in (precedent(courant), courant):
        revue = next(iter(site.registre.find(ApercuTrimestre, trimestre=trimestre)), None)
        if trimestre >= premier or revue is not None:
            yield trimestre, revue.etat(jour) if revue else etat_du_trimestre(trimestre, None, jour)
