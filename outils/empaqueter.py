"""Make `qualitui.pyz`: the program and all it needs in one file, for Windows and Linux, run by `py qualitui.pyz`.

    python outils/empaqueter.py [-o qualitui.pyz] [--plateformes win-amd64,…] [--roue qualitui-….whl]

What goes in is what requirements.lock names, by imprint. zipapp and shiv pack for one platform, pex does not support
Windows: here the wheels of every platform lie in one archive that `amorce.py` opens. Needs pip and the package index.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

RACINE = Path(__file__).resolve().parent.parent
VERROU = RACINE / "requirements.lock"
AMORCE = Path(__file__).resolve().with_name("amorce.py")
# As sysconfig.get_platform() names them → as wheels do (glibc 2.17 or later).
PLATEFORMES = {
    "win-amd64": ("win_amd64",),
    "linux-x86_64": ("manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-aarch64": ("manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
FIXE = (2020, 1, 1, 0, 0, 0)  # the same content gives the same file, byte for byte


def main(arguments: Sequence[str] | None = None) -> int:
    analyseur = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    analyseur.add_argument("-o", dest="sortie", type=Path, default=Path("qualitui.pyz"))
    connues = ", ".join(PLATEFORMES)
    analyseur.add_argument(
        "--plateformes", default="win-amd64,linux-x86_64", help=f"among {connues}; default: %(default)s"
    )
    analyseur.add_argument("--roue", type=Path, help="the wheel of qualitui (default: built from this tree)")
    options = analyseur.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temp:
        roue = options.roue or construire(Path(temp, "construite"))
        cibles = {}
        for plateforme in options.plateformes.split(","):
            for python in PYTHONS:
                cible = f"{plateforme}-cp{python.replace('.', '')}"
                cibles[cible] = [roue, *telecharger(plateforme, python, Path(temp, cible))]
        assembler(options.sortie, roue.name.split("-")[1], cibles)
    mo = options.sortie.stat().st_size / 1e6
    print(f"{options.sortie}: {mo:.1f} MB, {len(cibles)} targets: {', '.join(cibles)}")
    return 0


def construire(vers: Path) -> Path:
    """The wheel of this tree."""
    _pip("wheel", "--no-deps", "--wheel-dir", str(vers), str(RACINE))
    return next(vers.glob("*.whl"))


def telecharger(plateforme: str, python: str, vers: Path) -> list[Path]:
    """The wheels of the lock for one platform and one Python, each checked against its imprint."""
    noms = [f"--platform={nom}" for nom in PLATEFORMES[plateforme]]
    # The lock is whole, and pip would weigh the conditions of each package for the Python that runs this script.
    exactes = ("--require-hashes", "--no-deps", "--only-binary=:all:", "--implementation=cp")
    _pip("download", *exactes, *noms, f"--python-version={python}", "-r", str(VERROU), "-d", str(vers))
    return sorted(vers.glob("*.whl"))


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


def assembler(sortie: Path, version: str, cibles: dict[str, list[Path]]) -> None:
    """Write the archive: the start, the catalogue of what fits which Python, each wheel once."""
    roues = {roue.name: roue for liste in cibles.values() for roue in liste}
    catalogue = {
        "version": version,
        "cibles": {
            cible: {"empreinte": empreinte(liste), "roues": [roue.name for roue in liste]}
            for cible, liste in cibles.items()
        },
    }
    provisoire = sortie.with_name(sortie.name + ".tmp")
    with provisoire.open("wb") as flux:
        flux.write(b"#!/usr/bin/env python3\n")
        with ZipFile(flux, "w") as archive:
            _ajouter(archive, "__main__.py", AMORCE.read_bytes(), ZIP_DEFLATED)
            _ajouter(archive, "catalogue.json", json.dumps(catalogue).encode(), ZIP_DEFLATED)
            for nom, roue in sorted(roues.items()):
                verifier(roue)
                _ajouter(archive, f"roues/{nom}", roue.read_bytes(), ZIP_STORED)
    provisoire.chmod(0o755)
    provisoire.replace(sortie)


def empreinte(roues: Iterable[Path]) -> str:
    """The imprint of a target's content: the local folder is named after it."""
    return sha256(b"".join(sha256(roue.read_bytes()).digest() for roue in roues)).hexdigest()[:16]


def verifier(roue: Path) -> None:
    """A wheel is extracted as it is: no module of it may lie in a folder that an installer would move."""
    with ZipFile(roue) as contenu:
        deplaces = [n for n in contenu.namelist() if ".data/purelib/" in n or ".data/platlib/" in n]
    if deplaces:
        raise SystemExit(f"{roue.name} must be installed, not extracted: {deplaces[0]}")


def _ajouter(archive: ZipFile, nom: str, octets: bytes, compression: int) -> None:
    entree = ZipInfo(nom, FIXE)
    entree.compress_type = compression
    entree.external_attr = 0o644 << 16
    archive.writestr(entree, octets)


if __name__ == "__main__":
    sys.exit(main())
