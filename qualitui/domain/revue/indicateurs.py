"""The review's indicators (§5, SMQ6): the year beside the one before, the trend, and what missed its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from qualitui.domain.francais import INSECABLE
from qualitui.domain.indicateurs.calculs import Donnees, mesurer
from qualitui.domain.indicateurs.fiche import EtatIndicateur, Mesure, cumul, en_mots, etat, periodes_de_annee, valeur
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.revue.chiffre import (
    ATTEINT,
    NON_ATTEINT,
    NON_COMMUNIQUE,
    NON_MESURE,
    REPONSES_MINIMALES,
    Chiffre,
    decimal,
    ecart_en_nombre,
    ecart_en_points,
    sourcer,
)
from qualitui.domain.revue.chiffres import LigneIndicateur
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.temps.periodes import periode_en_mots

# What counts answers of people to a survey: below `REPONSES_MINIMALES` of them, someone could be recognised.
_REPONSES = "réponses"


def indicateurs(matiere: Matiere) -> tuple[LigneIndicateur, ...]:
    """Every indicator of the référentiel, in its order, measured or not."""
    donnees = Donnees(
        jour=matiere.au,
        reclamations=matiere.reclamations,
        suivis=[*matiere.suivis, *matiere.suivis_precedents],
        actions=matiere.actions,
        suggestions=matiere.suggestions,
    )
    return tuple(
        _ligne(matiere, type_, mesurer(type_, donnees) or matiere.mesures.get(type_.code, {}))
        for type_ in matiere.indicateurs
    )


def _ligne(matiere: Matiere, indicateur: IndicateurType, mesures: Mapping[str, Mesure]) -> LigneIndicateur:
    n = _cumul(indicateur, mesures, matiere.annee, matiere.au)
    n_1 = _cumul(indicateur, mesures, matiere.annee - 1, matiere.au)
    points, connues = _points(indicateur, mesures, matiere)
    chiffre = _chiffre(indicateur, n, n_1)
    origine = "calcul de qualitui" if indicateur.calcul == "automatique" else indicateur.source_donnees
    return LigneIndicateur(
        famille=indicateur.famille,
        chiffre=sourcer(chiffre, origine, [f"{indicateur.code} {cle}" for cle in connues]),
        unite=indicateur.unite,
        cible_valeur=indicateur.cible,
        hausse=indicateur.sens == "hausse",
        points=points,
        manque=chiffre.etat not in (ATTEINT, NON_MESURE, NON_COMMUNIQUE),
        commentaires=tuple(matiere.commentaires.get(indicateur.code, ())),
    )


def _cumul(indicateur: IndicateurType, mesures: Mapping[str, Mesure], annee: int, au: date) -> Mesure | None:
    return cumul(indicateur, [mesures.get(p.cle) for p in periodes_de_annee(indicateur, annee, au)])


def _points(
    indicateur: IndicateurType, mesures: Mapping[str, Mesure], matiere: Matiere
) -> tuple[tuple[tuple[str, float | None], ...], Sequence[str]]:
    """The year's periods with their value, and the keys of those measured."""
    periodes = periodes_de_annee(indicateur, matiere.annee, matiere.au)
    points = []
    for periode in periodes:
        mesure = mesures.get(periode.cle)
        tue = mesure is not None and _confidentielle(indicateur, mesure)
        points.append((periode_en_mots(periode.cle), None if tue else valeur(indicateur, mesure)))
    return tuple(points), [periode.cle for periode in periodes if periode.cle in mesures]


def _chiffre(indicateur: IndicateurType, n: Mesure | None, n_1: Mesure | None) -> Chiffre:
    tues = [mesure is not None and _confidentielle(indicateur, mesure) for mesure in (n, n_1)]
    ici = None if tues[0] else valeur(indicateur, n)
    avant = None if tues[1] else valeur(indicateur, n_1)
    points = indicateur.unite == "%"
    # A count (« nombre ») says no unit; days agree with theirs.
    unite = "jour" if indicateur.unite == "jours" else ""
    return Chiffre(
        code=indicateur.code,
        libelle=indicateur.libelle,
        n=NON_COMMUNIQUE if tues[0] else en_mots(indicateur, n),
        n_1=NON_COMMUNIQUE if tues[1] else en_mots(indicateur, n_1),
        ecart=ecart_en_points(ici, avant) if points else ecart_en_nombre(ici, avant, unite),
        cible=_cible(indicateur),
        etat=NON_COMMUNIQUE if tues[0] else _etat(etat(indicateur, n)),
        valeur=ici,
        precedente=avant,
    )


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
