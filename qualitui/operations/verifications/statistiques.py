"""Rates of the checks over a period and over the same one a year before, read from the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.calendrier import ajouter_mois
from qualitui.domain.verifications.fiche import EtatOccurrence
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, bilan, carte, ventiler
from qualitui.operations.verifications.occurrences import IntervalleVide, suivis

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Compare(NamedTuple):
    """The same count for the period asked (N) and a year before (N-1)."""

    n: BilanVerifications
    n_1: BilanVerifications


class Statistiques(NamedTuple):
    """`au` is never after the day asked: a year under way is compared with as much of the year before."""

    du: date
    au: date
    total: Compare
    par: dict[Axe, dict[str, Compare]]


def statistiques(site: Site, *, du: date, au: date, jour: date) -> Statistiques:
    """What fell due from `du` to `au` (both included), whole and by every axis, beside the year before."""
    site.exiger("verifications", Verbe.LIRE)
    if au < du:
        raise IntervalleVide(f"La période finirait le {au:%d/%m/%Y}, avant de commencer.", "au")
    fin = max(du, min(au, jour))
    present = finies(site, du=du, au=fin, jour=jour)
    passe = finies(site, du=ajouter_mois(du, -12), au=ajouter_mois(fin, -12), jour=jour)
    par: dict[Axe, dict[str, Compare]] = {
        axe: _comparer(ventiler(present, axe, jour), ventiler(passe, axe, jour)) for axe in Axe if axe != Axe.MOIS
    }
    par[Axe.MOIS] = {cle: Compare(un, BilanVerifications()) for cle, un in ventiler(present, Axe.MOIS, jour).items()}
    return Statistiques(du, fin, Compare(bilan(present, jour), bilan(passe, jour)), par)


def cartographier(site: Site, axe: Axe, *, du: date, au: date, jour: date) -> dict[str, dict[str, BilanVerifications]]:
    """The heat map: rows of `axe`, columns of months « 2026-03 »; a month without anything due is absent."""
    site.exiger("verifications", Verbe.LIRE)
    return carte(finies(site, du=du, au=min(au, jour), jour=jour), axe, jour)


def echeances(site: Site, *, du: date, au: date, jour: date) -> list[Suivi]:
    """The occurrences whose window ends from `du` to `au`, both included."""
    site.exiger("verifications", Verbe.LIRE)
    return finies(site, du=du, au=au, jour=jour)


def finies(site: Site, *, du: date, au: date, jour: date) -> list[Suivi]:
    """The same, for figures that others show too: who shows them asks the right to read those.

    A period that is not due, and was not done, is in no figure.
    """
    tous = suivis(site, du=du, au=au, jour=jour)
    return [s for s in tous if du <= s.occurrence.fin <= au and s.etat is not EtatOccurrence.NON_DUE]


def _comparer(present: dict[str, BilanVerifications], passe: dict[str, BilanVerifications]) -> dict[str, Compare]:
    cles = list(dict.fromkeys([*present, *passe]))
    return {cle: Compare(present.get(cle, BilanVerifications()), passe.get(cle, BilanVerifications())) for cle in cles}
