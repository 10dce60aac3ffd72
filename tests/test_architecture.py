"""The map is checked: floors, clock, weight of the reading commands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PAQUET = Path(__file__).resolve().parent.parent / "qualitui"
MODULES = sorted(PAQUET.rglob("*.py"))
HORLOGE = re.compile(r"\b(?:datetime\.now|date\.today|time\.time|datetime\.today|utcnow)\b")


@pytest.mark.parametrize("module", MODULES, ids=lambda chemin: str(chemin.relative_to(PAQUET)))
def test_only_the_command_line_asks_the_clock(module: Path) -> None:
    if module.relative_to(PAQUET).parts[0] == "cli":
        return
    assert not HORLOGE.search(module.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", MODULES, ids=lambda chemin: str(chemin.relative_to(PAQUET)))
def test_a_module_is_read_in_one_sitting(module: Path) -> None:
    texte = module.read_text(encoding="utf-8")
    assert len(texte.splitlines()) <= 400
    fonctions = [n for n in ast.walk(ast.parse(texte)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [n.name for n in fonctions if (n.end_lineno or n.lineno) - n.lineno >= 60] == []


def test_a_folder_is_taken_in_at_a_glance() -> None:
    dossiers = Counter(module.parent for module in MODULES)
    assert [str(dossier) for dossier, combien in dossiers.items() if combien > 25] == []


def test_every_module_says_what_it_is_for() -> None:
    muets = [m for m in MODULES if not m.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))]
    assert muets == []


def test_the_command_line_loads_no_heavy_library() -> None:
    lourds = ("textual", "rich", "docx", "docxtpl", "xlsxwriter", "jinja2")
    code = f"import sys, qualitui.cli; print([m for m in {lourds!r} if m in sys.modules])"
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"
