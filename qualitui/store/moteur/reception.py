"""Changes read before those they follow, or after those that follow them: they wait, and are merged together.

The journals are read one after the other, so that where people answer each other a record's changes come in any order.
Merging each as it comes would open a file again for every one of them: on a network, most of a first opening.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from qualitui.store.journal.journaux import Disparue, Journaux
from qualitui.store.journal.ligne import CLE, Evenement, Operation
from qualitui.store.moteur.fusion import Enregistrement, Recu, appliquer, recevoir, suivre

Cle = tuple[str, str]
PLEIN = 20_000  # changes kept waiting: some twenty megabytes


class Reception:
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
        self._annee = ""

    def recevoir(self, cle: Cle, evenement: Evenement, operation: Operation, auteurs: list[str]) -> None:
        """Merge a change now if it follows what is known of the record. `auteurs`: who made it, if people are told."""
        if cle not in self._recus and (nouveau := suivre(self._connu(cle), evenement, operation)) is not None:
            self._poser(cle, nouveau, auteurs)
            return
        self._recus.setdefault(cle, []).append((evenement, operation))
        self._nombre += 1
        if auteurs:
            self._auteurs[cle] = [*self._auteurs.get(cle, []), *auteurs]

    def avancer(self, annee: str) -> None:
        """Lines of this year are coming: what waits has all it needs, save what crossed the year. Or it is too much."""
        if self._nombre > PLEIN:
            self.regler()
        elif annee != self._annee:
            self._annee = annee
            self._enchainer()

    def _enchainer(self) -> None:
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
        self._enchainer()
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
    raise Disparue(evenement[CLE])


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
