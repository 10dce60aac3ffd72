"""What is documented is true: every command of README and of the guide is run, every name, link and key exists."""

from __future__ import annotations

import argparse
import ast
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.binding import Binding, BindingsMap
from textual.screen import Screen
from ui.pilotage import calme, ouvrir

import qualitui
from qualitui.cli import COMMANDES, _analyseur, main
from qualitui.domain.actions.fiche import ETATS_OUVERTS, Action
from qualitui.store.site.ressources import modeles
from qualitui.store.site.site import Site
from qualitui.ui.modules import MODULES
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.widgets.tableau import Tableau

RACINE = Path(__file__).parents[2]
GUIDE = sorted((RACINE / "docs").glob("*.md"))
PAGES = [RACINE / "README.md", *GUIDE]
REFERENCE = RACINE / "docs" / "ligne-de-commande.md"
CLAVIER = RACINE / "docs" / "clavier.md"

BLOC = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EN_LIGNE = re.compile(r"`[^`\n]+`")
# These open the screen, or make a whole site: their arguments are read, tests/cli/test_demo.py makes the site.
SANS_LANCER = {"", "demo"}


def lire(chemin: Path) -> str:
    return chemin.read_text(encoding="utf-8")


def commandes(page: Path) -> Iterator[list[str]]:
    """The arguments of every `qualitui …` line of the page's shell blocks, in order."""
    for langue, texte in BLOC.findall(lire(page)):
        for ligne in texte.splitlines() if langue == "sh" else ():
            ligne = ligne.removeprefix("py ")  # the one file for the share: py qualitui.pyz
            if ligne.startswith("qualitui"):
                yield shlex.split(ligne.replace("\\n", "\0").replace("\\", "/").replace("\0", "\\n"), comments=True)[1:]


def mots(page: Path) -> str:
    """The page without its code: what is read as French (README is English, but for its glossary)."""
    return EN_LIGNE.sub("", BLOC.sub("", lire(page)))


def nom_de_commande(arguments: Sequence[str]) -> str:
    """The command called; empty when the line opens the screen."""
    reste = list(arguments)
    while reste and reste[0].startswith("--"):
        reste = reste[2:]
    return reste[0] if reste else ""


def verbes() -> Iterator[tuple[str, str]]:
    """(command, verb) of the whole program; the verb is empty for a command that has none."""
    for nom in COMMANDES:
        sous = _choix(_analyseur([nom]))[nom]
        yield from ((nom, verbe) for verbe in (_choix(sous) or [""]))


def _choix(analyseur: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in analyseur._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


@pytest.mark.parametrize("page", [page for page in PAGES if any(commandes(page))], ids=lambda page: page.stem)
def test_les_commandes_de_la_page_se_lancent_dans_l_ordre(
    page: Path,
    dossier_demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On a copy of the demonstration site, every page from the same start; each command must end with code 0."""
    shutil.copytree(dossier_demo, tmp_path / "demo")
    shutil.copy(modeles() / "accuse.docx", tmp_path / "mon-modele.docx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALITUI_SITE", str(tmp_path / "demo"))
    monkeypatch.setenv("USERNAME", "essai")
    monkeypatch.setenv("LOGNAME", "essai")
    for arguments in commandes(page):
        _analyseur(arguments).parse_args(arguments)
        if nom_de_commande(arguments) not in SANS_LANCER:
            code = main(arguments)
            assert code == 0, f"{shlex.join(arguments)} : {capsys.readouterr().err}"


SCRIPTS = [texte for langue, texte in BLOC.findall(lire(RACINE / "docs" / "scripts.md")) if langue == "python"]


@pytest.fixture
def copie_de_la_demo(dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(dossier_demo, tmp_path / "demo")


def _octets(dossier: Path) -> dict[str, bytes]:
    return {str(f.relative_to(dossier)): f.read_bytes() for f in sorted(dossier.rglob("*")) if f.is_file()}


@pytest.mark.parametrize("rang", range(len(SCRIPTS)))
def test_les_scripts_de_la_page_se_lancent(
    rang: int, copie_de_la_demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each as it is written, beside the demonstration; those that only read write nothing in it."""
    avant = _octets(copie_de_la_demo)
    exec(compile(SCRIPTS[rang], "docs/scripts.md", "exec"), {})
    change = _octets(copie_de_la_demo) != avant
    assert change == ("ecriture=True" in SCRIPTS[rang])
    tableau = copie_de_la_demo.parent / "retards.csv"
    montre = tableau.read_text(encoding="utf-8-sig") if tableau.exists() else capsys.readouterr().out
    assert change or len(montre.splitlines()) >= 1


def test_il_y_a_trois_scripts_et_ils_disent_ce_que_dit_le_programme(
    copie_de_la_demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the third finds by a query is what is found by reading every action."""
    assert len(SCRIPTS) >= 3
    exec(compile(SCRIPTS[2], "docs/scripts.md", "exec"), {})
    lignes = capsys.readouterr().out.splitlines()
    with qualitui.ouvrir(copie_de_la_demo) as site:
        limite = site.jour - timedelta(days=60)
        attendues = [
            a.reference
            for a in site.find(Action)
            if a.etat in ETATS_OUVERTS and a.creee_le < limite and all(note.le < limite for note in a.notes)
        ]
    assert [ligne.split()[0] for ligne in lignes] == attendues
    assert attendues


def test_les_exemples_qui_ne_se_lancent_pas_s_analysent() -> None:
    """The ```text blocks of the reference show gestures that ask a state the demonstration does not have."""
    lignes = [
        ligne
        for page in GUIDE
        for langue, texte in BLOC.findall(lire(page))
        for ligne in texte.splitlines()
        if langue == "text" and ligne.startswith("qualitui ") and "DOSSIER" not in ligne
    ]
    assert lignes
    for ligne in lignes:
        arguments = shlex.split(ligne)[1:]
        _analyseur(arguments).parse_args(arguments)


def test_chaque_commande_et_chaque_verbe_ont_un_exemple() -> None:
    texte = lire(REFERENCE)
    lignes = [ligne for _, bloc in BLOC.findall(texte) for ligne in bloc.splitlines() if ligne.startswith("qualitui ")]
    montres = {f"{nom} {mot}" for nom, *suite in (ligne.split()[1:] for ligne in lignes) if suite for mot in suite[:2]}
    montres |= {nom for nom, *_ in (ligne.split()[1:] for ligne in lignes)}
    assert [f"{nom} {verbe}" for nom, verbe in verbes() if f"{nom} {verbe}".strip() not in montres] == []
    assert [nom for nom in COMMANDES if f"\n## {nom}\n" not in texte] == []


def test_les_fichiers_que_l_installation_emploie_existent() -> None:
    """The lines for Windows are not run: they install. What they name is there."""
    lignes = [bloc for langue, bloc in BLOC.findall(lire(RACINE / "docs" / "installation.md")) if langue == "bat"]
    cites = {mot for bloc in lignes for mot in bloc.split() if re.fullmatch(r"[\w/.-]+\.(?:py|lock|toml)", mot)}
    assert {"requirements.lock", "outils/empaqueter.py"} <= cites
    assert [nom for nom in sorted(cites) if not (RACINE / nom).is_file()] == []


def test_chaque_variable_d_environnement_est_documentee() -> None:
    sources = [lire(chemin) for chemin in (RACINE / "qualitui").rglob("*.py")]
    connues = {nom for source in sources for nom in re.findall(r"\bQUALITUI_[A-Z_]+\b", source)}
    dites = set(re.findall(r"^\| `(\w+)`", lire(REFERENCE), re.MULTILINE))
    assert len(connues) >= 5
    assert connues <= dites
    assert dites - connues == {"NO_COLOR"}


def ancre(titre: str) -> str:
    """The anchor that a Markdown reader gives to a title."""
    return re.sub(r"[^\w\- ]", "", titre.strip().lower()).replace(" ", "-")


def test_les_liens_menent_quelque_part() -> None:
    perdus = []
    for page in [*PAGES, RACINE / "CONTRIBUTING.md"]:
        for cible in re.findall(r"\]\(([^)\s]+)\)", lire(page)):
            if cible.startswith("https://"):
                continue
            chemin, _, repere = cible.partition("#")
            visee = (page.parent / chemin).resolve() if chemin else page
            if not visee.exists():
                perdus.append(f"{page.name} : {cible}")
            elif repere:
                titres = re.findall(r"^#+ (.+)$", lire(visee), re.MULTILINE)
                if repere not in map(ancre, titres):
                    perdus.append(f"{page.name} : {cible}")
    assert perdus == []


def test_les_fichiers_que_nomme_contributing_existent() -> None:
    """By their path from the root or from `qualitui/`; a name alone, anywhere in the program."""
    nommes = set(re.findall(r"`([\w./-]+\.(?:py|toml|md))`", lire(RACINE / "CONTRIBUTING.md")))
    assert len(nommes) > 20
    seuls = {chemin.name for chemin in (RACINE / "qualitui").rglob("*.py")}
    lieux = [RACINE, RACINE / "qualitui"]
    assert [nom for nom in nommes if nom not in seuls and not any((lieu / nom).is_file() for lieu in lieux)] == []


def test_chaque_page_du_guide_est_dans_le_guide() -> None:
    guide = lire(RACINE / "docs" / "guide.md")
    assert [page.name for page in GUIDE if page.name != "guide.md" and f"]({page.name})" not in guide] == []


def test_les_touches_de_fonction_sont_celles_du_programme() -> None:
    dites = dict(re.findall(r"^\| `(F\d+)` \| ([^|]+) \|", lire(CLAVIER), re.MULTILINE))
    du_programme = {module.touche.upper(): module.titre for module in MODULES if module.touche}
    assert {touche: titre for touche, titre in dites.items() if touche in du_programme} == du_programme
    assert {"F1", "F9", "F10", "F12"} <= set(dites)


def lettres(ecran: Screen[object]) -> set[str]:
    """The letters the screen and its list bind, but those that mean the same in every list."""
    communes = {
        (cle, lien.action) for classe in (EcranModule, Tableau) for cle, lien in _liens(classe._merge_bindings())
    }
    noeuds = [noeud for noeud in (ecran, ecran.focused) if noeud is not None]
    liees = {(cle, lien.action) for noeud in noeuds for cle, lien in _liens(noeud._bindings)}
    return {cle for cle, _ in liees - communes if len(cle) == 1 and cle.isalpha()}


def _liens(liens: BindingsMap) -> list[tuple[str, Binding]]:
    return [(cle, lien) for cle, groupe in liens.key_to_bindings.items() for lien in groupe]


def lettres_dites(titre: str) -> set[str]:
    """The letters of the table under « ## titre » in clavier.md."""
    partie = re.search(rf"^## {re.escape(titre)}\n(.*?)(?=^## |\Z)", lire(CLAVIER), re.MULTILINE | re.DOTALL)
    assert partie, f"clavier.md n’a pas de partie « {titre} »"
    cases = re.findall(r"^\| ([^|]+)\|", partie[1], re.MULTILINE)
    return {cle for case in cases for cle in re.findall(r"`(\w)`", case)}


async def test_les_lettres_de_chaque_module_sont_dites(site_demo: Site, jour: date) -> None:
    """clavier.md tells every letter a module binds, and no letter it does not bind."""
    async with ouvrir(site_demo, jour) as pilot:
        for module in MODULES:
            pilot.app.aller(module.nom)
            await calme(pilot)
            assert (module.nom, lettres_dites(module.titre)) == (module.nom, lettres(pilot.app.screen))


def test_les_noms_du_glossaire_existent_dans_le_code() -> None:
    readme = lire(RACINE / "README.md")
    cites = re.findall(r"^\| [^|]+ \| `(\w+)` \|", readme, re.MULTILINE)
    assert len(cites) >= 10
    connus = noms_du_code()
    assert [nom for nom in cites if nom not in connus] == []


def noms_du_code() -> set[str]:
    """Every class, function and variable named in the program."""
    noms = set()
    for chemin in (RACINE / "qualitui").rglob("*.py"):
        for noeud in ast.walk(ast.parse(lire(chemin))):
            if isinstance(noeud, ast.ClassDef | ast.FunctionDef):
                noms.add(noeud.name)
            elif isinstance(noeud, ast.Name) and isinstance(noeud.ctx, ast.Store):
                noms.add(noeud.id)
    return noms


def test_les_images_ne_vont_chercher_aucune_police_ailleurs() -> None:
    images = sorted((RACINE / "docs" / "images").glob("*.svg"))
    assert images
    for image in images:
        texte = lire(image).replace("http://www.w3.org/", "")
        assert "http" not in texte, image.name
        assert image.stat().st_size < 300_000, image.name
