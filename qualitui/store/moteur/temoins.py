"""What else knows of the register: the numbers claimed, the case folders, the last backups.

Each is evidence kept apart from the journals. A claim says how many lines its writer had made by then (`n`), a backup
how long each journal was: a journal that has fewer lost its end. Only the last line of a writer leaves a doubt: the
number that it took has no record, as when the program stopped just before writing it. The workstation that claimed it
remembers its own lines, and knows; the others say that they do not.

Gathered once, at the first question, then compared with what the register holds at each one. On the folder it costs a
listing of each of the three, and what changed in them since this workstation last looked.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from qualitui.domain.francais import enumerer
from qualitui.domain.reference.regularisations import Regularisation
from qualitui.store.contrat import ANONYME, Anomalie
from qualitui.store.journal.emplacement import lire_memoire
from qualitui.store.journal.format import NOM as FORMAT
from qualitui.store.journal.journal import BOM
from qualitui.store.journal.ligne import decoder
from qualitui.store.journal.nommage import fichier_de, original, originale
from qualitui.store.journal.numeros import Reservation, lire_reservation, numero_de, reference, reservations
from qualitui.store.moteur.souvenirs import Souvenirs
from qualitui.store.moteur.stockage import JournalStorage

_SERIE = re.compile(r"^[A-Z]+-\d{4}$")
_CAS = re.compile(r"^([A-Z]+-\d{4})-(\d{3,9})$")
_JOURNAL = re.compile(r"^registre/(\d{4}/[^/]+)\.jsonl$")
_NUMERO = re.compile(r"^numeros/([A-Z]+-\d{4})/(\d{6,9})(?:\.|$)")
_LUES = 60  # claims read of a series: the latest ones without a record
_SAUVEGARDES = 3  # the latest ones
_NOMMES = 5
SITE = "site.toml"
_ABSENTS = {
    "numeros": "Le dossier des numéros donnés a disparu\u00a0: la suite des numéros se lit dans les fiches.",
    "confidentiel": "Le dossier confidentiel a disparu\u00a0: le nom et le texte des réclamations n’y sont plus.",
}
# What a damaged, encrypted or unknown zip raises.
_ABIMEE = (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
_RESERVE = "un numéro y a été réservé après"


class SansFiche(NamedTuple):
    """A number claimed, or a case folder, without a record. `claim` None: nobody claimed it, or that is not known."""

    serie: str
    numero: int
    claim: Reservation | None

    @property
    def reference(self) -> str:
        return reference(self.serie, self.numero)


class Temoins:
    """The evidence of one site, asked of by its register. What cannot be read says nothing."""

    def __init__(self, stockage: JournalStorage, souvenirs: Souvenirs) -> None:
        self._stockage = stockage
        self._souvenirs = souvenirs
        self._site = stockage.journaux.registre.parent
        self._sans_fiche: list[SansFiche] | None = None
        self._hauts: dict[str, int] = {}
        self._absents: set[str] = set()

    def anomalies(self) -> list[Anomalie]:
        """The doubts on the last numbers, and the cases nobody claimed; what the journals miss is told by them."""
        sans_fiche = self.sans_fiche()
        trouvees = [_douteux(sans) for sans in sans_fiche if self._doute(sans) and not self._court(sans)]
        orphelins = [sans for sans in sans_fiche if sans.claim is None]
        return [*trouvees, *([_cas(orphelins)] if orphelins else []), *self._dossiers_absents()]

    def _dossiers_absents(self) -> Iterator[Anomalie]:
        """The folders of a site that are gone, not merely closed to this account."""
        for nom, phrase in _ABSENTS.items():
            if nom in self._absents and not (self._site / nom).exists():
                yield Anomalie("avertissement", phrase, nom)

    def sans_fiche(self) -> list[SansFiche]:
        """The numbers claimed and the cases kept of which the register has no record now."""
        if self._sans_fiche is None:
            self._sans_fiche = [] if self._stockage.perdu else self._recueillir()
        portes = {serie: self._stockage.numeros(serie) for serie in {sans.serie for sans in self._sans_fiche}}
        regles = numeros_regles(self._stockage) if self._sans_fiche else ()
        return [
            sans for sans in self._sans_fiche if sans.numero not in portes[sans.serie] and sans.reference not in regles
        ]

    def incertains(self) -> list[SansFiche]:
        """The numbers and the cases of which nothing says whether they had a record."""
        return [sans for sans in self.sans_fiche() if sans.claim is None or self._doute(sans)]

    def retenus(self, serie: str) -> set[int]:
        """The numbers of the series that may have been used: they are given to nobody else."""
        return {sans.numero for sans in self.incertains() if sans.serie == serie}

    def plus_haut(self, serie: str) -> int:
        """The highest number of the series seen anywhere; 0 without any."""
        self.sans_fiche()
        return self._hauts.get(serie, 0)

    # -- doubts ----------------------------------------------------------------------------------------------
    def _doute(self, sans: SansFiche) -> bool:
        """Whether nothing says that the number was never used: its writer wrote no line since, and is not us."""
        claim = sans.claim
        if claim is None or claim.le is None or not claim.par:
            return False
        if claim.par == ANONYME:  # whoever claims one writes at once: the day over, nothing is under way
            return claim.le.date() < self._stockage.maintenant().date()
        if self._connu_d_ici(claim):
            return False
        if claim.n is not None:
            return self._stockage.journaux.presentes(_cle(claim)) <= claim.n
        journal = self._stockage.journaux.par_cle.get(_cle(claim))
        return journal is None or journal.h < (claim.le.timestamp() + 1) * 1000

    def _court(self, sans: SansFiche) -> bool:
        """Whether the journal of who claimed it is already said to miss lines."""
        journaux = self._stockage.journaux
        return sans.claim is not None and journaux.presentes(_cle(sans.claim)) < journaux.connues(_cle(sans.claim))

    def _connu_d_ici(self, claim: Reservation) -> bool:
        """Whether this workstation remembers all the lines of who claimed it, and none is missed."""
        ici, journaux = self._stockage.ecrivain, self._stockage.journaux
        if claim.par == ici.nom:
            return True
        cle = _cle(claim)
        memoire = lire_memoire(ici.local / f"{claim.par}.lock")
        if cle not in {souvenue.cle for souvenue in ici.confirmees.souvenues()} and (
            memoire is None or memoire["journal"] != cle
        ):
            return False
        return journaux.presentes(cle) >= max(journaux.connues(cle), claim.n or 0)

    # -- gathering -------------------------------------------------------------------------------------------
    def _recueillir(self) -> list[SansFiche]:
        cas = self._cas_gardes()
        if (self._site / SITE).exists():
            self._absents = {nom for nom in _ABSENTS if not (self._site / nom).exists()}
        for sauvegarde in self._sauvegardes():
            self._comparer(*sauvegarde)
        self._perdues_d_ici()
        series = {**dict.fromkeys(cas, 0), **dict(self._series())}
        return [
            sans for serie, mtime in series.items() for sans in self._de_la_serie(serie, mtime, cas.get(serie, set()))
        ]

    def _series(self) -> Iterator[tuple[str, int]]:
        with suppress(OSError), os.scandir(self._site / "numeros") as entrees:
            trouvees = [(e.name, e.stat().st_mtime_ns) for e in entrees if _SERIE.match(e.name)]
            yield from sorted(trouvees)

    def _cas_gardes(self) -> dict[str, set[int]]:
        """The numbers of the case folders, by series; nothing when this account may not see them."""
        gardes: dict[str, set[int]] = {}
        with suppress(OSError), os.scandir(self._site / "confidentiel") as entrees:
            for lu in (_CAS.match(entree.name) for entree in entrees):
                if lu:
                    gardes.setdefault(lu[1], set()).add(int(lu[2]))
                    self._voir(lu[1], int(lu[2]))
        return gardes

    def _voir(self, serie: str, numero: int) -> None:
        self._hauts[serie] = max(numero, self._hauts.get(serie, 0))

    def _de_la_serie(self, serie: str, mtime: int, cas: set[int]) -> list[SansFiche]:
        """What a series has without a record; kept as long as neither it nor the journals of its year move."""
        annee = serie[-4:]
        fins = sorted((j.cle, j.fin) for j in self._stockage.journaux.par_cle.values() if j.cle.startswith(annee))
        cle, empreinte = f"numeros/{serie}", repr((mtime, sorted(cas), fins))
        lus: list[tuple[int, int, str, str, int]] | None = self._souvenirs.rappeler(cle, empreinte)
        if lus is None:
            lus = self._lire_la_serie(serie, cas)
            self._souvenirs.retenir(cle, empreinte, lus)
        trouves = [_depuis(serie, *lu) for lu in lus]
        for claim in (sans.claim for sans in trouves):
            if claim is not None and claim.n and claim.par and claim.le is not None:
                self._stockage.journaux.temoigner(_cle(claim), claim.n, _RESERVE)
        return trouves

    def _lire_la_serie(self, serie: str, cas: set[int]) -> list[tuple[int, int, str, str, int]]:
        dossier = self._site / "numeros" / serie
        try:
            claims = reservations(dossier)
        except OSError:
            return []
        utilises = self._stockage.numeros(serie)
        sans = sorted(set(claims) - utilises)[-_LUES:]
        lus = [_vers(lire_reservation(dossier, numero, claims[numero])) for numero in sans]
        orphelins = (numero for numero in sorted(cas - utilises - set(claims)) if self._garde(serie, numero))
        return lus + [(numero, -1, "", "", -1) for numero in orphelins]

    def _garde(self, serie: str, numero: int) -> bool:
        """Whether the case folder holds something, as far as this account sees."""
        try:
            return any((self._site / "confidentiel" / reference(serie, numero)).iterdir())
        except OSError:
            return False

    def _perdues_d_ici(self) -> None:
        """The numbers of the lines that this workstation remembers, and its journals lost."""
        for souvenue in self._stockage.ecrivain.confirmees.souvenues():
            presentes = self._stockage.journaux.presentes(souvenue.cle)
            if presentes < souvenue.n:
                for serie, numero in _numeros_des_lignes(_octets(souvenue.copie), presentes):
                    self._voir(serie, numero)

    # -- backups ---------------------------------------------------------------------------------------------
    def _sauvegardes(self) -> Iterator[tuple[Path, dict[str, int], dict[str, int]]]:
        """The latest backups of this site: of each, the length of its journals and the highest number by series."""
        trouvees: list[tuple[int, int, str]] = []
        with suppress(OSError), os.scandir(self._site / "sauvegardes") as entrees:
            for entree in entrees:
                if entree.name.endswith(".zip") and (etat := entree.stat()).st_size:
                    trouvees.append((etat.st_mtime_ns, etat.st_size, entree.name))
        for mtime, taille, nom in sorted(trouvees)[-_SAUVEGARDES:]:
            chemin, cle, empreinte = self._site / "sauvegardes" / nom, f"sauvegardes/{nom}", f"{taille} {mtime}"
            lue = self._souvenirs.rappeler(cle, empreinte)
            if lue is None:
                lue = _sommaire(chemin)
                self._souvenirs.retenir(cle, empreinte, lue)
            site, tailles, hauts = lue
            if site in ("", self._stockage.journaux.site):
                yield chemin, tailles, hauts

    def _comparer(self, chemin: Path, tailles: dict[str, int], hauts: dict[str, int]) -> None:
        for serie, numero in hauts.items():
            self._voir(serie, numero)
        courts = [cle for cle, taille in tailles.items() if self._fin(cle) < taille]
        if courts:
            for cle, octets in _journaux_de(chemin, courts):
                lues = [lue for lue in decoder(octets.split(b"\n")) if lue is not None]
                n = max((lue[1]["n"] for lue in lues), default=0)
                sienne = originale(cle) if original(fichier_de(cle.partition("/")[2])) else cle
                self._stockage.journaux.temoigner(sienne, n, f"la sauvegarde {chemin.name} en contient")
                for serie, numero in _numeros_des_lignes(octets, 0):
                    self._voir(serie, numero)

    def _fin(self, cle: str) -> int:
        journal = self._stockage.journaux.par_cle.get(cle)
        return journal.fin if journal else 0


def numeros_regles(stockage: JournalStorage) -> set[str]:
    """The numbers that a person settled: nothing bears them, and it is known why."""
    fiches = stockage.table(Regularisation.table).trier().values()
    return {numero for fiche in fiches if isinstance(numero := (fiche.contenu or {}).get("numero"), str)}


def _cle(claim: Reservation) -> str:
    return f"{claim.le.year if claim.le else 0:04d}/{claim.par}"


def _vers(claim: Reservation) -> tuple[int, int, str, str, int]:
    le = claim.le.isoformat() if claim.le else ""
    return claim.numero, claim.reprise, claim.par, le, -1 if claim.n is None else claim.n


def _depuis(serie: str, numero: int, reprise: int, par: str, le: str, n: int) -> SansFiche:
    if reprise < 0:
        return SansFiche(serie, numero, None)
    quand = datetime.fromisoformat(le) if le else None
    return SansFiche(serie, numero, Reservation(numero, reprise, par, quand, None if n < 0 else n))


def _douteux(sans: SansFiche) -> Anomalie:
    heure = "" if sans.claim and sans.claim.par == ANONYME else " à %H:%M"
    quand = f", donné le {sans.claim.le:%d/%m/%Y{heure}}," if sans.claim and sans.claim.le else ""
    phrase = (
        f"Le numéro {sans.reference}{quand} n’a pas de fiche\u00a0: elle n’a jamais été enregistrée, ou elle s’est "
        "perdue. Ce numéro n’est donné à personne d’autre."
    )
    return Anomalie("avertissement", phrase, f"numeros/{sans.serie}/{sans.numero:06d}")


def _cas(orphelins: list[SansFiche]) -> Anomalie:
    """Several case folders nobody claimed a number for: records were lost with the numbers. One may be a stop."""
    noms = [sans.reference for sans in orphelins[:_NOMMES]]
    if len(orphelins) > _NOMMES:
        noms.append(f"{len(orphelins) - _NOMMES} autres")
    if len(orphelins) == 1:
        phrase = f"Le dossier confidentiel {noms[0]} n’a ni numéro réservé ni fiche\u00a0: elle a pu se perdre."
        return Anomalie("avertissement", phrase, f"confidentiel/{noms[0]}")
    phrase = (
        f"Des dossiers confidentiels n’ont ni numéro réservé ni fiche\u00a0: {enumerer(noms)}. Des fiches manquent."
    )
    return Anomalie("grave", phrase, "confidentiel")


def _octets(fichier: Path) -> bytes:
    try:
        return fichier.read_bytes()
    except OSError:
        return b""


def _numeros_des_lignes(octets: bytes, apres: int) -> Iterator[tuple[str, int]]:
    """The numbers that the records made by these lines carry, past the first `apres` lines."""
    for lue in decoder(octets.removeprefix(BOM).split(b"\n")):
        for operation in lue[1]["o"] if lue is not None and lue[1]["n"] > apres else ():
            portee = operation.get("s", {}).get("reference")
            lu = _CAS.match(portee) if isinstance(portee, str) else None
            if lu and (numero := numero_de(lu[1], lu[0])) is not None:
                yield lu[1], numero


def _sommaire(chemin: Path) -> tuple[str, dict[str, int], dict[str, int]]:
    """The site of a backup, the length of its journals, its highest numbers: its directory, and one small file."""
    tailles: dict[str, int] = {}
    hauts: dict[str, int] = {}
    try:
        with zipfile.ZipFile(chemin) as archive:
            for info in archive.infolist():
                if lu := _JOURNAL.match(info.filename):
                    tailles[lu[1]] = info.file_size
                elif lu := _NUMERO.match(info.filename):
                    hauts[lu[1]] = max(int(lu[2]), hauts.get(lu[1], 0))
            site = _site_de(archive)
    except _ABIMEE:
        return "", {}, {}
    return site, tailles, hauts


def _site_de(archive: zipfile.ZipFile) -> str:
    lu = re.search(rb'"site":\s*"(\w+)"', archive.read(f"registre/{FORMAT}")[:4096])
    return lu[1].decode() if lu else ""


def _journaux_de(chemin: Path, cles: list[str]) -> Iterator[tuple[str, bytes]]:
    with suppress(*_ABIMEE), zipfile.ZipFile(chemin) as archive:
        for cle in cles:
            yield cle, archive.read(f"registre/{cle}.jsonl")
