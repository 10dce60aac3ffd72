"""A window, and what a count of it gives: what the rules of this folder hand back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from tests.recompte.calendrier import un_an_avant


class Vue(NamedTuple):
    """From `du` to `au`, with what was known at the end of `le`."""

    du: str
    au: str
    le: str

    @property
    def avant(self) -> Vue:
        return Vue(*map(un_an_avant, self))

    @property
    def dernier(self) -> str:
        return min(self.au, self.le)


@dataclass
class Compte:
    """`oui` and `non` make a rate; `mesure` replaces the number of a median, a ninth decile, a mean or a sum typed."""

    oui: list[str] = field(default_factory=list)
    non: list[str] = field(default_factory=list)
    exclues: list[tuple[str, str]] = field(default_factory=list)
    pas_encore: list[str] = field(default_factory=list)
    taux: bool = True
    connu: bool = True
    mesure: tuple[Fraction | None, Fraction | None] | None = None

    @property
    def fraction(self) -> tuple[Fraction | None, Fraction | None]:
        if self.mesure is not None:
            return self.mesure
        if not self.taux:
            return (Fraction(len(self.oui)) if self.connu or self.oui else None), None
        return Fraction(len(self.oui)), Fraction(len(self.oui) + len(self.non))


def nombre(oui: Iterable[str], connu: bool) -> Compte:
    return Compte(oui=list(oui), taux=False, connu=connu)


def mediane(tries: list[int]) -> Fraction:
    return Fraction(tries[(len(tries) - 1) // 2] + tries[len(tries) // 2], 2)


def neuvieme_decile(tries: list[int]) -> Fraction:
    """The smallest that nine in ten do not exceed."""
    return Fraction(next(v for rang, v in enumerate(tries, 1) if rang * 10 >= 9 * len(tries)))
