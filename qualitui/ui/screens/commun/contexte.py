"""What the forms of the plan offer, and what its screens name codes by: read once, in a thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qualitui.operations import choix
from qualitui.operations.choix import Options

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Contexte(NamedTuple):
    """Lists of (code, label), and who is in front of the screen (`moi`, a code; empty when nobody is known)."""

    site: Site
    jour: date
    personnes: Options
    pilotes: Options
    origines: Options
    engagements: Options
    priorites: Options
    moi: str


def lire_contexte(site: Site, jour: date) -> Contexte:
    """Read the lists of choices; runs in a thread."""
    nomenclatures, moi = site.nomenclatures, site.moi
    return Contexte(
        site=site,
        jour=jour,
        personnes=choix.personnes(site, jour=jour),
        pilotes=choix.pilotes(site, jour=jour),
        origines=tuple((ligne.code, ligne.libelle) for ligne in nomenclatures.origines_action),
        engagements=choix.engagements(site, jour=jour),
        priorites=tuple((ligne.code, ligne.libelle) for ligne in nomenclatures.priorites),
        moi=moi.code if moi else "",
    )


def libelle(options: Iterable[tuple[str, str]], code: str) -> str:
    """The label of a code in a list of choices; the code itself when it is not there."""
    return dict(options).get(code, code)
