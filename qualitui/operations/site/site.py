"""Create a site, with the checks it chose to start with."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from qualitui.domain.base import Refus
from qualitui.domain.francais import nettoyer
from qualitui.domain.reference.referentiel import Referentiel
from qualitui.domain.reference.reglages import EnVigueur, Reglages
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.site import site as sites
from qualitui.store.site.referentiels import charger_referentiel
from qualitui.store.site.site import Site


class NomManquant(Refus):
    """A site has a name."""


def creer(
    dossier: Path,
    *,
    nom: str,
    referentiel: str = "EPS-2023",
    verifications_choisies: Iterable[str] | None = None,
    premiere_periode_due: bool = False,
    jour: date,
    maintenant: Callable[[], datetime],
    poste: str,
    login: str,
    aleatoire: random.Random | None = None,
    depuis: date | None = None,
) -> Site:
    """Create and open a site under `referentiel` since `depuis` (default: the référentiel's own date).

    `verifications_choisies`: codes of the default table to start with; None: all of them. They are due from `jour`;
    the periods under way that day only with `premiere_periode_due`.
    """
    nom = nettoyer(nom)
    if not nom:
        raise NomManquant("Donnez un nom au site, par exemple « EPS du 12e ».", champ="nom")
    choisi = charger_referentiel(referentiel.strip().upper())
    en_vigueur = EnVigueur(code=choisi.code, depuis=depuis or _parution(choisi))
    reglages = Reglages(nom=nom, referentiels=(en_vigueur,), premiere_periode_due=premiere_periode_due)
    site = sites.creer(dossier, reglages, maintenant=maintenant, poste=poste, login=login, aleatoire=aleatoire)
    verifications.installer(site, codes=verifications_choisies, jour=jour)
    return site


def _parution(referentiel: Referentiel) -> date:
    """The day the référentiel was published; the first of the month when the source gives no day (« 2014-05 »)."""
    parution = referentiel.parution
    return parution if isinstance(parution, date) else date.fromisoformat(f"{parution}-01")
