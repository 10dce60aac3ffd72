"""Copy the journals while others write, so that the copy is the register as it was at some moment.

Journals only grow: each is copied up to a complete line, then extended until it holds every line another one says it
had seen. Each file is read forward, once, a block at a time: the folder may be on a network, the file ten years old.
One that cannot be read is told, and the others are copied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.domain.francais import raison_du_systeme
from qualitui.store.journal.journal import BLOC, BOM
from qualitui.store.journal.ligne import decoder
from qualitui.store.secours.inventaire import Omis

_CLE = re.compile(r"^[0-9]{4}/[^/\\]+$")  # what a line says it has seen is a journal's key, and no other path


class Illisible(OSError):
    """A file of the site cannot be read, or not to its end."""


class Copie(NamedTuple):
    """How much of a journal is copied: its highest `n`, the highest each line says it has seen of the others, bytes,
    and good lines."""

    n: int = 0
    vu: Mapping[str, int] = {}
    fin: int = 0
    lignes: int = 0


class Releve:
    """The copies of the journals: the good lines of each, the records they hold, what could not be read."""

    def __init__(self, omis: list[Omis]) -> None:
        self.omis = omis
        self.lignes: dict[str, int] = {}
        self.interrompus: set[str] = set()
        self.restaure = False  # whether the site says that it comes from a backup
        self._sites: Counter[str] = Counter()
        self._derniers: dict[tuple[str, str], tuple[int, int, bool]] = {}

    @property
    def fiches(self) -> int:
        """The records whose last version is not a removal."""
        return sum(not retiree for _, _, retiree in self._derniers.values())

    @property
    def site(self) -> str:
        """The id of the site that most journals name; empty when none does."""
        return next((site for site, _ in self._sites.most_common(1)), "")

    def compter(self, contenu: dict[str, Any]) -> None:
        if "site" in contenu:
            self._sites[contenu["site"]] += 1
        for operation in contenu["o"]:
            fiche = operation["t"], operation["i"]
            dernier = operation["v"], contenu["h"], operation.get("x") is True
            self._derniers[fiche] = max(dernier, self._derniers.get(fiche, dernier))


def copier_les_journaux(registre: Path, noms: list[str], vers: Path, releve: Releve) -> list[str]:
    """Copy the journals of these names (« 2026/poste~login~1.jsonl ») under `vers`; return the names of the copies.

    One made meanwhile is copied too when another one has seen it. `OSError`: this workstation cannot keep the copies.
    """
    copies: dict[str, Copie] = {}
    for nom in noms:
        _essayer(copies, registre, nom[:-6], vers, releve)
    while retards := _retards(copies):
        for cle, n in retards.items():
            _essayer(copies, registre, cle, vers, releve, n)
            # A line seen by others and not here is lost already: the diagnostic tells it, the backup goes on.
            copies[cle] = copies[cle]._replace(n=max(n, copies[cle].n))
    releve.lignes = {f"registre/{cle}.jsonl": copie.lignes for cle, copie in copies.items()}
    return sorted(f"{cle}.jsonl" for cle in copies if (vers / f"{cle}.jsonl").exists())


def _essayer(
    copies: dict[str, Copie], registre: Path, cle: str, vers: Path, releve: Releve, jusqu_a: int | None = None
) -> None:
    nom, deja = f"{cle}.jsonl", copies.get(cle, Copie())
    copies[cle] = deja
    if cle in releve.interrompus or not _CLE.match(cle):
        return
    try:
        copies[cle] = _copier(registre / nom, vers / nom, deja, releve, jusqu_a)
    except Illisible as erreur:
        releve.interrompus.add(cle)
        if not isinstance(erreur.__cause__, FileNotFoundError):
            releve.omis.append(Omis(f"registre/{nom}", raison_du_systeme(erreur)))


def _retards(copies: Mapping[str, Copie]) -> dict[str, int]:
    vus: dict[str, int] = {}
    for copie in copies.values():
        for cle, n in copie.vu.items():
            vus[cle] = max(n, vus.get(cle, 0))
    return {cle: n for cle, n in vus.items() if copies.get(cle, Copie()).n < n}


def _copier(source: Path, cible: Path, deja: Copie, releve: Releve, jusqu_a: int | None = None) -> Copie:
    """Add to the copy the complete lines that follow, no further than the line `jusqu_a` if it is said. `Illisible`."""
    n, vu, fin, bonnes, reste = deja.n, dict(deja.vu), deja.fin, deja.lignes, b""
    try:
        flux = source.open("rb", buffering=0)
    except OSError as erreur:
        raise Illisible(*erreur.args) from erreur
    with flux:
        cible.parent.mkdir(parents=True, exist_ok=True)
        with cible.open("ab") as copie:
            flux.seek(fin)
            while (jusqu_a is None or n < jusqu_a) and (bloc := _lire(flux)):
                *lignes, reste = (reste + bloc).split(b"\n")
                for ligne, decodee in zip(lignes, decoder([_nette(ligne, fin) for ligne in lignes]), strict=True):
                    copie.write(ligne + b"\n")
                    fin += len(ligne) + 1
                    if decodee:
                        bonnes += 1
                        n = max(n, decodee[1]["n"])
                        vu.update(decodee[1].get("vu", {}))
                        releve.compter(decodee[1])
                        if jusqu_a is not None and n >= jusqu_a:
                            break
    return Copie(n, vu, fin, bonnes)


def _lire(flux: Any) -> bytes:
    try:
        lu: bytes = flux.read(BLOC)
    except OSError as erreur:
        raise Illisible(*erreur.args) from erreur
    return lu


def _nette(ligne: bytes, fin: int) -> bytes:
    return (ligne if fin else ligne.removeprefix(BOM)).rstrip(b"\r")
