"""Changes read before those they follow, or after those that follow them: they wait, and are merged together.

The journals are read one after the other, so that where people answer each other a record's changes come in any order.
Merging each as it comes would open a file again for every one of them: on a network, most of a first opening.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from qualitui.store.journal.journaux import Disparue, Journaux
from qualitui.store.journal.ligne import Operation
from qualitui.store.moteur.fusion import Enregistrement, Evenement, Recu, appliquer, recevoir

Cle = tuple[str, str]
PLEIN = 20_000  # changes kept waiting: some twenty megabytes


class Tardifs:
    """`connu` gives the record as it is merged so far, `poser` replaces it and tells who changed it.

    Only the moment of replacing is under `lecture`: lines are read again while other threads go on reading.
    """

    def __init__(
        self,
        journaux: Journaux,
        connu: Callable[[Cle], Enregistrement],
        poser: Callable[[Cle, Enregistrement, list[str]], None],
        lecture: AbstractContextManager[object],
    ) -> None:
        self._journaux = journaux
        self._connu = connu
        self._poser = poser
        self._lecture = lecture
        self._recus: dict[Cle, list[Recu]] = {}
        self._auteurs: dict[Cle, list[str]] = {}
        self._nombre = 0

    def __contains__(self, cle: Cle) -> bool:
        return cle in self._recus

    @property
    def plein(self) -> bool:
        return self._nombre > PLEIN

    def attendre(self, cle: Cle, recu: Recu, auteurs: list[str]) -> None:
        """Keep a change for later. `auteurs`: who made it, when people have to be told."""
        self._recus.setdefault(cle, []).append(recu)
        self._nombre += 1
        if auteurs:
            self._auteurs[cle] = [*self._auteurs.get(cle, []), *auteurs]

    def avancer(self) -> None:
        """Merge what can be with what came meanwhile, nothing read again; the rest goes on waiting."""
        for cle in list(self._recus):
            with self._lecture:
                try:
                    nouveau = recevoir(self._connu(cle), self._recus[cle], _sans_relire)
                except Disparue:
                    continue
                self._ranger(cle, nouveau)

    def regler(self) -> None:
        """Merge all that waits. What was merged of these records is read again, each journal opened once."""
        self.avancer()
        if not self._recus:
            return
        lignes = self._journaux.relire(e for cle in self._recus for e in self._connu(cle).evenements)
        for cle in list(self._recus):
            with self._lecture:
                actuel = self._connu(cle)
                try:
                    nouveau = recevoir(actuel, self._recus[cle], lambda e: lignes.operation(e, *cle))  # noqa: B023
                except Disparue:
                    nouveau = _poser_dessus(actuel, self._recus[cle])
                self._ranger(cle, nouveau)

    def _ranger(self, cle: Cle, nouveau: Enregistrement) -> None:
        self._nombre -= len(self._recus.pop(cle))
        self._poser(cle, nouveau, self._auteurs.pop(cle, []))


def _sans_relire(evenement: Evenement) -> Operation:
    raise Disparue(evenement[4])


def _poser_dessus(actuel: Enregistrement, recus: list[Recu]) -> Enregistrement:
    """An event of the record can no longer be read again: apply on top, and leave people to settle it."""
    for evenement, op in recus:
        if any(connu[:4] == evenement[:4] for connu in actuel.evenements):
            continue
        contenu = appliquer(actuel.contenu or {}, {**op, "v": max(2, op["v"])})
        version = max(op["v"], actuel.version)
        conflits = actuel.conflits if "r" in op else (*actuel.conflits, op["v"])
        actuel = Enregistrement(contenu, version, (*actuel.evenements, evenement), conflits)
    return actuel
