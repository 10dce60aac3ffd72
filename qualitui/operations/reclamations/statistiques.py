"""The figures of the site's réclamations: a year beside the one before, and the trends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.reclamations import statistiques as domaine
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def annee(site: Site, annee: int, *, jour: date) -> domaine.Statistiques:
    """The figures of a civil year as seen on `jour`; one not over is compared with the year before at the same day."""
    site.exiger("reclamations", Verbe.LIRE)
    return periode(site, *domaine.periode_annuelle(annee, jour), jour=jour)


def periode(site: Site, du: date, au: date, *, jour: date) -> domaine.Statistiques:
    """The figures of the cases received from `du` to `au`, both included."""
    site.exiger("reclamations", Verbe.LIRE)
    return domaine.statistiques(site.registre.find(Reclamation), du, au, jour)


def tendance(site: Site, *, jour: date, mois: int = 13) -> tuple[domaine.Mois, ...]:
    """What was received and kept in each of the last months, oldest first."""
    site.exiger("reclamations", Verbe.LIRE)
    return domaine.mois_glissants(site.registre.find(Reclamation), jour, mois)


def libelles(site: Site) -> dict[str, dict[str, str]]:
    """The labels of the codes of a classification: « nature », « motif » and « canal » → code → label."""
    tables = site.nomenclatures
    par_axe = {"nature": tables.natures, "motif": tables.motifs, "canal": tables.canaux}
    return {axe: {ligne.code: ligne.libelle for ligne in lignes} for axe, lignes in par_axe.items()}
