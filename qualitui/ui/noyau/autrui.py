"""What the other workstations wrote, in a sentence: « Modifié par Karim Benvallon : A-2026-005, A-2026-006. »"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualitui.domain.francais import accorder, enumerer
from qualitui.operations.suggestions.gestes import ANONYME

if TYPE_CHECKING:
    from qualitui.store.contrat import Nouveaute
    from qualitui.ui.screens.commun.base import EcranModule

MONTREES = 3  # references named; the others are counted
DUREE = 8.0  # seconds the sentence stays


def noms(ecran: EcranModule[Any]) -> dict[str, str]:
    """What people call each record of the screen's list, by id; nothing while there is no news to tell."""
    montres = ecran.tableau.montres if ecran.nouveautes else ()
    fiches = ((ecran.fiche(objet), objet) for objet in montres)
    return {fiche.id: ecran.reference(objet) for fiche, objet in fiches if fiche is not None}


def dire(ecran: EcranModule[Any], avant: Mapping[str, str]) -> None:
    """Say the news of the screen, now that its list shows them; `avant`: its `noms` before."""
    for phrase in en_mots(ecran.nouveautes, avant, noms(ecran), ecran.qualitui.nom):
        ecran.notify(phrase, markup=False, timeout=DUREE)
    ecran.nouveautes.clear()


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
