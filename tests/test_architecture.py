"""The map is checked: floors, clock, weight of the reading commands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from graphe import cercle, imports, par_piece, piece, porte

from qualitui.cli import COMMANDES, _module
from qualitui.ui import modules

PAQUET = Path(__file__).resolve().parent.parent / "qualitui"
RACINE = PAQUET.parent
MODULES = sorted(PAQUET.rglob("*.py"))
GRAPHE = imports(RACINE)
DOSSIERS = sorted({piece(module) for module in GRAPHE if piece(module) != module})
HORLOGE = re.compile(r"\b(?:datetime\.now|date\.today|time\.time|datetime\.today|utcnow)\b")


@pytest.mark.parametrize("module", MODULES, ids=lambda chemin: str(chemin.relative_to(PAQUET)))
def test_seule_la_ligne_de_commande_demande_l_heure(module: Path) -> None:
    if module.relative_to(PAQUET).parts[0] == "cli":
        return
    assert not HORLOGE.search(module.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", MODULES, ids=lambda chemin: str(chemin.relative_to(PAQUET)))
def test_un_module_se_lit_d_une_traite(module: Path) -> None:
    texte = module.read_text(encoding="utf-8")
    assert len(texte.splitlines()) <= 400
    fonctions = [n for n in ast.walk(ast.parse(texte)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [n.name for n in fonctions if (n.end_lineno or n.lineno) - n.lineno >= 60] == []


def test_un_dossier_se_voit_d_un_coup_d_oeil() -> None:
    dossiers = Counter(module.parent for module in MODULES)
    assert [str(dossier) for dossier, combien in dossiers.items() if combien > 25] == []


def test_chaque_module_dit_a_quoi_il_sert() -> None:
    muets = [m for m in MODULES if not m.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))]
    assert muets == []


def test_la_ligne_de_commande_ne_charge_aucune_bibliotheque_lourde() -> None:
    lourds = ("textual", "rich", "docx", "docxtpl", "xlsxwriter", "jinja2")
    code = f"import sys, qualitui.cli; print([m for m in {lourds!r} if m in sys.modules])"
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"


# --- the rooms: they look only down, and through their doors ---------------------------------------------


def test_aucun_cercle_entre_les_modules() -> None:
    assert cercle(GRAPHE) == []


def test_aucun_cercle_entre_les_pieces() -> None:
    assert cercle(par_piece(GRAPHE)) == []


@pytest.mark.parametrize("nom", DOSSIERS)
def test_une_piece_dit_quels_modules_les_autres_peuvent_prendre(nom: str) -> None:
    presents = {chemin.stem for chemin in RACINE.joinpath(*nom.split(".")).glob("*.py")}
    ouverts = porte(RACINE, nom)
    assert ouverts is not None, "son __init__.py n’a pas de __all__"
    assert ouverts == sorted(ouverts)
    assert set(ouverts) <= presents - {"__init__"}


def _pris_de_l_exterieur() -> list[tuple[str, str]]:
    """(who, module of another room): imports, and what is loaded by its name."""
    ecrits = [(de, vers) for de, tous in GRAPHE.items() for vers in tous if piece(de) != piece(vers)]
    commandes = [("qualitui.cli", _module(nom)) for nom in COMMANDES]
    ecrans = [
        *(m.importer().__module__ for m in modules.MODULES),
        *(f"qualitui.ui.screens.{n}" for n in modules.SOUS_ECRANS),
    ]
    return [*ecrits, *commandes, *(("qualitui.ui.modules", ecran) for ecran in ecrans)]


def test_on_n_entre_dans_une_piece_que_par_sa_porte() -> None:
    portes = {nom: porte(RACINE, nom) or [] for nom in DOSSIERS}
    indiscrets = [
        f"{de} prend {vers}"
        for de, vers in _pris_de_l_exterieur()
        if vers != piece(vers) and vers.split(".")[-1] not in portes[piece(vers)]
    ]
    assert indiscrets == []


CERCLES = {
    "en tête": ("from qualitui.b import x", "from qualitui import a"),
    "dans une fonction": ("def f():\n    import qualitui.b", "from qualitui.a import f"),
    "pour les types": ("from qualitui.b import x", "if TYPE_CHECKING:\n    from qualitui.a import T"),
}


@pytest.mark.parametrize("cas", CERCLES)
def test_un_cercle_se_voit_ou_que_soit_l_import(cas: str, tmp_path: Path) -> None:
    (tmp_path / "qualitui").mkdir()
    for nom, texte in zip("ab", CERCLES[cas], strict=True):
        (tmp_path / "qualitui" / f"{nom}.py").write_text(texte, encoding="utf-8")
    assert set(cercle(imports(tmp_path))) == {"qualitui.a", "qualitui.b"}


def test_un_cercle_entre_deux_pieces_se_voit_meme_sans_cercle_entre_modules() -> None:
    graphe = {"qualitui.domain.a.un": {"qualitui.domain.b.un"}, "qualitui.domain.b.deux": {"qualitui.domain.a.deux"}}
    assert cercle(graphe) == []
    assert set(cercle(par_piece(graphe))) == {"qualitui.domain.a", "qualitui.domain.b"}


# --- what is written on the disk: by `store`, and for people through `store/sortie` -----------------------

SANS_PASSER_PAR_LE_MAGASIN = {
    "demonstration/site.py": "a demonstration’s folder, made whole and thrown away whole when it fails",
    "ui/noyau/brouillons.py": "what is being typed, on this workstation, which nobody opens",
    "ui/noyau/preferences.py": "the keys and colours of this workstation, the comments in them kept",
}
EN_MEMOIRE = ("ZipFile", "Workbook", "save")  # of reports and exchange: given a buffer, called `flux`


def _ecrit(appel: ast.Call, en_memoire: bool) -> bool:
    """Whether this call opens a file for writing, writes one, or puts one in the place of another."""
    fonction = ast.unparse(appel.func)
    nom = fonction.rpartition(".")[2]
    methode = isinstance(appel.func, ast.Attribute)
    if nom in EN_MEMOIRE and en_memoire and appel.args:
        lu = nom == "ZipFile" and len(appel.args) == 1
        return not lu and ast.unparse(appel.args[0]) != "flux"
    if fonction.startswith(("shutil.", "tempfile.")) or fonction in ("os.open", "os.replace", "os.rename"):
        return True
    if nom in ("replace", "rename") and methode:  # of a text, of a date: two arguments, or named ones
        return len(appel.args) == 1 and not appel.keywords
    if nom != "open":
        return nom in ("write_bytes", "write_text")
    modes = [*appel.args[0 if methode else 1 :][:1], *(k.value for k in appel.keywords if k.arg == "mode")]
    return any(not isinstance(m, ast.Constant) or set(str(m.value)) & set("wax+") for m in modes)


def _ecritures(texte: str, *, en_memoire: bool = True) -> list[str]:
    appels = [n for n in ast.walk(ast.parse(texte)) if isinstance(n, ast.Call)]
    return [ast.unparse(appel) for appel in appels if _ecrit(appel, en_memoire)]


def test_hors_du_magasin_rien_n_ecrit_de_fichier() -> None:
    etages = {module: module.relative_to(PAQUET).parts[0] for module in MODULES}
    fautifs = {
        module.relative_to(PAQUET).as_posix()
        for module, etage in etages.items()
        if etage != "store"
        and _ecritures(module.read_text(encoding="utf-8"), en_memoire=etage in ("reports", "exchange"))
    }
    assert fautifs == set(SANS_PASSER_PAR_LE_MAGASIN)


@pytest.mark.parametrize(
    "faute",
    [
        "chemin.write_bytes(x)",
        "chemin.write_text('x', encoding='utf-8')",
        "chemin.open('xb')",
        "chemin.open(mode='a')",
        "chemin.open(mode)",
        "open(chemin, 'r+b')",
        "os.open(chemin, os.O_WRONLY)",
        "provisoire.replace(chemin)",
        "shutil.copy(a, b)",
        "zipfile.ZipFile(chemin, 'w')",
        "xlsxwriter.Workbook(chemin)",
        "document.save(chemin)",
    ],
)
def test_une_ecriture_se_voit(faute: str) -> None:
    assert _ecritures(faute) == [faute]


@pytest.mark.parametrize(
    "sain",
    [
        "chemin.open()",
        "chemin.open('rb')",
        "open(chemin)",
        "texte.replace('a', 'b')",
        "jour.replace(day=1)",
        "zipfile.ZipFile(lu)",
        "zipfile.ZipFile(flux, 'w')",
        "document.save(flux)",
    ],
)
def test_une_lecture_n_est_pas_prise_pour_une_ecriture(sain: str) -> None:
    assert _ecritures(sain) == []


def test_un_geste_dit_le_nom_et_le_type_de_tout_ce_qu_il_recoit() -> None:
    """What a form hands over by its names is checked where it arrives: no bag of anything at a gesture's door."""
    sacs = [
        f"{module.relative_to(PAQUET)}: {fonction.name}"
        for module in MODULES
        if module.relative_to(PAQUET).parts[0] in ("domain", "operations")
        for fonction in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(fonction, ast.FunctionDef) and not fonction.name.startswith("_")
        if fonction.args.kwarg is not None and ast.unparse(fonction.args.kwarg.annotation or ast.Name("Any")) == "Any"
    ]
    assert sacs == ["domain/base.py: evoluer"]  # any field of any value
