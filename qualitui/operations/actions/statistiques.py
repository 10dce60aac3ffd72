"""The figures of the plan d’actions as the interface shows them: codes replaced by what people read."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.actions.comptages import ouverte_au
from qualitui.domain.actions.fiche import Action, en_retard
from qualitui.domain.actions.statistiques import (
    BilanActions,
    PointStock,
    bilan,
    par_origine,
    par_pilote,
    stock_par_mois,
)
from qualitui.domain.comptage import Fenetre
from qualitui.domain.reference.droits import Verbe
from qualitui.operations import equipe

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Part(NamedTuple):
    """A row of a count: how many open actions, how many of them late."""

    nom: str
    ouvertes: int
    en_retard: int


class StatistiquesActions(NamedTuple):
    """`bilan` runs from 1 January to the day asked; `stock` holds the last 13 months, oldest first."""

    bilan: BilanActions
    par_origine: tuple[Part, ...]
    par_pilote: tuple[Part, ...]
    stock: tuple[PointStock, ...]


def statistiques(site: Site, *, jour: date) -> StatistiquesActions:
    """What is open, late and closed this year, who carries it, where it comes from, and 13 months of stock."""
    site.exiger("actions", Verbe.LIRE)
    toutes = site.registre.find(Action)
    ouvertes = [action for action in toutes if ouverte_au(action, jour)]
    tardives = [action for action in ouvertes if en_retard(action, jour)]
    origines = {ligne.code: ligne.libelle for ligne in site.nomenclatures.origines_action}
    retards_origine, retards_pilote = Counter(par_origine(tardives)), Counter(par_pilote(tardives))
    return StatistiquesActions(
        bilan=bilan(toutes, Fenetre(date(jour.year, 1, 1), jour, jour)),
        par_origine=tuple(
            Part(origines.get(code, code), nombre, retards_origine[code])
            for code, nombre in par_origine(ouvertes).items()
        ),
        par_pilote=tuple(
            Part(equipe.nommer(site, code) if code else "sans pilote", nombre, retards_pilote[code])
            for code, nombre in par_pilote(ouvertes).items()
        ),
        stock=stock_par_mois(toutes, jour),
    )
