"""« Prochaine étape »: what a record that is not over waits for. Nobody is forgotten: what has no step is over.

Each concept says it of its own records, with the words of the gesture that settles it and a day. A day that nothing
fixes (when to close an answered case, to check that an action worked…) is ours: it is said « proposée » wherever shown.

- `domain/<salle>/etape.py` (`domain/trimestres.py` for the quarters): the rule, on one record;
- `operations/<salle>/semaine.py`: `etapes(site, jour)`, every step of the concept, whatever its day, for the week; and
  `de(site, fiche, jour)`, those of one record, the most pressing first, for whoever looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from qualitui.domain.francais import INSECABLE, accorder, date_en_mots, une_ligne
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.temps.calendrier import Calendrier, ajouter_mois, est_ouvre, precedent

# Who looks after what nobody was named for: the DAA holds the réclamations and the plan (domaine.md §1).
ROLE_PAR_DEFAUT = "daa"
MOIS_PROPOSE = 1  # what waits for an event without a date of its own is looked at again a month after it
UNE_SEMAINE = timedelta(days=7)

PROPOSEE = "proposée"
DEDUITE = "déduite"


class Etape(NamedTuple):
    """`quoi` is the gesture in words, `libelle` its line in the week; `butoir` its last day, `cible` the one to aim at.

    `depuis`: since when it is awaited. `personne`: the code of the one it is given to; empty: whoever holds `role`.
    `source`: what gave the day when neither a text nor a person did (`PROPOSEE`, `DEDUITE`). `geste`: what settles it
    on its screen, when it is not what the screen opens for any of its records.
    """

    domaine: str
    reference: str
    quoi: str
    libelle: str
    butoir: date
    cible: date
    depuis: date
    role: str = ROLE_PAR_DEFAUT
    personne: str = ""
    source: str = ""
    geste: str = ""

    @property
    def qui(self) -> str:
        return self.personne or self.role

    @property
    def ligne(self) -> str:
        """What the week says of it, with where its day comes from."""
        dit = une_ligne(self.libelle)  # it may hold what people wrote
        return f"{dit} (date {self.source})" if self.source else dit


class Porteurs(NamedTuple):
    """`roles`: the first role of each person, by code, those who left included; `presents`: the codes of the others."""

    roles: Mapping[str, str]
    presents: frozenset[str]

    def de(self, pilote: str) -> tuple[str, str]:
        """The role under which a pilot's work is listed, and the person it waits for by name.

        What someone who left still pilots is everyone's of their role: nobody else would see it.
        """
        return self.roles.get(pilote) or pilote or ROLE_PAR_DEFAUT, pilote if pilote in self.presents else ""


def porteurs(equipe: Iterable[Personne], jour: date) -> Porteurs:
    personnes = list(equipe)
    return Porteurs(
        {personne.code: personne.roles[0] for personne in personnes if personne.roles},
        frozenset(personne.code for personne in personnes if personne.presente(jour)),
    )


def premiere(etapes: Iterable[Etape]) -> Etape | None:
    """The most pressing one; None: the record is over."""
    return min(etapes, key=lambda etape: (etape.butoir, etape.cible), default=None)


def un_mois_apres(jour: date) -> date:
    """The day proposed for what follows an event of `jour`."""
    return ajouter_mois(jour, MOIS_PROPOSE)


def dernier_jour_ouvert(jour: date, calendrier: Calendrier) -> date:
    """`jour`, or the last open day before it: the one to aim at."""
    return precedent(jour, partial(est_ouvre, zone=calendrier.zone), calendrier)


def depuis_en_mots(depuis: date, jour: date) -> str:
    """« depuis 12 j »; empty the day itself."""
    jours = (jour - depuis).days
    return f"depuis {jours}{INSECABLE}j" if jours > 0 else ""


def en_mots(etape: Etape | None, nom: str) -> str:
    """« Réaliser l’action, Claire Martin, pour le lundi 2 mars 2026 (depuis le…) »; `nom`: of the one it waits for."""
    if etape is None:
        return "aucune"
    date_dite = f"date {etape.source}, " if etape.source else ""
    return (
        f"{etape.quoi}, {nom}, pour le {date_en_mots(etape.butoir)} ({date_dite}depuis le {date_en_mots(etape.depuis)})"
    )


def retard_en_mots(etape: Etape, jour: date) -> str:
    """« en retard de 3 jours »; empty when it is not."""
    jours = (jour - etape.butoir).days
    return f"en retard de {accorder(jours, 'jour')}" if jours > 0 else ""


def en_json(etape: Etape | None) -> dict[str, Any] | None:
    """Under the key `prochaine_etape` of a record; null: it is over."""
    if etape is None:
        return None
    return {
        "quoi": etape.quoi,
        "qui": etape.qui,
        "pour_quand": etape.butoir,
        "depuis": etape.depuis,
        "source": etape.source or None,
    }
