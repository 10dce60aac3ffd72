"""The indicators that an action may come from: those of the reference table, whether a value was typed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def connus(site: Site) -> list[str]:
    """The codes of the indicators."""
    return [indicateur.code for indicateur in site.indicateurs_types]
