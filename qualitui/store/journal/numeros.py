"""Numbers without doubles: a number of a series is claimed by creating its file exclusively.

`SITE/numeros/R-2026/000014` says who claimed it, when, and how many lines its writer had made. A number claimed and
never used is taken up again by the same writer once its program has stopped, or by anyone after `DELAI_REPRISE`, by
creating `000014.reprise-1` exclusively. A program killed between the creation of the file and its content leaves it
empty: anyone takes it after `DELAI_SANS_NOM`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.store.contrat import ANONYME
from qualitui.store.disque import creer_exclusivement
from qualitui.store.journal.anonymat import creer_sans_trace

DELAI_REPRISE = timedelta(hours=1)
DELAI_SANS_NOM = timedelta(days=1)  # for an empty file, dated by the folder's own clock, which may be wrong by hours
RESTAURATION = "restauration"  # who claims, in a restored site, a number that its backup says was given, and no more
DELAI_ANONYME = timedelta(days=2)  # for one that tells its day only
CHIFFRES = 9  # a longer number is none of ours
_NOM = re.compile(r"^(?P<numero>[0-9]{6,9})(\.reprise-(?P<reprise>[0-9]{1,9}))?$")


class Reservation(NamedTuple):
    """The last claim of a number. `par` is a writer, empty if the file does not say; `le` likewise None.

    An empty file says nobody, and when it was made. `n`: how many lines the writer had made that year; None if unsaid.
    """

    numero: int
    reprise: int
    par: str
    le: datetime | None
    n: int | None = None


def reference(serie: str, numero: int) -> str:
    """« R-2026-014 »: three digits at least."""
    return f"{serie}-{numero:03d}"


def numero_de(serie: str, texte: str) -> int | None:
    """The number of a reference of this series, None for any other text."""
    suite = texte.removeprefix(f"{serie}-")
    return int(suite) if suite != texte and suite.isascii() and suite.isdigit() and len(suite) <= CHIFFRES else None


def decomposer(texte: str) -> tuple[str, int]:
    """The series and the number of a reference; (« », 0) for any other text."""
    serie = texte.rpartition("-")[0]
    numero = numero_de(serie, texte)
    return ("", 0) if numero is None else (serie, numero)


def reservations(dossier: Path) -> dict[int, int]:
    """Every number claimed in the folder of a series → how many times it was taken up again."""
    trouves: dict[int, int] = {}
    try:
        noms = [chemin.name for chemin in dossier.iterdir()]
    except FileNotFoundError:
        return {}
    for nom in noms:
        if lu := _NOM.match(nom):
            numero, reprise = int(lu["numero"]), int(lu["reprise"] or 0)
            trouves[numero] = max(reprise, trouves.get(numero, 0))
    return trouves


def lire_reservation(dossier: Path, numero: int, reprise: int) -> Reservation:
    """Read who claimed the number; a damaged or unreadable file says nobody, and is never taken for free."""
    chemin = dossier / _nom(numero, reprise)
    try:
        octets = chemin.read_bytes()
        if not octets:
            return Reservation(numero, reprise, "", datetime.fromtimestamp(chemin.stat().st_mtime, UTC))
        contenu: Any = json.loads(octets)
        n = contenu.get("n")
        faites = n if type(n) is int and 0 <= n < 2**53 else None
        le = None if contenu["le"] is None else datetime.fromisoformat(contenu["le"])
        return Reservation(numero, reprise, str(contenu["par"]), le, faites)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Reservation(numero, reprise, "", None)


def _nom(numero: int, reprise: int) -> str:
    return f"{numero:06d}" + (f".reprise-{reprise}" if reprise else "")


class Demande(NamedTuple):
    """Who asks for a number: the writer, when, and how many lines it has made this year."""

    par: str
    le: datetime
    n: int | None = None


class Numeros:
    """The claims of this program. A number something confidential is kept for is never given to another case."""

    def __init__(self, site: Path) -> None:
        self._dossier = site / "numeros"
        self._confidentiel = site / "confidentiel"
        self._plus_haut: dict[str, int] = {}
        self._inutilises: dict[str, list[tuple[int, int]]] = {}
        self._rendus: dict[str, list[int]] = {}

    def reserver(self, serie: str, demande: Demande, utilises: Callable[[], Container[int]], haut: int) -> int:
        """Claim a number: one given back, else one left unused, else the next. `haut`: the highest one seen."""
        numero = self._rendu(serie, utilises) or self._abandonne(serie, demande, utilises)
        return self._suivant(serie, demande, haut) if numero is None else numero

    def reserver_sans_nom(self, serie: str, jour: date, haut: int) -> int:
        """Claim the next number, for a writing that leads to nobody: always one that no claim has ever named."""
        dossier = self._dossier / serie
        connus = reservations(dossier)
        numero = max(haut, self._plus_haut.get(serie, 0), *connus, 0) + 1
        contenu = (json.dumps({"par": ANONYME, "le": jour.isoformat()}) + "\n").encode("utf-8")
        if not connus:
            self._dossier.mkdir(exist_ok=True)
            dossier.mkdir(exist_ok=True)
        while not creer_sans_trace(dossier / _nom(numero, 0), contenu, jour):
            numero += 1
        if serie in self._plus_haut:
            self._plus_haut[serie] = numero
        return numero

    def rendre(self, serie: str, numero: int) -> None:
        """Give back a number whose transaction was given up: the next claim of the series takes it."""
        self._rendus.setdefault(serie, []).append(numero)
        self._rendus[serie].sort()

    def _rendu(self, serie: str, utilises: Callable[[], Container[int]]) -> int | None:
        """One given back, unless a record bears it after all, or an identity does."""
        rendus = self._rendus.get(serie, [])
        pris = utilises() if rendus else ()
        while rendus:
            numero = rendus.pop(0)
            if numero not in pris and not self._occupe(serie, numero):
                return numero
        return None

    def _occupe(self, serie: str, numero: int) -> bool:
        """Whether an identity was written under this number (or that cannot be known)."""
        try:
            return (self._confidentiel / reference(serie, numero)).exists()
        except OSError:
            return True

    def _abandonne(self, serie: str, demande: Demande, utilises: Callable[[], Container[int]]) -> int | None:
        """A number claimed by a program that stopped before using it; looked for once per series and program."""
        dossier = self._dossier / serie
        if serie not in self._plus_haut:
            claims = reservations(dossier)
            self._plus_haut[serie] = max(claims, default=0)
            pris = utilises() if claims else ()
            self._inutilises[serie] = [(numero, claims[numero]) for numero in sorted(claims) if numero not in pris]
        pris = utilises() if self._inutilises[serie] else ()
        while self._inutilises[serie]:
            numero, reprise = self._inutilises[serie].pop(0)
            if numero in pris or self._occupe(serie, numero):
                continue
            if self._reprendre(dossier, numero, reprise, demande):
                return numero
        return None

    def _reprendre(self, dossier: Path, numero: int, reprise: int, demande: Demande) -> bool:
        claim = lire_reservation(dossier, numero, reprise)
        delai = {"": DELAI_SANS_NOM, ANONYME: DELAI_ANONYME}.get(claim.par, DELAI_REPRISE)
        if claim.le is None or (claim.par != demande.par and _ecart(demande.le, claim.le) < delai):
            return False
        return creer_exclusivement(dossier / _nom(numero, reprise + 1), _contenu(demande))

    def _suivant(self, serie: str, demande: Demande, haut: int) -> int:
        numero = max(self._plus_haut.get(serie, 0), haut) + 1
        while not self._creer(self._dossier / serie / _nom(numero, 0), _contenu(demande)):
            numero += 1
        self._plus_haut[serie] = numero
        return numero

    def _creer(self, claim: Path, contenu: bytes) -> bool:
        """The folder of the series is made when it turns out to be missing: once a year, not looked at each time."""
        try:
            return creer_exclusivement(claim, contenu)
        except FileNotFoundError:
            self._dossier.mkdir(exist_ok=True)
            claim.parent.mkdir(exist_ok=True)
            return creer_exclusivement(claim, contenu)


def assurer(site: Path, serie: str, numero: int, par: str, le: datetime) -> None:
    """Claim a number that a record already carries, if its claim is gone: nobody else may be given it."""
    dossier = site / "numeros" / serie
    dossier.mkdir(parents=True, exist_ok=True)
    creer_exclusivement(dossier / _nom(numero, 0), _contenu(Demande(par, le)))


def condamner(site: Path, serie: str, numero: int, par: str) -> None:
    """Have a number that was claimed never taken up again: its last claim says no date."""
    dossier = site / "numeros" / serie
    reprise = reservations(dossier).get(numero)
    if reprise is not None:
        creer_exclusivement(dossier / _nom(numero, reprise + 1), json.dumps({"par": par, "le": None}).encode("utf-8"))


def condamner_au_retour(site: Path, serie: str, numero: int) -> None:
    """In a site just restored, have a number of which its backup has no record given to nobody, claimed or not."""
    dossier = site / "numeros" / serie
    dossier.mkdir(parents=True, exist_ok=True)
    creer_exclusivement(dossier / _nom(numero, 0), json.dumps({"par": RESTAURATION, "le": None}).encode("utf-8"))
    if lire_reservation(dossier, numero, reservations(dossier)[numero]).le is not None:
        condamner(site, serie, numero, RESTAURATION)


def recente(claim: Reservation, le: datetime) -> bool:
    """Whether the program that claimed it may be about to use it."""
    return claim.le is not None and abs(_ecart(le, claim.le)) < DELAI_REPRISE


def _contenu(demande: Demande) -> bytes:
    faites = {} if demande.n is None else {"n": demande.n}
    dit = {"par": demande.par, "le": demande.le.isoformat(timespec="seconds"), **faites}
    return (json.dumps(dit) + "\n").encode("utf-8")


def _ecart(apres: datetime, avant: datetime) -> timedelta:
    return apres.replace(tzinfo=None) - avant.replace(tzinfo=None)
