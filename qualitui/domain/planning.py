"""The planning qualité (SMQ9): one calendar of what comes back, from data/planning-eps.toml.

An event that comes every 1, 3, 6 or 12 months belongs to a civil period and is due by its last day; it is derived
from the calendar, never from the time before. Events every 24 months are counted from the last one held: without
that day nothing is invented. Events without a pace (intervalle_mois = 0) follow a fact and are not dated here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qualitui.domain.comptage import Comptage, Definition, Fenetre, Figure, Genre, Tri, part
from qualitui.domain.temps.calendrier import ajouter_mois
from qualitui.domain.temps.recurrence import Periodicite, Rythme, periode_du, periodes

if TYPE_CHECKING:
    from qualitui.domain.reference.nomenclatures import EvenementType, Planning

RYTHMES = {
    1: Periodicite.MENSUELLE,
    3: Periodicite.TRIMESTRIELLE,
    6: Periodicite.SEMESTRIELLE,
    12: Periodicite.ANNUELLE,
}


class Rendez(NamedTuple):
    """One coming of an event: to hold between `debut` and `fin`, both included; `cle` names the period."""

    evenement: EvenementType
    cle: str
    debut: date
    fin: date


class Audit(NamedTuple):
    """The next audit: around `vers`; `externe` False: internal. `depuis`: the last one it is counted from.

    `deduit`: none of its kind is known, it is placed between those of the other.
    """

    externe: bool
    vers: date
    depuis: date
    deduit: bool = False

    @property
    def genre(self) -> str:
        return "externe" if self.externe else "interne"


def rendez_vous(evenements: Iterable[EvenementType], du: date, au: date) -> list[Rendez]:
    """Every coming that ends from `du` to `au` (both included), in order of their last day."""
    venues = [
        Rendez(evenement, periode.cle, periode.debut, periode.fin)
        for evenement in evenements
        if (rythme := RYTHMES.get(evenement.intervalle_mois))
        for periode in periodes(Rythme(periodicite=rythme, ancre=du), du, au)
        if du <= periode.fin <= au
    ]
    return sorted(venues, key=lambda venue: (venue.fin, venue.evenement.code))


def prochain(evenement: EvenementType, jour: date) -> Rendez | None:
    """The coming under way on `jour`; None when the event has no pace of its own."""
    rythme = RYTHMES.get(evenement.intervalle_mois)
    if rythme is None:
        return None
    periode = periode_du(Rythme(periodicite=rythme, ancre=jour), jour)
    return Rendez(evenement, periode.cle, periode.debut, periode.fin)


def prochain_audit(planning: Planning, interne_le: date | None, externe_le: date | None) -> Audit | None:
    """The next audit from the last ones held, internal and external by turns; None when none is known.

    Each comes back after its own interval; the one never held comes after the other by the gap of the alternation.
    """
    return min(_attendus(planning, interne_le, externe_le), key=lambda audit: audit.vers, default=None)


def _attendus(planning: Planning, interne_le: date | None, externe_le: date | None) -> list[Audit]:
    """The next audit of each kind."""
    rythme = planning.alternance_audits
    connus = (
        _apres(False, interne_le, rythme.intervalle_interne_mois, externe_le, rythme.decalage_mois),
        _apres(True, externe_le, rythme.intervalle_externe_mois, interne_le, rythme.decalage_mois),
    )
    return [audit for audit in connus if audit]


def _apres(externe: bool, dernier: date | None, intervalle: int, autre: date | None, decalage: int) -> Audit | None:
    if dernier is not None:
        return Audit(externe, ajouter_mois(dernier, intervalle), dernier)
    return Audit(externe, ajouter_mois(autre, decalage), autre, deduit=True) if autre is not None else None


# --- the figure of the audits ---------------------------------------------------------------------------------------

TENUS = Definition(
    "AUD-01",
    "Audits tenus à leur date",
    "Audits du site tenus dans la période ÷ les mêmes et ceux dont la date y est passée sans qu’ils soient tenus. "
    "D’après les derniers audits notés aux réglages. Sans aucun, rien n’est mesuré.",
    Genre.TAUX,
)


class Audits(NamedTuple):
    """The last audits known, and the pace that says when the next one comes."""

    planning: Planning
    interne_le: date | None = None
    externe_le: date | None = None


class Donnees(Protocol):
    @property
    def audits(self) -> Audits | None: ...


def tenus(donnees: Donnees, vue: Fenetre) -> Comptage:
    """An audit is late the day after the one it was expected around; without any known, nothing is measured.

    The settings keep the last of each kind: of one held since, nobody knows when the one before was.
    """
    audits = donnees.audits
    connus = {} if audits is None else {"interne": audits.interne_le, "externe": audits.externe_le}
    dates = {genre: le for genre, le in connus.items() if le is not None and le <= vue.le}
    if audits is None or not dates:
        return replace(part(TENUS, vue, Tri.vide()), numerateur=None)
    tri = Tri.vide()
    for genre, le in dates.items():
        if vue.du <= le <= vue.au:
            tri.oui.append(f"audit {genre} {le.isoformat()}")
    attendus = _attendus(audits.planning, dates.get("interne"), dates.get("externe"))
    juges = [audit for audit in attendus if audit.genre in dates or connus[audit.genre] is None]
    attendu = min(juges, key=lambda audit: audit.vers, default=None)
    if attendu is not None and attendu.vers <= vue.au:
        (tri.non if attendu.vers < vue.regard else tri.pas_encore).append(
            f"audit {attendu.genre} {attendu.vers.isoformat()}"
        )
    return part(TENUS, vue, tri)


FIGURES: tuple[Figure, ...] = (Figure(TENUS, tenus),)
