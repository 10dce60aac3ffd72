"""What is confidential about a case: who wrote, and what. It lives apart from the register (domaine.md §9)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from qualitui.domain.base import Valeur


class Identite(Valeur):
    """The person behind a réclamation and the text received; never shown by `repr` nor by a validation error.

    `version` is the one it was read from (0: nothing was kept): as a record's `jeton`, never written with it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    nom: str = Field(default="", repr=False)
    adresse: str = Field(default="", repr=False)
    courriel: str = Field(default="", repr=False)
    telephone: str = Field(default="", repr=False)
    texte: str = Field(default="", repr=False)
    version: int = Field(default=0, exclude=True, repr=False)

    @property
    def vide(self) -> bool:
        return not any(self.model_dump().values())
