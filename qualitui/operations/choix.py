"""What every form offers, whatever its concept: lists of (code, label) of the people, the roles, the engagements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.francais import sans_accents
from qualitui.operations import equipe

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

Options = tuple[tuple[str, str], ...]  # (code, label)


def personnes(site: Site, *, jour: date) -> Options:
    """Those present on `jour`, by name."""
    return tuple((personne.code, personne.nom) for personne in equipe.lister(site, jour=jour))


def pilotes(site: Site, *, jour: date) -> Options:
    """The persons present, then the roles: who may be in charge of something."""
    roles = sorted(((role.code, role.libelle) for role in site.roles), key=lambda role: sans_accents(role[1]))
    return (*personnes(site, jour=jour), *roles)


def engagements(site: Site, *, jour: date) -> Options:
    """Those of the référentiel in force on `jour`."""
    return tuple((e.code, f"{e.code} · {e.libelle}") for e in site.referentiel_au(jour).engagements)
