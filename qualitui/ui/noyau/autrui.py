"""What the other workstations wrote, in a sentence: « Modifié par Karim Benvallon : A-2026-005, A-2026-006. »"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from qualitui.domain.francais import accorder, enumerer
from qualitui.store.contrat import ANONYME

if TYPE_CHECKING:
    from qualitui.store.contrat import Nouveaute

MONTREES = 3  # references named; the others are counted


def en_mots(
    nouveautes: Sequence[Nouveaute], avant: Mapping[str, str], apres: Mapping[str, str], nom: Callable[[str], str]
) -> list[str]:
    """One sentence a person and a kind of change, for the records the list shows.

    `avant` and `apres`: what people call each record shown, by id, before and after the reading.
    """
    dits: dict[tuple[str, str], dict[str, None]] = {}
    for nouveaute in nouveautes:
        reference = apres.get(nouveaute.ident) or avant.get(nouveaute.ident)
        if reference:
            verbe = "Modifié" if nouveaute.ident in avant else "Ajouté"
            qui = f" par {nom(nouveaute.par)}" if nouveaute.par not in ("", ANONYME) else ""
            dits.setdefault((verbe, qui), {})[reference] = None
    return [f"{verbe}{qui}\u00a0: {_references(list(references))}." for (verbe, qui), references in dits.items()]


def _references(references: Sequence[str]) -> str:
    nommees = list(references[:MONTREES])
    if len(references) > MONTREES:
        nommees.append(accorder(len(references) - MONTREES, "autre"))
    return enumerer(nommees)
