"""Two versions of the program on one folder for months: this one, N, and a simulated N+1, each in its own process.

N+1 is this program with, in its sources, a field added to a record, a value to an enumeration, a table to a concept,
and a new concept with its own: what CONTRIBUTING allows without a change of format.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import JOUR

RACINE = Path(__file__).parents[2]
AJOUTS = {
    "suggestions/fiche.py": (
        ('    presentee_le: date | None = None\n', '    presentee_le: date | None = None\n    effort: str = ""\n'),
        ('    ECARTEE = "écartée"\n', '    ECARTEE = "écartée"\n    DIFFEREE = "différée"\n'),
        (
            "class DejaRepondue(",
            'class Visite(Fiche):\n    table: ClassVar[str] = "visites"\n\n    reference: str\n\n\n'
            'class Partenaire(Fiche):\n    table: ClassVar[str] = "partenaires"\n\n    reference: str\n\n\n'
            "class DejaRepondue(",
        ),
    ),
    "concepts.py": (
        (
            'rayon=Rayon("recue_le", "presentee_le"),\n            ),\n',
            'rayon=Rayon("recue_le", "presentee_le"),\n            ),\n'
            '            Table("visites", "suggestions.fiche.Visite", genre="visite"),\n',
        ),
        (
            "CONCEPTS: tuple[Concept, ...] = (\n",
            'CONCEPTS: tuple[Concept, ...] = (\n    Concept("partenaires", "partenaire", "partenaires", PARAMETRES, '
            '(Table("partenaires", "suggestions.fiche.Partenaire"),), Ecran("Part.", "Qui aide."), ()),\n',
        ),
    ),
}  # fmt: skip


class Version:
    """A program, the workstation it runs on, and the site."""

    def __init__(self, sources: Path, poste: str, site: Path, etat: Path) -> None:
        self.sources, self.poste, self.site, self.etat = sources, poste, site, etat

    def sur(self, etat: Path) -> Version:
        """The same program on another workstation's local state."""
        return Version(self.sources, self.poste, self.site, etat)

    def executer(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ, "PYTHONPATH": str(self.sources), "QUALITUI_ETAT_LOCAL": str(self.etat),
            "QUALITUI_POSTE": self.poste, "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, *arguments], env=env, cwd=self.sources, capture_output=True, encoding="utf-8", check=False
        )

    def commande(self, *mots: str) -> subprocess.CompletedProcess[str]:
        return self.executer("-m", "qualitui", "--site", str(self.site), *mots)

    def lire(self, *mots: str) -> Any:
        lu = self.commande(*mots, "--json")
        assert lu.returncode == 0, lu.stderr
        return json.loads(lu.stdout)

    def script(self, texte: str) -> str:
        """Run on the site opened to be written (`site`), whose cache is then kept."""
        entier = (
            "from datetime import date\n"
            "import qualitui\n"
            "from qualitui.domain.base import evoluer\n"
            "from qualitui.domain.suggestions import fiche as suggestions\n"
            "from qualitui.operations.suggestions import gestes\n"
            "jour = date(2026, 3, 2)\n"
            f"with qualitui.ouvrir({str(self.site)!r}, ecriture=True) as porte:\n"
            "    site = porte.site\n"
            f"{''.join(f'    {ligne}' for ligne in texte.splitlines(keepends=True))}\n"
            "    assert site.registre.stockage.mettre_en_cache()\n"
        )
        fait = self.executer("-c", entier)
        assert fait.returncode == 0, fait.stderr
        return fait.stdout


@pytest.fixture(scope="module", autouse=True)
def essai() -> Iterator[None]:
    """The day of the tests, for what the whole module shares too."""
    with pytest.MonkeyPatch.context() as environnement:
        environnement.setenv("QUALITUI_DATE", JOUR.isoformat())
        yield


@pytest.fixture(scope="module")
def sources_n_plus_1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    racine = tmp_path_factory.mktemp("n-plus-1")
    for nom in ("qualitui", "data", "templates"):
        shutil.copytree(RACINE / nom, racine / nom, ignore=shutil.ignore_patterns("__pycache__", "fabrique"))
    for fichier, changements in AJOUTS.items():
        chemin = racine / "qualitui" / "domain" / fichier
        texte = chemin.read_text(encoding="utf-8")
        for avant, apres in changements:
            assert texte.count(avant) == 1, avant
            texte = texte.replace(avant, apres)
        chemin.write_text(texte, encoding="utf-8")
    return racine


@pytest.fixture(scope="module")
def depart(sources_n_plus_1: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site where both have written."""
    dossier = tmp_path_factory.mktemp("depart")
    site = dossier / "site"
    ancienne = Version(RACINE, "poste-n", site, dossier / "etat-n")
    nouvelle = Version(sources_n_plus_1, "poste-n-plus-1", site, dossier / "etat-n-plus-1")
    assert ancienne.executer("-m", "qualitui", "init", str(site), "--nom", "EPS d’essai").returncode == 0
    ancienne.script("for texte in ('Un banc', 'Une horloge'):\n    gestes.ajouter(site, texte=texte, jour=jour)\n")
    nouvelle.script(
        "une, autre = sorted(site.registre.find(suggestions.Suggestion), key=lambda une: une.reference)\n"
        'site.registre.save(evoluer(une, effort="fort"))\n'
        'site.registre.save(evoluer(autre, etat="différée"))\n'
        "gestes.ajouter(site, texte='Un abri', jour=jour)\n"
        'site.registre.add(suggestions.Visite(reference="VI-1"))\n'
        'site.registre.add(suggestions.Partenaire(reference="PA-1"))\n'
    )
    return site


@pytest.fixture
def versions(depart: Path, sources_n_plus_1: Path, tmp_path: Path) -> tuple[Version, Version]:
    site = tmp_path / "site"
    shutil.copytree(depart, site)
    return (
        Version(RACINE, "poste-n", site, tmp_path / "etat-n"),
        Version(sources_n_plus_1, "poste-n-plus-1", site, tmp_path / "etat-n-plus-1"),
    )


ETATS = {"S-2026-001": "reçue", "S-2026-002": "différée", "S-2026-003": "reçue"}


def test_les_deux_versions_listent_tout(versions: tuple[Version, Version]) -> None:
    ancienne, nouvelle = versions
    vues = {une["reference"]: une for une in ancienne.lire("suggestion", "lister")}
    assert list(vues) == list(ETATS)
    assert "champ inconnu «\u00a0effort\u00a0»" in vues["S-2026-001"]["illisible"]
    assert vues["S-2026-001"]["texte"] == "Un banc", "all that is known of it is shown"
    assert vues["S-2026-002"]["etat"] == "illisible ici"
    assert "différée" in vues["S-2026-002"]["illisible"]
    assert "illisible" not in vues["S-2026-003"], "a new field left at its default is not written"
    assert {une["reference"]: une["etat"] for une in nouvelle.lire("suggestion", "lister")} == ETATS


def test_rien_de_la_nouvelle_n_est_perdu_apres_les_gestes_de_l_ancienne(versions: tuple[Version, Version]) -> None:
    ancienne, nouvelle = versions
    for reference in ("S-2026-001", "S-2026-002"):
        refusee = ancienne.commande("suggestion", "analyser", reference, "--analyse", "Bonne idée")
        assert refusee.returncode == 1
        assert "mettez à jour le programme" in refusee.stderr
    assert ancienne.commande("suggestion", "analyser", "S-2026-003", "--analyse", "Bonne idée").returncode == 0
    assert ancienne.commande("suggestion", "ajouter", "--texte", "Une lampe").returncode == 0
    assert nouvelle.commande("suggestion", "analyser", "S-2026-004", "--analyse", "À voir").returncode == 0
    lues = {une["reference"]: une for une in nouvelle.lire("suggestion", "lister")}
    assert {nom: une["etat"] for nom, une in lues.items()} == {
        **ETATS, "S-2026-003": "en analyse", "S-2026-004": "en analyse",
    }  # fmt: skip
    assert lues["S-2026-001"]["effort"] == "fort"
    dit = nouvelle.script(
        "print([une.reference for modele in (suggestions.Visite, suggestions.Partenaire) "
        "for une in site.registre.find(modele)])"
    )
    assert "['VI-1', 'PA-1']" in dit
    assert nouvelle.commande("diagnostic").returncode == 0


def test_mise_a_jour_l_ancienne_montre_tout_son_cache_compris(versions: tuple[Version, Version]) -> None:
    ancienne, nouvelle = versions
    ancienne.script("assert sorted(une.nom for une in site.registre.illisibles) == ['S-2026-001', 'S-2026-002']")
    assert list(ancienne.etat.rglob("cache.bin"))
    a_jour = nouvelle.sur(ancienne.etat)
    vues = a_jour.lire("suggestion", "lister")
    assert {une["reference"]: une["etat"] for une in vues} == ETATS
    assert not any("illisible" in une for une in vues)
    a_jour.script("assert not site.registre.illisibles; assert not site.registre.etat.constatations")


def test_le_cache_de_la_nouvelle_ne_cache_rien_a_l_ancienne(versions: tuple[Version, Version]) -> None:
    """A workstation that goes back a version: what the newer one understood says nothing of what this one does."""
    ancienne, nouvelle = versions
    nouvelle.script("assert not site.registre.illisibles")
    revenue = ancienne.sur(nouvelle.etat)
    assert "illisible ici" in revenue.commande("info").stderr
    revenue.script(
        "assert {u.nom: u.partielle for u in site.registre.illisibles} == {'S-2026-001': True, 'S-2026-002': False}"
    )


def test_l_ancienne_dit_les_tables_qu_elle_ne_connait_pas(versions: tuple[Version, Version]) -> None:
    dit = versions[0].commande("diagnostic")
    for table in ("visites", "partenaires"):
        assert f"La table «\u00a0{table}\u00a0» n’est pas connue de ce programme" in dit.stdout


def test_un_format_plus_recent_n_est_pas_ouvert(versions: tuple[Version, Version]) -> None:
    ancienne = versions[0]
    marque = ancienne.site / "registre" / "FORMAT.json"
    marque.write_text(json.dumps({**json.loads(marque.read_text()), "format": 2}))
    avant = {chemin: chemin.read_bytes() for chemin in ancienne.site.rglob("*") if chemin.is_file()}
    refuse = ancienne.commande("suggestion", "ajouter", "--texte", "Un banc")
    assert refuse.returncode == 3
    assert "Installez la version récente" in refuse.stderr
    assert avant == {chemin: chemin.read_bytes() for chemin in ancienne.site.rglob("*") if chemin.is_file()}
