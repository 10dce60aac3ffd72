"""python tests/depart.py [PYTHON]: does the program start? PYTHON has it installed; this interpreter unless named.

In a pseudo-terminal, as someone opens it: the home screen comes, the key of each module brings its screen, F10 leaves
with code 0; the same for the first-run assistant, where there is no site. Nothing but the standard library is needed:
an installed wheel can be tried with no source tree around.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

DELAI = 90.0  # seconds for a word to come: a loaded machine is slow, a program that hangs is not waited for for ever
CALME = 0.3  # seconds without a byte: what was asked is drawn
TOUCHES = {"f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS"} | {
    f"f{rang}": f"\x1b[{code}~" for rang, code in zip((*range(5, 11), 12), (15, 17, 18, 19, 20, 21, 24), strict=True)
}
ECHAPPEMENTS = re.compile(
    r"\x1b(?:\[[0-9;?<>=:]*[A-Za-z]|[()][A-Z0-9]|[=>]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\)"
)
PYTHON_DIT = (
    "import json; from qualitui.ui.modules import MODULES;"
    "print(json.dumps([[m.touche, m.court] for m in MODULES if m.touche]))"
)


class Depart(AssertionError):
    """The program did not do what someone who opens it expects."""


class Terminal:
    """A program in a pseudo-terminal of 100×30."""

    def __init__(self, commande: Sequence[str], env: dict[str, str]) -> None:
        self.commande = " ".join(commande)
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvpe(commande[0], list(commande), env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._octets = b""

    def attendre(self, *mots: str) -> None:
        """Until each of the words was written since the last key."""
        fin = time.monotonic() + DELAI
        while not all(mot in self.ecrit for mot in mots):
            if not self._lire(fin - time.monotonic()):
                raise Depart(f"{self.commande} : « {' », « '.join(mots)} » attendu, lu :\n{self.ecrit[-3000:]}")
        while self._lire(CALME):
            pass

    def taper(self, touche: str) -> None:
        self._octets = b""
        os.write(self.fd, TOUCHES[touche].encode())

    def finir(self) -> int:
        """The exit code."""
        fin = time.monotonic() + DELAI
        while self._lire(fin - time.monotonic()):
            pass
        while time.monotonic() < fin:
            fini, etat = os.waitpid(self.pid, os.WNOHANG)
            if fini:
                self.pid = 0
                return os.waitstatus_to_exitcode(etat)
            time.sleep(0.05)
        raise Depart(f"{self.commande} : le programme ne finit pas, lu :\n{self.ecrit[-3000:]}")

    @property
    def ecrit(self) -> str:
        return ECHAPPEMENTS.sub("", self._octets.decode(errors="ignore")).replace("\u00a0", " ")

    def _lire(self, delai: float) -> bool:
        """False: nothing came in time, or the program closed its terminal."""
        if delai <= 0 or not select.select([self.fd], [], [], delai)[0]:
            return False
        try:
            octets = os.read(self.fd, 1 << 16)
        except OSError:
            return False
        self._octets += octets
        return bool(octets)

    def fermer(self) -> None:
        os.close(self.fd)
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


@contextmanager
def terminal(commande: Sequence[str], env: dict[str, str]) -> Iterator[Terminal]:
    ouvert = Terminal(commande, env)
    try:
        yield ouvert
    finally:
        ouvert.fermer()


def environnement(dossier: Path) -> dict[str, str]:
    """A workstation of its own in `dossier`, where no site was ever opened."""
    herite = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith(("QUALITUI_", "TEXTUAL"))}
    return herite | {
        "HOME": str(dossier),
        "QUALITUI_ETAT_LOCAL": str(dossier / "etat"),
        "QUALITUI_REGLAGES": str(dossier / "reglages.toml"),
        "QUALITUI_DATE": "2026-03-02",
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }


def quitter(ouvert: Terminal) -> None:
    ouvert.taper("f10")
    code = ouvert.finir()
    if code != 0:
        raise Depart(f"{ouvert.commande} : code {code} en quittant, lu :\n{ouvert.ecrit[-3000:]}")


def ecran_du_site(python: str, dossier: Path) -> None:
    """The home screen, then the screen of each module that has a key, and home again."""
    env, site = environnement(dossier), str(dossier / "site")
    programme = [python, "-m", "qualitui"]
    subprocess.run([*programme, "demo", site, "--sans-ouvrir"], env=env, cwd=dossier, check=True, capture_output=True)
    dits = subprocess.run([python, "-c", PYTHON_DIT], env=env, cwd=dossier, check=True, capture_output=True).stdout
    modules: list[tuple[str, str]] = json.loads(dits)
    with terminal([*programme, "--site", site], env) as ouvert:
        ouvert.attendre("Accueil", "en retard", "Réf.")
        for touche, court in [*modules[1:], modules[0]]:
            ouvert.taper(touche)
            ouvert.attendre(f"[{court}]")
        quitter(ouvert)


def premier_lancement(python: str, dossier: Path) -> None:
    """The assistant, where nothing was ever opened: its first step, and what it says of a name that is missing."""
    env = environnement(dossier)
    with terminal([python, "-m", "qualitui"], env) as ouvert:
        ouvert.attendre("Créer un site (1 sur 2)", "Nom du site")
        ouvert.taper("f12")
        ouvert.attendre("Donnez un nom au site")
        quitter(ouvert)


def essayer(python: str) -> None:
    for essai in (ecran_du_site, premier_lancement):
        with tempfile.TemporaryDirectory() as dossier:
            essai(python, Path(dossier))


if __name__ == "__main__":
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    essayer(python)
    version = subprocess.run([python, "-V"], check=True, capture_output=True, text=True).stdout.strip()
    print(f"{version} : l’écran s’ouvre, les touches répondent, F10 quitte.")
