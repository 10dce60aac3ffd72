"""What the indicators give to « La semaine du site »: the values that people type and that nobody typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.etape import Etape
from qualitui.domain.indicateurs.etape import etapes as regle
from qualitui.domain.indicateurs.fiche import ValeurIndicateur, derniere_finie, identifiant
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.operations.verifications.semaine import debut_du_site

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """Each value missing, and the one to come."""
    saisies, debut = site.registre.identifiants(ValeurIndicateur), debut_du_site(site)
    for indicateur in site.indicateurs_types:
        yield from regle(indicateur, saisies, debut, jour, site.calendrier)


def de(site: Site, fiche: IndicateurType, jour: date) -> tuple[Etape, ...]:
    """Those of one indicator."""
    saisies = site.registre.identifiants(ValeurIndicateur)
    return regle(fiche, saisies, debut_du_site(site), jour, site.calendrier)


def tenu(site: Site, evenement: str, debut: date, jour: date) -> bool:
    """Every indicator that people type has its last finished value."""
    saisies = site.registre.identifiants(ValeurIndicateur)
    types = (type_ for type_ in site.indicateurs_types if type_.calcul == "saisi")
    return all(identifiant(type_.code, derniere_finie(type_, jour).cle) in saisies for type_ in types)
