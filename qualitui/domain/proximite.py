"""« Vouliez-vous dire… ? »: the nearest of known names (francais.py holds the comparison)."""

from __future__ import annotations

from qualitui.domain.francais import plus_proches as plus_proches
