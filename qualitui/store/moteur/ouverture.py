"""Opening the storage of a site: its journals, and what the cache of this workstation knows of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Required, TypedDict

from qualitui.store.contrat import RegistreIllisible
from qualitui.store.disque import raison
from qualitui.store.journal.ecrivain import Ecrivain
from qualitui.store.journal.emplacement import dossier_local, site_du_local
from qualitui.store.journal.horloge import SansEcriture
from qualitui.store.journal.ouverture import ouvrir_journaux
from qualitui.store.moteur.cache import NOM as NOM_DU_CACHE
from qualitui.store.moteur.stockage import JournalStorage


class Acces(TypedDict, total=False):
    """What opening takes; see `ouvrir_stockage`."""

    poste: Required[str]
    login: Required[str]
    maintenant: Required[Callable[[], datetime]]
    aleatoire: random.Random | None
    cache: Path | None
    lecture_seule: bool


def ouvrir_stockage(
    dossier_site: Path,
    *,
    poste: str,
    login: str,
    maintenant: Callable[[], datetime],
    aleatoire: random.Random | None = None,
    cache: Path | None = None,
    lecture_seule: bool = False,
) -> JournalStorage:
    """Open the register of a site, creating it in a new site. `RegistreIllisible` if it cannot be read as a whole.

    `cache` is the base folder of the local state (else $QUALITUI_ETAT_LOCAL, else the user's state folder).
    `aleatoire` makes ids predictable. `lecture_seule`: nothing is created, and every writing is refused.
    """
    hasard = aleatoire or random.SystemRandom()
    ouverts = ouvrir_journaux(dossier_site, maintenant, hasard, creer=not lecture_seule)
    local = dossier_local(dossier_site, ouverts.journaux.site, cache)
    ouverts.journaux.site = ouverts.journaux.site or site_du_local(local)
    ecrivain = Ecrivain(dossier_site / "registre", poste, login, local, neuf=ouverts.neuf)
    stockage = JournalStorage(ouverts.journaux, ecrivain, maintenant=maintenant, aleatoire=hasard)
    if lecture_seule:
        stockage.horloge = SansEcriture(ouverts.journaux, maintenant)
    stockage.auteur = login
    if ouverts.neuf:
        with suppress(OSError):
            (local / NOM_DU_CACHE).unlink(missing_ok=True)
    try:
        stockage.ouvrir()
    except OSError as erreur:
        phrase = f"Le registre de {dossier_site} ne peut pas être lu\u00a0: {raison(erreur)}."
        raise RegistreIllisible(phrase) from erreur
    return stockage
