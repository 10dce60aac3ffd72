"""Check the files of a site, all of them and without the cache: journals, numbers, folders, templates, backups.

Each finding is an `Anomalie` with its place. Nothing is repaired and nothing is written.
"""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeVar

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.diagnostic import CAS, JOURNAUX, NUMEROS, Constatation, Gravite
from qualitui.domain.etat import Etat
from qualitui.domain.francais import date_numerique, enumerer
from qualitui.domain.illisibles import Illisible
from qualitui.store.contrat import ANONYME, Anomalie, RegistreIllisible
from qualitui.store.disque import raison
from qualitui.store.journal.ecrivain import Ecrivain
from qualitui.store.journal.journal import Journal
from qualitui.store.journal.ligne import CLE
from qualitui.store.journal.numeros import RESTAURATION, lire_reservation, reference, reservations
from qualitui.store.journal.ouverture import ouvrir_journaux
from qualitui.store.moteur.fiches import Fiches, Hydrates
from qualitui.store.moteur.stockage import JournalStorage
from qualitui.store.moteur.temoins import numeros_regles
from qualitui.store.secours import retour, rotation
from qualitui.store.secours.archive import Sommaire, verifier
from qualitui.store.secours.intrus import intrus
from qualitui.store.secours.inventaire import lisible, omis_en_mots
from qualitui.store.secours.orphelins import (
    Orphelin,
    dossiers_confidentiels,
    orphelins,
    references,
    vivantes,
)

REGLER = "«\u00a0qualitui diagnostic --regler {} --raison …\u00a0»"
REPRIS = " Il sera repris s’il est libre."
_DOSSIERS = ("registre", "numeros", "confidentiel", "modeles", "documents", "sauvegardes")
_JOUR, _INSTANT = "%d/%m/%Y", "%d/%m/%Y à %H:%M"
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

    @property
    def etat(self) -> Etat:
        """Whether all of the register could be read."""
        lus = journaux(self._stockage)
        return Etat(tuple(Constatation(Gravite(a.gravite), JOURNAUX, *a[1:]) for a in lus))

    def orphelins(self) -> Iterator[Orphelin]:
        """What no record bears."""
        return orphelins(self._dossier, self._stockage)

    def conflits(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """The records in conflict: table, id and content."""
        for table, ident in sorted(self._stockage.conflits):
            yield table, ident, self._stockage.enregistrement(table, ident).contenu or {}

    def tables(self) -> set[str]:
        """Those that the site holds, known of this program or not."""
        return set(self._stockage.noms())

    def fiches(self, modele: type[F]) -> Sequence[F]:
        """Its records, those that this program does not understand left out: `illisibles` names them."""
        lues = list(self._stockage.table(modele.table).trier().items())
        return Fiches(modele, lues, self._hydrates)

    def illisibles(self) -> Iterator[Illisible]:
        """Of the records asked for, those that are not understood whole."""
        return self._hydrates.illisibles()


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
    portees, regles, gardes = references(stockage), numeros_regles(stockage), set(dossiers_confidentiels(site))
    for serie in sorted(series | {serie for serie, _ in portees}):
        donnes = {numero for s, numero in portees if s == serie}
        for anomalie in _serie(dossier / serie, serie, donnes, perdues):
            if anomalie.regler not in regles or anomalie.regler in gardes:
                yield _bloque(anomalie) if anomalie.regler in gardes else anomalie


def _bloque(anomalie: Anomalie) -> Anomalie:
    """A number under which something confidential is kept is given to nobody."""
    phrase = f"{anomalie.phrase.removesuffix(REPRIS)} Son dossier confidentiel empêche de le reprendre."
    return anomalie._replace(phrase=phrase)


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
        claim, nom = lire_reservation(dossier, numero, reserves[numero]), reference(serie, numero)
        regler = REGLER.format(nom)
        quand = f" le {claim.le:{_JOUR if claim.par == ANONYME else _INSTANT}}" if claim.le else ""
        par = f" par {claim.par}" if claim.par else ""
        reserve = f"Le numéro {reference(serie, numero)}, réservé{par}{quand}, n’a pas de fiche"
        if claim.le is None and claim.par == RESTAURATION:
            phrase = (
                f"Le numéro {nom} n’avait pas de fiche dans la sauvegarde restaurée ici : elle n’y était pas "
                f"encore, ou n’a jamais été enregistrée. Il n’est donné à personne. {regler} le règle."
            )
        elif claim.le is None:
            phrase = f"{reserve}\u00a0: sa réservation est illisible, il ne sera pas repris. {regler} le règle."
        elif perdues:
            phrase = f"{reserve}\u00a0: elle a pu se perdre avec les écritures qui manquent. Il n’est pas repris."
        else:
            phrase = f"{reserve}\u00a0: le programme s’est arrêté avant l’enregistrement.{REPRIS}"
        offert = "" if perdues else nom
        yield Anomalie("avertissement" if perdues else "information", phrase, f"{fichier}/{numero:06d}", regler=offert)
    connus = donnes | set(reserves)
    combien = max(connus, default=0) - len(connus - {0})
    if combien > 0:
        manquants = islice((numero for numero in count(1) if numero not in connus), min(combien, 5))
        noms = enumerer([reference(serie, numero) for numero in manquants])
        suite = f" et {combien - 5} autres" if combien > 5 else ""
        yield Anomalie("avertissement", f"Il manque des numéros dans la série\u00a0: {noms}{suite}.", fichier)


def cas(site: Path, stockage: JournalStorage, *, perdues: bool = False) -> Iterator[Anomalie]:
    """Case folders of the confidential part that no case in the lists bears: removed or undone ones are none either."""
    portees = {reference(*portee) for portee in vivantes(stockage)}
    for nom in dossiers_confidentiels(site):
        if nom not in portees:
            quoi = f"Le dossier confidentiel {nom} n’a pas de fiche"
            if perdues:
                phrase = f"{quoi}\u00a0: elle a pu se perdre avec les écritures qui manquent. Ne l’effacez pas."
                yield Anomalie("avertissement", phrase, f"confidentiel/{nom}")
            else:
                phrase = f"{quoi}\u00a0: jamais enregistrée, annulée, ou perdue. {REGLER.format(nom)} l’efface."
                yield Anomalie("avertissement", phrase, f"confidentiel/{nom}", regler=nom)


def disparus(site: Path, stockage: JournalStorage, jour: date) -> Iterator[Anomalie]:
    """Case folders that the last backup saw, of cases that are still in the lists, and that are gone or empty.

    Nothing is said of a confidential part closed to this account, nor of what a restore has already left to bring back.
    """
    try:
        presents = {nom for nom in dossiers_confidentiels(site) if any((site / "confidentiel" / nom).iterdir())}
        lues = [lue for _, lue in rotation.toutes(site / "sauvegardes") if not isinstance(lue, Refus)]
    except OSError:
        return
    derniere = rotation.derniere(lues, jour, stockage.journaux.site)
    if derniere is None or not derniere.cas or not os.access(site / "confidentiel", os.R_OK | os.X_OK):
        return
    attendus = retour.a_remettre(site)
    if attendus is not None and attendus.cas is None:
        return
    portees = {reference(*portee) for portee in vivantes(stockage)}
    manquants = sorted(set(derniere.cas) & portees - presents - set(attendus.cas or () if attendus else ()))
    for nom in manquants:
        phrase = (
            f"Le dossier confidentiel {nom}, que la sauvegarde du {date_numerique(derniere.cree_le.date())} avait vu, "
            "a disparu\u00a0: l’identité de cet usager n’est plus là. Remettez-le d’une copie qui l’a encore\u00a0; si "
            "l’effacement est voulu, la prochaine sauvegarde en prend acte."
        )
        yield Anomalie("avertissement", phrase, f"confidentiel/{nom}")


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


def sauvegardes(site: Path, jour: date, ident: str) -> Iterator[Anomalie]:
    """Backups that are none, or of another site; the last one, when it is old, damaged, or lacks something."""
    try:
        toutes = list(rotation.toutes(site / "sauvegardes"))
    except OSError:
        return
    for chemin, lue in toutes:
        fichier = f"sauvegardes/{lisible(chemin.name)}"
        if isinstance(lue, Refus):
            yield Anomalie("avertissement", f"{lue.phrase} Elle ne compte pas parmi les sauvegardes.", fichier)
        elif not rotation.est_de(lue, ident):
            phrase = "Cette sauvegarde est celle d’un autre site\u00a0: elle ne compte pas parmi les sauvegardes."
            yield Anomalie("avertissement", phrase, fichier)
        elif lue.cree_le.date() > jour:
            phrase = f"Cette sauvegarde est datée d’un jour à venir, le {date_numerique(lue.cree_le.date())}\u00a0: la "
            phrase += "date du poste qui l’a faite était fausse. Elle n’empêche pas les suivantes."
            yield Anomalie("information", phrase, fichier)
    derniere = rotation.derniere([lue for _, lue in toutes if not isinstance(lue, Refus)], jour, ident)
    if derniere is not None:
        yield from _de_la_derniere(derniere, jour)


def _de_la_derniere(derniere: Sommaire, jour: date) -> Iterator[Anomalie]:
    fichier = f"sauvegardes/{lisible(derniere.chemin.name)}"
    quand = derniere.cree_le.date()
    if jour - quand > AGE_TOLERE:
        yield Anomalie("avertissement", f"La dernière sauvegarde date du {date_numerique(quand)}.", fichier)
    if derniere.omis:
        phrase = f"La dernière sauvegarde est incomplète\u00a0: {omis_en_mots(derniere.omis)}."
        yield Anomalie("avertissement", phrase, fichier)
    if derniere.degats:
        phrase = f"La dernière sauvegarde a été faite sur des données abîmées\u00a0: {derniere.degats}"
        yield Anomalie("avertissement", phrase, fichier)
    try:
        verifier(derniere.chemin)
    except Refus as refus:
        yield Anomalie("avertissement", refus.phrase, fichier)


def a_remettre(site: Path) -> Iterator[Anomalie]:
    """What a restore left to bring back of the confidential part."""
    if manque := retour.a_remettre(site):
        yield Anomalie("avertissement", retour.en_mots(manque), "confidentiel")


def tout(
    site: Path, stockage: JournalStorage, livres: Path, jour: date, *, perdues: bool = False
) -> Iterator[tuple[str, Anomalie]]:
    """Every check of the files, each finding with the name of its domain."""
    lus = list(journaux(stockage))
    perdues = perdues or any(anomalie.gravite == "grave" for anomalie in lus)
    controles: tuple[tuple[str, Iterable[Anomalie]], ...] = (
        (JOURNAUX, lus),
        (NUMEROS, numeros(site, stockage, perdues=perdues)),
        (CAS, cas(site, stockage, perdues=perdues)),
        (CAS, disparus(site, stockage, jour)),
        (CAS, a_remettre(site)),
        ("dossiers", dossiers(site)),
        ("dossiers", intrus(site)),
        ("modèles", modeles(site, livres)),
        ("sauvegardes", sauvegardes(site, jour, stockage.journaux.site)),
    )
    for domaine, trouvees in controles:
        for anomalie in trouvees:
            yield domaine, anomalie
