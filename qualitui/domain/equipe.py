"""The team (équipe) of a site: who holds which role, and what each role may do (roles-eps.toml)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from qualitui.domain.base import Fiche


class Personne(Fiche):
    """One member of the team. `code` is short and stable (« martin-c »); `logins` tie workstations to it."""

    table: ClassVar[str] = "equipe"

    code: str
    nom: str
    roles: tuple[str, ...] = ()
    service: str = ""
    logins: tuple[str, ...] = ()
    arrivee_le: date | None = None
    depart_le: date | None = None
