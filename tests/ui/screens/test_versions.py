"""A form that changes what was read keeps it, and saves from it: what somebody wrote meanwhile is never overwritten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ECRANS = Path(__file__).parents[3] / "qualitui" / "ui" / "screens"
# Nothing was read by these: they make something new, or write nothing in the register.
SANS_FICHE = {
    "creation",
    "nouvelle",
    "ajout",
    "jour_de_tournee",
    "impression",
    "boite",
    "_autre_fichier",
    "lot",
    "action_fusionner",
}


def _formulaires(chemin: Path) -> Iterator[tuple[str, set[str | None]]]:
    """The functions of a module that make a form, with the names of what they give it."""
    for fonction in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
        for appel in ast.walk(fonction) if isinstance(fonction, ast.FunctionDef) else ():
            if isinstance(appel, ast.Call) and getattr(appel.func, "id", "").startswith("Formulaire"):
                yield fonction.name, {mot.arg for mot in appel.keywords}


def test_chaque_formulaire_garde_la_fiche_qu_il_modifie() -> None:
    trouves = [(m.relative_to(ECRANS), *f) for m in sorted(ECRANS.rglob("*.py")) for f in _formulaires(m)]
    assert len(trouves) >= 30
    assert [(str(m), nom) for m, nom, donne in trouves if "fiche" not in donne and nom not in SANS_FICHE] == []
    assert {nom for _, nom, donne in trouves if "fiche" not in donne} == SANS_FICHE
