"""A thread reads and gives what it read; only the interface's thread changes a screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import qualitui.ui

UI = Path(qualitui.ui.__file__).parent
FILS = ("lire", "faire", "lancer")  # their first argument runs in a thread


class Lecture(NamedTuple):
    """What runs in a thread: a method, a function inside one, or a lambda."""

    classe: ast.ClassDef | None
    nom: str
    corps: ast.AST


def _appelees(noeud: ast.AST) -> Iterator[ast.expr]:
    """The first argument of each call that starts a thread."""
    for appel in ast.walk(noeud):
        if isinstance(appel, ast.Call) and isinstance(appel.func, ast.Attribute) and appel.func.attr in FILS:
            yield from appel.args[:1]


def _fonctions(noeud: ast.AST) -> dict[str, ast.FunctionDef]:
    return {f.name: f for f in ast.walk(noeud) if isinstance(f, ast.FunctionDef)}


def lectures(texte: str) -> Iterator[Lecture]:
    """Everything that this module runs in a thread, by the names it gives to it, and what that calls of its class."""
    arbre = ast.parse(texte)
    for classe in [n for n in ast.walk(arbre) if isinstance(n, ast.ClassDef)] or [None]:
        portee = classe or arbre
        fonctions = _fonctions(portee)
        attente = [Lecture(classe, nom, f) for nom, f in fonctions.items() if nom.startswith("lire")]
        for donne in _appelees(portee):
            if isinstance(donne, ast.Lambda):
                attente.append(Lecture(classe, "lambda", donne.body))
            nom = donne.attr if isinstance(donne, ast.Attribute) else donne.id if isinstance(donne, ast.Name) else ""
            if nom in fonctions:
                attente.append(Lecture(classe, nom, fonctions[nom]))
        vues = set()
        while attente:
            une = attente.pop()
            if une.corps in vues:
                continue
            vues.add(une.corps)
            yield une
            attente += [Lecture(classe, nom, fonctions[nom]) for nom in _methodes_de(une.corps) if nom in fonctions]


def _methodes_de(corps: ast.AST) -> Iterator[str]:
    for appel in ast.walk(corps):
        if isinstance(appel, ast.Call) and isinstance(appel.func, ast.Attribute) and _est_moi(appel.func.value):
            yield appel.func.attr


def _est_moi(noeud: ast.AST) -> bool:
    return isinstance(noeud, ast.Name) and noeud.id in ("self", "ecran")


def changements(corps: ast.AST) -> list[str]:
    """What this body assigns to the screen: `self.x = …`, `self.x += …`, `self.x[…] = …`."""
    return [
        ast.unparse(n)
        for n in ast.walk(corps)
        if isinstance(n, ast.Attribute | ast.Subscript)
        and isinstance(n.ctx, ast.Store | ast.Del)
        and any(_est_moi(p) for p in ast.walk(n.value))
    ]


@pytest.mark.parametrize("module", sorted(UI.rglob("*.py")), ids=lambda chemin: str(chemin.relative_to(UI)))
def test_un_fil_ne_change_rien_de_l_ecran(module: Path) -> None:
    fautes = {
        f"{lecture.classe.name if lecture.classe else ''}.{lecture.nom}": changements(lecture.corps)
        for lecture in lectures(module.read_text(encoding="utf-8"))
    }
    assert {nom: change for nom, change in fautes.items() if change} == {}


FAUTIFS = {
    "une méthode": "def lire(self):\n  self.vue = 1",
    "ce qu’elle appelle": "def lire(self):\n  return self.x()\n def x(self):\n  self.vue = 1",
    "une clé": "def f(self):\n  self.qualitui.lire(self._fil, g)\n def _fil(self):\n  self.v['a'] = 1",
    "un geste": "def f(self):\n  def g():\n   self.n += 1\n  self.qualitui.faire(g)",
}


@pytest.mark.parametrize("cas", FAUTIFS)
def test_un_fil_qui_change_l_ecran_est_vu(cas: str) -> None:
    assert [c for lecture in lectures(f"class E:\n {FAUTIFS[cas]}") for c in changements(lecture.corps)]
