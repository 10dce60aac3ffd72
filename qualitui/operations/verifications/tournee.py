"""Print the round of the day or of the week."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain.base import Refus
from qualitui.domain.etat import reserve
from qualitui.domain.francais import entre_guillemets, enumerer, plus_proches, sans_accents
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.temps.calendrier import fermeture_locale, nom_ferie
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import EtatOccurrence
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.operations.verifications import occurrences
from qualitui.operations.verifications.gestes import role_connu, table
from qualitui.reports import tournee
from qualitui.store.site.ressources import modeles

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class LieuInconnu(Refus):
    """No check of the round is made at that place."""


def imprimer(
    site: Site,
    *,
    jour: date,
    semaine: bool = False,
    role: str = "",
    lieu: str = "",
    sortie: Path | None = None,
    imprimee_le: date,
) -> Path:
    """Write the sheet of `jour` (or of its week) for one role, one place or (empty) all; the path of the document.

    Without `sortie`, it goes to the site's documents/. The site's own template, if any, is modeles/tournee.docx.
    """
    site.exiger("verifications", Verbe.LIRE)
    cible = sortie or site.documents(_nom(site, jour, semaine, role, lieu))
    propre = site.dossier / "modeles" / tournee.MODELE
    modele = propre if propre.is_file() else modeles() / tournee.MODELE
    feuille = tournee.Feuille(
        site=site.reglages.nom,
        jour=jour,
        semaine=semaine,
        suivis=a_parcourir(site, jour=jour, semaine=semaine, role=role, lieu=lieu),
        fermes=_jours_fermes(site, jour),
        roles={une.code: une.libelle for une in site.roles},
        samedi=site.calendrier.recoit_le_samedi or 5 in site.calendrier.horaires,
        imprimee_le=imprimee_le,
        personnes={une.code: une.nom for une in site.registre.find(Personne)},
        choix=_choix(site, role, lieu),
        reserve=reserve(site.registre.etat, imprimee_le, {jour.year}),
    )
    site.sorties.ecrire(tournee.composer(feuille, modele), cible)
    return cible


def _choix(site: Site, role: str, lieu: str) -> str:
    """« Agent d’accueil, salle d’attente », as the title says it; empty: the sheet of all."""
    noms = {une.code: une.libelle.partition(",")[0] for une in site.roles}
    return ", ".join(mot for mot in (role and noms[role_connu(site, role)], lieu and _lieu_connu(site, lieu)) if mot)


def _nom(site: Site, jour: date, semaine: bool, role: str, lieu: str) -> str:
    """« tournee-semaine-2026-03-02-agent-accueil.docx »: the sheet of one role does not replace the one of all."""
    morceaux = ["tournee", "semaine" if semaine else "", jour.isoformat(), role and role_connu(site, role), lieu]
    sobres = (re.sub(r"[^a-z0-9]+", "-", sans_accents(morceau)).strip("-") for morceau in morceaux)
    return "-".join(sobre[:40] for sobre in sobres if sobre) + ".docx"


def lieux(site: Site) -> list[str]:
    """Every place of the table, in walk order."""
    site.exiger("verifications", Verbe.LIRE)
    return list(dict.fromkeys(une.lieu for une in table(site) if une.lieu))


def _lieu_connu(site: Site, saisi: str) -> str:
    """The place as the table writes it, whatever its accents and case; LieuInconnu names the nearest."""
    connus = lieux(site)
    for lieu in connus:
        if sans_accents(lieu) == sans_accents(saisi.strip()):
            return lieu
    proches = [entre_guillemets(lieu) for lieu in plus_proches(saisi, connus)]
    suite = f" Vouliez-vous dire {enumerer(proches, 'ou')} ?" if proches else ""
    raise LieuInconnu(f"Aucune vérification du tableau ne se fait à {entre_guillemets(saisi)}.{suite}", "lieu")


def a_parcourir(site: Site, *, jour: date, semaine: bool = False, role: str = "", lieu: str = "") -> list[Suivi]:
    """What the sheet lists, in walk order: what is expected by that day (or by Sunday) and not done.

    A week keeps every day of a daily check, so that what is already noted shows beside what is left.
    """
    voulu, la = role_connu(site, role) if role else "", _lieu_connu(site, lieu) if lieu else ""
    lundi = jour - timedelta(days=jour.weekday())
    fin = lundi + timedelta(days=6) if semaine else jour
    suivis = occurrences.suivis(site, du=lundi if semaine else jour, au=fin, jour=jour)
    retenus = [
        s
        for s in suivis
        if _a_voir(s, fin, semaine) and voulu in ("", s.occurrence.role) and la in ("", s.occurrence.redaction.lieu)
    ]
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
