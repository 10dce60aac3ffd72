"""A gesture that the person may not do is refused before its form opens; one place for every screen and the palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.actions import parse

from qualitui.operations.site import droits
from qualitui.operations.site.droits import Demande
from qualitui.ui.noyau.contrat import Bureau
from qualitui.ui.noyau.ecran import Ecran

if TYPE_CHECKING:
    from qualitui.domain.base import Fiche

SANS_FICHE = "nouveau"  # the action that makes a record instead of changing the one under the cursor


def demandes(ecran: Ecran[Any], action: Any) -> tuple[Demande, ...]:
    """What this action of the screen writes, domain and verb; nothing: it only reads."""
    noms = {_nom(action), ":".join([_nom(action), *map(str, _parametres(action)[:1])])}
    return tuple(demande for demande, actions in ecran.ECRITURES.items() if not noms.isdisjoint(actions.split()))


def fiche_visee(ecran: Ecran[Any], action: Any) -> Fiche | None:
    """The record that the action would change; None for a new one."""
    return ecran.fiche_visee() if _nom(action) != SANS_FICHE else None


def _nom(action: Any) -> str:
    return parse(action)[1] if isinstance(action, str) else str(action[1])


def _parametres(action: Any) -> tuple[Any, ...]:
    return tuple(parse(action)[2] if isinstance(action, str) else action[2])


def exiger(bureau: Bureau, voulus: Iterable[Demande]) -> None:
    """Raise the refusal of the first of these that the person may not do."""
    for demande in voulus:
        if demande in bureau.limites.interdits:
            raise bureau.limites.interdits[demande]


def a_lire(bureau: Bureau, voulus: Iterable[Demande], fiche: Fiche) -> bool:
    """True when the right depends on whose record it is: its history has to be read, in a thread."""
    return droits.bornee(fiche) and not bureau.limites.bornes.isdisjoint(voulus)


def autoriser(bureau: Bureau, voulus: Sequence[Demande], fiche: Fiche, suite: Callable[[], Any]) -> None:
    """Call `suite` once the person is known to be allowed; else the refusal is told."""
    exiger(bureau, voulus)
    if a_lire(bureau, voulus, fiche):
        bureau.lire(lambda: droits.exiger(bureau.site, voulus, fiche), lambda _: suite(), ouvre=True)
    else:
        suite()
