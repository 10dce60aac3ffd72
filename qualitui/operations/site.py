"""Create a site, with the checks it chose to start with."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from qualitui.domain.base import Refus
from qualitui.domain.francais import enumerer, nettoyer
from qualitui.domain.proximite import plus_proches
from qualitui.domain.reglages import EnVigueur, Reglages
from qualitui.operations import verifications
from qualitui.store import site as sites
from qualitui.store.site import Site


class ReferentielInconnu(Refus):
    """No référentiel of the program has this code."""


class NomManquant(Refus):
    """A site has a name."""


def creer(
    dossier: Path,
    *,
    nom: str,
    referentiel: str = "EPS-2023",
    verifications_choisies: Iterable[str] | None = None,
    jour: date,
    maintenant: Callable[[], datetime],
    poste: str,
    login: str,
    aleatoire: random.Random | None = None,
    depuis: date | None = None,
) -> Site:
    """Create and open a site under `referentiel` since `depuis` (default: the référentiel's own date).

    `verifications_choisies`: codes of the default table to start with; None: all of them. They are due from `jour`.
    """
    nom = nettoyer(nom)
    if not nom:
        raise NomManquant("Donnez un nom au site, par exemple « EPS du 12e ».", champ="nom")
    code = _referentiel_connu(referentiel)
    reglages = Reglages(nom=nom, referentiels=(EnVigueur(code=code, depuis=depuis or _date_edition(code, jour)),))
    site = sites.creer(dossier, reglages, maintenant=maintenant, poste=poste, login=login, aleatoire=aleatoire)
    verifications.installer(site, codes=verifications_choisies, jour=jour)
    return site


def _referentiel_connu(code: str) -> str:
    from qualitui.store.referentiels import charger_referentiels

    connus = charger_referentiels()
    if code.upper() in connus:
        return code.upper()
    proches = plus_proches(code, connus) or list(connus)
    raise ReferentielInconnu(
        f"Le référentiel « {code} » n’existe pas. Vouliez-vous dire {enumerer(proches, 'ou')} ?", champ="referentiel"
    )


def _date_edition(code: str, jour: date) -> date:
    """The day the référentiel was published; the first of the year when the source gives no day."""
    from qualitui.store.referentiels import charger_referentiels

    publie = charger_referentiels()[code].date
    return publie if isinstance(publie, date) else date(int(str(publie)[:4]), 1, 1)
