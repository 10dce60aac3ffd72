"""The one passage of « no stale save »: an operation saves what it is given, it never reads a record to save it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

OPERATIONS = Path(__file__).parents[2] / "qualitui" / "operations"
MODULES = sorted(OPERATIONS.rglob("*.py"))
LECTURES = {"get", "find", "ouvertes", "trouver", "chercher", "lire", "deja_note"}
# The function that saves what it has just read → why nothing of anybody is lost.
EXCEPTIONS = {
    "lier": "the link is added to the case as it is now, and takes the place of nothing",
    "partir": "a role is added to whoever takes it over, as they are now, and takes the place of nothing",
    "regler": "a settlement is added to those of the number, and takes the place of nothing",
}


class Enregistrements(ast.NodeVisitor):
    """In one function, the reads whose result comes to be saved: through names, loops and the first argument of rules
    (`save(evoluer(x, …))`, `save(gestes.clore(x, …))`)."""

    def __init__(self, fonction: ast.FunctionDef, ecrivains: set[str]) -> None:
        self.origines: dict[str, list[ast.expr]] = {}
        self.ecrivains = ecrivains
        self.fautes: set[str] = set()
        for noeud in ast.walk(fonction):
            self._retenir(noeud)
        self.visit(fonction)

    def _retenir(self, noeud: ast.AST) -> None:
        if isinstance(noeud, ast.Assign):
            for cible in noeud.targets:
                self._lier(cible, noeud.value)
        elif isinstance(noeud, ast.AnnAssign | ast.NamedExpr) and noeud.value is not None:
            self._lier(noeud.target, noeud.value)
        elif isinstance(noeud, ast.For | ast.comprehension):
            self._lier(noeud.target, noeud.iter)

    def _lier(self, cible: ast.expr, valeur: ast.expr) -> None:
        for nom in ast.walk(cible):
            if isinstance(nom, ast.Name):
                self.origines.setdefault(nom.id, []).append(valeur)

    def visit_Call(self, appel: ast.Call) -> None:
        if _nom(appel) in self.ecrivains:
            for argument in (*appel.args, *(mot.value for mot in appel.keywords if mot.arg in ("fiche", "note"))):
                self.fautes |= set(self._lectures(argument, set()))
        self.generic_visit(appel)

    def _lectures(self, valeur: ast.expr, vus: set[str]) -> Iterator[str]:
        match valeur:
            case ast.Call() if _nom(valeur) in LECTURES:
                yield ast.unparse(valeur)
            case ast.Call(args=[premier, *_]):
                yield from self._lectures(premier, vus)
            case ast.Name(id=nom) if nom not in vus:
                for origine in self.origines.get(nom, []):
                    yield from self._lectures(origine, {*vus, nom})
            case ast.Subscript(value=dans) | ast.Starred(value=dans) | ast.NamedExpr(value=dans):
                yield from self._lectures(dans, vus)
            case ast.BoolOp(values=choix):
                for choisi in choix:
                    yield from self._lectures(choisi, vus)
            case ast.IfExp(body=oui, orelse=non):
                yield from self._lectures(oui, vus)
                yield from self._lectures(non, vus)


def _nom(appel: ast.Call) -> str:
    return appel.func.attr if isinstance(appel.func, ast.Attribute) else getattr(appel.func, "id", "")


def _fautes(source: str) -> dict[str, set[str]]:
    """The functions that save what they read, each with these reads."""
    fonctions = [f for f in ast.walk(ast.parse(source)) if isinstance(f, ast.FunctionDef)]
    ecrivains = {"save"} | {
        f.name
        for f in fonctions
        if f.name.startswith("_")
        and any(_nom(a) == "save" for a in ast.walk(f) if isinstance(a, ast.Call))
        and f.args.args
    }
    trouvees = {f.name: Enregistrements(f, ecrivains).fautes for f in fonctions}
    return {nom: fautes for nom, fautes in trouvees.items() if fautes}


@pytest.mark.parametrize("module", MODULES, ids=lambda chemin: str(chemin.relative_to(OPERATIONS)))
def test_une_operation_enregistre_ce_qu_on_lui_donne_et_non_ce_qu_elle_relit(module: Path) -> None:
    fautes = _fautes(module.read_text(encoding="utf-8"))
    assert {nom: lus for nom, lus in fautes.items() if nom not in EXCEPTIONS} == {}


def test_les_exceptions_sont_toutes_en_usage() -> None:
    fautives = {nom for module in MODULES for nom in _fautes(module.read_text(encoding="utf-8"))}
    assert fautives == set(EXCEPTIONS)


@pytest.mark.parametrize(
    "corps",
    [
        "site.registre.save(evoluer(site.registre.get(Constat, ident), preuve=preuve))",
        "connues = site.registre.find(Valeur, periode=p)\n    return site.registre.save(evoluer(connues[0], n=n))",
        "for d in site.registre.find(R, reference=r):\n        site.registre.save(evoluer(d, actions=a))",
        "dossier = site.trouver(R, r)\n    neuf = regles.clore(dossier, le=le)\n    site.registre.save(neuf)",
        "existant = lire(site, une)\n    note = evoluer(existant or vierge, par=par)\n    _ecrire(site, note)",
    ],
)
def test_une_relecture_se_voit_par_quelque_chemin_qu_elle_passe(corps: str) -> None:
    source = f"def _ecrire(site, fiche):\n    site.registre.save(fiche)\n\n\ndef geste(site):\n    {corps}\n"
    assert "geste" in _fautes(source)
