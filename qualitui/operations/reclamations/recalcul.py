"""Look at, then apply, what the site's days of today change in the deadlines of open cases."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.reclamations import recalcul
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.recalcul import Recalcul
from qualitui.domain.reference.droits import Verbe
from qualitui.store.site.site import Site


def apercevoir(site: Site) -> tuple[Recalcul, ...]:
    """The open cases whose dates would change; nothing is written."""
    site.exiger("reclamations", Verbe.LIRE)
    return recalcul.recalculs(site.registre.find(Reclamation), site.calendrier)


def appliquer(site: Site, references: Iterable[str] = ()) -> tuple[Recalcul, ...]:
    """Count again the deadlines of these open cases (all of them without any), in one line of the journal.

    Returns what moved; the history of each case keeps both dates.
    """
    site.exiger("reclamations", Verbe.TENIR)
    voulues = {site.trouver(Reclamation, reference).reference for reference in references}
    bouges = tuple(ecart for ecart in apercevoir(site) if not voulues or ecart.reference in voulues)
    with site.registre.transaction():
        for ecart in bouges:
            site.registre.save(recalcul.recalculer(site.trouver(Reclamation, ecart.reference), site.calendrier))
    return bouges
