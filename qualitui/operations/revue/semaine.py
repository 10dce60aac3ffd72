"""What the annual review gives to « La semaine du site »: last year's, until it is approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict

from qualitui.domain import semaine as regle
from qualitui.domain.base import Fiche
from qualitui.domain.semaine import Element
from qualitui.operations.verifications.semaine import debut_du_site

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

FINIES = ("approuvée", "présentée")


class ApercuRevue(Fiche):
    """The annual review without its thousand figures."""

    model_config = ConfigDict(extra="ignore")
    table: ClassVar[str] = "revues"

    annee: int
    etat: str = ""


def elements(site: Site, jour: date) -> Iterator[Element | None]:
    """The review of last year, while it is still to write or to approve."""
    etat = etat_de_la_revue(site, jour)
    if etat not in ("", *FINIES):
        yield regle.de_revue(jour.year - 1, etat, jour, site.calendrier)


def etat_de_la_revue(site: Site, jour: date) -> str:
    """In words, the annual review of last year; empty when the site did not exist then."""
    debut = debut_du_site(site)
    if debut is None or debut.year >= jour.year:
        return ""
    revue = next(iter(site.registre.find(ApercuRevue, annee=jour.year - 1)), None)
    return revue.etat if revue else "à préparer"
