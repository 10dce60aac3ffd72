"""Indicators: type a value in, read them all with their trend (SMQ6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.indicateurs import fiche as indicateurs
from qualitui.domain.indicateurs.catalogue import Donnees
from qualitui.domain.indicateurs.fiche import Mesure, Suivi, ValeurIndicateur
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.nomenclatures import IndicateurType, ligne
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.periodes import lire_periode
from qualitui.operations.verifications.statistiques import finies

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def definition(site: Site, code: str) -> IndicateurType:
    """The indicator of this code, whatever its case; Introuvable names the nearest."""
    return ligne(site.indicateurs_types, code.strip().upper(), "L’indicateur")


def saisir(
    site: Site,
    code: str,
    *,
    lue: ValeurIndicateur | None = None,
    periode: str,
    numerateur: float,
    denominateur: float | None = None,
    commentaire: str = "",
    jour: date,
) -> ValeurIndicateur:
    """Type the value of one period; typed again, it replaces the one `lue`, which stays in the history.

    `lue`: the value of that period as the person read it, None when there was none.
    """
    site.exiger("indicateurs", Verbe.NOTER)
    nouvelle = indicateurs.saisir(
        definition(site, code),
        periode=periode,
        numerateur=numerateur,
        denominateur=denominateur,
        commentaire=commentaire,
        par=site.auteur,
        jour=jour,
    )
    if lue is not None:
        return site.registre.save(evoluer(nouvelle, id=lue.id, jeton=lue.jeton))
    connue = chercher(site, code, nouvelle.periode)
    if connue is None:
        return site.registre.add(nouvelle)
    # Nothing was read where there is something: saved from no version, the register says what is there, and by whom.
    return site.registre.save(evoluer(nouvelle, id=connue.id))


def chercher(site: Site, code: str, periode: str) -> ValeurIndicateur | None:
    """The value of that period as it is now; None when nobody typed it."""
    site.exiger("indicateurs", Verbe.LIRE)
    return parmi(valeurs(site, code), periode)


def valeurs(site: Site, code: str) -> tuple[ValeurIndicateur, ...]:
    """What was typed of an indicator."""
    site.exiger("indicateurs", Verbe.LIRE)
    return tuple(site.registre.find(ValeurIndicateur, indicateur=definition(site, code).code))


def parmi(valeurs: Iterable[ValeurIndicateur], periode: str) -> ValeurIndicateur | None:
    """The value of that period among these, however the period is typed."""
    cle = lire_periode(periode)[1].cle
    return next((valeur for valeur in valeurs if valeur.periode == cle), None)


def lister(site: Site, *, jour: date) -> list[Suivi]:
    """Every indicator of the référentiel, in its order, with its trend and its two years."""
    site.exiger("indicateurs", Verbe.LIRE)
    donnees = rassembler(site, jour=jour)
    saisies = indicateurs.mesures_saisies(site.registre.find(ValeurIndicateur))
    return [_suivre(type_, donnees, saisies, jour) for type_ in site.indicateurs_types]


def voir(site: Site, code: str, *, jour: date) -> Suivi:
    """One indicator with its trend."""
    site.exiger("indicateurs", Verbe.LIRE)
    type_ = definition(site, code)
    if catalogue.calcule(type_):
        return _suivre(type_, rassembler(site, jour=jour), {}, jour)
    saisies = indicateurs.mesures_saisies(site.registre.find(ValeurIndicateur, indicateur=type_.code))
    return _suivre(type_, Donnees(), saisies, jour)


def _suivre(type_: IndicateurType, donnees: Donnees, saisies: Mapping[str, Mapping[str, Mesure]], jour: date) -> Suivi:
    connues = catalogue.mesurer(type_, donnees, jour) or saisies.get(type_.code, {})
    return catalogue.suivi(type_, donnees, connues, jour)


def manquantes(site: Site, *, jour: date) -> list[tuple[IndicateurType, str]]:
    """Typed indicators whose last finished period has no value yet, with that period's key."""
    site.exiger("indicateurs", Verbe.LIRE)
    saisies = indicateurs.mesures_saisies(site.registre.find(ValeurIndicateur))
    absentes = []
    for type_ in site.indicateurs_types:
        cle = indicateurs.derniere_finie(type_, jour).cle
        if type_.calcul == "saisi" and cle not in saisies.get(type_.code, {}):
            absentes.append((type_, cle))
    return absentes


def rassembler(site: Site, *, jour: date) -> Donnees:
    """What computed indicators read: everything but the results of checks older than last year."""
    return Donnees(
        reclamations=site.registre.find(Reclamation),
        suivis=finies(site, du=date(jour.year - 1, 1, 1), au=jour, jour=jour),
        actions=site.registre.find(Action),
        suggestions=site.registre.find(Suggestion),
    )
