"""The start of `qualitui.pyz` (its `__main__`): put the program beside the person's own files, once, and run it.

Compiled libraries cannot be loaded from inside an archive, and the file on the share is never written: what fits this
Python is extracted in a local folder named after its content. Only the standard library is there, and the sentence for
a Python that is too old must be said by that Python: the syntax stays that of Python 3.6.
"""

import errno
import io
import json
import os
import sys
import sysconfig
import time

ENTREE = "qualitui.__main__"
CONSEIL = "Pour un autre dossier, donnez son chemin à la variable QUALITUI_ETAT_LOCAL."
RAISONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre espace disque est plein",
    errno.EROFS: "ce dossier ne se laisse pas écrire",
    errno.EACCES: "ce dossier ne se laisse pas écrire",
    errno.EPERM: "ce dossier ne se laisse pas écrire",
}
JOURS_GARDES = 30
ESSAIS = 20


class Impossible(Exception):
    """The program cannot start here; the sentence says why."""


def dire(phrase: str) -> None:
    """To the person, in UTF-8 where it is written in a file, as the program does."""
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    print(phrase, file=sys.stderr, flush=True)


def cible() -> str:
    """The name of what fits this Python: its system, its processor, its version (« win-amd64-cp313 »)."""
    systeme = sysconfig.get_platform()
    if systeme.startswith("linux") and "musl" in (sysconfig.get_config_var("SOABI") or ""):
        systeme += "-musl"
    sans_verrou = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    nom = "cp" if sys.implementation.name == "cpython" else sys.implementation.name
    return f"{systeme}-{nom}{sys.version_info[0]}{sys.version_info[1]}{sans_verrou}"


def dossier_local() -> str:
    """Where this person's programs are kept on this computer, never on the share."""
    impose = os.environ.get("QUALITUI_ETAT_LOCAL")
    if impose:
        return os.path.join(impose, "programme")
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser(os.path.join("~", "AppData", "Local"))
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser(os.path.join("~", ".cache"))
    return os.path.join(base, "qualitui", "programme")


def preparer(archive: str, catalogue: dict, base: str) -> str:
    """Return the folder of the program that fits this Python; extract it when it is not there yet."""
    voulue = cible()
    choix = catalogue["cibles"].get(voulue)
    if choix is None:
        raise Impossible(_aucune_roue(voulue, catalogue["cibles"]))
    dossier = os.path.join(base, f"{catalogue['version']}-{voulue}-{choix['empreinte']}")
    try:
        if not os.path.isdir(dossier):
            _extraire(archive, choix["roues"], dossier)
            _oublier_les_anciens(base)
    except OSError as erreur:
        raison = RAISONS.get(erreur.errno, erreur.strerror or str(erreur))
        raise Impossible(f"qualitui ne peut pas se préparer dans {base}\u00a0: {raison}.\n{CONSEIL}") from None
    _dater(dossier)
    return dossier


def _extraire(archive: str, roues: list, dossier: str) -> None:
    """Whole or not at all: in a folder of this program’s own, which takes its name at the end."""
    import shutil
    import tempfile

    base = os.path.dirname(dossier)
    os.makedirs(base, exist_ok=True)
    dire("Première utilisation sur ce poste\u00a0: qualitui se prépare (quelques secondes)…")
    provisoire = tempfile.mkdtemp(prefix=".en-cours-", dir=base)
    try:
        _deballer(archive, roues, provisoire)
        _nommer(provisoire, dossier)
    finally:
        shutil.rmtree(provisoire, ignore_errors=True)


def _deballer(archive: str, roues: list, vers: str) -> None:
    import zipfile

    try:
        with zipfile.ZipFile(archive) as tout:
            for roue in roues:
                with zipfile.ZipFile(io.BytesIO(tout.read("roues/" + roue))) as contenu:
                    contenu.extractall(vers)
    except (zipfile.BadZipFile, KeyError, EOFError):
        raise Impossible(
            f"Le fichier {archive} est abîmé ou n’a pas été copié en entier\u00a0: copiez-le de nouveau."
        ) from None


def _nommer(provisoire: str, dossier: str) -> None:
    """Another program may have come first: its folder holds the same. An antivirus may hold a file for a moment."""
    for essai in range(ESSAIS):
        try:
            os.rename(provisoire, dossier)
            return
        except OSError:
            if os.path.isdir(dossier):
                return
            if os.name != "nt" or essai == ESSAIS - 1:
                raise
            time.sleep(0.25)


def _dater(dossier: str) -> None:
    """Remember that it is used."""
    try:
        os.utime(dossier, None)
    except OSError:
        return


def _oublier_les_anciens(base: str) -> None:
    """Remove the versions that no one has started for a month, and what an extraction cut short has left.

    Renamed first: where a file of it is in use, Windows refuses that, and nothing of it is lost.
    """
    import shutil

    limite = time.time() - JOURS_GARDES * 86400
    for nom in os.listdir(base):
        ancien, retire = os.path.join(base, nom), os.path.join(base, f".retire-{os.getpid()}-{nom}")
        try:
            if os.stat(ancien).st_mtime < limite:
                os.rename(ancien, retire)
                shutil.rmtree(retire, ignore_errors=True)
        except OSError:
            continue


def _aucune_roue(voulue: str, cibles: dict) -> str:
    versions = sorted(int(nom.rsplit("-cp3", 1)[1]) for nom in cibles)
    plateformes = sorted({nom.rsplit("-", 1)[0] for nom in cibles})
    return (
        f"Ce fichier ne contient pas de quoi fonctionner avec ce Python ({voulue}).\n"
        f"Il lui faut Python 3.{versions[0]} à 3.{versions[-1]} pour {' ou '.join(plateformes)}\u00a0: "
        "voir docs/installation.md, ou le service informatique."
    )


def demarrer(archive: str) -> int:
    """Prepare, then hand over to the program; the exit code."""
    from importlib import import_module

    catalogue = json.loads(__loader__.get_data(os.path.join(archive, "catalogue.json")).decode("utf-8"))
    dossier = preparer(archive, catalogue, dossier_local())
    sys.path[:] = [dossier] + [chemin for chemin in sys.path if chemin != archive]
    try:
        return import_module(ENTREE).main()
    except ImportError as erreur:
        raise Impossible(
            f"Ce poste n’a pas pu charger le programme préparé dans {dossier}\u00a0: {erreur}.\n"
            "Supprimez ce dossier et relancez. Si cela recommence, le poste refuse peut-être les programmes de ce "
            f"dossier\u00a0: montrez cette phrase au service informatique.\n{CONSEIL}"
        ) from None


if __name__ == "__main__":
    try:
        sys.exit(demarrer(os.path.dirname(__file__)))
    except Impossible as refus:
        dire(str(refus))
        sys.exit(1)
