"""Paths as people give them: a name the system cannot take is refused at once, in French, whatever is done with it.

Windows takes less than the others, and not always by an error: « nul.docx » is written nowhere, « lettre.docx: » is
another file, a final dot is dropped. So its rules are told here, and not asked.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath

from qualitui.domain.base import Refus
from qualitui.domain.francais import INSECABLE, entre_guillemets, est_une_faute_de_nom, raison_du_systeme

RESERVES = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)")
COMPOSANT = 255  # characters of one name, on Windows as elsewhere
CHEMIN_WINDOWS = 259  # characters of a whole path, unless the workstation was set up for more
SOUS_LE_SITE = 110  # what the program adds to the folder of a site at most: a journal, an attachment
_INTERDITS = re.compile(r'[<>"|?*:\x00-\x1f]')
_MONTRES = 60


class CheminRefuse(Refus):
    """No file nor folder can have this name."""


def lire_chemin(texte: str, *, dessous: int = 0) -> Path:
    """The path as typed, « ~ » being the person's folder. `dessous`: the room needed for what goes under it.

    `CheminRefuse`: no file can be called so. Whether one is there is another matter.
    """
    try:
        os.fsencode(texte)
    except UnicodeEncodeError:  # a system that only knows ASCII still has files named in UTF-8
        texte = os.fsdecode(texte.encode("utf-8", "surrogateescape"))
    try:
        chemin = Path(texte).expanduser()
    except RuntimeError:
        raise CheminRefuse(f"{_montrer(texte)} nomme le dossier d’un compte inconnu.") from None
    limite = _limite() - dessous
    faute = faute_de_chemin(texte, windows=os.name == "nt", limite=limite, ici=os.getcwd()) or _faute_du_systeme(chemin)
    if faute:
        raise CheminRefuse(f"{_montrer(texte)} n’est pas un chemin possible{INSECABLE}: {faute}.")
    return chemin


def faute_de_chemin(texte: str, *, windows: bool, limite: int, ici: str) -> str:
    """What Windows would not take in a path typed in the folder `ici`, as an end of sentence.

    Empty when nothing is wrong, and on the other systems, which are asked.
    """
    if not windows:
        return ""
    chemin = PureWindowsPath(texte)
    noms = chemin.parts[1:] if chemin.anchor else chemin.parts
    fautes = [faute for nom in noms if nom not in ("..", "~") and (faute := faute_de_nom(nom))]
    if fautes:
        return fautes[0]
    taille = len(str(PureWindowsPath(ici) / chemin))
    if taille > limite:
        return f"il a {taille} caractères, et Windows s’arrête ici à {limite}"
    return ""


def faute_de_nom(nom: str) -> str:
    """What Windows would not take in the name of one file, as an end of sentence; empty when nothing is wrong."""
    dit = _montrer(nom)
    if len(nom) > COMPOSANT:
        return f"le nom {dit} est trop long"
    if RESERVES.match(nom):
        return f"le nom {dit} est réservé par Windows"
    if interdit := _INTERDITS.search(nom):
        signe = entre_guillemets(interdit[0]) if interdit[0].isprintable() else "un signe invisible"
        return f"le nom {dit} contient {signe}, que Windows refuse"
    if nom.endswith((".", " ")):
        return f"le nom {dit} finit par un point ou une espace, que Windows retire"
    return ""


def _faute_du_systeme(chemin: Path) -> str:
    """Ask the system itself: it knows its own lengths."""
    try:
        chemin.lstat()
    except ValueError:
        return "il contient un signe invisible"
    except OSError as erreur:
        return raison_du_systeme(erreur) if est_une_faute_de_nom(erreur) else ""
    return ""


def _limite() -> int:
    return CHEMIN_WINDOWS if os.name == "nt" and not _longs_permis() else 32_000


def _longs_permis() -> bool:
    """Whether this Windows was set up for paths beyond 259 characters."""
    import ctypes  # Windows only

    try:
        return bool(ctypes.windll.ntdll.RtlAreLongPathsEnabled())  # type: ignore[attr-defined,unused-ignore]
    except AttributeError:
        return False


def refus_de_chemin(erreur: OSError) -> CheminRefuse | None:
    """The refusal of a path that only showed impossible when it was used; None if the error is not about a name."""
    if not (est_une_faute_de_nom(erreur) and erreur.filename):
        return None
    nomme = _montrer(os.fsdecode(erreur.filename))
    return CheminRefuse(f"{nomme} n’est pas un chemin possible{INSECABLE}: {raison_du_systeme(erreur)}.")


def _montrer(texte: str) -> str:
    court = texte if len(texte) <= _MONTRES else f"{texte[: _MONTRES // 2]}…{texte[-_MONTRES // 2 :]}"
    return entre_guillemets("".join(signe if signe.isprintable() else "�" for signe in court))
