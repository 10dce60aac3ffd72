"""What the site itself gives to « La semaine du site »: its next audit, placed from the last ones held (réglages)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.etape import DEDUITE, Etape
from qualitui.domain.planning import Audit, Audits, prochain_audit

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

PILOTES = {False: "P-AUD-INT", True: "P-AUD-EXT"}  # codes of [[evenement]] (planning-eps.toml), external or not


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """The next audit, late once its day has passed; typing the day it was held settles it."""
    audit = suivant(site)
    if audit is None:
        return
    quoi = f"Audit {audit.genre} à tenir, ou date du dernier à noter dans les réglages"
    evenements = {evenement.code: evenement for evenement in site.planning_type.evenements}
    role = evenements[PILOTES[audit.externe]].pilotes[0]
    source = DEDUITE if audit.deduit else ""
    yield Etape(
        "reglages", f"audit {audit.genre}", quoi, quoi, audit.vers, audit.vers, audit.depuis, role, source=source
    )


def suivant(site: Site) -> Audit | None:
    """The next audit; None when none was ever noted."""
    return prochain_audit(*derniers(site))


def derniers(site: Site) -> Audits:
    """The last audits noted in the settings, and their pace."""
    reglages = site.reglages
    return Audits(site.planning_type, reglages.dernier_audit_interne, reglages.dernier_audit_externe)
