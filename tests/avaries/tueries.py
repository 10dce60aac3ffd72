"""python -m tests.avaries.tueries GENRE --combien N: the program killed at any moment, and what is left of it.

Three kinds: `commandes` (one gesture after another), `ecran` (the interface in a pseudo-terminal, actions typed and
saved), `retrouver` (what a journal lost being put back). The program is forked from this process, its modules already
loaded, and killed with SIGKILL at a random moment. What a person was told is on disk (a line printed, a message shown)
must be there afterwards; a number or an identity that no record bears must be named by the check-up.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from typing import Any

from qualitui.cli import main as qualitui
from tests.avaries.epreuve import nettoyer
from tests.avaries.lieu import ICI, JOUR, NOM, Lieu, sur
from tests.depart import ECHAPPEMENTS

Acquittees = dict[str, str]  # reference → what its record says
F5, F12, N = b"\x1b[15~", b"\x1b[24~", b"n"
DELAI = 60.0
CREEE = re.compile(r"(A-2026-\d{3,}) créée")


def _tuer(pid: int) -> int:
    """Its exit code when it was quicker than the kill."""
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _enfant(faire: Callable[[], None]) -> int:
    """A process of its own; its end is its only answer."""
    pid = os.fork()
    if pid:
        return pid
    try:
        nul = os.open(os.devnull, os.O_RDWR)
        for descripteur in (0, 1, 2):
            os.dup2(nul, descripteur)
        faire()
    finally:
        os._exit(0)


# --- commands -----------------------------------------------------------------------------------------------------
def commandes(lieu: Lieu, combien: int, hasard: random.Random) -> Iterator[str]:
    acquittees: Acquittees = {}
    for rang in range(combien):
        lire, ecrire = os.pipe()
        pid = _enfant(lambda ecrire=ecrire, rang=rang: _enchainer(lieu, rang, ecrire))  # type: ignore[misc]
        os.close(ecrire)
        _attendre(lire, DELAI)  # the child runs: what follows is the moment of a gesture, not of a start
        time.sleep(hasard.random())
        _tuer(pid)
        with os.fdopen(lire) as flux:
            for ligne in flux.read().splitlines():
                if ligne.startswith("{"):
                    dite = json.loads(ligne)
                    if dite["reference"] in acquittees:
                        yield f"numéro donné deux fois : {dite['reference']}"
                    acquittees[dite["reference"]] = dite["texte"]
    yield f"acquittées : {len(acquittees)}"
    yield from _controler(lieu, acquittees)


def _enchainer(lieu: Lieu, rang: int, ecrire: int) -> None:
    """Gestures until the kill; each says what it did once the program has told that it is done."""
    os.write(ecrire, b"-\n")
    for tour in range(1000):
        texte = f"Tuerie {rang}, {tour}"
        for mots in (
            ["reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-02-27", "--objet", texte,
             "--identite", NOM],
            ["action", "ajouter", "--intitule", texte],
            ["suggestion", "ajouter", "--texte", texte, "--auteur", "belhautray-s"],
        ):  # fmt: skip
            dit = lieu.dire(*mots, "--json")
            if dit.code == 0:
                dite = {"reference": json.loads(dit.sortie)["reference"], "texte": texte}
                os.write(ecrire, json.dumps(dite).encode() + b"\n")


def _attendre(descripteur: int, delai: float) -> None:
    if not select.select([descripteur], [], [], delai)[0]:
        raise AssertionError("le programme ne part pas")


# --- the screen ---------------------------------------------------------------------------------------------------
def ecran(lieu: Lieu, combien: int, hasard: random.Random) -> Iterator[str]:
    acquittees: Acquittees = {}
    dites = 0
    for rang in range(combien):
        pid, terminal = pty.fork()
        if not pid:
            try:
                qualitui(["--site", str(lieu.site)])
            finally:
                os._exit(0)
        ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        for reference, texte in _saisir(terminal, f"Ecran {rang}", hasard):
            dites += 1
            acquittees[reference] = texte
        _tuer(pid)
        os.close(terminal)
    yield f"acquittées : {dites}"
    yield from _controler(lieu, acquittees)


def _saisir(terminal: int, nom: str, hasard: random.Random) -> Iterator[tuple[str, str]]:
    """Actions typed and saved, up to a random moment from the first form on; what the screen said was saved."""
    _lire(terminal, lambda ecrit: "Accueil" in ecrit, DELAI)
    os.write(terminal, F5)
    _lire(terminal, lambda ecrit: "[Actions]" in ecrit, DELAI)
    fin = time.monotonic() + hasard.random() * 4
    dites: set[str] = set()  # a message stays, and is drawn again, while the next action is typed
    for tour in range(1000):
        texte = f"{nom} {tour}"
        os.write(terminal, N)
        if not _lire(terminal, lambda ecrit: "Nouvelle action" in ecrit, fin - time.monotonic()):
            return
        os.write(terminal, texte.encode() + F12)
        ecrit = _lire(terminal, lambda ecrit: bool({*CREEE.findall(ecrit)} - dites), fin - time.monotonic())
        if not ecrit:
            return
        (nouvelle,) = {*CREEE.findall(ecrit)} - dites
        dites.add(nouvelle)
        yield nouvelle, texte


def _lire(terminal: int, venu: Callable[[str], bool], delai: float) -> str:
    """What was written, once what is waited for has come; empty when the time is over."""
    fin, octets = time.monotonic() + delai, b""
    while (reste := fin - time.monotonic()) > 0 and select.select([terminal], [], [], reste)[0]:
        try:
            octets += os.read(terminal, 1 << 16)
        except OSError:
            return ""
        texte = ECHAPPEMENTS.sub("", octets.decode(errors="ignore")).replace("\u00a0", " ")
        if venu(texte):
            return texte
    return ""


# --- putting back -------------------------------------------------------------------------------------------------
def retrouver(lieu: Lieu, combien: int, hasard: random.Random) -> Iterator[str]:
    """Killed while it puts back, then called again: everything is back, once."""
    entier = _tout(lieu)
    reussis = 0
    for rang in range(combien):
        lieu.remettre()
        lieu.mien.unlink()
        pid = _enfant(lambda: lieu.dire("retrouver", "--appliquer") and None)
        time.sleep(hasard.random() * 0.12)
        _tuer(pid)
        lieu.dire("retrouver", "--appliquer")
        reussis += 1
        for cle, valeur in entier.items():
            if (lue := _tout(lieu).get(cle)) != valeur:
                yield f"perdue : {cle} au tour {rang} : {lue}"
        if (dit := lieu.dire("semaine")).lignes:
            yield f"encore dit au tour {rang} : {dit.lignes}"
    yield f"acquittées : {reussis * len(entier)}"
    yield from _controler(lieu, {})


# --- what is left -------------------------------------------------------------------------------------------------
def _tout(lieu: Lieu) -> dict[str, Any]:
    """Every record of the lists, whole."""
    lues = (
        rangee
        for nom in ("reclamation", "action", "suggestion")
        for rangee in json.loads(lieu.dire(nom, "lister", "--json").sortie)
    )
    return {rangee["reference"]: rangee for rangee in lues}


def _controler(lieu: Lieu, acquittees: Acquittees) -> Iterator[str]:
    lues: Counter[str] = Counter()
    for nom, champ in (("reclamation", "objet"), ("action", "intitule"), ("suggestion", "texte")):
        dit = lieu.dire(nom, "lister", "--json")
        if dit.code:
            yield f"liste refusée : {dit.erreur}"
            return
        for rangee in json.loads(dit.sortie):
            lues[rangee["reference"]] += 1
            voulu = acquittees.get(rangee["reference"])
            if voulu is not None and rangee[champ] != voulu:
                yield f"perdue : {rangee['reference']} dit {rangee[champ]} au lieu de {voulu}"
    yield from (f"perdue : {reference}" for reference in acquittees if not lues[reference])
    yield from (f"numéro donné deux fois : {reference}" for reference, fois in lues.items() if fois > 1)
    for reference in acquittees:
        if reference.startswith("R-"):
            dit = lieu.dire("reclamation", "voir", reference, "--identite", "--json")
            if NOM not in dit.sortie:
                yield f"identité perdue : {reference}"
    yield from _orphelins(lieu, set(lues))


def _orphelins(lieu: Lieu, portees: set[str]) -> Iterator[str]:
    constats = json.loads(lieu.dire("diagnostic", "--json").sortie)["constats"]
    dit = " ".join(f"{constat['phrase']} {constat['fichier']}" for constat in constats)
    gardes = {chemin.name for chemin in (lieu.site / "confidentiel").iterdir() if any(chemin.iterdir())}
    reserves = {
        f"{chemin.parent.name}-{int(chemin.name[:6]):03d}"
        for chemin in (lieu.site / "numeros").glob("*/*")
        if chemin.stat().st_size  # an empty one is a claim that was not finished: nobody has it
    }
    orphelins = sorted((gardes | reserves) - portees)
    yield f"orphelins, tous dits : {sum(nom in dit for nom in orphelins)}"
    for nom in orphelins:
        if nom not in dit:
            yield f"orphelin sans un mot : {nom}"
    graves = [constat["phrase"] for constat in constats if constat["gravite"] == "grave"]
    if graves:
        yield f"perdue : le diagnostic dit {graves}"


TUERIES: dict[str, Callable[[Lieu, int, random.Random], Iterator[str]]] = {
    "commandes": commandes, "ecran": ecran, "retrouver": retrouver,
}  # fmt: skip


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("genre", choices=TUERIES)
    analyseur.add_argument("--combien", type=int, default=100)
    analyseur.add_argument("--graine", type=int, default=12)
    options = analyseur.parse_args()
    dossier = Path(tempfile.mkdtemp(prefix="tueries-"))
    fautes = 0
    try:
        lieu = Lieu(dossier)
        lieu.fabriquer()
        os.environ["TERM"] = "xterm-256color"
        with sur(lieu, ICI, JOUR, lieu.etat):
            print(f"{options.genre}, {options.combien} arrêts")
            for dite in TUERIES[options.genre](lieu, options.combien, random.Random(options.graine)):
                fautes += not dite.startswith(("acquittées", "orphelins"))
                print(f"  {dite}", flush=True)
    finally:
        nettoyer(dossier)
    sys.exit(bool(fautes))


if __name__ == "__main__":
    main()
