"""What a restored site still misses: the case folders that its backup did not hold, until they are brought back.

`restauration.json`, at the root of the restored site, is created by the restore and never changed: it names the backup
and the case folders there were. What of them is missing is looked up each time, so that bringing them back is enough.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from qualitui.domain.francais import accorder, date_numerique, enumerer
from qualitui.store.disque import creer_exclusivement

MARQUE = "restauration.json"
MONTRES = 3
_TAILLE = 64 << 20


class Retour(NamedTuple):
    """What is to be brought back. `cas`: the case folders missing, or None: which ones there were is not known."""

    sauvegarde: str
    cree_le: datetime
    cas: tuple[str, ...] | None

    def concerne(self, reference: str) -> bool:
        """Whether something of this case may be still to be brought back."""
        return self.cas is None or reference in self.cas


def marquer(site: Path, sauvegarde: str, cree_le: datetime, cas: Sequence[str] | None) -> None:
    """Write which case folders there were. `OSError`."""
    contenu = {"sauvegarde": sauvegarde, "cree_le": cree_le.isoformat(), "cas": None if cas is None else list(cas)}
    creer_exclusivement(site / MARQUE, (json.dumps(contenu, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def a_remettre(site: Path) -> Retour | None:
    """What a restore left to bring back; None when nothing is, when it is back, or when this account cannot know."""
    marque = _lire(site / MARQUE)
    if marque is None:
        return None
    try:
        with os.scandir(site / "confidentiel") as entrees:
            presents = {entree.name for entree in entrees}
    except FileNotFoundError:
        presents = set()
    except OSError:
        return None
    if marque.cas is None:
        return None if any("-" in nom for nom in presents) else marque
    manquants = tuple(cas for cas in marque.cas if cas not in presents)
    return marque._replace(cas=manquants) if manquants else None


def _lire(fichier: Path) -> Retour | None:
    """A mark that cannot be read says only that something is to be looked at."""
    if not os.path.lexists(fichier):  # nearly always: a question, where opening would be two
        return None
    try:
        with fichier.open("rb") as flux:
            octets = flux.read(_TAILLE)
    except OSError:
        return None
    try:
        lu = json.loads(octets)
        cas = lu["cas"]
        return Retour(
            str(lu["sauvegarde"]),
            datetime.fromisoformat(lu["cree_le"]),
            None if cas is None else tuple(map(str, cas)),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return Retour("", datetime.fromtimestamp(0).astimezone(), None)


def en_mots(retour: Retour) -> str:
    """What is missing and what to do."""
    origine = f" du {date_numerique(retour.cree_le.date())}" if retour.sauvegarde else ""
    if retour.cas is None:
        quoi = "Le dossier confidentiel n’y était pas\u00a0: il est à remettre"
    else:
        noms = list(retour.cas[:MONTRES])
        reste = len(retour.cas) - MONTRES
        dits = enumerer([*noms, accorder(reste, "autre")] if reste > 0 else noms)
        quoi = f"{accorder(len(retour.cas), 'dossier confidentiel manque', 'dossiers confidentiels manquent')} ({dits})"
        quoi += "\u00a0: à remettre"
    return (
        f"Ce site vient d’une sauvegarde{origine} sans toutes les identités. {quoi}, en copiant ici "
        "l’ancien dossier «\u00a0confidentiel\u00a0». S’il n’y a plus rien à remettre, retirez "
        f"«\u00a0{MARQUE}\u00a0»."
    )


def du_cas_en_mots(reference: str, retour: Retour) -> str:
    """Why the identity of a case cannot be told."""
    origine = f" du {date_numerique(retour.cree_le.date())}" if retour.sauvegarde else ""
    peut_etre = "n’est pas revenue" if retour.cas is not None else "n’est peut-être pas revenue"
    return (
        f"L’identité de {reference} {peut_etre} avec la sauvegarde{origine}\u00a0: l’ancien dossier "
        "«\u00a0confidentiel\u00a0» est à remettre dans celui du site."
    )
