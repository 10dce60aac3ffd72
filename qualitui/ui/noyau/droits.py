"""A gesture that the person may not do is refused before its form opens; one place for every screen and the palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.actions import parse

from qualitui.operations.site import droits

if TYPE_CHECKING:
    from qualitui.domain.base import Fiche
    from qualitui.ui.app import Qualitui

SANS_FICHE = "nouveau"  # the action that makes a record instead of changing the one under the cursor


def domaines(ecran: Any, action: Any) -> tuple[str, ...]:
    """The domains that this action of the screen writes in; none: it only reads."""
    ecritures: dict[str, str] = getattr(ecran, "ECRITURES", {})
    return tuple(domaine for domaine, actions in ecritures.items() if _nom(action) in actions.split())


def fiche_visee(ecran: Any, action: Any) -> Fiche | None:
    """The record that the action would change; None for a new one."""
    choisi = getattr(ecran, "choisi", None)
    return ecran.fiche(choisi) if choisi is not None and _nom(action) != SANS_FICHE else None


def _nom(action: Any) -> str:
    return parse(action)[1] if isinstance(action, str) else str(action[1])


def exiger(app: Qualitui, voulus: Iterable[str]) -> None:
    """Raise the refusal of the first of these domains that the person may not write in."""
    for domaine in voulus:
        if domaine in app.limites.interdits:
            raise app.limites.interdits[domaine]


def a_lire(app: Qualitui, voulus: Iterable[str], fiche: Fiche | None) -> bool:
    """True when the right depends on whose record it is: its history has to be read, in a thread."""
    return droits.bornee(fiche) and not app.limites.bornes.isdisjoint(voulus)


def autoriser(app: Qualitui, voulus: Sequence[str], fiche: Fiche, suite: Callable[[], Any]) -> None:
    """Call `suite` once the person is known to be allowed; else the refusal is told."""
    exiger(app, voulus)
    if a_lire(app, voulus, fiche):
        app.lire(lambda: droits.exiger(app.site, fiche), lambda _: suite(), ouvre=True)
    else:
        suite()
