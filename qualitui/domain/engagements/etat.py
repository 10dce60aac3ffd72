"""The state of a commitment: the worst of its own figures, its indicators, its checks; what decides is named.

| état         | when                                                                                             |
|--------------|--------------------------------------------------------------------------------------------------|
| non respecté | something is in alert, or nothing of it is done                                                  |
| partiel      | something is under its target                                                                    |
| non mesuré   | what judges it has no figure, or is not due yet (what checks saw does not stand for it); nothing |
|              | was counted at all                                                                               |
| respecté     | everything reaches its target                                                                    |
| sans objet   | every check was found « sans objet »                                                             |

Its own figures (`[[engagement.chiffre]]`: deadlines kept, quarters held, audits, the annual review) come before the
indicators, and those before the checks: of two that say the same, the fact is named rather than what stands near it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from qualitui.domain.comptage import Comptage
from qualitui.domain.indicateurs.catalogue import calcule, en_mesure
from qualitui.domain.indicateurs.fiche import EtatIndicateur, derniere_finie
from qualitui.domain.indicateurs.fiche import etat as etat_de_l_indicateur
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.reference.referentiel import Engagement
from qualitui.domain.verifications.comptages import PAR_ENGAGEMENT

Compter = Callable[[str], Comptage]


class EtatEngagement(StrEnum):
    RESPECTE = "respecté"
    PARTIEL = "partiel"
    NON_RESPECTE = "non respecté"
    NON_MESURE = "non mesuré"
    SANS_OBJET = "sans objet"


_DU_PIRE = (
    EtatEngagement.NON_RESPECTE,
    EtatEngagement.PARTIEL,
    EtatEngagement.NON_MESURE,
    EtatEngagement.RESPECTE,
    EtatEngagement.SANS_OBJET,
)


class Sorte(IntEnum):
    """What a figure is to the commitment; of two that say the same, the first is named."""

    FAIT = 0
    INDICATEUR = 1
    VERIFICATION = 2


class Element(NamedTuple):
    """A figure that judges a commitment, and what it says of it. `cible` in the unit of the figure."""

    sorte: Sorte
    comptage: Comptage
    etat: EtatEngagement
    cible: float = 100


class Jugement(NamedTuple):
    """`decide_par` None: nothing judges this commitment."""

    engagement: str
    etat: EtatEngagement
    decide_par: Element | None
    elements: tuple[Element, ...]


def juger(engagement: Engagement, indicateurs: Iterable[IndicateurType], compter: Compter) -> Jugement:
    """`compter` gives the figure of a code, over the time that is judged."""
    elements = tuple(_elements(engagement, indicateurs, compter))
    decide = min(elements, key=_rang, default=None)
    if decide is None or not any(_compte(element.comptage) for element in elements):
        return Jugement(engagement.code, EtatEngagement.NON_MESURE, decide, elements)
    return Jugement(engagement.code, decide.etat, decide, elements)


def _compte(compte: Comptage) -> bool:
    """Whether something was counted at all; checks found « sans objet » were done."""
    return compte.numerateur is not None and compte.denominateur != 0


def attendu(type_: IndicateurType, du: date, jour: date) -> bool:
    """Whether a value of it is expected since `du`: a yearly one says nothing before its year is over."""
    return calcule(type_) or derniere_finie(type_, jour).debut >= du


def _elements(engagement: Engagement, indicateurs: Iterable[IndicateurType], compter: Compter) -> Iterator[Element]:
    for chiffre in engagement.chiffres:
        compte = compter(chiffre.code)
        yield Element(Sorte.FAIT, compte, etat_du_taux(compte, chiffre.cible, chiffre.seuil_alerte), chiffre.cible)
    for type_ in indicateurs:
        if type_.engagement == engagement.code:
            compte = compter(type_.code)
            yield Element(Sorte.INDICATEUR, compte, _etat_indicateur(type_, compte), type_.cible)
    faites, conformes = (compter(f"{code}-{engagement.code}") for code in PAR_ENGAGEMENT)
    conformite = etat_du_taux(conformes)
    realisation = etat_du_taux(faites)
    if conformite is EtatEngagement.SANS_OBJET and realisation is EtatEngagement.RESPECTE:
        realisation = conformite  # all done, and all found « sans objet »: nothing was kept
    yield Element(Sorte.VERIFICATION, conformes, conformite)
    yield Element(Sorte.VERIFICATION, faites, realisation)


def etat_du_taux(compte: Comptage, cible: float = 100, seuil: float = 0) -> EtatEngagement:
    """Compared as n against target × d: no rounding turns a miss into a hit."""
    n, d = compte.numerateur, compte.denominateur
    if n is None or (not d and compte.pas_encore_echues):
        return EtatEngagement.NON_MESURE
    if not d:
        return EtatEngagement.SANS_OBJET
    if n * 100 >= cible * d:
        return EtatEngagement.RESPECTE
    return EtatEngagement.NON_RESPECTE if n == 0 or n * 100 < seuil * d else EtatEngagement.PARTIEL


_DES_INDICATEURS = {
    EtatIndicateur.ATTEINT: EtatEngagement.RESPECTE,
    EtatIndicateur.SOUS_LA_CIBLE: EtatEngagement.PARTIEL,
    EtatIndicateur.EN_ALERTE: EtatEngagement.NON_RESPECTE,
}


def _etat_indicateur(type_: IndicateurType, compte: Comptage) -> EtatEngagement:
    if compte.numerateur is None:
        return EtatEngagement.NON_MESURE
    if compte.denominateur == 0:
        return EtatEngagement.NON_MESURE if compte.pas_encore_echues else EtatEngagement.SANS_OBJET
    return _DES_INDICATEURS[etat_de_l_indicateur(type_, en_mesure(compte))]


def _rang(element: Element) -> tuple[int, int, float]:
    """The worst state; of those, the fact before what stands near it; of those, the rate farthest from its target."""
    valeur = element.comptage.valeur
    taux = valeur if valeur is not None and element.comptage.denominateur is not None else 0
    return _DU_PIRE.index(element.etat), element.sorte, taux
