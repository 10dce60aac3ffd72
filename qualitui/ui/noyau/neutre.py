"""What any screen draws goes through here last: no text of anybody's drives the terminal, nor turns its lines round."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from qualitui.domain.francais import PILOTANTS


class Neutre(LineFilter):
    """Takes out what `PILOTANTS` says; it has no width, so that nothing moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if not any(PILOTANTS.search(texte) for texte, _, controle in segments if not controle):
            return segments
        return [
            s if s.control else Segment(PILOTANTS.sub("", s.text).replace("\t", " ").replace("\n", " "), s.style)
            for s in segments
        ]
