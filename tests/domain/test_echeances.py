"""The heart of the program: three dates and a reason, from a table of worked cases, then by properties."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path

import pytest

from qualitui.domain.echeances import Calendrier, Delai, Echeance, Report, Unite, Zone, calculer

VECTEURS = Path(__file__).parent.parent / "vecteurs" / "echeances.csv"

UNITES = {
    "mois": Unite.MOIS,
    "jours": Unite.JOURS,
    "ouvrables": Unite.JOURS_OUVRABLES,
    "ouvres": Unite.JOURS_OUVRES,
    "heures_ouvrees": Unite.HEURES_OUVREES,
    "trimestre_civil": Unite.TRIMESTRE,
}
REGLE = re.compile(r"(?P<unite>[a-z_]+)(?:\+(?P<duree>\d+))?(?:\+(?P<poste>\d+))?(?:/(?P<date>\w+))?(?P<am>@AM)?")


def selon(regle: str) -> tuple[Delai, Calendrier, str]:
    """The delay, the calendar and the date that a rule id of the table names (domaine.md §3)."""
    lu = REGLE.fullmatch(regle)
    assert lu, regle
    delai = Delai(
        duree=int(lu["duree"] or 1),
        unite=UNITES[lu["unite"]],
        report=Report.AUCUN if lu["date"] == "strict" else Report.SUIVANT,
        acheminement_jours=int(lu["poste"] or 0),
    )
    zone = Zone.ALSACE_MOSELLE if lu["am"] else Zone.METROPOLE
    voulue = "arrivee" if lu["poste"] else "cible" if lu["date"] == "cible" else "butoir"
    return delai, Calendrier(zone=zone), voulue


def obtenu(echeance: Echeance, voulue: str) -> str:
    heure = getattr(echeance, f"{voulue}_heure", None)
    jour = getattr(echeance, voulue).isoformat()
    return f"{jour}T{heure:%H:%M}" if heure else str(jour)


def lignes() -> list[dict[str, str]]:
    with VECTEURS.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


@pytest.mark.parametrize("ligne", lignes(), ids=lambda ligne: f"{ligne['rule']} depuis {ligne['start']}")
def test_chaque_cas_de_la_table(ligne: dict[str, str]) -> None:
    delai, calendrier, voulue = selon(ligne["rule"])
    depart = datetime.fromisoformat(ligne["start"])
    echeance = calculer(depart if "T" in ligne["start"] else depart.date(), delai, calendrier)
    assert obtenu(echeance, voulue) == ligne["expected"], ligne["why"]
