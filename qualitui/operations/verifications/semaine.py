"""What the checks give to « La semaine du site », and the day from which they are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qualitui.domain.etape import Etape, Porteurs, porteurs
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.semaine import horizon
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import UN_JOUR, Periodicite
from qualitui.domain.verifications import etape as regle
from qualitui.domain.verifications.fiche import Constat, Verification
from qualitui.domain.verifications.occurrences import occurrences as regle_des_periodes
from qualitui.operations.verifications import occurrences

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

RECUL = timedelta(days=400)  # how far back the latest result is looked for first, by rhythm
RECULS = {
    Periodicite.QUOTIDIENNE: timedelta(days=7),
    Periodicite.HEBDOMADAIRE: timedelta(days=14),
    Periodicite.MENSUELLE: timedelta(days=62),
}
A_VENIR = timedelta(days=2 * 366 + 31)  # a check every two years has a period to come within it


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """The open windows from today to the horizon, what was missed without a reason since each check exists, what was
    found wrong and left without an action, what is suspended without an end."""
    qui = porteurs(site.registre.find(Personne), jour)
    fin = horizon(jour, site.calendrier)
    for suivi in occurrences.suivis(site, du=jour, au=fin, jour=jour):
        if trouvee := regle.de_la_periode(suivi, qui):
            yield trouvee
    for suivi in occurrences.a_expliquer(site, jour=jour):
        if trouvee := regle.de_la_periode(suivi, qui):
            yield trouvee
    for verification in site.registre.find(Verification):
        for trouvee in (_non_conforme(site, verification, jour, qui), regle.de_la_suspension(verification, jour, qui)):
            if trouvee:
                yield trouvee


def de(site: Site, fiche: Verification, jour: date) -> tuple[Etape, ...]:
    """Those of one check, its next period included."""
    qui = porteurs(site.registre.find(Personne), jour)
    suivis = occurrences.historique(site, fiche, jour=jour)
    suivis += occurrences.suivis(site, du=jour, au=jour + A_VENIR, jour=jour, verifications=[fiche])
    uniques = {suivi.occurrence.ident: suivi for suivi in suivis}
    trouvees = [regle.de_la_periode(suivi, qui) for suivi in uniques.values()]
    trouvees += [_non_conforme(site, fiche, jour, qui), regle.de_la_suspension(fiche, jour, qui)]
    return tuple(trouvee for trouvee in trouvees if trouvee)


def _non_conforme(site: Site, verification: Verification, jour: date, qui: Porteurs) -> Etape | None:
    """Of its latest result, looked for back to last year's first day; the explanation of a miss is none."""
    jours, notees = jours_ouverts(site.calendrier), site.registre.identifiants(Constat)
    limite = max(verification.depuis, date(jour.year - 1, 1, 1))
    au, recul = jour, RECULS.get(verification.periodicite, RECUL)
    vues: set[str] = set()
    while au >= limite:
        du = max(limite, au - recul)
        for une in reversed(regle_des_periodes(verification, du, au, jours)):
            if une.ident in notees and une.ident not in vues:
                vues.add(une.ident)
                constat = occurrences.lire(site, une)
                if constat is not None and constat.resultat is not None:
                    return regle.de_la_non_conformite(verification, constat, qui)
        au, recul = du - UN_JOUR, 4 * recul
    return None


def tenu(site: Site, evenement: str, debut: date, jour: date) -> bool:
    """The check that holds the event was noted for the period that begins on `debut`."""
    for verification in site.registre.find(Verification, code=evenement):
        for suivi in occurrences.suivis(site, du=debut, au=max(debut, jour), jour=jour, verifications=[verification]):
            if suivi.resultat is not None:
                return True
    return False


def debut_du_site(site: Site) -> date | None:
    """The day from which its checks are due: when the site began; None without any check."""
    return min((verification.depuis for verification in site.registre.find(Verification)), default=None)
