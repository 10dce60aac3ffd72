"""French typography: a non-breaking space before « : ; ? ! % » » and after « « », the apostrophe ’.

Looked at: the sentences of the program, of its data, of the guide.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

RACINE = Path(__file__).parents[2]
PROGRAMME = sorted((RACINE / "qualitui").rglob("*.py"))
DONNEES = sorted((RACINE / "data").rglob("*.toml"))
GUIDE = [*sorted((RACINE / "docs").glob("*.md")), RACINE / "CHANGELOG.md"]

VALEUR = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for {…} of an f-string
FAUTES = re.compile(
    r"\S [:;?!»](?=\W|$)"  # a plain space before a double sign
    rf"|[\d\w){VALEUR}] %(?![\w(}}])"  # … before a percent sign, but those of printf and of Jinja
    r"|«(?![\u00a0\u202f])"
    r"|[a-zà-ÿœ]'[a-zà-ÿœ]"  # a typewriter’s apostrophe between two letters
    r"|[a-zà-ÿœ»)][:;?!](?=[ \n][A-ZÀ-Ÿa-zà-ÿ])"  # no space at all
)
# A string with one of these is code: an expression, a selector, a format, a command line, a Jinja tag.
CODE = re.compile(r"\\[dswb(]|\(\?|^[\w-]+=|^[a-z]+:$|://|\{\{|\{%|^[\w.]+\(|</?\w|[{}] *$")
COMPARES = {"exercice d'evacuation"}  # folded, compared with what `sans_accents` gives; never shown
MOTS_ANGLAIS = re.compile(
    r"\b(the|argument|value|error|expected|usage|not|choice|option|parser|unknown|exit|warning)\b"
)


def fautes(texte: str) -> list[str]:
    return [trouvee.group(0) for trouvee in FAUTES.finditer(texte)]


def est_une_phrase(texte: str) -> bool:
    """Something a person reads, in French."""
    return " " in texte and texte not in COMPARES and not CODE.search(texte) and not MOTS_ANGLAIS.search(texte)


def phrases(chemin: Path) -> Iterator[tuple[int, str]]:
    """(line, string) of every string constant that is not a docstring; the values of an f-string as one sign."""
    arbre = ast.parse(chemin.read_text(encoding="utf-8"))
    exclus = {id(noeud.value) for noeud in ast.walk(arbre) if isinstance(noeud, ast.Expr)}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.JoinedStr):
            exclus |= {id(dedans) for valeur in noeud.values for dedans in _formats(valeur)}
    for noeud in ast.walk(arbre):
        if id(noeud) in exclus:
            continue
        if isinstance(noeud, ast.JoinedStr):
            yield noeud.lineno, "".join(_morceau(valeur) for valeur in noeud.values)
        elif isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
            yield noeud.lineno, noeud.value


def _formats(valeur: ast.expr) -> Iterator[ast.AST]:
    """What must not be read on its own: the pieces of an f-string, and the format of a value."""
    yield valeur
    if isinstance(valeur, ast.FormattedValue) and valeur.format_spec is not None:
        yield from ast.walk(valeur.format_spec)


def _morceau(valeur: ast.expr) -> str:
    if isinstance(valeur, ast.Constant):
        return str(valeur.value)
    assert isinstance(valeur, ast.FormattedValue)
    insecable = isinstance(valeur.value, ast.Name) and valeur.value.id == "INSECABLE"
    return "\u00a0" if insecable else VALEUR


@pytest.mark.parametrize("etage", sorted({chemin.relative_to(RACINE).parts[1] for chemin in PROGRAMME}))
def test_les_phrases_du_programme(etage: str) -> None:
    trouvees = [
        f"{chemin.relative_to(RACINE)}:{ligne}: {texte!r} {fautes(texte)}"
        for chemin in PROGRAMME
        if chemin.relative_to(RACINE).parts[1] == etage
        for ligne, texte in phrases(chemin)
        if est_une_phrase(texte) and fautes(texte)
    ]
    assert trouvees == [], "\n" + "\n".join(trouvees)


def chaines(valeur: Any) -> Iterator[str]:
    """Every string inside a TOML value."""
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for dedans in valeur.values():
            yield from chaines(dedans)
    elif isinstance(valeur, list):
        for dedans in valeur:
            yield from chaines(dedans)


@pytest.mark.parametrize("chemin", DONNEES, ids=lambda chemin: chemin.stem)
def test_les_phrases_des_donnees(chemin: Path) -> None:
    lues = list(chaines(tomllib.loads(chemin.read_text(encoding="utf-8"))))
    assert lues
    assert [(texte, fautes(texte)) for texte in lues if est_une_phrase(texte) and fautes(texte)] == []


@pytest.mark.parametrize("chemin", GUIDE, ids=lambda chemin: chemin.stem)
def test_les_pages_du_guide(chemin: Path) -> None:
    """Code is left out: what is typed is typed with a plain space."""
    texte = re.sub(
        r"^```.*?^```$|`[^`\n]+`|\]\([^)]+\)|^\|[-:| ]+\|$", "`", _lire(chemin), flags=re.MULTILINE | re.DOTALL
    )
    trouvees = [(n, fautes(ligne)) for n, ligne in enumerate(texte.splitlines(), start=1) if fautes(ligne)]
    assert trouvees == []


def _lire(chemin: Path) -> str:
    return chemin.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("Le site « EPS » est créé.", 2),
        ("Quoi ?", 1),
        ("Il manque : rien", 1),
        ("Il manque: rien", 1),
        ("12 % des cas", 1),
        ("l'accueil", 1),
        ("Le site «\u00a0EPS\u00a0» est créé\u00a0: quoi\u00a0? 12\u00a0% de l’accueil\u00a0!", 0),
        ("Il n’y a rien ; rien", 1),
    ],
)
def test_une_faute_plantee_est_vue(texte: str, attendues: int) -> None:
    assert len(fautes(texte)) == attendues
