"""Check what is given away: `python outils/controler_paquets.py FOLDER` (one wheel, one sdist), from the source tree.

The wheel is the package, `templates/` and `data/`, whole, and nothing else; the sdist makes and tests it again.
"""

from __future__ import annotations

import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

RACINE = Path(__file__).resolve().parent.parent


def main(dossier: Path) -> int:
    fautes = [*controler_roue(seul(dossier, "*.whl")), *controler_sources(seul(dossier, "*.tar.gz"))]
    for faute in fautes:
        print(faute, file=sys.stderr)
    return 1 if fautes else 0


def seul(dossier: Path, motif: str) -> Path:
    [trouve] = dossier.glob(motif)
    return trouve


def de_l_arbre(*noms: str) -> Iterator[str]:
    """The files of the tree under these names, as paths with « / »."""
    for nom in noms:
        depart = RACINE / nom
        for chemin in depart.rglob("*") if depart.is_dir() else [depart]:
            if chemin.is_file() and "__pycache__" not in chemin.parts:
                yield chemin.relative_to(RACINE).as_posix()


def controler_roue(roue: Path) -> Iterator[str]:
    with ZipFile(roue) as archive:
        noms = {nom for nom in archive.namelist() if ".dist-info/" not in nom}
        metadonnees = {nom.split("/", 1)[1]: nom for nom in archive.namelist() if ".dist-info/" in nom}
        entrees = archive.read(metadonnees["entry_points.txt"]).decode()
    voulus = {"qualitui/py.typed", *de_l_arbre("qualitui")}
    voulus |= {f"qualitui/_ressources/{nom}" for nom in de_l_arbre("templates", "data")}
    yield from (f"{roue.name}: {nom} is missing" for nom in sorted(voulus - noms))
    yield from (f"{roue.name}: {nom} should not be there" for nom in sorted(noms - voulus))
    if "licenses/LICENSE" not in metadonnees:
        yield f"{roue.name}: no licence"
    if "qualitui = qualitui.__main__:main" not in entrees:
        yield f"{roue.name}: no program"


def controler_sources(sources: Path) -> Iterator[str]:
    with tarfile.open(sources) as archive:
        noms = {membre.name.split("/", 1)[1] for membre in archive if membre.isfile()}
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    voulus = set(de_l_arbre("pyproject.toml", *projet["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]))
    yield from (f"{sources.name}: {nom} is missing" for nom in sorted(voulus - noms))
    yield from (
        f"{sources.name}: {nom} should not be there" for nom in sorted(noms - voulus - {"PKG-INFO", ".gitignore"})
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
