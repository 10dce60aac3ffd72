"""One damage against one gesture: what is told, kept, lost, and the exit code; and whether it is a fault.

A fault is a loss that nothing told (`silence`), an error nobody foresaw (`imprévu`), bytes of the site that the gesture
itself destroyed (`détruit`), or a save that was acknowledged and is not there (`acquitté perdu`).
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from tests.avaries.catalogue import DIAGNOSTIC, PARTOUT, Avarie
from tests.avaries.lieu import ICI, JOUR, Dit, Lieu, sur
from tests.ui.pilotage import LARGE, annonces, calme, texte

PASSE_DROITS = 1 << 1 | 1 << 2  # of the superuser: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
SITES_ILLISIBLES = 3
OBJET = "Saisie pendant l’avarie"
ALERTE = re.compile(r"abîmé|À vérifier|illisible|incomplet|injoignable|perdu|Sans accès", re.I)
CONNU = "silence connu"
IMPREVUE = "erreur imprévue"
SAISIE = ["reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-02-27", "--objet", OBJET]


class Constat(NamedTuple):
    """What came of one gesture. `lus`: what the site shows after it, None when it does not open."""

    code: int
    dites: list[str]
    perdues: list[str]
    fautes: list[str]
    ouvert: bool = True


class Mesure(NamedTuple):
    code: int
    dites: list[str]
    imprevu: bool = False
    acquitte: str = ""


def ecran(lieu: Lieu) -> Mesure:
    """Opened, looked at, then left."""
    from qualitui.domain.base import Refus
    from qualitui.store.contrat import RegistreIllisible
    from qualitui.store.site import site as sites
    from qualitui.store.site.fichier import SiteIllisible
    from qualitui.ui.app import Qualitui
    from tests.conftest import horloge

    try:
        ouvert = sites.ouvrir(lieu.site, maintenant=horloge, poste=ICI, login="essai")
    except (SiteIllisible, RegistreIllisible) as refus:
        return Mesure(SITES_ILLISIBLES, [refus.phrase])
    except Refus as refus:
        return Mesure(1, [refus.phrase])

    async def regarder() -> tuple[list[str], str, int]:
        app = Qualitui(ouvert, lambda: date.fromisoformat(os.environ["QUALITUI_DATE"]))
        async with app.run_test(size=LARGE) as pilot:
            await calme(pilot)
            app._guetter()
            await calme(pilot)
            vus = [texte(pilot)]
            for module in ("reclamations", "donnees"):
                app.aller(module)
                await calme(pilot)
                vus.append(texte(pilot))
            return annonces(pilot), "\n".join(vus), app.return_code or 0

    try:
        dites, vu, code = asyncio.run(regarder())
    except Refus as refus:
        return Mesure(1, [refus.phrase])
    finally:
        ouvert.fermer()
    dites += [ligne.strip(" │┃|") for ligne in vu.splitlines() if ALERTE.search(ligne)]
    return Mesure(code, dites, imprevu=any(IMPREVUE in dite for dite in [*dites, vu]))


def _mesurer(*dits: Dit) -> Mesure:
    return Mesure(
        max(dit.code for dit in dits),
        list(dict.fromkeys(ligne for dit in dits for ligne in dit.lignes)),
        imprevu=any(dit.code not in (0, 1, 2, 3, 4) or IMPREVUE in dit.erreur for dit in dits),
    )


def lister(lieu: Lieu) -> Mesure:
    return _mesurer(*(lieu.dire(nom, "lister", "--json") for nom in ("reclamation", "action", "suggestion")))


def enregistrer(lieu: Lieu) -> Mesure:
    dit = lieu.dire(*SAISIE, "--identite", "Anne Verdelin", "--json")
    acquitte = json.loads(dit.sortie)["reference"] if dit.code == 0 else ""
    return _mesurer(dit)._replace(acquitte=acquitte)


def diagnostic(lieu: Lieu) -> Mesure:
    dit = lieu.dire("diagnostic")
    mesure = _mesurer(dit)
    return mesure._replace(dites=[*mesure.dites, *(x for x in dit.sortie.splitlines() if not x.startswith("Dernière"))])


def document(lieu: Lieu) -> Mesure:
    sortie = lieu.ecrits / "semaine.docx"
    mesure = _mesurer(lieu.dire("semaine", "-o", str(sortie)))
    if mesure.code == 0:
        with zipfile.ZipFile(sortie) as archive:
            ecrit = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
        return mesure._replace(dites=[*mesure.dites, *re.findall(r"Données incomplètes[^.]*\.", ecrit)])
    return mesure


def sauvegarder(lieu: Lieu) -> Mesure:
    dit = lieu.dire("sauvegarder", str(lieu.ecrits / "copie.zip"))
    mesure = _mesurer(dit)
    return mesure._replace(dites=[*mesure.dites, *(x for x in dit.sortie.splitlines() if ALERTE.search(x))])


GESTES: dict[str, Callable[[Lieu], Mesure]] = {
    "ouvrir": ecran, "lister": lister, "enregistrer": enregistrer, "diagnostic": diagnostic,
    "document": document, "sauvegarder": sauvegarder,
}  # fmt: skip


class Epreuve:
    """A place made once, what a sound site says there, and the trials."""

    def __init__(self, dossier: Path) -> None:
        self.lieu = Lieu(dossier)
        self.lieu.fabriquer()
        with sur(self.lieu, ICI, JOUR, self.lieu.etat):
            self.sain = {nom: set(self._geste(geste).dites) for nom, geste in GESTES.items()}
            self.lieu.remettre()
            self.verite = self.lieu.lu() or {}

    def _geste(self, geste: Callable[[Lieu], Mesure]) -> Mesure:
        self.lieu.remettre()
        return geste(self.lieu)

    def eprouver(self, avarie: Avarie, nom: str) -> Constat:
        lieu = self.lieu
        with sur(lieu, ICI, JOUR, lieu.etat):
            lieu.remettre()
            with _sous(lieu, avarie):
                _faire(avarie, lieu)
                avant = lieu.octets()
                try:
                    with avarie.pendant(lieu):
                        mesure = GESTES[nom](lieu)
                except AssertionError as refus:
                    return Constat(70, [], [], [f"détruit : {refus}"])
                except Exception as erreur:
                    return Constat(70, [], [], [f"imprévu : {type(erreur).__name__} {erreur}"])
                apres, lus = lieu.octets(), lieu.lu()
        return self._juger(avarie, nom, mesure, avant, apres, lus)

    def _juger(
        self, avarie: Avarie, nom: str, mesure: Mesure,
        avant: dict[str, bytes], apres: dict[str, bytes], lus: dict[str, Any] | None,
    ) -> Constat:  # fmt: skip
        dites = [dite for dite in mesure.dites if dite not in self.sain[nom]]
        perdues = sorted(cle for cle, valeur in self.verite.items() if lus is None or lus.get(cle) != valeur)
        fautes = []
        if mesure.imprevu:
            fautes.append(f"imprévu : {mesure.dites[-1:]}")
        a_dire = avarie.dite == PARTOUT or (avarie.dite == DIAGNOSTIC and nom == "diagnostic")
        if not dites and (a_dire or (perdues and not all(cle.startswith("identité") for cle in perdues))):
            fautes.append(f"{CONNU} : {avarie.limite}" if avarie.limite else "silence")
        detruits = [cle for cle, octets in avant.items() if _detruit(cle, octets, apres.get(cle))]
        if detruits:
            fautes.append(f"détruit : {', '.join(detruits)}")
        if mesure.acquitte and (lus is None or lus.get(f"reclamation {mesure.acquitte}", [0, 0])[1] != OBJET):
            fautes.append(f"acquitté perdu : {mesure.acquitte}")
        if mesure.acquitte and f"reclamation {mesure.acquitte}" in self.verite:
            fautes.append(f"numéro donné deux fois : {mesure.acquitte}")
        return Constat(mesure.code, dites, perdues, fautes, ouvert=lus is not None)

    def rendues(self, avarie: Avarie, perdues: list[str]) -> int:
        """How many of these `retrouver --appliquer` brings back, on this workstation."""
        lieu = self.lieu
        with sur(lieu, ICI, JOUR, lieu.etat):
            lieu.remettre()
            with _sous(lieu, avarie):
                _faire(avarie, lieu)
                lieu.dire("retrouver", "--appliquer")
                lus = lieu.lu() or {}
        return sum(lus.get(cle) == self.verite[cle] for cle in perdues)


def _faire(avarie: Avarie, lieu: Lieu) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        avarie.faire(lieu)


def _detruit(cle: str, avant: bytes, apres: bytes | None) -> bool:
    """Nothing that was there may be gone. What makes itself again (empty marks, `.ecrits`) had nothing to lose."""
    if cle.startswith(("documents/.ecrits", "bourre")) or not avant.strip(b"\0"):
        return False
    return apres is None or not apres.startswith(avant)


@contextmanager
def _sous(lieu: Lieu, avarie: Avarie) -> Iterator[None]:
    """Under an account that rights hold back, when this one is the superuser's."""
    if not avarie.prive or os.geteuid() != 0:
        yield
        return
    with _sans_passe_droits():
        yield


class _Entete(ctypes.Structure):
    _fields_: ClassVar = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Capacites(ctypes.Structure):
    _fields_: ClassVar = [(nom, ctypes.c_uint32) for nom in ("effectives", "permises", "heritables")]


@contextmanager
def _sans_passe_droits() -> Iterator[None]:
    """The superuser, held back by rights as anyone is: this thread and those it starts. Its files stay its own, so that
    the program is read wherever it is."""
    libc = ctypes.CDLL(None, use_errno=True)
    entete, lues = _Entete(0x20080522, 0), (_Capacites * 2)()
    if libc.capget(ctypes.byref(entete), lues):
        raise OSError(ctypes.get_errno(), "capget")
    avant = lues[0].effectives
    lues[0].effectives = avant & ~PASSE_DROITS
    if libc.capset(ctypes.byref(entete), lues):
        raise OSError(ctypes.get_errno(), "capset")
    try:
        yield
    finally:
        lues[0].effectives = avant
        libc.capset(ctypes.byref(entete), lues)


def nettoyer(dossier: Path) -> None:
    for racine, _, _ in os.walk(dossier):
        os.chmod(racine, 0o755)
    shutil.rmtree(dossier, ignore_errors=True)
