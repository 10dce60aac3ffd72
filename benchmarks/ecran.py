"""python -m benchmarks.ecran DOSSIER: from start to the first useful frame, and from a key to its repaint (120×40).

In a pseudo-terminal of the machine, beside a bare Textual application run alternately. The first useful frame is the
one that counts what is late; a key is timed to the first bytes of its repaint, and to
the last ones, which are the detail's.
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
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

NUE = """
from textual.app import App
from textual.widgets import Label
class Nue(App):
    def compose(self):
        yield Label("3 en retard")
Nue().run()
"""
MOTS = re.compile(r"\d+ en retard")
LISTES = {"Réclamations": b"\x1bOR", "Vérifications": b"\x1bOS", "Actions": b"\x1b[15~"}
_ECHAPPEMENT = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z]")
CALME = 0.25  # seconds without a byte: the repaint is over


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
        while time.perf_counter() - self.debut < delai:
            if self._lire(0.05) and motif.search(_ECHAPPEMENT.sub("", self.lu.decode(errors="ignore"))):
                return time.perf_counter() - self.debut
        raise TimeoutError(self.lu[-500:].decode(errors="replace"))

    def calmer(self) -> None:
        while self._lire(CALME):
            pass

    def touche(self, touche: bytes) -> tuple[float, float, int]:
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
    analyseur.add_argument("--fois", type=int, default=8)
    options = analyseur.parse_args()
    programme = [sys.executable, "-m", "qualitui", "--site", str(options.dossier)]
    _demarrer(programme)
    paires = [(_demarrer([sys.executable, "-c", NUE]), _demarrer(programme)) for _ in range(options.fois)]
    nue, pleine = (min(mesures) for mesures in zip(*paires, strict=True))
    print(
        f"Première image : {pleine * 1000:.0f} ms, {pleine / nue:.2f} fois une application nue ({nue * 1000:.0f} ms)."
    )
    for nom, touche in LISTES.items():
        print(f"{nom}. {parcourir(programme, touche)}")


def _demarrer(commande: Sequence[str]) -> float:
    terminal = Terminal(commande)
    try:
        return terminal.attendre(MOTS)
    finally:
        terminal.fermer()


def parcourir(programme: Sequence[str], module: bytes) -> str:
    """Sixty times « down » in a module's list."""
    terminal = Terminal(programme)
    try:
        terminal.attendre(MOTS)
        terminal.calmer()
        terminal.touche(module)
        mesures = [terminal.touche(b"\x1b[B") for _ in range(60)]
    finally:
        terminal.fermer()
    premiers, derniers, tailles = (sorted(serie) for serie in zip(*mesures, strict=True))
    repeint = f"p50 {premiers[30] * 1000:.0f} ms, p95 {premiers[57] * 1000:.0f} ms"
    entier = f"détail compris, p50 {derniers[30] * 1000:.0f} ms, p95 {derniers[57] * 1000:.0f} ms"
    return f"Flèche bas : {repeint} ; {entier} ; {tailles[30]:.0f} octets par touche."


if __name__ == "__main__":
    main()
