"""Merge: the state of a record is its events folded by (version, h, writer), whatever their order of arrival.

A record made again from what a workstation had kept (`r`) is no conflict with its first making, should it come back.
Two events of the same version are a conflict: both are folded, both are kept, people settle it. Someone who edits a
record while another removes it keeps it alive; after a removal the content starts again from nothing. The same event
read twice (a copy of a journal) counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from qualitui.domain.illisibles import GESTE_INCONNU
from qualitui.store.journal.ligne import VERSION, Evenement, Operation

Contenu = dict[str, Any]


class Enregistrement(NamedTuple):
    """The merged state of a record. `contenu` None: removed, or its first event has not arrived.

    `evenements` are in order of arrival, so that the state at any earlier moment can be told again.
    `conflits` are the versions written twice and not settled; `retire` the content a removed record had.
    Never modified in place: a change makes a new one.
    """

    contenu: Contenu | None
    version: int
    evenements: tuple[Evenement, ...]
    conflits: tuple[int, ...] = ()
    retire: Contenu | None = None

    @property
    def jeton(self) -> str:
        """Revision and count of events: a late event changes it too."""
        return f"{self.version}.{len(self.evenements)}"


VIDE = Enregistrement(None, 0, ())
# What an operation of this format says. Anything else in it comes from a newer program: what it knows of is done, and
# the record keeps the name of the rest in a field that no model has (`GESTE_INCONNU`): it is shown as not understood.
GESTES_CONNUS = frozenset("tivsadxcr")
Relire = Callable[[Evenement], Operation]
Recu = tuple[Evenement, Operation]


def appliquer(contenu: Contenu, operation: Operation) -> Contenu:
    """Return `contenu` after `operation`; the first version replaces everything. Neither argument is modified."""
    base = {} if operation["v"] == 1 else contenu
    nouveau = {**base, **(operation.get("s") or {})}
    for champ, ajouts in operation.get("a", {}).items():
        avant = nouveau.get(champ)
        nouveau[champ] = [*(avant if isinstance(avant, list) else []), *ajouts]
    for champ in operation.get("d", ()):
        nouveau.pop(champ, None)
    if not operation.keys() <= GESTES_CONNUS:
        nouveau[GESTE_INCONNU] = sorted({*base.get(GESTE_INCONNU, ()), *operation} - GESTES_CONNUS)
    return nouveau


def plier(operations: Iterable[Operation]) -> tuple[Contenu | None, tuple[int, ...], Contenu | None]:
    """Fold operations already in merge order.

    Return the content (None: removed or incomplete), the conflicts, and the content a removed record had.
    """
    contenu: Contenu = {}
    vivant = complet = False
    en_double: dict[int, int] = {}
    for version, groupe in groupby(operations, key=lambda operation: int(operation["v"])):
        memes = list(groupe)
        complet = complet or version == 1
        editions = [operation for operation in memes if not operation.get("x")]
        contenu = contenu if vivant or not editions else {}
        for operation in editions:
            contenu = appliquer(contenu, operation)
        for operation in memes:
            _oublier_tranches(en_double, operation.get("c", {}))
        vivant = bool(editions)
        if en_conflit([o for o in memes if version > 1 or "r" not in o] or memes):
            en_double[version] = len(memes)
    conflits = tuple(en_double)
    return (contenu, conflits, None) if vivant and complet else (None, conflits, contenu if complet else None)


def _oublier_tranches(en_double: dict[int, int], tranches: dict[str, int]) -> None:
    """A conflict is settled for as many events as people saw; one more that arrives late opens it again."""
    for version, combien in tranches.items():
        if en_double.get(int(version), 0) <= combien:
            en_double.pop(int(version), None)


def en_conflit(memes: Sequence[Operation]) -> bool:
    """Whether operations of one version disagree; the same gesture made twice is no conflict (unless it appends)."""
    premiere, *autres = memes
    return any("a" in autre or any(autre.get(cle) != premiere.get(cle) for cle in "sadx") for autre in autres)


def suivre(
    actuel: Enregistrement, evenement: Evenement, operation: Operation, *, saut: bool = False
) -> Enregistrement | None:
    """Merge an event that follows those known; `actuel` itself if it is one of them; None if it does not follow.

    `saut`: it follows even if versions are missing in between (they are not there to be had).
    """
    version = evenement[VERSION]
    if actuel is VIDE and version == 1 and "s" in operation and len(operation) == 4:
        return Enregistrement(operation["s"], 1, (evenement,))
    if version <= actuel.version:
        return actuel if any(connu[:4] == evenement[:4] for connu in actuel.evenements) else None
    if "c" in operation or not (version == 1 or actuel.contenu is not None):
        return None
    if not saut and version > actuel.version + 1:
        return None
    tous = (*actuel.evenements, evenement)
    if operation.get("x"):
        return Enregistrement(None, version, tous, actuel.conflits, actuel.contenu)
    return Enregistrement(appliquer(actuel.contenu or {}, operation), version, tous, actuel.conflits)


def recevoir(actuel: Enregistrement, recus: Sequence[Recu], relire: Relire) -> Enregistrement:
    """Merge more events of a record; `relire` gives back the operation of one already merged (for late ones)."""
    dans_l_ordre, etat = sorted(recus, key=itemgetter(0)), actuel
    for evenement, operation in dans_l_ordre:
        nouveau = suivre(etat, evenement, operation, saut=True)
        if nouveau is None:
            return _replier(actuel, dans_l_ordre, relire)
        etat = nouveau
    return etat


def _replier(actuel: Enregistrement, recus: Sequence[Recu], relire: Relire) -> Enregistrement:
    connus = {evenement[:4] for evenement in actuel.evenements}
    nouveaux: dict[Evenement, Operation] = {}
    for evenement, operation in recus:
        if evenement[:4] not in connus:
            connus.add(evenement[:4])
            nouveaux[evenement] = operation
    if not nouveaux:
        return actuel
    tous = (*actuel.evenements, *nouveaux)
    contenu, conflits, retire = plier(nouveaux[e] if e in nouveaux else relire(e) for e in sorted(tous))
    return Enregistrement(contenu, max(e[VERSION] for e in tous), tous, conflits, retire)
