"""The records that `find` and `ouvertes` give, as the transaction under way leaves them (its own changes last)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_
from typing import Any

from tinydb.queries import QueryInstance, QueryLike, where

from qualitui.domain.base import Fiche
from qualitui.domain.rayons import ENTIER, OUVERT, RAYONS, ranger
from qualitui.store.moteur.fusion import Contenu, Enregistrement
from qualitui.store.moteur.requetes import Condition, Ensemble, analyser, ecrite
from qualitui.store.moteur.stockage import JournalStorage

Trouves = list[tuple[str, Enregistrement]]


def toutes(stockage: JournalStorage, nom: str) -> Trouves:
    return _avec_l_attente(stockage, nom, list(stockage.table(nom).trier().items()), lambda ident, contenu: True)


def telles(stockage: JournalStorage, nom: str, voulue: Condition) -> Trouves:
    """Those that pass."""
    trouves = stockage.table(nom).trouver(voulue)
    return _avec_l_attente(stockage, nom, trouves, lambda ident, contenu: voulue(contenu))


def ouvertes(stockage: JournalStorage, nom: str) -> Trouves:
    """Those that still ask for something."""
    rayon = OUVERT if nom in RAYONS else ENTIER
    trouves = stockage.table(nom).sur(rayon)
    return _avec_l_attente(stockage, nom, trouves, lambda ident, contenu: ranger(nom, ident, contenu) == rayon)


def _avec_l_attente(
    stockage: JournalStorage, nom: str, trouves: Trouves, voulu: Callable[[str, Contenu], bool]
) -> Trouves:
    en_attente = stockage.en_attente(nom)
    if not en_attente:
        return trouves
    nouveaux = [(i, f) for i, f in en_attente.items() if f.contenu is not None and voulu(i, f.contenu)]
    return [paire for paire in trouves if paire[0] not in en_attente] + nouveaux


# --- what is asked --------------------------------------------------------------------------------------------


def condition(modele: type[Fiche], requete: QueryLike | None, egalites: Mapping[str, Any]) -> Condition:
    """A query and equalities, one of them at least, both kept; KeyError for a field that the model has not."""
    voulues = [analyser(requete)] if requete is not None else []
    if egalites:
        voulues.append(analyser(reduce(and_, (_egale(modele, *egalite) for egalite in egalites.items()))))
    voulue = voulues[0] if len(voulues) == 1 else Ensemble(voulues, et=True)
    for champ in voulue.champs:
        _exiger(modele, champ)
    return voulue


def _egale(modele: type[Fiche], champ: str, valeur: Any) -> QueryInstance:
    """The query of an equality: a field left out has its default."""
    _exiger(modele, champ)
    cherchee = _liste(ecrite(valeur))
    egale: QueryInstance = where(champ) == cherchee
    defaut = _liste(ecrite(modele.model_fields[champ].get_default(call_default_factory=True)))
    return egale | ~where(champ).exists() if cherchee == defaut else egale


def _liste(valeur: Any) -> Any:
    return list(valeur) if isinstance(valeur, tuple) else valeur


def _exiger(modele: type[Fiche], champ: str) -> None:
    if champ not in modele.model_fields:
        raise KeyError(f"{modele.__name__}.{champ}")
