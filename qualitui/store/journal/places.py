"""How many slots a workstation and a login took: many, and its local state does not last from a session to the next."""

from __future__ import annotations

from collections import Counter

from qualitui.domain.francais import accorder
from qualitui.store.contrat import Anomalie
from qualitui.store.journal.journaux import Journaux

BEAUCOUP = 50


def encombrees(journaux: Journaux) -> list[Anomalie]:
    """A hint for each name that took many: nothing is wrong, and nothing is refused, but opening slows down."""
    return [Anomalie("information", _phrase(nom, nombre), "registre") for nom, nombre in _nombreuses(journaux)]


def conseil(journaux: Journaux, ecrivain: str) -> str:
    """The same, as told at the opening to who is concerned: `ecrivain` is « <poste>~<login>~ ». Empty otherwise."""
    return next((_phrase(nom, nombre) for nom, nombre in _nombreuses(journaux) if f"{nom}~" == ecrivain), "")


def _nombreuses(journaux: Journaux) -> list[tuple[str, int]]:
    ecrivains = {j.ecrivain for j in list(journaux.par_cle.values()) if not j.copie}
    if len(ecrivains) < BEAUCOUP:
        return []
    combien = Counter(ecrivain.rpartition("~")[0] for ecrivain in ecrivains)
    return sorted((nom, nombre) for nom, nombre in combien.items() if nombre >= BEAUCOUP)


def _phrase(nom: str, nombre: int) -> str:
    poste, _, login = nom.partition("~")
    return (
        f"Le poste {poste} (compte {login}) a écrit sous {accorder(nombre, 'nom')}\u00a0: son état local se perd d’une "
        "session à l’autre. Donnez-lui un dossier qui dure, par QUALITUI_ETAT_LOCAL\u00a0; rien n’est perdu."
    )
