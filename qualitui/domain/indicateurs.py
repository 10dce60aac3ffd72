"""Indicateurs (SMQ6): typed monthly or computed from the site's own data; always numerator / denominator."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from qualitui.domain.base import Fiche


class ValeurIndicateur(Fiche):
    """The value of `indicateur` for one `periode` (« 2026-03 », « 2026-T1 », « 2026 »).

    `denominateur` None: the value is `numerateur` alone (a count or a number of days).
    """

    table: ClassVar[str] = "valeurs"

    indicateur: str
    periode: str
    numerateur: float
    denominateur: float | None = None
    commentaire: str = ""
    saisie_le: date
    par: str = ""
