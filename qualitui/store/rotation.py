"""The weekly backup, made by whoever opens the site first, and which old ones are let go.

Only files this module named (`auto-AAAA-MM-JJ.zip`) are ever removed: the last `SEMAINES`, and the first of each of the
last `MOIS` months, are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from qualitui.store.sauvegarde import Bilan, SauvegardeImpossible, sauvegarder

SEMAINES = 6
MOIS = 12
INTERVALLE = timedelta(days=7)
_NOM = re.compile(r"^auto-(\d{4}-\d{2}-\d{2})\.zip$")


def sauvegarde_due(sauvegardes: Path, jour: date) -> bool:
    """Whether the last automatic backup is a week old (or there is none). `OSError` if the folder is unreadable."""
    faites = _automatiques(sauvegardes)
    return not faites or jour - max(faites) >= INTERVALLE


def sauvegarder_si_due(site: Path, le: datetime) -> Bilan | None:
    """Make the week's backup if it is due; None if it is not, or if another workstation is making it."""
    sauvegardes, jour = site / "sauvegardes", le.date()
    try:
        if not sauvegarde_due(sauvegardes, jour):
            return None
        _oublier_les_abandons(sauvegardes, jour)
        bilan = sauvegarder(site, sauvegardes / f"auto-{jour.isoformat()}.zip", le=le)
    except SauvegardeImpossible as erreur:
        if isinstance(erreur.__cause__, FileExistsError):
            return None
        raise
    _laisser_partir(sauvegardes)
    return bilan


def a_garder(jours: Iterable[date]) -> set[date]:
    """Which backups stay: the latest ones, and the first one of each recent month."""
    ordre = sorted(jours)
    premiers = {(jour.year, jour.month): jour for jour in reversed(ordre)}
    return set(ordre[-SEMAINES:]) | set(sorted(premiers.values())[-MOIS:])


def _automatiques(sauvegardes: Path) -> list[date]:
    try:
        trouves = [_NOM.match(chemin.name) for chemin in sauvegardes.iterdir()]
    except FileNotFoundError:
        return []
    return [date.fromisoformat(trouve[1]) for trouve in trouves if trouve]


def _laisser_partir(sauvegardes: Path) -> None:
    jours = _automatiques(sauvegardes)
    for jour in set(jours) - a_garder(jours):
        (sauvegardes / f"auto-{jour.isoformat()}.zip").unlink(missing_ok=True)


def _oublier_les_abandons(sauvegardes: Path, jour: date) -> None:
    """A backup begun another day and never finished stands in nobody's way."""
    for partiel in sauvegardes.glob("auto-*.zip.partiel"):
        if partiel.name != f"auto-{jour.isoformat()}.zip.partiel":
            partiel.unlink(missing_ok=True)
