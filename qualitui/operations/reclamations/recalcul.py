"""Look at, then apply, what the site's days of today change in the deadlines of open cases."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.reclamations.echeance import Recalcul, recalculer, recalculs
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.store.site.site import Site


def apercevoir(site: Site, references: Iterable[str] = ()) -> tuple[Recalcul, ...]:
    """The open cases (among these, if any) whose dates would change; nothing is written."""
    site.exiger("reclamations", Verbe.LIRE)
    voulues = {site.trouver(Reclamation, reference).reference for reference in references}
    ecarts = recalculs(site.registre.find(Reclamation), site.calendrier)
    return tuple(ecart for ecart in ecarts if not voulues or ecart.reference in voulues)


def appliquer(site: Site, ecarts: Iterable[Recalcul]) -> None:
    """Count again the deadlines of these cases, as they were seen, in one line of the journal.

    The history of each case keeps both dates.
    """
    site.exiger("reclamations", Verbe.TENIR)
    with site.registre.transaction():
        for ecart in ecarts:
            site.registre.save(recalculer(ecart.dossier, site.calendrier))
