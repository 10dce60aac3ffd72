"""Check the files of a site, all of them and without the cache: journals, numbers, folders, templates, backups.

Each finding is an `Anomalie` with its place. Nothing is repaired and nothing is written.
"""

from __future__ import annotations

import os
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeVar

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.diagnostic import CAS, JOURNAUX, NUMEROS, Constatation, Gravite
from qualitui.domain.francais import date_numerique, enumerer
from qualitui.store.contrat import Anomalie, RegistreIllisible
from qualitui.store.disque import raison
from qualitui.store.journal.ecrivain import Ecrivain
from qualitui.store.journal.journal import Journal
from qualitui.store.journal.ligne import CLE
from qualitui.store.journal.numeros import lire_reservation, numero_de, reference, reservations
from qualitui.store.journal.ouverture import ouvrir_journaux
from qualitui.store.moteur.fiches import Fiches, Hydrates
from qualitui.store.moteur.stockage import JournalStorage
from qualitui.store.secours.rotation import dernieres
from qualitui.store.secours.sauvegarde import verifier

_REFERENCE = re.compile(r"^([A-Z]+-\d{4})-\d{3,}$")
_DOSSIERS = ("registre", "numeros", "confidentiel", "modeles", "documents", "sauvegardes")
F = TypeVar("F", bound=Fiche)
AGE_TOLERE = timedelta(days=15)


class Examen:
    """A site read again from its files alone: what they show wrong, and the records they hold."""

    def __init__(self, dossier: Path, stockage: JournalStorage) -> None:
        self._dossier = dossier
        self._stockage = stockage
        self._hydrates = Hydrates()

    @property
    def doute(self) -> str:
        """Why the clock of this workstation is not believed; empty when it is."""
        return self._stockage.horloge.doute()

    def fichiers(self, livres: Path, jour: date, *, perdues: bool) -> Iterator[tuple[str, Anomalie]]:
        """What the files show wrong, each finding with the name of its domain. `livres`: the templates shipped.

        `perdues`: something else than the files knows that writings are missing.
        """
        return tout(self._dossier, self._stockage, livres, jour, perdues=perdues)

    def conflits(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """The records in conflict: table, id and content."""
        for table, ident in sorted(self._stockage.conflits):
            yield table, ident, self._stockage.enregistrement(table, ident).contenu or {}

    def tables(self) -> set[str]:
        """Those that the site holds, known of this program or not."""
        return set(self._stockage.noms())

    def fiches(self, modele: type[F]) -> Sequence[F]:
        """Its records, those that this program does not understand left out: `illisibles` says why."""
        lues = list(self._stockage.table(modele.table).trier().items())
        return Fiches(modele, lues, self._hydrates)

    def illisibles(self) -> Iterator[str]:
        """Why each record asked for, that could not be understood, could not."""
        return (refus.phrase for refus in self._hydrates.illisibles())


def examiner(dossier: Path, maintenant: Callable[[], datetime]) -> Examen:
    """Read a site again, without its cache. `RegistreIllisible`."""
    return Examen(dossier, relire(dossier, maintenant))


def graves(dossier: Path, maintenant: Callable[[], datetime]) -> list[Constatation]:
    """What the files of the register alone show missing. `RegistreIllisible`."""
    lues = journaux(relire(dossier, maintenant))
    return [Constatation(Gravite.GRAVE, JOURNAUX, *une[1:]) for une in lues if une.gravite == Gravite.GRAVE]


def relire(dossier: Path, maintenant: Callable[[], datetime]) -> JournalStorage:
    """Read every journal again from its first byte; the cache is neither used nor written. `RegistreIllisible`."""
    ouverts = ouvrir_journaux(dossier, maintenant, random.SystemRandom(), creer=False)
    ecrivain = Ecrivain(dossier / "registre", "", "", dossier)
    stockage = JournalStorage(ouverts.journaux, ecrivain, maintenant=maintenant, aleatoire=random.SystemRandom())
    try:
        stockage.rafraichir(tout=True)
    except OSError as erreur:
        raise RegistreIllisible(f"Le registre ne peut pas être lu\u00a0: {raison(erreur)}.") from erreur
    return stockage


def journaux(stockage: JournalStorage) -> Iterator[Anomalie]:
    """What the journals show wrong, and what the merge could not make sense of."""
    yield from stockage.anomalies()
    for journal in stockage.journaux.par_cle.values():
        yield from _fin(journal)
    for nom, table in stockage.entieres().items():
        for ident, fiche in table.cachees.items():
            if fiche.retire is None:
                premier = min(fiche.evenements)
                phrase = f"La création de la fiche {ident} ({nom}), modifiée ici, manque\u00a0: elle n’est pas montrée."
                yield Anomalie("grave", phrase, f"registre/{premier[CLE]}.jsonl")


def _fin(journal: Journal) -> Iterator[Anomalie]:
    if journal.queue:
        phrase = (
            "La dernière ligne est inachevée\u00a0: une écriture interrompue, ou coupée depuis. Elle n’est pas lue"
            "\u00a0; si elle avait été confirmée, le poste qui l’a écrite s’en souvient (qualitui retrouver)."
        )
        yield Anomalie("information", phrase, journal.fichier, journal.lignes + 1)
    elif not journal.lignes:
        yield Anomalie(
            "avertissement",
            "Ce journal est vide\u00a0: un journal contient toujours au moins une ligne.",
            journal.fichier,
        )


def numeros(site: Path, stockage: JournalStorage, *, perdues: bool = False) -> Iterator[Anomalie]:
    """Numbers carried by a record and never claimed, claimed and never used, or missing in the series.

    `perdues`: writings are missing, so that a number without a record is not known to be free.
    """
    dossier = site / "numeros"
    try:
        series = {chemin.name for chemin in dossier.iterdir() if chemin.is_dir()}
    except OSError:
        series = set()
    portees = _references(stockage)
    for serie in sorted(series | {serie for serie, _ in portees}):
        donnes = {numero for s, numero in portees if s == serie}
        yield from _serie(dossier / serie, serie, donnes, perdues)


def _references(stockage: JournalStorage) -> set[tuple[str, int]]:
    trouvees: set[tuple[str, int]] = set()
    for table in stockage.entieres().values():
        for fiche in (*table.fiches.values(), *table.cachees.values()):
            portee = (fiche.contenu or fiche.retire or {}).get("reference")
            lue = _REFERENCE.match(portee) if isinstance(portee, str) else None
            if lue and (numero := numero_de(lue[1], lue[0])) is not None:
                trouvees.add((lue[1], numero))
    return trouvees


def _serie(dossier: Path, serie: str, donnes: set[int], perdues: bool) -> Iterator[Anomalie]:
    fichier = f"numeros/{serie}"
    try:
        reserves = reservations(dossier)
    except OSError:
        yield Anomalie("avertissement", "Les numéros réservés ne peuvent pas être lus.", fichier)
        return
    for numero in sorted(donnes - set(reserves)):
        phrase = f"{reference(serie, numero)} existe sans que son numéro ait été réservé."
        yield Anomalie("avertissement", phrase, fichier)
    for numero in sorted(set(reserves) - donnes):
        claim = lire_reservation(dossier, numero, reserves[numero])
        quand = f" le {claim.le:%d/%m/%Y à %H:%M}" if claim.le else ""
        par = f" par {claim.par}" if claim.par else ""
        reserve = f"Le numéro {reference(serie, numero)}, réservé{par}{quand}, n’a pas de fiche"
        if claim.le is None:
            phrase = f"{reserve}\u00a0: sa réservation est illisible, il ne sera pas repris."
        elif perdues:
            phrase = f"{reserve}\u00a0: elle a pu se perdre avec les écritures qui manquent. Il n’est pas repris."
        else:
            phrase = (
                f"{reserve}\u00a0: le programme s’est arrêté avant l’enregistrement. Il sera repris s’il est libre."
            )
        yield Anomalie("avertissement" if perdues else "information", phrase, f"{fichier}/{numero:06d}")
    connus = donnes | set(reserves)
    combien = max(connus, default=0) - len(connus - {0})
    if combien > 0:
        manquants = islice((numero for numero in count(1) if numero not in connus), min(combien, 5))
        noms = enumerer([reference(serie, numero) for numero in manquants])
        suite = f" et {combien - 5} autres" if combien > 5 else ""
        yield Anomalie("avertissement", f"Il manque des numéros dans la série\u00a0: {noms}{suite}.", fichier)


def cas(site: Path, stockage: JournalStorage) -> Iterator[Anomalie]:
    """Case folders of the confidential part whose case is in no list."""
    portees = {reference(*portee) for portee in _references(stockage)}
    try:
        noms = sorted(chemin.name for chemin in (site / "confidentiel").iterdir())
    except OSError:
        return  # missing or closed to this account: `dossiers` says it
    for nom in noms:
        if _REFERENCE.match(nom) and nom not in portees:
            phrase = f"Le dossier confidentiel {nom} n’a pas de fiche\u00a0: jamais enregistrée, ou perdue."
            yield Anomalie("information", phrase, f"confidentiel/{nom}")


def dossiers(site: Path) -> Iterator[Anomalie]:
    """Folders missing, unreadable, or where this person cannot write."""
    for nom in _DOSSIERS:
        chemin = site / nom
        if not chemin.is_dir():
            yield Anomalie("avertissement", f"Le dossier « {nom} » manque.", nom)
        elif not os.access(chemin, os.R_OK | os.X_OK):
            grave = "information" if nom == "confidentiel" else "avertissement"
            yield Anomalie(grave, f"Le dossier « {nom} » n’est pas lisible depuis ce compte.", nom)
        elif not os.access(chemin, os.W_OK):
            yield Anomalie("avertissement", f"Ce compte ne peut pas écrire dans le dossier « {nom} ».", nom)


def modeles(site: Path, livres: Path) -> Iterator[Anomalie]:
    """Word templates (the site's own, then those shipped) that are not Word documents any more."""
    for ou, dossier in (("modeles", site / "modeles"), ("modèles du programme", livres)):
        for chemin in sorted(dossier.glob("*.docx")) if dossier.is_dir() else ():
            if not chemin.name.startswith("~$") and not _est_un_docx(chemin):
                phrase = f"Le modèle Word « {chemin.name} » est abîmé ou n’est pas un document Word."
                yield Anomalie("avertissement", phrase, f"{ou}/{chemin.name}")


def _est_un_docx(chemin: Path) -> bool:
    try:
        with zipfile.ZipFile(chemin) as archive:
            return "word/document.xml" in archive.namelist() and archive.testzip() is None
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        return False


def sauvegardes(site: Path, jour: date) -> Iterator[Anomalie]:
    """The last automatic backup: too old, or damaged. A site younger than its first backup has nothing to say."""
    try:
        faites = dernieres(site / "sauvegardes")
    except OSError:
        return
    if not faites:
        return
    quand, chemin = faites[-1]
    if jour - quand > AGE_TOLERE:
        phrase = f"La dernière sauvegarde automatique date du {date_numerique(quand)}."
        yield Anomalie("avertissement", phrase, f"sauvegardes/{chemin.name}")
    try:
        verifier(chemin)
    except Refus as refus:
        yield Anomalie("avertissement", refus.phrase, f"sauvegardes/{chemin.name}")


def tout(
    site: Path, stockage: JournalStorage, livres: Path, jour: date, *, perdues: bool = False
) -> Iterator[tuple[str, Anomalie]]:
    """Every check of the files, each finding with the name of its domain."""
    lus = list(journaux(stockage))
    perdues = perdues or any(anomalie.gravite == "grave" for anomalie in lus)
    controles: tuple[tuple[str, Iterable[Anomalie]], ...] = (
        (JOURNAUX, lus),
        (NUMEROS, numeros(site, stockage, perdues=perdues)),
        (CAS, cas(site, stockage)),
        ("dossiers", dossiers(site)),
        ("modèles", modeles(site, livres)),
        ("sauvegardes", sauvegardes(site, jour)),
    )
    for domaine, trouvees in controles:
        for anomalie in trouvees:
            yield domaine, anomalie
