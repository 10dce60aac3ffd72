"""One descriptor a concept: what it says is there on every floor, and nothing else lists the concepts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import qualitui.domain
from qualitui.cli import COMMANDES, _module
from qualitui.domain import concepts
from qualitui.domain.base import Fiche, evoluer
from qualitui.domain.concepts import CONCEPTS, Concept, Table
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.reglages import Droits
from qualitui.operations.actions.origines import deduire
from qualitui.operations.semaine import semaine
from qualitui.operations.site.droits import limites
from qualitui.store.site.referentiels import charger_nomenclatures, charger_table_roles
from qualitui.store.site.site import Site
from qualitui.ui.modules import MODULES, module

PAQUET = Path(__file__).resolve().parent.parent / "qualitui"
TABLES = [table for _, table in concepts.tables()]

un_par_un = pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.nom)
par_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.nom)


# --- what a descriptor says is true ------------------------------------------------------------------------------


@par_table
def test_la_table_est_celle_de_son_modele_et_ses_champs_existent(table: Table) -> None:
    modele = table.importer()
    assert modele.table == table.nom
    cites = [table.renvois.partition(".")[0], table.cle, *re.findall(r"\{(\w+)\}", table.appel)]
    assert [champ for champ in cites if champ and champ not in modele.model_fields] == []


def test_chaque_fiche_du_registre_est_celle_d_un_concept() -> None:
    for lieu in walk_packages(qualitui.domain.__path__, "qualitui.domain."):
        import_module(lieu.name)
    du_domaine = {f for f in _descendantes(Fiche) if f.__module__.startswith("qualitui.domain.") and "table" in vars(f)}
    assert {table.importer() for table in TABLES} == du_domaine


def _descendantes(classe: type[Fiche]) -> Iterator[type[Fiche]]:
    for fille in classe.__subclasses__():
        yield fille
        yield from _descendantes(fille)


@un_par_un
def test_l_ecran_est_dans_sa_salle_sous_le_nom_du_concept(concept: Concept) -> None:
    montre = module(concept.nom)
    assert (montre.titre, montre.touche) == (concept.titre, concept.ecran.touche)
    classe = montre.importer()
    assert (classe.nom, classe.domaine) == (concept.nom, concept.domaine.code)  # type: ignore[attr-defined]


def test_chaque_ecran_de_module_est_montre_et_aucune_touche_ne_sert_deux_fois() -> None:
    classes = {f"Ecran{m.nom.capitalize()}" for m in MODULES}
    ecrites = {
        classe.name
        for chemin in (PAQUET / "ui" / "screens").rglob("*.py")
        if chemin.stem == "ecran" or chemin.parent.name == "screens"
        for classe in ast.parse(chemin.read_text(encoding="utf-8")).body
        if isinstance(classe, ast.ClassDef) and classe.name.lower() == f"ecran{_salle(chemin)}"
    }
    assert ecrites == classes
    touches = [m.touche for m in MODULES if m.touche]
    assert len(touches) == len(set(touches))


def _salle(chemin: Path) -> str:
    """The room of a piece, or the name of a file that is a room of its own."""
    return chemin.stem if chemin.parent.name in ("screens", "cli", "donnees") else chemin.parent.name


@un_par_un
def test_chaque_commande_du_concept_est_la(concept: Concept) -> None:
    for commande in concept.commandes:
        assert COMMANDES[commande.nom] == commande.aide
        assert callable(import_module(_module(commande.nom)).construire)


def test_chaque_commande_ecrite_est_declaree() -> None:
    """A file of `cli` that declares a command is one of the program's; the helpers of a room declare verbs only."""
    seuls = ("cli", "donnees")
    fichiers = [c for c in (PAQUET / "cli").rglob("*.py") if c.stem == "commande" or c.parent.name in seuls]
    ecrites = {_salle(c) for c in fichiers if "\ndef construire(" in c.read_text(encoding="utf-8")}
    assert ecrites == set(COMMANDES)


def test_les_domaines_sont_ceux_des_roles_et_tous_sont_gardes(site: Site) -> None:
    assert set(concepts.DOMAINES) <= set(charger_table_roles().domaines)
    codes = {(c.domaine.code, c.domaine.en_mots) for c in CONCEPTS}
    assert len(codes) == len(concepts.DOMAINES)
    site.appliquer(evoluer(site.reglages, droits=Droits.STRICTS))  # a login tied to nobody may only read
    assert set(limites(site).interdits) == {(c.domaine.code, v) for c in CONCEPTS for v in Verbe if v is not Verbe.LIRE}


def test_une_lettre_dit_un_seul_concept() -> None:
    lettres = [c.lettre for c in CONCEPTS if c.lettre]
    assert len(lettres) == len(set(lettres))
    origines = [origine for c in CONCEPTS for origine in c.origines]
    assert len(origines) == len(set(origines))
    assert set(origines) <= {origine.code for origine in charger_nomenclatures().origines_action}


def test_les_numeros_de_la_demonstration_ont_la_forme_dite(site_demo: Site) -> None:
    """Every number and code of a whole year, and the examples that a refusal shows."""
    vus = 0
    for concept in CONCEPTS:
        table, numero = concept.tables[0], concept.numero
        if numero is None:
            continue
        piece = concept.piece("operations", "codes")
        codes = piece.connus(site_demo) if piece else []
        numeros = [getattr(f, table.cle) for f in site_demo.registre.find(table.importer())] if table.cle else codes
        vus += len(numeros)
        for un in [*numeros, *numero.exemple.split(" ou ")]:
            assert re.fullmatch(numero.motif, un), un
            assert not concept.origines or deduire(un.lower()) == concept.origines[0]
    assert vus > 300


def test_ce_qu_une_salle_offre_est_trouve() -> None:
    """A piece laid in a room of no concept, or without its function, would be silently left out."""
    salles = {c.salle or c.nom for c in CONCEPTS}
    offres = [("operations", "semaine", "etapes"), ("operations", "semaine", "de"), ("operations", "codes", "connus")]
    offres += [("domain", "diagnostic", "constatations")]
    offres += [("domain", "passation", "confiee_a"), ("domain", "passation", "confier")]
    for etage, piece, fonction in offres:
        ecrites = {chemin.parent.name for chemin in (PAQUET / etage).glob(f"*/{piece}.py")} - {"donnees", "site"}
        trouvees = {c.salle or c.nom: c.piece(etage, piece) for c in CONCEPTS}
        assert ecrites <= salles
        assert {salle for salle, lue in trouvees.items() if lue is not None} == ecrites
        assert all(callable(getattr(lue, fonction)) for lue in trouvees.values() if lue is not None)


def test_la_semaine_montre_ce_que_chaque_concept_offre(site_demo: Site, jour: date) -> None:
    noms = {c.nom for c in CONCEPTS if c.piece("operations", "semaine")}
    vus = {element.domaine for element in semaine(site_demo, jour).elements}
    assert vus <= noms
    assert len(vus) >= 4


# --- and it is said once -----------------------------------------------------------------------------------------

# The names of the review's chapters, as its Word template reads them.
PERMIS = {"reports/revue/donnees.py"}


def _appellations() -> dict[str, str]:
    """Every name a list of concepts could use → its concept."""
    return {
        nom: concept.nom
        for concept in CONCEPTS
        for nom in (
            concept.nom,
            *(table.nom for table in concept.tables),
            *(table.modele.rpartition(".")[2] for table in concept.tables),
            *(commande.nom for commande in concept.commandes),
        )
    }


def listes(source: str) -> Iterator[tuple[int, set[str]]]:
    """The line of each literal collection that names three concepts or more, and which."""
    connus = _appellations()
    for noeud in ast.walk(ast.parse(source)):
        for elements in _collections(noeud):
            nommes = {connus[mot] for element in elements for mot in _mots(element) if mot in connus}
            if len(nommes) >= 3:
                yield getattr(noeud, "lineno", 0), nommes


def _collections(noeud: ast.AST) -> Iterator[list[ast.expr]]:
    if isinstance(noeud, ast.Tuple | ast.List | ast.Set):
        yield noeud.elts
    elif isinstance(noeud, ast.Dict):
        yield [cle for cle in noeud.keys if cle is not None]
        yield noeud.values


def _mots(element: ast.expr) -> Iterator[str]:
    """What an element names: a string, a class, or the first level of a call or of a tuple."""
    if isinstance(element, ast.Constant) and isinstance(element.value, str):
        yield element.value
    elif isinstance(element, ast.Name):
        yield element.id
    elif isinstance(element, ast.Attribute):
        yield element.attr
    elif isinstance(element, ast.Call | ast.Tuple):
        dedans = element.args if isinstance(element, ast.Call) else element.elts
        for seul in dedans:
            if isinstance(seul, ast.Constant | ast.Name):
                yield from _mots(seul)


def test_rien_d_autre_n_enumere_les_concepts() -> None:
    fautes = {
        str(chemin.relative_to(PAQUET)): trouvees
        for chemin in sorted(PAQUET.rglob("*.py"))
        if chemin != Path(concepts.__file__) and (trouvees := list(listes(chemin.read_text(encoding="utf-8"))))
    }
    assert set(fautes) == PERMIS, fautes


@pytest.mark.parametrize(
    "source",
    [
        'X = ("reclamations", "actions", "suggestions")',
        'X = {"R": "reclamations", "A": "actions", "S": "suggestions"}',
        "X = [Reclamation, Action, Suggestion]",
        'X = {"constats": 1, "trimestres": 2, "revues": 3}',
        'X = (Module("reclamations", 1), Module("actions", 2), Module("revue", 3))',
        "X = {a: fiche.Reclamation, b: fiche.Action, c: fiche.Constat}",
    ],
)
def test_une_liste_des_concepts_serait_vue(source: str) -> None:
    assert list(listes(source))
