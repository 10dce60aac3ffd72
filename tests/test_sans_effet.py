"""Importing the program changes nothing of the process that imports it; running it gives back what it borrowed."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAQUET = Path(__file__).resolve().parent.parent / "qualitui"
MODULES = sorted(
    ".".join(chemin.relative_to(PAQUET.parent).with_suffix("").parts).removesuffix(".__init__")
    for chemin in PAQUET.rglob("*.py")
)
VARIABLE = "PYDANTIC_DISABLE_PLUGINS"
# What the whole process shares, that a test of one module could not see changed by another's: taken after each import.
GUETTEUR = """
import argparse, importlib, json, locale, os, signal, sys, warnings

def etat():
    signaux = {str(s): repr(signal.getsignal(s)) for s in signal.valid_signals()}
    return {
        "environ": dict(os.environ),
        "argparse": {nom: id(valeur) for nom, valeur in vars(argparse).items()},
        "warnings": [repr(filtre) for filtre in warnings.filters],
        "locale": locale.setlocale(locale.LC_ALL),
        "signaux": signaux,
        "dossier": os.getcwd(),
        "chemin": list(sys.path),
        "excepthook": id(sys.excepthook),
        "displayhook": id(sys.displayhook),
    }

fautes, avant = {}, etat()
for module in json.loads(sys.argv[1]):
    importlib.import_module(module)
    apres = etat()
    changes = [nom for nom in avant if avant[nom] != apres[nom]]
    if changes:
        fautes[module] = changes
    avant = apres
print(json.dumps(fautes))
"""


def lancer(code: str, *arguments: str, **environnement: str) -> str:
    env = {nom: valeur for nom, valeur in os.environ.items() if nom != VARIABLE} | environnement
    fini = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=env, check=True)
    return fini.stdout.strip()


def test_importer_un_module_ne_change_rien_d_autre() -> None:
    """Every module of the program in turn, in a fresh interpreter: the first one that changes something is named."""
    assert len(MODULES) > 100
    assert json.loads(lancer(GUETTEUR, json.dumps(MODULES))) == {}


def test_le_guetteur_voit_un_module_qui_touche_a_tout(tmp_path: Path) -> None:
    (tmp_path / "fautif.py").write_text("import argparse, os\nargparse._ = str\nos.environ['X_ESSAI'] = '1'\n")
    assert json.loads(lancer(GUETTEUR, '["json", "fautif"]', PYTHONPATH=str(tmp_path))) == {
        "fautif": ["environ", "argparse"]
    }


def test_le_paquet_ne_montre_que_sa_version() -> None:
    assert lancer("import qualitui; print([n for n in vars(qualitui) if not n.startswith('__')])") == "[]"


GREFFON = """
import os

open(os.environ["TRACE"], "w").write("charge")

class Greffon:
    def new_schema_validator(self, *tout):
        return None, None, None

greffon = Greffon()
"""


@pytest.mark.parametrize("valeur", [None, "autre"])
def test_le_programme_se_passe_des_greffons_et_rend_l_environnement(tmp_path: Path, valeur: str | None) -> None:
    """A plugin of pydantic installed beside is not loaded, and the variable is as before once the command is done."""
    (tmp_path / "greffon.py").write_text(GREFFON)
    infos = tmp_path / "greffon-1.0.dist-info"
    infos.mkdir()
    (infos / "METADATA").write_text("Metadata-Version: 2.1\nName: greffon\nVersion: 1.0\n")
    (infos / "entry_points.txt").write_text("[pydantic]\ngreffon = greffon:greffon\n")
    trace = tmp_path / "trace"
    environnement = {"PYTHONPATH": str(tmp_path), "TRACE": str(trace)} | ({VARIABLE: valeur} if valeur else {})
    code = (
        "import os, sys; from qualitui.__main__ import main; sys.argv[1:] = ['referentiel', 'lister']; "
        f"assert main() == 0; print(os.environ.get('{VARIABLE}'))"
    )
    assert lancer(code, **environnement).splitlines()[-1] == str(valeur)
    assert not trace.exists()
    lancer("import pydantic\nclass M(pydantic.BaseModel):\n    a: int", PYTHONPATH=str(tmp_path), TRACE=str(trace))
    assert trace.read_text() == "charge"


@pytest.mark.parametrize("module", sorted(PAQUET.rglob("*.py")), ids=lambda chemin: str(chemin.relative_to(PAQUET)))
def test_le_programme_n_en_lance_aucun_autre(module: Path) -> None:
    """What `__main__` lends to the environment would go to it."""
    interdits = {"subprocess", "multiprocessing", "webbrowser"}
    interdits |= {f"{prefixe}{nom}" for nom in ("startfile", "system", "popen", "fork") for prefixe in ("os.", "")}
    arbre = ast.parse(module.read_text(encoding="utf-8"))
    noms = {ast.unparse(n) for n in ast.walk(arbre) if isinstance(n, ast.Attribute)}
    noms |= {alias.name for n in ast.walk(arbre) if isinstance(n, ast.Import | ast.ImportFrom) for alias in n.names}
    noms |= {n.module for n in ast.walk(arbre) if isinstance(n, ast.ImportFrom) and n.module}
    assert noms & interdits == set()


def test_la_commande_faite_le_collecteur_et_pydantic_sont_comme_avant() -> None:
    """What is set for the time of a command: how often cycles are collected, and where pydantic looks for plugins."""
    assert (
        lancer(
            "import gc, sys; from qualitui.__main__ import main; sys.argv[1:] = ['referentiel', 'lister']; "
            "avant = gc.get_threshold(); sortie, sys.stdout = sys.stdout, open(__import__('os').devnull, 'w'); main(); "
            "sys.stdout = sortie; import pydantic.plugin._loader as chargeur; "
            "print(gc.get_threshold() == avant, chargeur.__file__ is not None)"
        )
        == "True True"
    )


def test_ce_que_pydantic_demanderait_de_plus_vient_de_lui() -> None:
    """A version of pydantic that asks its own module for more than its plugins must still start."""
    assert (
        lancer(
            "from qualitui.__main__ import _sans_greffon\nwith _sans_greffon():\n"
            "    from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP as groupe\nprint(groupe)"
        )
        == "pydantic"
    )
