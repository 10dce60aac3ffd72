"""Which gestures a record allows now, and why the others are refused: each one is tried, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, Protocol, TypeVar

from qualitui.domain.base import Refus

G = TypeVar("G")
G_co = TypeVar("G_co", covariant=True)

SAISI = "…"  # stands for what a person types later in the gesture's form


class Nomme(Protocol):
    """A gesture as people choose it: the operation's name, and the words for it."""

    @property
    def value(self) -> str: ...

    @property
    def libelle(self) -> str: ...


class Possibilite(NamedTuple, Generic[G_co]):
    """`refus` None: the gesture can be done."""

    geste: G_co
    refus: Refus | None = None


def possibilites(essayer: Callable[[G], object], gestes: Iterable[G]) -> tuple[Possibilite[G], ...]:
    """Every gesture, in order, with the refusal it would meet: `essayer` does it on a record, or raises."""
    return tuple(Possibilite(geste, refus_de(essayer, geste)) for geste in gestes)


def refus_de(essayer: Callable[[G], object], geste: G) -> Refus | None:
    """Why this gesture can't be done; None: it can."""
    try:
        essayer(geste)
    except Refus as refus:
        return refus
    return None
