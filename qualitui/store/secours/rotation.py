"""The weekly backup, made by whoever opens the site first, and which old ones are let go.

Only files this module named (`auto-AAAA-MM-JJ.zip`) are ever removed: the last `SEMAINES`, and the first of each of the
last `MOIS` months, are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from qualitui.store.secours.sauvegarde import Sauvegarde, SauvegardeImpossible, sauvegarder

SEMAINES = 6
MOIS = 12
INTERVALLE = timedelta(days=7)
_NOM = re.compile(r"^auto-(\d{4}-\d{2}-\d{2})\.zip$")


def sauvegarde_due(sauvegardes: Path, jour: date) -> bool:
    """Whether the last automatic backup is a week old (or there is none). `OSError` if the folder is unreadable."""
    faites = dernieres(sauvegardes)
    return not faites or jour - faites[-1][0] >= INTERVALLE


def sauvegarder_si_due(site: Path, le: datetime) -> Sauvegarde | None:
    """Make the week's backup if it is due; None if it is not, or if another workstation is making it."""
    sauvegardes, jour = site / "sauvegardes", le.date()
    try:
        if not sauvegarde_due(sauvegardes, jour):
            return None
        _oublier_les_abandons(sauvegardes, jour)
        faite = sauvegarder(site, sauvegardes / f"auto-{jour.isoformat()}.zip", le=le)
    except SauvegardeImpossible as erreur:
        if isinstance(erreur.__cause__, FileExistsError):
            return None
        raise
    _laisser_partir(sauvegardes)
    return faite


def a_garder(jours: Iterable[date]) -> set[date]:
    """Which backups stay: the latest ones, and the first one of each recent month."""
    ordre = sorted(jours)
    premiers = {(jour.year, jour.month): jour for jour in reversed(ordre)}
    return set(ordre[-SEMAINES:]) | set(sorted(premiers.values())[-MOIS:])


def dernieres(sauvegardes: Path) -> list[tuple[date, Path]]:
    """The automatic backups with their day, oldest first."""
    try:
        trouves = [(_NOM.match(chemin.name), chemin) for chemin in sauvegardes.iterdir()]
    except FileNotFoundError:
        return []
    return sorted((date.fromisoformat(lu[1]), chemin) for lu, chemin in trouves if lu)


def _laisser_partir(sauvegardes: Path) -> None:
    faites = dernieres(sauvegardes)
    gardees = a_garder(jour for jour, _ in faites)
    for jour, chemin in faites:
        if jour not in gardees:
            chemin.unlink(missing_ok=True)


def _oublier_les_abandons(sauvegardes: Path, jour: date) -> None:
    """A backup begun another day and never finished stands in nobody's way."""
    for partiel in sauvegardes.glob("auto-*.zip.partiel"):
        if partiel.name != f"auto-{jour.isoformat()}.zip.partiel":
            partiel.unlink(missing_ok=True)
