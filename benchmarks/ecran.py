"""python -m benchmarks.ecran DOSSIER: from start to the first useful frame, and from a key to its repaint (120×40).

In a pseudo-terminal of the machine, beside a bare Textual application run in turn. The first useful frame is the one
that counts what is late; a key is timed to the first bytes of its repaint, and to the last ones: the detail's, or what
a search found.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

NUE = '''
from textual.app import App
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, Label, OptionList
class Formulaire(ModalScreen):
    BINDINGS = [("escape", "dismiss", "Fermer")]
    CSS = """
    Formulaire { align: center middle; }
    VerticalScroll { width: 86; height: 34; background: $surface; border: round $primary; }
    Horizontal { height: 1; }
    Label { width: 24; }
    Input { width: 1fr; height: 1; border: none; }
    """
    def compose(self):
        with VerticalScroll():
            for rang in range(16):
                with Horizontal():
                    yield Label(f"Champ {rang}")
                    yield Input()
            yield Button("Enregistrer", compact=True)
        yield Footer()
class Nue(App):
    AUTO_FOCUS = "OptionList"
    BINDINGS = [("n", "nouveau", "Nouveau")]
    def compose(self):
        yield Label("3 en retard")
        yield OptionList(*(f"ligne {rang}" for rang in range(100)))
    def action_nouveau(self):
        self.push_screen(Formulaire())
Nue().run()
'''
BOUTON = re.compile(r"Enregistrer")
MOTS = re.compile(r"\d+ en retard")
VERITE = re.compile(r"Réc.*?\d+ en retard", re.DOTALL)  # the interface itself, and no longer what it knew last
BAS = b"\x1b[B"
F3, F4, F5, F6 = b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[17~"
FLECHES, CHERCHER = [BAS] * 60, [b"/", *(bytes([lettre]) for lettre in b"accueil propre"), *[b"\x7f"] * 14]
LISTES: dict[str, tuple[Sequence[bytes], Sequence[bytes]]] = {  # what opens it, then what is timed
    "Réclamations": ([F3], FLECHES),
    "Réclamations, toutes": ([F3, b"7"], FLECHES),
    "Réclamations, toutes, recherche": ([F3, b"7"], CHERCHER),
    "Vérifications": ([F4], FLECHES),
    "Vérifications, toutes": ([F4, b"7"], FLECHES),
    "Vérifications, toutes, recherche": ([F4, b"7"], CHERCHER),
    "Actions, toutes": ([F5, b"6"], FLECHES),
    "Suggestions, toutes": ([F6, b"5"], FLECHES),
}
_ECHAPPEMENT = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z]")
CALME = 0.25  # seconds without a byte: the repaint is over
LECTURE = 3.0  # the same after a list was opened: its rows are read in a thread
TENUE = 0.033  # seconds between two keys of an arrow held down


class Terminal:
    """A program in a pseudo-terminal of 120×40; `lu` is all it wrote."""

    def __init__(self, commande: Sequence[str]) -> None:
        self.debut = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvpe(commande[0], commande, _environnement())
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.lu = b""

    def attendre(self, motif: re.Pattern[str], delai: float = 60.0) -> float:
        """Seconds from the start to the frame that shows `motif`; TimeoutError when it never comes."""
        return self._voir(motif, self.debut, 0, delai)

    def processeur(self) -> float:
        """Seconds of CPU that its threads have used: what a busy machine does not lengthen. Linux only."""
        fils = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(fil.read_text().split()[0]) for fil in fils) / 1e9

    def montrer(self, touche: bytes, motif: re.Pattern[str], delai: float = 20.0) -> float:
        """Send a key: seconds to the frame that shows `motif`."""
        avant, envoi = len(self.lu), time.perf_counter()
        os.write(self.fd, touche)
        return self._voir(motif, envoi, avant, delai)

    def _voir(self, motif: re.Pattern[str], depart: float, place: int, delai: float) -> float:
        while time.perf_counter() - depart < delai:
            if motif.search(_ECHAPPEMENT.sub("", self.lu[place:].decode(errors="ignore"))):
                return time.perf_counter() - depart
            self._lire(0.05)
        raise TimeoutError(self.lu[-500:].decode(errors="replace"))

    def laisser(self, duree: float) -> None:
        """Read what comes meanwhile: the cursor of a field never stops blinking."""
        fin = time.perf_counter() + duree
        while (reste := fin - time.perf_counter()) > 0:
            self._lire(reste)

    def calmer(self, delai: float = CALME) -> None:
        while self._lire(delai):
            pass

    def tenir(self, touche: bytes, fois: int) -> float:
        """An arrow held down: bytes a key, until all is repainted."""
        avant = len(self.lu)
        for _ in range(fois):
            os.write(self.fd, touche)
            self.laisser(TENUE)
        self.calmer()
        return (len(self.lu) - avant) / fois

    def touche(self, touche: bytes) -> tuple[float, float, float]:
        """Send a key: seconds to the first bytes of the repaint, to the last (the detail follows), and how many."""
        avant, envoi = len(self.lu), time.perf_counter()
        os.write(self.fd, touche)
        premier = dernier = 0.0
        while self._lire(CALME):
            dernier = time.perf_counter() - envoi
            premier = premier or dernier
        return premier, dernier, len(self.lu) - avant

    def _lire(self, delai: float) -> bool:
        if not select.select([self.fd], [], [], delai)[0]:
            return False
        try:
            octets = os.read(self.fd, 1 << 16)
        except OSError:
            return False
        self.lu += octets
        return bool(octets)

    def fermer(self) -> None:
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def _environnement() -> dict[str, str]:
    env = {cle: valeur for cle, valeur in os.environ.items() if cle != "PYTHONDONTWRITEBYTECODE"}
    return {"QUALITUI_DATE": "2026-03-02", "TEXTUAL_ANIMATIONS": "none", **env, "TERM": "xterm-256color"}


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("dossier", type=Path)
    analyseur.add_argument("--fois", type=int, default=8, help="starts timed; 0: the lists alone")
    analyseur.add_argument("--liste", default="", help="only the lists whose name contains this")
    analyseur.add_argument("--formulaire", type=int, default=10, help="times the form of a new réclamation is opened")
    options = analyseur.parse_args()
    programme = [sys.executable, "-m", "qualitui", "--site", str(options.dossier)]
    # What a workstation keeps of a site it has opened before; a screen that is killed does not write it.
    subprocess.run([*programme, "semaine"], env=_environnement(), stdout=subprocess.DEVNULL, check=True)
    _demarrer(programme, VERITE)
    if options.fois:
        essais = [
            tuple(zip(*_demarrer([sys.executable, "-c", NUE]), *_demarrer(programme, MOTS, VERITE), strict=True))
            for _ in range(options.fois)
        ]
        for quoi, temps in zip(("", ", en temps de processeur"), zip(*essais, strict=True), strict=True):
            nue, premiere, vraie = (min(mesures) for mesures in zip(*temps, strict=True))
            rapports = f"{premiere / nue:.2f} puis {vraie / nue:.2f} fois une application nue ({nue * 1000:.0f} ms)"
            dites = f"{premiere * 1000:.0f} ms, la vérité du dossier : {vraie * 1000:.0f} ms, {rapports}"
            print(f"Première image{quoi} : {dites}.")
    if options.formulaire:
        _formulaires(programme, options.formulaire)
    choisies = {nom: gestes for nom, gestes in LISTES.items() if options.liste in nom}
    if not choisies:
        return
    print("| liste | image p50 | p95 | détail compris p50 | p95 | octets par touche | touche tenue |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    print(f"| application nue | {parcourir([sys.executable, '-c', NUE], [], FLECHES)} |", flush=True)
    for nom, (ouvrir, touches) in choisies.items():
        print(f"| {nom} | {parcourir(programme, ouvrir, touches)} |", flush=True)


def _formulaires(programme: Sequence[str], fois: int) -> None:
    """From « n » to the image of the form, its buttons included, beside a bare one of sixteen fields opened in turn."""
    with _ouvert([sys.executable, "-c", NUE], []) as nue, _ouvert(programme, [F3]) as plein:
        paires = [(_ouvrir_et_fermer(nue), _ouvrir_et_fermer(plein)) for _ in range(fois)]
    mediane_nue, mediane = (sorted(mesures)[fois // 2] for mesures in zip(*paires, strict=True))
    rapport = f"{mediane / mediane_nue:.2f} fois un formulaire nu de seize champs ({mediane_nue * 1000:.0f} ms)"
    print(f"Formulaire d’une nouvelle réclamation : {mediane * 1000:.0f} ms, {rapport}.")


def _ouvrir_et_fermer(terminal: Terminal) -> float:
    duree = terminal.montrer(b"n", BOUTON)
    terminal.laisser(LECTURE / 2)
    terminal.touche(b"\x1b")
    terminal.laisser(LECTURE / 2)
    return duree


@contextmanager
def _ouvert(commande: Sequence[str], ouvrir: Sequence[bytes]) -> Iterator[Terminal]:
    """The program, started and in front of what the keys `ouvrir` open."""
    terminal = Terminal(commande)
    try:
        terminal.attendre(VERITE if commande[1] == "-m" else MOTS)
        terminal.calmer()
        for touche in ouvrir:
            terminal.touche(touche)
            terminal.calmer(LECTURE)
        yield terminal
    finally:
        terminal.fermer()


def _demarrer(commande: Sequence[str], *motifs: re.Pattern[str]) -> list[tuple[float, float]]:
    """Seconds from the start to the frames that show each of these, counts of what is late unless told; then of CPU."""
    terminal = Terminal(commande)
    try:
        return [(terminal.attendre(motif), terminal.processeur()) for motif in motifs or [MOTS]]
    finally:
        terminal.fermer()


def parcourir(programme: Sequence[str], ouvrir: Sequence[bytes], touches: Sequence[bytes]) -> str:
    """Open a list, then send the keys one by one, each after the repaint of the one before; then an arrow held."""
    with _ouvert(programme, ouvrir) as terminal:
        mesures = [terminal.touche(touche) for touche in touches]
        tenue = terminal.tenir(BAS, 60)
    premiers, derniers, tailles = zip(*mesures, strict=True)
    temps = [f"{_centile(serie, part) * 1000:.0f} ms" for serie in (premiers, derniers) for part in (0.5, 0.95)]
    return " | ".join([*temps, f"{sum(tailles) / len(tailles):.0f}", f"{tenue:.0f}"])


def _centile(serie: Sequence[float], part: float) -> float:
    return sorted(serie)[min(int(len(serie) * part), len(serie) - 1)]


if __name__ == "__main__":
    main()
