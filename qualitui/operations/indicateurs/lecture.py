"""What a screen shows of the indicators, read in one go: the trend, the values typed, what is still to type."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.indicateurs import fiche as regles
from qualitui.domain.indicateurs.fiche import Suivi, ValeurIndicateur
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.operations.indicateurs import gestes as indicateurs

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Releve(NamedTuple):
    """One indicator: its trend, the values typed (latest period first), the period to type now (empty: none)."""

    suivi: Suivi
    valeurs: tuple[ValeurIndicateur, ...]
    a_saisir: str


class Preparation(NamedTuple):
    """What the entry form starts from: the period expected, and its value when it was already typed."""

    indicateur: IndicateurType
    periode: str
    valeur: ValeurIndicateur | None


def releves(site: Site, *, jour: date) -> list[Releve]:
    """Every indicator, in the order of the référentiel's families."""
    site.exiger("indicateurs", Verbe.LIRE)
    a_saisir = {type_.code: periode for type_, periode in indicateurs.manquantes(site, jour=jour)}
    saisies: dict[str, list[ValeurIndicateur]] = defaultdict(list)
    for valeur in site.registre.find(ValeurIndicateur):
        saisies[valeur.indicateur].append(valeur)
    return [
        Releve(suivi, _par_periode(saisies[suivi.indicateur.code]), a_saisir.get(suivi.indicateur.code, ""))
        for suivi in indicateurs.lister(site, jour=jour)
    ]


def _par_periode(valeurs: list[ValeurIndicateur]) -> tuple[ValeurIndicateur, ...]:
    return tuple(sorted(valeurs, key=lambda valeur: valeur.periode, reverse=True))


def preparer(site: Site, releve: Releve, *, jour: date) -> Preparation:
    """Ready to type: the last finished period of an indicator that people type; IndicateurCalcule for the others."""
    site.exiger("indicateurs", Verbe.NOTER)
    type_ = releve.suivi.indicateur
    regles.exiger_saisi(type_)
    periode = regles.derniere_finie(type_, jour).cle
    connue = next((valeur for valeur in releve.valeurs if valeur.periode == periode), None)
    return Preparation(type_, periode, connue)
