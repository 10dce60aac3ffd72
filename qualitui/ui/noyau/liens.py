"""Every binding of the program, screen by screen: what the help lists and what [touches] is checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual.binding import Binding

from qualitui.ui.modules import MODULES
from qualitui.ui.noyau.preferences import verifier_touches

if TYPE_CHECKING:
    from textual.dom import DOMNode


def liens_de(classe: type[DOMNode]) -> list[Binding]:
    """The bindings that our own classes declare for `classe`, its own first; a comma holds several keys."""
    trouves: dict[str, Binding] = {}
    for parent in classe.__mro__:
        if not parent.__module__.startswith("qualitui."):
            continue
        for lien in parent.__dict__.get("BINDINGS", ()):
            if isinstance(lien, Binding):
                trouves.setdefault(lien.id or lien.action, lien)
    return list(trouves.values())


def groupes_actifs(programme: type[DOMNode]) -> Iterable[list[Binding]]:
    """For each module, the bindings that are active together: those of its screen and of the program (its class)."""
    generaux = liens_de(programme)
    for module in MODULES:
        yield [*liens_de(module.importer()), *generaux]


def verifier(touches: Mapping[str, str], programme: type[DOMNode]) -> None:
    """Refuse, with a sentence, a [touches] table that can't work."""
    verifier_touches(touches, groupes_actifs(programme))
