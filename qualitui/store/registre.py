"""The register: one small protocol, whatever the engine (journal of files today, PostgreSQL later)."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from qualitui.domain.base import Fiche, Refus

F = TypeVar("F", bound=Fiche)


class ModifieEntreTemps(Refus):
    """Someone saved the record since it was read. `champs` maps each field changed meanwhile to (was, is)."""

    def __init__(self, phrase: str, *, par: str = "", champs: Mapping[str, tuple[Any, Any]] | None = None) -> None:
        super().__init__(phrase)
        self.par = par
        self.champs = dict(champs or {})


class DejaPresent(Refus):
    """A record of this id is already there."""


class RegistreIllisible(Refus):
    """The register is there but cannot be read as a whole: future format, no access. Never taken for an empty one."""


class EcritureImpossible(Refus):
    """Nothing was written (full disk, read-only folder, share gone); what is in memory has not moved."""


class Anomalie(NamedTuple):
    """Something wrong met while reading; the program goes on. `fichier` is relative to the site, `ligne` from 1.

    `gravite`: « grave » (something may be missing), « avertissement » (to be looked at) or « information ».
    """

    gravite: str
    phrase: str
    fichier: str | None = None
    ligne: int | None = None


class Changement(NamedTuple):
    """One line of a record's history: who, when, what changed, field by field (before, after)."""

    le: datetime
    par: str
    poste: str
    champs: Mapping[str, tuple[Any, Any]]


class Registre(Protocol):
    """Typed access to the records. Every `Fiche` returned carries its `id` and its `jeton`.

    `auteur` signs what is written from now on (a person's code, or the login).
    """

    auteur: str

    @property
    def anomalies(self) -> Sequence[Anomalie]:
        """What could not be read as it should, each with its place."""
        ...

    def add(self, fiche: F) -> F:
        """Write a new record; its `id` is kept when given (Refus if already taken), else created."""
        ...

    def get(self, modele: type[F], ident: str) -> F:
        """Return the record; `Introuvable` if there is none."""
        ...

    def save(self, fiche: F) -> F:
        """Write the new state of a record read before; `ModifieEntreTemps` if its `jeton` is stale."""
        ...

    def remove(self, fiche: Fiche) -> None:
        """Take the record out of the lists (the journal keeps its history); same check as `save`."""
        ...

    def find(self, modele: type[F], **egalites: Any) -> Sequence[F]:
        """Records whose fields equal all of `egalites` (all of the table without any), in order of creation."""
        ...

    def identifiants(self, modele: type[Fiche]) -> Container[str]:
        """The ids of the table's records, without reading the records: what is there among 60,000."""
        ...

    def history(self, modele: type[Fiche], ident: str) -> Sequence[Changement]:
        """Every change of the record, oldest first."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything saved inside is written as one line or not at all; may be nested."""
        ...

    def reserver_numero(self, serie: str) -> int:
        """Claim the next number of a series (« R-2026 »), unique between workstations."""
        ...

    def poll(self) -> bool:
        """Take in what other workstations wrote; True if anything changed."""
        ...

    def close(self) -> None: ...
