"""The review's indicators (§5, SMQ6): the year beside the one before, the trend, and what missed its target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualitui.domain.comptage import NON_MESURE, Comptage, Fenetre
from qualitui.domain.comptage import nombre as decimal
from qualitui.domain.francais import INSECABLE
from qualitui.domain.indicateurs.catalogue import calcule, deux_annees, en_mesure, mesurer
from qualitui.domain.indicateurs.fiche import EtatIndicateur, Mesure, etat, periodes_de_annee, valeur
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.revue.chiffre import (
    ATTEINT,
    NON_ATTEINT,
    NON_COMMUNIQUE,
    REPONSES_MINIMALES,
    SANS_OBJET,
    Chiffre,
    chiffrer,
    sourcer,
)
from qualitui.domain.revue.chiffres import LigneIndicateur
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.suivi import publie
from qualitui.domain.temps.periodes import periode_en_mots

# What counts answers of people to a survey: below `REPONSES_MINIMALES` of them, someone could be recognised.
_REPONSES = "réponses"


def indicateurs(matiere: Matiere) -> tuple[LigneIndicateur, ...]:
    """Every indicator of the référentiel, in its order, measured or not."""
    return tuple(
        _ligne(matiere, type_, mesurer(type_, matiere.donnees, matiere.au) or matiere.mesures.get(type_.code, {}))
        for type_ in matiere.indicateurs
    )


def _ligne(matiere: Matiere, indicateur: IndicateurType, mesures: Mapping[str, Mesure]) -> LigneIndicateur:
    n, n_1 = _deux_annees(matiere, indicateur, mesures)
    points = _points(indicateur, mesures, matiere)
    origine = "calcul de qualitui" if calcule(indicateur) else indicateur.source_donnees
    chiffre = sourcer(_chiffre(indicateur, n, n_1, publie(matiere, indicateur.code)), origine, n.retenues)
    return LigneIndicateur(
        famille=indicateur.famille,
        chiffre=chiffre,
        unite=indicateur.unite,
        cible_valeur=indicateur.cible,
        hausse=indicateur.sens == "hausse",
        points=points,
        manque=chiffre.etat not in (ATTEINT, NON_MESURE, NON_COMMUNIQUE),
        commentaires=tuple(matiere.commentaires.get(indicateur.code, ())),
    )


def _deux_annees(
    matiere: Matiere, indicateur: IndicateurType, mesures: Mapping[str, Mesure]
) -> tuple[Comptage, Comptage]:
    """A computed one as the figures of the review are; a typed one from the periods typed, the same both years."""
    if calcule(indicateur):
        return matiere.compter(indicateur.code), matiere.compter_avant(indicateur.code)
    vue = Fenetre(matiere.du, matiere.au, matiere.arretee_le)
    return deux_annees(indicateur, matiere.donnees, mesures, vue)


def _points(
    indicateur: IndicateurType, mesures: Mapping[str, Mesure], matiere: Matiere
) -> tuple[tuple[str, float | None], ...]:
    """The year's periods with their value."""
    points = []
    for periode in periodes_de_annee(indicateur, matiere.annee, matiere.au):
        mesure = mesures.get(periode.cle)
        tue = mesure is not None and _confidentielle(indicateur, mesure)
        points.append((periode_en_mots(periode.cle), None if tue else valeur(indicateur, mesure)))
    return tuple(points)


def _chiffre(indicateur: IndicateurType, n: Comptage, n_1: Comptage, publie: Chiffre | None) -> Chiffre:
    """As any figure; what too few people answered is kept to itself, with the numbers that would tell it."""
    chiffre = chiffrer(n, n_1, "", publie=publie)
    ici, avant = _mesure(n), _mesure(n_1)
    tue, tue_avant = _secrete(indicateur, ici), _secrete(indicateur, avant)
    reste: dict[str, Any] = {"cible": _cible(indicateur), "etat": _etat(etat(indicateur, ici))}
    if tue:
        reste |= {"n": NON_COMMUNIQUE, "etat": NON_COMMUNIQUE, "valeur": None, "numerateur": None, "denominateur": None}
    if tue_avant and publie is None:
        reste |= {"n_1": NON_COMMUNIQUE, "precedente": None, "precedent": None}
    if tue_avant:
        reste["n_1_depuis"] = ""
    if tue or tue_avant:
        reste["ecart"] = SANS_OBJET
    return chiffre.model_copy(update=reste)


def _mesure(compte: Comptage) -> Mesure | None:
    return None if compte.numerateur is None else en_mesure(compte)


def _secrete(indicateur: IndicateurType, mesure: Mesure | None) -> bool:
    return mesure is not None and _confidentielle(indicateur, mesure)


def _confidentielle(indicateur: IndicateurType, mesure: Mesure) -> bool:
    """Too few answers to a survey of people; no answer at all is « non mesuré », not a secret."""
    if _REPONSES not in indicateur.denominateur or mesure.denominateur is None:
        return False
    return 0 < mesure.denominateur < REPONSES_MINIMALES


def _etat(brut: EtatIndicateur) -> str:
    mots = {EtatIndicateur.ATTEINT: ATTEINT, EtatIndicateur.SOUS_LA_CIBLE: NON_ATTEINT}
    return mots.get(brut, str(brut))


def _cible(indicateur: IndicateurType) -> str:
    nombre = decimal(indicateur.cible)
    if indicateur.unite == "nombre":
        return nombre
    return f"{nombre}{INSECABLE}{indicateur.unite}"
