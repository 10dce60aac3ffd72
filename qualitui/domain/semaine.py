"""« La semaine du site »: what is late, due today, due soon, by role; pure, fed with the steps of every record.

| état          | a thing with a butoir b and a cible c (c ≤ b), on day j whose horizon is v    |
|---------------|--------------------------------------------------------------------------------|
| en retard     | b < j                                                                          |
| aujourd’hui   | c ≤ j ≤ b: the day to aim at is today, or has passed and the last day has not  |
| cette semaine | j < c ≤ v                                                                      |

The horizon rolls: the next open day after the coming week-end, so that nothing is news on its own day. On a Saturday or
a Sunday it is the one after the week to come.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import NamedTuple

from qualitui.domain.etape import Etape
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.temps.calendrier import (
    UN_JOUR,
    Calendrier,
    est_ouvre,
    fermeture_locale,
    nom_ferie,
    suivant,
)

REMONTEE = timedelta(days=60)  # a closure longer than this does not stretch the horizon any further


class EtatElement(StrEnum):
    EN_RETARD = "en retard"
    AUJOURDHUI = "aujourd’hui"
    CETTE_SEMAINE = "cette semaine"


ORDRE = tuple(EtatElement)


class Element(NamedTuple):
    """One thing to do. `cible` is the day to aim at, `butoir` the last one; `role` a role's code.

    `personne`: the code of the one it is given to by name; empty: whoever holds the role. `depuis`: since when it is
    awaited. `geste`: see `Etape`.
    """

    domaine: str
    reference: str
    libelle: str
    etat: EtatElement
    cible: date | None = None
    butoir: date | None = None
    role: str = ""
    personne: str = ""
    depuis: date | None = None
    geste: str = ""

    def pour(self, personne: Personne) -> bool:
        """Is it theirs, by name or by one of their roles?"""
        return self.personne == personne.code if self.personne else self.role in personne.roles


class JourFerme(NamedTuple):
    """A weekday without the public: a holiday, or a closure of the site (bridge, works)."""

    le: date
    nom: str


class Semaine(NamedTuple):
    """`elements` most pressing first; `fin` is the horizon; `reperes` are sentences on what runs slower."""

    jour: date
    fin: date
    elements: tuple[Element, ...] = ()
    fermetures: tuple[JourFerme, ...] = ()
    reperes: tuple[str, ...] = ()

    def de(self, etat: EtatElement) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.etat is etat)

    def a_expliquer(self, personne: Personne) -> int:
        """How many missed checks wait for the reason that this person has to give."""
        manquees = (e for e in self.de(EtatElement.EN_RETARD) if e.domaine == "verifications")
        return sum(element.pour(personne) for element in manquees)

    def par_role(self) -> dict[str, tuple[Element, ...]]:
        """The same elements by role, in the order of the roles' codes."""
        ranges = sorted(self.elements, key=lambda element: element.role)
        return {role: tuple(groupe) for role, groupe in groupby(ranges, key=lambda element: element.role)}


class Ligne(NamedTuple):
    """Elements that say the same thing on several days (a daily check), for a page people read.

    `element` is the most pressing one; `nombre` of them, from `premier` to `dernier` (last days, None: no date).
    """

    element: Element
    nombre: int = 1
    premier: date | None = None
    dernier: date | None = None


def horizon(jour: date, calendrier: Calendrier) -> date:
    """The next open day after the coming week-end; on a week-end, after the week to come. It never goes back."""
    lundi = jour + timedelta(days=7 - jour.weekday()) + (timedelta(days=7) if jour.weekday() > 4 else timedelta())
    return suivant(lundi, partial(_recoit, calendrier=calendrier, jusqu_a=lundi + REMONTEE))


def _recoit(jour: date, calendrier: Calendrier, jusqu_a: date) -> bool:
    recoit = not calendrier.horaires or jour.weekday() in calendrier.horaires
    ouvert = recoit and est_ouvre(jour, calendrier.zone) and not fermeture_locale(jour, calendrier)
    return ouvert or jour > jusqu_a


def situer(cible: date | None, butoir: date | None, jour: date, fin: date) -> EtatElement | None:
    """The état of a thing with these dates (see the module); None: after `fin`, or no date at all."""
    vise, limite = cible or butoir, butoir or cible
    if vise is None or limite is None:
        return None
    if limite < jour:
        return EtatElement.EN_RETARD
    if vise <= jour:
        return EtatElement.AUJOURDHUI
    return EtatElement.CETTE_SEMAINE if vise <= fin else None


def element(etape: Etape, jour: date, fin: date) -> Element | None:
    """What the week shows of a step; None: not yet."""
    etat = situer(etape.cible, etape.butoir, jour, fin)
    if etat is None:
        return None
    return Element(
        etape.domaine, etape.reference, etape.ligne, etat, etape.cible, etape.butoir,
        etape.role, etape.personne, etape.depuis,
        etape.geste,
    )  # fmt: skip


def composer(jour: date, etapes: Iterable[Etape], calendrier: Calendrier, reperes: Iterable[str] = ()) -> Semaine:
    """Put the week together, in order: late first, then by date, domain and reference."""
    fin = horizon(jour, calendrier)
    retenus = [vu for etape in etapes if (vu := element(etape, jour, fin))]
    retenus.sort(key=lambda e: (ORDRE.index(e.etat), e.butoir or e.cible or jour, e.domaine, e.reference))
    return Semaine(
        jour=jour,
        fin=fin,
        elements=tuple(retenus),
        fermetures=jours_fermes(jour, calendrier),
        reperes=tuple(reperes),
    )


def regrouper(elements: Iterable[Element]) -> tuple[Ligne, ...]:
    """One line for the elements of one domain, state, role and text, in the order of the first of each."""
    groupes: dict[tuple[str, ...], list[Element]] = {}
    for element in elements:
        # Two cases about the same thing stay two lines; only the periods of one check, or indicator, are one.
        propre = element.reference.partition(" × ")[0]
        cle = (element.domaine, element.etat, element.role, element.personne, element.libelle, propre)
        groupes.setdefault(cle, []).append(element)
    lignes = []
    for groupe in groupes.values():
        jours = [jour for element in groupe if (jour := element.butoir or element.cible)]
        lignes.append(
            Ligne(
                element=groupe[0],
                nombre=len(groupe),
                premier=min(jours, default=None),
                dernier=max(jours, default=None),
            )
        )
    return tuple(lignes)


def jours_fermes(jour: date, calendrier: Calendrier) -> tuple[JourFerme, ...]:
    """The weekdays from this week's Monday to the horizon that are holidays or closures, by name."""
    fin = horizon(jour, calendrier)
    lundi = jour - timedelta(days=jour.weekday()) if jour.weekday() < 5 else jour + timedelta(days=7 - jour.weekday())
    rangs = (lundi + UN_JOUR * rang for rang in range((fin - lundi).days + 1))
    jours = (le for le in rangs if le.weekday() < 5)
    nommes = ((le, _pourquoi_ferme(le, calendrier)) for le in jours)
    return tuple(JourFerme(le=le, nom=nom) for le, nom in nommes if nom)


def _pourquoi_ferme(le: date, calendrier: Calendrier) -> str:
    fermeture = fermeture_locale(le, calendrier)
    return nom_ferie(le, calendrier.zone) or (fermeture.libelle if fermeture else "")
