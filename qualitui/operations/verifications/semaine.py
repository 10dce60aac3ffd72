"""What the checks give to « La semaine du site », and the day from which they are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain import semaine as regle
from qualitui.domain.semaine import Element
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations.verifications import occurrences

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def elements(site: Site, jour: date) -> Iterator[Element | None]:
    """The open windows from today to Friday, and what was missed without a reason since each check exists."""
    fin = regle.vendredi(jour)
    for suivi in occurrences.suivis(site, du=jour, au=fin, jour=jour):
        yield regle.de_verification(suivi, jour)
    for suivi in occurrences.a_expliquer(site, jour=jour):
        yield regle.de_verification(suivi, jour)


def debut_du_site(site: Site) -> date | None:
    """The day from which its checks are due: when the site began; None without any check."""
    return min((verification.depuis for verification in site.registre.find(Verification)), default=None)
