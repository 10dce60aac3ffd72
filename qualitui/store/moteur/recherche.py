"""The records that `find` and `ouvertes` give, as the transaction under way leaves them (its own changes last)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from qualitui.domain.base import Fiche
from qualitui.domain.rayons import ENTIER, OUVERT, RAYONS, ranger
from qualitui.store.moteur.fusion import Contenu, Enregistrement
from qualitui.store.moteur.stockage import JournalStorage

Trouves = list[tuple[str, Enregistrement]]


def toutes(stockage: JournalStorage, nom: str) -> Trouves:
    return _avec_l_attente(stockage, nom, list(stockage.table(nom).trier().items()), lambda ident, contenu: True)


def egales(stockage: JournalStorage, modele: type[Fiche], egalites: Mapping[str, Any]) -> Trouves:
    """Those whose fields equal all of `egalites` (at least one); KeyError for a field that the model has not."""
    cherche = {champ: (_json(valeur), _defaut(modele, champ)) for champ, valeur in egalites.items()}
    return _avec_l_attente(
        stockage,
        modele.table,
        stockage.table(modele.table).trouver(cherche),
        lambda ident, contenu: all(contenu.get(c, d) == v for c, (v, d) in cherche.items()),
    )


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


def _json(valeur: Any) -> Any:
    """A value of a model as it is written."""
    if isinstance(valeur, Enum):
        return valeur.value
    if isinstance(valeur, (date, datetime)):
        return valeur.isoformat()
    return list(valeur) if isinstance(valeur, tuple) else valeur


def _defaut(modele: type[Fiche], champ: str) -> Any:
    if champ not in modele.model_fields:
        raise KeyError(f"{modele.__name__}.{champ}")
    return _json(modele.model_fields[champ].get_default(call_default_factory=True))
