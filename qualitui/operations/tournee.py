"""Print the round of the day or of the week."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain.calendrier import fermeture_locale, nom_ferie
from qualitui.domain.jours_ouverts import jours_ouverts
from qualitui.domain.occurrences import Suivi
from qualitui.domain.recurrence import Periodicite
from qualitui.domain.verifications import EtatOccurrence
from qualitui.operations import occurrences
from qualitui.operations.verifications import role_connu
from qualitui.store.ressources import modeles

if TYPE_CHECKING:
    from qualitui.store.site import Site


def imprimer(
    site: Site, *, jour: date, semaine: bool = False, role: str = "", sortie: Path | None = None, imprimee_le: date
) -> Path:
    """Write the sheet of `jour` (or of its week) for one role or (empty) all; the path of the document.

    Without `sortie`, it goes to the site's documents/. The site's own template, if any, is modeles/tournee.docx.
    """
    from qualitui.reports import tournee

    cible = sortie or site.documents(f"tournee-{'semaine-' if semaine else ''}{jour.isoformat()}.docx")
    propre = site.dossier / "modeles" / tournee.MODELE
    modele = propre if propre.is_file() else modeles() / tournee.MODELE
    feuille = tournee.Feuille(
        site=site.reglages.nom,
        jour=jour,
        semaine=semaine,
        suivis=a_parcourir(site, jour=jour, semaine=semaine, role=role),
        fermes=_jours_fermes(site, jour),
        roles={une.code: une.libelle for une in site.roles},
        samedi=site.calendrier.recoit_le_samedi or 5 in site.calendrier.horaires,
        imprimee_le=imprimee_le,
    )
    tournee.ecrire(feuille, modele, cible)
    return cible


def a_parcourir(site: Site, *, jour: date, semaine: bool = False, role: str = "") -> list[Suivi]:
    """What the sheet lists, in walk order: what is expected by that day (or by Sunday) and not done.

    A week keeps every day of a daily check, so that what is already noted shows beside what is left.
    """
    voulu = role_connu(site, role) if role else ""
    lundi = jour - timedelta(days=jour.weekday())
    fin = lundi + timedelta(days=6) if semaine else jour
    suivis = occurrences.suivis(site, du=lundi if semaine else jour, au=fin, jour=jour)
    retenus = [s for s in suivis if _a_voir(s, fin, semaine) and voulu in ("", s.occurrence.role)]
    return occurrences.en_parcours(site, retenus)


def _a_voir(suivi: Suivi, fin: date, semaine: bool) -> bool:
    if semaine and suivi.occurrence.redaction.periodicite is Periodicite.QUOTIDIENNE:
        return suivi.etat is not EtatOccurrence.SITE_FERME
    return suivi.etat is EtatOccurrence.A_FAIRE and suivi.occurrence.attendue <= fin


def _jours_fermes(site: Site, jour: date) -> dict[date, str]:
    """The days of the week on which nothing is asked, with a word that says why."""
    lundi = jour - timedelta(days=jour.weekday())
    jours = jours_ouverts(site.calendrier)
    semaine = [lundi + timedelta(days=rang) for rang in range(6)]
    return {jour: _pourquoi(site, jour) for jour in semaine if not jours.ouvert(jour)}


def _pourquoi(site: Site, jour: date) -> str:
    if nom_ferie(jour, site.calendrier.zone):
        return "férié"
    return "fermé" if fermeture_locale(jour, site.calendrier) else "–"
