"""Indicateurs (SMQ6): typed in monthly or computed from the site's own data; always numerator / denominator.

| état           | « hausse » (the higher the better) | « baisse » (the lower the better) |
|----------------|------------------------------------|-----------------------------------|
| atteint        | value ≥ cible                      | value ≤ cible                     |
| sous la cible  | seuil_alerte ≤ value < cible       | cible < value < seuil_alerte      |
| en alerte      | value < seuil_alerte               | value ≥ seuil_alerte              |
| non mesuré     | no value, or nothing to count      | the same                          |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import ClassVar, NamedTuple

from qualitui.domain.base import Fiche, Refus, Valeur
from qualitui.domain.francais import INSECABLE, nettoyer, nombre_en_chiffres
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.temps.calendrier import ajouter_mois
from qualitui.domain.temps.periodes import lire_periode, periode_en_mots
from qualitui.domain.temps.recurrence import UN_JOUR, Periode, Periodicite, Rythme, periode_du, periodes


class ValeurIndicateur(Fiche):
    """The value of `indicateur` for one `periode` (« 2026-03 », « 2026-T1 », « 2026 »).

    `denominateur` None: the value is `numerateur` alone (a count or a number of days).
    """

    table: ClassVar[str] = "valeurs"

    indicateur: str
    periode: str
    numerateur: float
    denominateur: float | None = None
    commentaire: str = ""
    saisie_le: date
    par: str = ""


class Mesure(Valeur):
    """n/d; `denominateur` None: a plain count."""

    numerateur: float
    denominateur: float | None = None


class EtatIndicateur(StrEnum):
    ATTEINT = "atteint"
    SOUS_LA_CIBLE = "sous la cible"
    EN_ALERTE = "en alerte"
    NON_MESURE = "non mesuré"


class Point(Valeur):
    """One period of the trend; `mesure` None: not measured, never zero."""

    periode: str
    debut: date
    fin: date
    mesure: Mesure | None
    etat: EtatIndicateur


class Suivi(Valeur):
    """An indicator over 13 months (oldest first), and this year's total beside the same part of last year's.

    `etendue` says which part: « au 2 mars », « jusqu’à janvier »; empty when nothing was typed this year.
    """

    indicateur: IndicateurType
    jour: date
    points: tuple[Point, ...]
    annee: Mesure | None
    annee_precedente: Mesure | None
    etendue: str = ""

    @property
    def dernier(self) -> Point | None:
        """The latest measure: of a finished period when there is one, for a month just begun says little.

        A count on a day (no denominator) is the one of today.
        """
        mesures = [point for point in self.points if point.etat is not EtatIndicateur.NON_MESURE]
        finis = [point for point in mesures if point.fin <= self.jour]
        choix = finis if finis and self.indicateur.denominateur else mesures
        return choix[-1] if choix else None

    @property
    def etat(self) -> EtatIndicateur:
        return self.dernier.etat if self.dernier else EtatIndicateur.NON_MESURE


class IndicateurCalcule(Refus):
    """Computed from the site's data: nothing to type."""


class PeriodeInattendue(Refus):
    """Not a period of this indicator, or one that has not begun."""


PLUS_GRAND = 10.0**15  # beyond, a number loses its units


class ChiffreRefuse(Refus):
    """A negative count, a missing denominator, or more than all."""


def rythme(indicateur: IndicateurType) -> Periodicite:
    """The pace of its values. A weekly count is kept month by month, as it was on the month's last day."""
    periodicite = Periodicite(indicateur.periodicite)
    rapide = periodicite in (Periodicite.QUOTIDIENNE, Periodicite.HEBDOMADAIRE)
    return Periodicite.MENSUELLE if rapide else periodicite


def periode_au(indicateur: IndicateurType, jour: date) -> Periode:
    """The period of the indicator that holds `jour`."""
    return periode_du(Rythme(periodicite=rythme(indicateur), ancre=jour), jour)


def derniere_finie(indicateur: IndicateurType, jour: date) -> Periode:
    """The last period that ended before `jour`: the one whose value is expected."""
    return periode_au(indicateur, periode_au(indicateur, jour).debut - UN_JOUR)


def saisir(
    indicateur: IndicateurType,
    *,
    periode: str,
    numerateur: float,
    denominateur: float | None = None,
    commentaire: str = "",
    par: str = "",
    jour: date,
) -> ValeurIndicateur:
    """A typed value for a period that has begun; for a rate n never exceeds d."""
    exiger_saisi(indicateur)
    _exiger_chiffres(indicateur, numerateur, denominateur)
    cle = _exiger_periode(indicateur, periode, jour)
    return ValeurIndicateur(
        id=identifiant(indicateur.code, cle),
        indicateur=indicateur.code,
        periode=cle,
        numerateur=numerateur,
        denominateur=denominateur,
        commentaire=nettoyer(commentaire),
        saisie_le=jour,
        par=par,
    )


def identifiant(indicateur: str, periode: str) -> str:
    """The id of the value of a period: two workstations that type it make one."""
    return f"{indicateur}@{periode}"


def exiger_saisi(indicateur: IndicateurType) -> None:
    """Refuse to type what the program computes."""
    if indicateur.calcul == "automatique":
        phrase = f"{indicateur.code} se calcule à partir des données du site : il n’y a rien à saisir."
        raise IndicateurCalcule(phrase, "indicateur")


def _exiger_periode(indicateur: IndicateurType, saisie: str, jour: date) -> str:
    periodicite, periode = lire_periode(saisie)
    if periodicite is not rythme(indicateur):
        exemple = periode_au(indicateur, jour).cle
        raise PeriodeInattendue(f"{indicateur.code} se saisit par période comme {exemple}.", "periode")
    if periode.debut > jour:
        raise PeriodeInattendue(f"La période {periode_en_mots(periode.cle)} n’a pas commencé.", "periode")
    return periode.cle


def _exiger_chiffres(indicateur: IndicateurType, n: float, d: float | None) -> None:
    if not all(abs(nombre) <= PLUS_GRAND for nombre in (n, d or 0)):
        raise ChiffreRefuse("Ce nombre ne se compte pas\u00a0: il est trop grand.", "numerateur")
    if n < 0 or (d is not None and d < 0):
        raise ChiffreRefuse("Un nombre compté n’est jamais négatif.", "numerateur" if n < 0 else "denominateur")
    if indicateur.denominateur and d is None:
        raise ChiffreRefuse(f"Donnez le dénominateur : {indicateur.denominateur}.", "denominateur")
    if not indicateur.denominateur and d is not None:
        raise ChiffreRefuse(f"{indicateur.code} est un simple nombre, sans dénominateur.", "denominateur")
    if indicateur.unite == "%" and d is not None and n > d:
        raise ChiffreRefuse(
            f"{_chiffre(n)} {indicateur.numerateur} sur {_chiffre(d)} {indicateur.denominateur} : "
            "le premier nombre ne peut pas dépasser le second.",
            "numerateur",
        )


def valeur(indicateur: IndicateurType, mesure: Mesure | None) -> float | None:
    """In the indicator's unit; None when there is nothing to divide by."""
    if mesure is None or mesure.denominateur == 0:
        return None
    quotient = mesure.numerateur / (mesure.denominateur or 1)
    return quotient * 100 if indicateur.unite == "%" else quotient


def etat(indicateur: IndicateurType, mesure: Mesure | None) -> EtatIndicateur:
    """Compared as n against target × d: no rounding ever turns a miss into a hit."""
    if mesure is None or mesure.denominateur == 0:
        return EtatIndicateur.NON_MESURE
    facteur = 100 if indicateur.unite == "%" else 1
    n, d = mesure.numerateur * facteur, mesure.denominateur or 1
    hausse = indicateur.sens == "hausse"
    if n >= indicateur.cible * d if hausse else n <= indicateur.cible * d:
        return EtatIndicateur.ATTEINT
    if n < indicateur.seuil_alerte * d if hausse else n >= indicateur.seuil_alerte * d:
        return EtatIndicateur.EN_ALERTE
    return EtatIndicateur.SOUS_LA_CIBLE


def en_mots(indicateur: IndicateurType, mesure: Mesure | None) -> str:
    """« 87 % (13/15) », « 12,4 jours (62/5) », « 3 », « non mesuré »; rounded down for a rate."""
    chiffre = valeur(indicateur, mesure)
    if chiffre is None or mesure is None:
        return str(EtatIndicateur.NON_MESURE)
    if mesure.denominateur is None:
        return _chiffre(mesure.numerateur)
    fraction = f"({_chiffre(mesure.numerateur)}/{_chiffre(mesure.denominateur)})"
    if indicateur.unite == "%":
        return f"{int(mesure.numerateur * 100 // mesure.denominateur)}{INSECABLE}% {fraction}"
    return f"{_chiffre(round(chiffre, 1))}{INSECABLE}{indicateur.unite} {fraction}"


def periodes_de_tendance(indicateur: IndicateurType, jour: date, mois: int = 13) -> tuple[Periode, ...]:
    """The periods that share a day with the last `mois` months, the current one included."""
    rang = jour.year * 12 + jour.month - mois
    regle = Rythme(periodicite=rythme(indicateur), ancre=jour)
    return tuple(periodes(regle, date(rang // 12, rang % 12 + 1, 1), jour))


def periodes_de_annee(indicateur: IndicateurType, annee: int, jour: date) -> tuple[Periode, ...]:
    """The periods of civil year `annee` that begin by the month of `jour`: what two years are compared on."""
    regle = Rythme(periodicite=rythme(indicateur), ancre=jour)
    # Every period starts on the first of a month: the 28th is as good as any later day of it.
    fin = date(annee, jour.month, 28)
    return tuple(p for p in periodes(regle, date(annee, 1, 1), fin) if p.debut.year == annee)


def suivre(
    indicateur: IndicateurType,
    mesures: Mapping[str, Mesure],
    jour: date,
    annee: Mesure | None = None,
    annee_precedente: Mesure | None = None,
    etendue: str = "",
) -> Suivi:
    """Put together the trend, from the measures known by period key, and the two years."""
    points = tuple(
        Point(
            periode=p.cle,
            debut=p.debut,
            fin=p.fin,
            mesure=mesures.get(p.cle),
            etat=etat(indicateur, mesures.get(p.cle)),
        )
        for p in periodes_de_tendance(indicateur, jour)
    )
    return Suivi(
        indicateur=indicateur,
        jour=jour,
        points=points,
        annee=annee,
        annee_precedente=annee_precedente,
        etendue=etendue,
    )


class Somme(NamedTuple):
    """What several periods give together, the keys of those counted, and the others with the reason."""

    mesure: Mesure | None
    retenues: tuple[str, ...] = ()
    exclues: tuple[tuple[str, str], ...] = ()

    @classmethod
    def de(cls, indicateur: IndicateurType, mesures: Mapping[str, Mesure], periodes: Iterable[Periode]) -> Somme:
        """Rates add up their n and their d; a count on a day is worth its latest; None when nothing was measured."""
        toutes = list(periodes)
        connues = [p for p in toutes if p.cle in mesures]
        exclues = [(p.cle, "valeur non saisie") for p in toutes if p.cle not in mesures]
        if not connues:
            return cls(None, (), tuple(exclues))
        if not indicateur.denominateur:
            plus_anciennes = [(p.cle, "remplacée par la dernière") for p in connues[:-1]]
            return cls(mesures[connues[-1].cle], (connues[-1].cle,), (*plus_anciennes, *exclues))
        somme = Mesure(
            numerateur=sum(mesures[p.cle].numerateur for p in connues),
            denominateur=sum(mesures[p.cle].denominateur or 0 for p in connues),
        )
        return cls(somme, tuple(p.cle for p in connues), tuple(exclues))


def comparer(indicateur: IndicateurType, mesures: Mapping[str, Mesure], du: date, au: date) -> tuple[Somme, Somme]:
    """The periods typed from `du` to `au`, and the same ones a year before: none that this year has not.

    A whole civil year is compared with the whole one before.
    """
    ici = Somme.de(indicateur, mesures, periodes_comptees(indicateur, du, au))
    entiere = (du.month, du.day, au.month, au.day) == (1, 1, 12, 31)
    avant = periodes_comptees(indicateur, ajouter_mois(du, -12), ajouter_mois(au, -12))
    if not entiere:
        memes = {_un_an_avant(cle) for cle in ici.retenues}
        avant = tuple(p for p in avant if p.cle in memes)
    return ici, Somme.de(indicateur, mesures, avant)


def _un_an_avant(cle: str) -> str:
    """« 2026-03 » → « 2025-03 »."""
    return f"{int(cle[:4]) - 1}{cle[4:]}"


def periodes_comptees(indicateur: IndicateurType, du: date, au: date) -> tuple[Periode, ...]:
    """The periods that begin from `du` to `au`, both included."""
    regle = Rythme(periodicite=rythme(indicateur), ancre=au)
    return tuple(p for p in periodes(regle, du, au) if du <= p.debut <= au)


def mesures_saisies(valeurs: Iterable[ValeurIndicateur]) -> dict[str, dict[str, Mesure]]:
    """Typed values by indicator, then by period."""
    rangees: dict[str, dict[str, Mesure]] = {}
    for v in valeurs:
        rangees.setdefault(v.indicateur, {})[v.periode] = Mesure(numerateur=v.numerateur, denominateur=v.denominateur)
    return rangees


def _chiffre(nombre: float) -> str:
    """« 1 234 », « 12,4 »."""
    if float(nombre).is_integer():
        return nombre_en_chiffres(int(nombre))
    entier, decimales = f"{nombre:.1f}".split(".")
    return f"{nombre_en_chiffres(int(entier))},{decimales}"
