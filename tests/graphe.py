"""The imports of the package, drawn from its text: the late ones and those made for types count like the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PAQUET = "qualitui"
CONCEPTS = ["ui", "screens"]  # a floor in the floor: each of its folders and files is a room

Graphe = Mapping[str, Set[str]]


def modules(racine: Path) -> dict[str, Path]:
    """Every module of the package in `racine`, by its dotted name."""
    return {
        ".".join(chemin.relative_to(racine).with_suffix("").parts).removesuffix(".__init__"): chemin
        for chemin in sorted((racine / PAQUET).rglob("*.py"))
    }


def imports(racine: Path) -> Graphe:
    """module → the modules of the package that it names in an import, wherever this import stands."""
    connus = modules(racine)
    return {nom: {vers for vers in _nommes(chemin, connus) if vers != nom} for nom, chemin in connus.items()}


def _nommes(chemin: Path, connus: Mapping[str, Path]) -> Iterator[str]:
    for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names if alias.name in connus)
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0, f"{chemin} : un import relatif ne se lit pas ici"
            for alias in noeud.names:
                entier = f"{noeud.module}.{alias.name}"
                yield from (nom for nom in (entier if entier in connus else noeud.module,) if nom in connus)


def piece(module: str) -> str:
    """The room of a module: a folder of its floor, or the file itself when it stands directly on the floor."""
    parts = module.split(".")
    fond = 4 if parts[1:3] == CONCEPTS else 3
    return ".".join(parts[:fond])


def par_piece(graphe: Graphe) -> Graphe:
    """The same arrows, from room to room."""
    pieces: dict[str, set[str]] = {}
    for de, vers in graphe.items():
        pieces.setdefault(piece(de), set()).update(piece(nom) for nom in vers if piece(nom) != piece(de))
    return pieces


def cercle(graphe: Graphe) -> list[str]:
    """A circle of this graph, each one importing the next; empty when there is none."""
    try:
        TopologicalSorter(graphe).prepare()
    except CycleError as erreur:
        rond: list[str] = erreur.args[1]
        return rond[::-1]
    return []


def porte(racine: Path, nom: str) -> list[str] | None:
    """The modules that a room's `__init__` lists in `__all__`; None without this list."""
    fichier = racine.joinpath(*nom.split("."), "__init__.py")
    for noeud in ast.parse(fichier.read_text(encoding="utf-8")).body:
        if isinstance(noeud, ast.Assign) and [ast.unparse(cible) for cible in noeud.targets] == ["__all__"]:
            liste: list[str] = ast.literal_eval(noeud.value)
            return liste
    return None
