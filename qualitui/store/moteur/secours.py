"""What a workstation still knows and the journals no longer say: compared, then written back as new lines.

Three places may know more than the files: the memory of the program that runs, the states kept aside on this
workstation (`secours-1.bin`…) when a journal was found shorter, replaced or gone, and its own lines, of which it keeps
a copy (`journal/confirmees.py`). An event (version, h, writer, crc) is
lost when one of them holds it and no journal does. Nothing is erased: what is found again is a new line, signed by the
person who asked for it, whose operations name (`r`) the events they bring back, so that nobody does it twice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.store.journal.absence import temoigner
from qualitui.store.journal.confirmees import Souvenue
from qualitui.store.journal.ecrivain import Ecrivain
from qualitui.store.journal.journal import BOM, Journal
from qualitui.store.journal.journaux import FIN_REMISE, LIGNES_REMISES, Disparue, Journaux
from qualitui.store.journal.ligne import CLE, MOMENT, VERSION, decoder
from qualitui.store.journal.ouverture import ouvrir_journaux
from qualitui.store.moteur import cache
from qualitui.store.moteur.etat import Table
from qualitui.store.moteur.fusion import Contenu, Enregistrement, appliquer
from qualitui.store.moteur.pieces import PieceAbimee
from qualitui.store.moteur.stockage import JournalStorage

MEMOIRE = "la mémoire de ce programme"
SIENNES = "les écritures que ce poste se rappelle"
PAQUET = 100  # records a line
Empreinte = tuple[int, int, str, int]  # what names an event wherever it is read: version, h, writer, crc


class Source(NamedTuple):
    """A state that may know more than the journals. `fichier` None: the memory of the program that runs."""

    nom: str
    fichier: Path | None
    tables: Mapping[str, Table]


class Perte(NamedTuple):
    """A record of which the journals lost something: what they say of it now, and what it becomes once put back.

    None: no record (never made, or removed). `perdues`: the events lost, oldest first. `version`: the one it reached.
    """

    table: str
    ident: str
    source: str
    perdues: tuple[Empreinte, ...]
    avant: Contenu | None
    apres: Contenu | None
    version: int

    @property
    def disparue(self) -> bool:
        """Whether even the making of the record was lost."""
        return self.perdues[0][VERSION] == 1


class SecoursIllisible(NamedTuple):
    """A state kept aside that this program cannot read (damaged, of another version)."""

    fichier: Path


def sources(stockage: JournalStorage) -> Iterator[Source | SecoursIllisible]:
    """The memory of this program, the states kept aside, latest first, then its own lines if they are missed."""
    yield Source(MEMOIRE, None, stockage.entieres())
    fichiers = stockage.ecrivain.local.glob("secours-*.bin")
    for fichier in sorted(fichiers, key=cache.rang_de, reverse=True):
        tables = _gardees(fichier, stockage.journaux.site)
        yield SecoursIllisible(fichier) if tables is None else Source(fichier.name, fichier, tables)
    if siennes := manquantes(stockage):
        yield Source(SIENNES, None, _avec_les_copies(stockage, siennes).entieres())


def manquantes(stockage: JournalStorage) -> list[Souvenue]:
    """What this workstation remembers of its journals and does not find in them."""
    journaux, vus = stockage.journaux, stockage.journaux.vus()
    return [une for une in stockage.ecrivain.confirmees.souvenues() if _manque(une, journaux, vus)]


def _manque(souvenue: Souvenue, journaux: Journaux, vus: Mapping[str, int]) -> bool:
    """Not if all that was missing was put back since."""
    if journaux.presentes(souvenue.cle) < souvenue.n:
        return vus.get(FIN_REMISE + souvenue.cle, 0) < souvenue.n
    journal = journaux.par_cle.get(souvenue.cle)
    if journal is None:
        return False
    remises = vus.get(LIGNES_REMISES + souvenue.cle, 0)
    if any(une.gravite == "grave" and (une.ligne or 0) > remises for une in journal.anomalies):
        return True
    return journal.n == souvenue.n and journal.dernier_crc != souvenue.crc


def _avec_les_copies(stockage: JournalStorage, copies: Sequence[Souvenue]) -> JournalStorage:
    """The register as it would be with what this workstation remembers in the place of those journals."""
    journaux = JournauxCompletes(stockage.journaux, {une.cle: une.copie for une in copies})
    complet = JournalStorage(
        journaux, stockage.ecrivain, maintenant=stockage.maintenant, aleatoire=random.SystemRandom()
    )
    complet.rafraichir(tout=True)
    return complet


class JournauxCompletes(Journaux):
    """The journals of a site, some of them read from a copy kept elsewhere."""

    def __init__(self, vrais: Journaux, copies: Mapping[str, Path]) -> None:
        super().__init__(vrais.registre, vrais.site)
        self._copies = copies

    def _presents(self, annees: set[str] | None) -> Iterator[tuple[str, int]]:
        yield from ((cle, taille) for cle, taille in super()._presents(annees) if cle not in self._copies)
        yield from ((cle, copie.stat().st_size) for cle, copie in self._copies.items())

    def _nouveau(self, cle: str) -> Journal | None:
        journal = super()._nouveau(cle)
        if journal is not None and cle in self._copies:
            journal.chemin = self._copies[cle]
        return journal


def _gardees(fichier: Path, site: str) -> dict[str, Table] | None:
    """The tables of a state kept aside, whole; None if it cannot be read."""
    decode = cache.decoder(fichier, site)
    if decode is None:
        return None
    tables = {nom: Table(nom, pieces) for nom, pieces in decode[0].tables.items()}
    try:
        for table in tables.values():
            table.lire()
    except PieceAbimee:
        return None
    return tables


# --- comparing ------------------------------------------------------------------------------------------------


def pertes(relu: JournalStorage, source: Source) -> Iterator[Perte]:
    """What the source knows and the journals, read again (`relu`), do not."""
    for nom, table in source.tables.items():
        actuels = relu.table(nom)
        for ident, su in (*table.fiches.items(), *table.cachees.items()):
            actuel = actuels.enregistrement(ident)
            if actuel.evenements == su.evenements or (su.contenu is None and su.retire is None):
                continue
            perte = _comparer(relu, source.nom, (nom, ident), su, actuel)
            if perte is not None:
                yield perte


def couverts(relu: JournalStorage, connues: Iterable[Source]) -> dict[str, int]:
    """The damaged journals of which the sources know every line that is missing, as `vu` tells it."""
    trouves: dict[str, int] = {}
    for cle, instants in _lignes_perdues(relu, connues).items():
        journal = relu.journaux.par_cle.get(cle)
        lues = set(_numeros(journal)) if journal is not None else set()
        dernier = max(relu.journaux.connues(cle), max(lues, default=0))
        if dernier - len(lues) <= len(instants):
            trouves[FIN_REMISE + cle] = dernier
            trouves[LIGNES_REMISES + cle] = journal.lignes if journal is not None else 0
    return trouves


def _lignes_perdues(relu: JournalStorage, connues: Iterable[Source]) -> dict[str, set[int]]:
    """The lines the sources know and the journals lost: of each journal, the moments (`h`) they were written."""
    perdues: dict[str, set[int]] = {}
    for source in connues:
        for nom, table in source.tables.items():
            for ident, su in (*table.fiches.items(), *table.cachees.items()):
                presents = {evenement[:4] for evenement in relu.table(nom).enregistrement(ident).evenements}
                for evenement in su.evenements:
                    if evenement[:4] not in presents:
                        perdues.setdefault(evenement[CLE], set()).add(evenement[MOMENT])
    return perdues


def _numeros(journal: Journal) -> Iterator[int]:
    """The `n` of the good lines of a journal, read again."""
    try:
        lignes = journal.chemin.read_bytes().removeprefix(BOM).split(b"\n")
    except OSError:
        return
    yield from (decodee[1]["n"] for decodee in decoder([ligne.rstrip(b"\r") for ligne in lignes]) if decodee)


def reunir(trouvees: Iterable[Perte]) -> list[Perte]:
    """One loss a record: the one that brings back the most."""
    retenues: dict[tuple[str, str], Perte] = {}
    for perte in trouvees:
        connue = retenues.get((perte.table, perte.ident))
        if connue is None or len(connue.perdues) < len(perte.perdues):
            retenues[perte.table, perte.ident] = perte
    return list(retenues.values())


def _comparer(
    relu: JournalStorage, source: str, cle: tuple[str, str], su: Enregistrement, actuel: Enregistrement
) -> Perte | None:
    presents = {evenement[:4] for evenement in actuel.evenements}
    perdues = [evenement[:4] for evenement in sorted(su.evenements) if evenement[:4] not in presents]
    if not perdues:
        return None
    nouvelles = _nouvelles(relu, cle, su, actuel)
    deja = {tuple(empreinte) for operation in nouvelles for empreinte in operation.get("r", ())}
    perdues = [empreinte for empreinte in perdues if empreinte not in deja]
    apres = _avec(su, nouvelles)
    if not perdues or apres == actuel.contenu:
        return None
    version = max(su.version, actuel.version)
    return Perte(*cle, source, tuple(perdues), actuel.contenu, apres, version)


def _nouvelles(
    relu: JournalStorage, cle: tuple[str, str], su: Enregistrement, actuel: Enregistrement
) -> list[dict[str, Any]]:
    """The operations the journals hold and the source did not know, in order.

    A line rewritten by hand (same version, writer and moment, other crc) is not news: the source knew the true one.
    """
    connus = {evenement[:3] for evenement in su.evenements}
    trouvees = []
    for evenement in sorted(actuel.evenements):
        if evenement[:3] not in connus:
            try:
                trouvees.append(relu.journaux.relire([evenement]).operation(evenement, *cle))
            except Disparue:
                continue
    return trouvees


def _avec(su: Enregistrement, nouvelles: Sequence[dict[str, Any]]) -> Contenu | None:
    """What the source knew, with what was written since on top."""
    siens = {evenement[:4] for evenement in su.evenements}
    contenu = su.contenu
    for operation in nouvelles:
        rendus = [tuple(empreinte) for empreinte in operation.get("r", ())]
        if rendus and siens.issuperset(rendus):
            continue
        reprise = {**operation, "v": max(2, operation["v"])}
        contenu = None if operation.get("x") else appliquer(contenu or {}, reprise)
    return contenu


# --- writing back ---------------------------------------------------------------------------------------------


def ouvrir_pour_ecrire(
    dossier: Path, *, poste: str, login: str, auteur: str, local: Path, maintenant: Callable[[], datetime]
) -> JournalStorage:
    """The register as the journals alone say it (no cache), able to write in a slot of this workstation."""
    hasard = random.SystemRandom()
    ouverts = ouvrir_journaux(dossier, maintenant, hasard, creer=False)
    ecrivain = Ecrivain(dossier / "registre", poste, login, local)
    stockage = JournalStorage(ouverts.journaux, ecrivain, maintenant=maintenant, aleatoire=hasard)
    stockage.auteur = auteur
    stockage.rafraichir(tout=True)
    temoigner(stockage.journaux, local)
    return stockage


def remettre(stockage: JournalStorage, voulues: Iterable[Perte], vu: Mapping[str, int] | None = None) -> None:
    """Write back these losses, `PAQUET` records a line: records made again first, then what each had become.

    `vu`: the journals whose losses are all put back (`couverts`), told by the last line.
    """
    ensemble = reunir(voulues)
    creations = [perte for perte in ensemble if perte.disparue and perte.apres is not None]
    suites = [perte for perte in ensemble if not perte.disparue or perte.version > 1]
    gestes = [(_creation, paquet) for paquet in _paquets(creations)] + [(_suite, paquet) for paquet in _paquets(suites)]
    for rang, (en_operation, paquet) in enumerate(gestes, start=1):
        noms = ", ".join(dict.fromkeys(perte.source for perte in paquet))
        with stockage.transaction(r=noms, **({"vu": dict(vu)} if vu and rang == len(gestes) else {})):
            for perte in paquet:
                operation = {**en_operation(stockage, perte), "r": [list(empreinte) for empreinte in perte.perdues]}
                stockage.proposer(perte.table, perte.ident, perte.apres, operation)


def _paquets(voulues: Sequence[Perte]) -> list[Sequence[Perte]]:
    return [voulues[debut : debut + PAQUET] for debut in range(0, len(voulues), PAQUET)]


def _creation(_: JournalStorage, perte: Perte) -> dict[str, Any]:
    return {"v": 1, "s": perte.apres}


def _suite(stockage: JournalStorage, perte: Perte) -> dict[str, Any]:
    """All that differs, in whole values: should the lost lines come back one day, this still has the last word."""
    actuel = stockage.enregistrement(perte.table, perte.ident)
    version = {"v": max(perte.version, actuel.version) + 1}
    if perte.apres is None:
        return {**version, "x": True}
    avant = (actuel.contenu or {}) if not perte.disparue else {}
    mis = {champ: valeur for champ, valeur in perte.apres.items() if champ not in avant or avant[champ] != valeur}
    retires = [champ for champ in actuel.contenu or {} if champ not in perte.apres]
    return {**version, "s": mis, **({"d": retires} if retires else {})}


def classer(fichier: Path, suffixe: str) -> None:
    """Set a kept state apart (« repris », « ecarte »): it is no longer compared, and goes at the next rotation."""
    fichier.replace(fichier.with_suffix(f".{suffixe}"))
