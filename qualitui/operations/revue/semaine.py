"""What the annual reviews give to « La semaine du site »: each year's, at each stage, until it is transmitted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict

from qualitui.domain.base import Fiche
from qualitui.domain.etape import Etape
from qualitui.domain.revue.etape import A_PREPARER, Avancement, etape
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.operations.verifications.semaine import debut_du_site

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class ApercuRevue(Fiche):
    """The annual review without its thousand figures."""

    model_config = ConfigDict(extra="ignore")
    table: ClassVar[str] = "revues"

    annee: int
    etat: str = ""
    arretee_le: date | None = None
    soumise_le: date | None = None
    approuvee_le: date | None = None
    presentee_le: date | None = None
    transmise_le: date | None = None


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """The review of each year since the site began, this one's included once it was started."""
    revues = {revue.annee: revue for revue in site.registre.find(ApercuRevue)}
    debut = debut_du_site(site)
    passees = range(debut.year, jour.year) if debut else ()
    for annee in sorted({*passees, *revues}):
        if trouvee := etape(_avancement(annee, revues.get(annee)), site.calendrier):
            yield trouvee


def de(site: Site, fiche: RevueAnnuelle, jour: date) -> tuple[Etape, ...]:
    """That of one review; one nobody wrote in yet is to write."""
    trouvee = etape(_avancement(fiche.annee, fiche if fiche.jeton else None), site.calendrier)
    return (trouvee,) if trouvee else ()


def tenu(site: Site, evenement: str, debut: date, jour: date) -> bool:
    """The planning has nothing to remind of it: the step of the review carries its only date, and stays until done."""
    return True


def _avancement(annee: int, revue: ApercuRevue | RevueAnnuelle | None) -> Avancement:
    if revue is None:
        return Avancement(annee)
    return Avancement(
        annee,
        ecrite=True,
        arretee_le=revue.arretee_le,
        soumise_le=revue.soumise_le if revue.etat != "en préparation" else None,
        approuvee_le=revue.approuvee_le,
        presentee_le=revue.presentee_le,
        transmise_le=revue.transmise_le,
    )


def etat_de_la_revue(site: Site, jour: date) -> str:
    """In words, the annual review of last year; empty when the site did not exist then."""
    debut = debut_du_site(site)
    if debut is None or debut.year >= jour.year:
        return ""
    revue = next(iter(site.registre.find(ApercuRevue, annee=jour.year - 1)), None)
    return revue.etat if revue else A_PREPARER
