"""Files that the program does not read, where it reads only its own: copies that a tool for synchronising has made.

A copy of a journal is read too (`store/journal/nommage.py`). What is in a copy of another file (settings, an identity,
a number) is not taken in: two versions of it cannot be merged without a person, who is told where it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from qualitui.store.contrat import Anomalie
from qualitui.store.journal.format import NOM as FORMAT
from qualitui.store.journal.nommage import du_systeme
from qualitui.store.secours.inventaire import CAS, lisible
from qualitui.store.secours.retour import MARQUE

_ANNEE = re.compile(r"^[0-9]{4}$")
_SERIE = re.compile(r"^[A-Z]{1,4}-[0-9]{4}$")
_NUMERO = re.compile(r"^[0-9]{6,9}(\.reprise-[0-9]{1,9})?$")
_DOSSIER = re.compile(r"^[A-Z]{1,4}-[0-9]{4}-[0-9]{3,9}$")
_CAS = re.compile(r"[A-Z]{1,4}-[0-9]{4}-[0-9]{3}")
_IDENTITE = re.compile(r"^identite-[0-9]+\.json$")
_REGLAGES = re.compile(r"(?i)^(?=.*(?<![a-z])site(?![a-z]))(?=.*\.toml).*$")
_MARQUE = re.compile(r"(?i)^(?=.*restauration)(?=.*\.json).*$")
LUS = {"site.toml", "site.toml.avant", MARQUE}

COPIE = "laissé par un outil de synchronisation, ou mis là à la main"
SUITE = "il n’est pas lu. Comparez-le avec l’original, reportez ce qui manque, puis retirez-le"


def intrus(site: Path) -> Iterator[Anomalie]:
    """Each file or folder that is none of the program's, in the folders where only its own are read."""
    yield from _parmi(site, "", lambda nom: nom in LUS or not (_REGLAGES.match(nom) or _MARQUE.match(nom)), "réglages")
    yield from _parmi(site / "registre", "registre/", lambda nom: nom == FORMAT or bool(_ANNEE.match(nom)), "journaux")
    yield from _parmi(site / "numeros", "numeros/", lambda nom: bool(_SERIE.match(nom)), "numéros")
    for serie in _dossiers(site / "numeros", _SERIE):
        yield from _parmi(serie, f"numeros/{serie.name}/", lambda nom: bool(_NUMERO.match(nom)), "numéros")
    # People may keep something of theirs beside the identities: only what is named after one of ours is told.
    yield from _parmi(site / CAS, f"{CAS}/", lambda nom: bool(_DOSSIER.match(nom) or not _CAS.search(nom)), "identités")
    for cas in _dossiers(site / CAS, _DOSSIER):
        yield from _parmi(
            cas, f"{CAS}/{cas.name}/", lambda nom: bool(_IDENTITE.match(nom)) or "identite-" not in nom, "identités"
        )


def _parmi(dossier: Path, lieu: str, attendu: Callable[[str], bool], quoi: str) -> Iterator[Anomalie]:
    """What of the folder is not expected; nothing of one that cannot be listed, which is told elsewhere."""
    try:
        noms = sorted(os.listdir(dossier))
    except OSError:
        return
    for nom in noms:
        if not attendu(nom) and not du_systeme(nom):
            phrase = f"Fichier ou dossier inconnu parmi les {quoi}, {COPIE}\u00a0: {SUITE}."
            yield Anomalie("avertissement", phrase, f"{lieu}{lisible(nom)}")


def _dossiers(dossier: Path, motif: re.Pattern[str]) -> list[Path]:
    try:
        with os.scandir(dossier) as entrees:
            return sorted(Path(entree.path) for entree in entrees if motif.match(entree.name) and entree.is_dir())
    except OSError:
        return []
