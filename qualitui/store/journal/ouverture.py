"""Opening: is there a register here, of which format and of which site? Unreadable is never taken for empty."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from qualitui.store.contrat import Anomalie, RegistreIllisible
from qualitui.store.disque import ecriture_impossible, raison
from qualitui.store.journal.absence import a_servi
from qualitui.store.journal.format import NOM, creer_format, lire_format, site_d_un_journal
from qualitui.store.journal.identifiants import nouvel_identifiant
from qualitui.store.journal.journaux import Journaux


class Ouverts(NamedTuple):
    """The journals, and whether the register has just been made."""

    journaux: Journaux
    neuf: bool


def ouvrir_journaux(
    dossier: Path, maintenant: Callable[[], datetime], hasard: random.Random, *, creer: bool = True
) -> Ouverts:
    """`creer`: False to refuse a site without a register instead of making it one."""
    registre = dossier / "registre"
    try:
        return _ouvrir(dossier, registre, maintenant, hasard if creer else None)
    except OSError as erreur:
        raise RegistreIllisible(f"Le registre de {dossier} ne peut pas être lu\u00a0: {raison(erreur)}.") from erreur


def _ouvrir(dossier: Path, registre: Path, maintenant: Callable[[], datetime], hasard: random.Random | None) -> Ouverts:
    try:
        site = lire_format(registre)
    except (FileNotFoundError, NotADirectoryError):
        if not dossier.is_dir():
            raise RegistreIllisible(f"Le dossier {dossier} est introuvable.") from None
        if journaux := _journaux(registre):
            return _retrouver(registre, journaux, "manque")
        if hasard is None or a_servi(dossier):
            raise RegistreIllisible(
                f"Le dossier « registre » de {dossier} est absent ou vide alors que le site a servi. "
                "Restaurez une sauvegarde\u00a0: un nouveau registre n’est pas créé à sa place."
            ) from None
        return _creer(dossier, registre, maintenant(), hasard)
    if site is None:
        return _retrouver(registre, _journaux(registre), "est abîmé")
    return Ouverts(Journaux(registre, site), neuf=False)


def _journaux(registre: Path) -> list[Path]:
    return sorted(registre.glob("[0-9][0-9][0-9][0-9]/*.jsonl"))


def _creer(dossier: Path, registre: Path, instant: datetime, hasard: random.Random) -> Ouverts:
    millisecondes = int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp() * 1000)
    site = nouvel_identifiant(millisecondes, hasard)
    try:
        registre.mkdir(exist_ok=True)
        neuf = creer_format(registre, site, instant.isoformat(timespec="seconds"))
    except OSError as erreur:
        raise ecriture_impossible(erreur) from erreur
    return Ouverts(Journaux(registre, site if neuf else lire_format(registre) or ""), neuf)


def _retrouver(registre: Path, fichiers: list[Path], etat: str) -> Ouverts:
    """FORMAT.json is no help: the journals name their site themselves."""
    sites = [site for site in map(site_d_un_journal, fichiers) if site]
    site = max(sites, key=sites.count, default="")
    journaux = Journaux(registre, site)
    journaux.anomalies.append(
        Anomalie("grave", f"Le fichier {NOM} {etat}\u00a0; le site a été reconnu par ses journaux.", f"registre/{NOM}")
    )
    return Ouverts(journaux, neuf=False)
