"""Every key that writes a file: what people wrote at that place is kept and told, a stranger's file is asked about."""

from __future__ import annotations

import ast
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from ui.pilotage import annonces, calme, ouvrir, texte

import qualitui
from qualitui.store.site.site import Site
from qualitui.ui.modules import MODULES, SOUS_ECRANS, sous_ecran
from qualitui.ui.widgets.confirmer import DemandeDeConfirmation

PAQUET = Path(qualitui.__file__).parent
ACTIONS = {"imprimer", "exporter", "sauvegarder"}
# The binding → the keys that write, from any module. The day is that of the demonstration, whose records serve.
TOUCHES = {
    "accueil.imprimer": ("f2", "i"),
    "verifications.imprimer": ("f4", "i", "f12"),
    "verifications.exporter": ("f4", "e"),
    "annee.exporter": ("f4", "g", "e"),
    "tableau.exporter": ("f4", "v", "e"),
    "releve.imprimer": ("f4", "l", "i", "f12"),
    "trimestre.imprimer": ("f5", "t", "home", "down", "i"),
    "passage.imprimer": ("f5", "t", "home", "down", "enter", "i"),
    "revue.imprimer": ("f8", "i", "enter"),
    "reclamations.imprimer": ("f3", "i", "enter", "f12"),
    "donnees.sauvegarder": ("f9", "s"),
}
# From these modules of the interface, by those keys; a module that would write and has none is refused below.
ECRIVAINS = {
    "screens/accueil.py",
    "screens/verifications/papier.py",
    "screens/trimestre/releve.py",
    "screens/revue/document.py",
    "screens/reclamations/courriers.py",
    "screens/donnees.py",
}
SANS_PLACE = {"reclamations.imprimer", "donnees.sauvegarder"}  # each letter, each backup under a name of its own
RECONNUES = {"revue.imprimer"}  # it reads what is there: nothing makes a stranger of it a review


def test_chaque_touche_qui_ecrit_un_fichier_est_essayee() -> None:
    ecrans = [*(m.importer() for m in MODULES), *(sous_ecran(nom) for nom in SOUS_ECRANS)]
    liens = {b.id for e in ecrans for b in e.BINDINGS if isinstance(b, Binding) and b.action in ACTIONS}
    assert liens == set(TOUCHES)


def _ecrivent(module: Path) -> set[str]:
    """The functions of this module that write a file for people, by themselves or by another of the same module."""
    fonctions = {f.name: f for f in ast.parse(module.read_text("utf-8")).body if isinstance(f, ast.FunctionDef)}
    appels = {
        nom: {ast.unparse(n.func) for n in ast.walk(f) if isinstance(n, ast.Call)} for nom, f in fonctions.items()
    }
    trouvees = {n for n, a in appels.items() if a & {"site.sorties.ecrire", "sauvegarde.sauvegarder"}}
    while suite := {nom for nom, appelees in appels.items() if appelees & trouvees} - trouvees:
        trouvees |= suite
    return trouvees


def _appels(module: Path) -> Iterator[str]:
    """What this module calls, by its full name."""
    arbre, noms = ast.parse(module.read_text("utf-8")), {}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.ImportFrom):
            noms |= {alias.asname or alias.name: f"{noeud.module}.{alias.name}" for alias in noeud.names}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Call):
            premier, *suite = ast.unparse(noeud.func).split(".")
            yield ".".join([noms.get(premier, premier), *suite])


def test_un_ecran_n_ecrit_de_fichier_que_par_une_touche_essayee() -> None:
    operations = {
        f"qualitui.{'.'.join(module.relative_to(PAQUET).with_suffix('').parts)}.{nom}"
        for module in (PAQUET / "operations").rglob("*.py")
        for nom in _ecrivent(module)
    }
    assert {"qualitui.operations.semaine.imprimer", "qualitui.operations.revue.documents.rafraichir"} < operations
    ui = PAQUET / "ui"
    assert {m.relative_to(ui).as_posix() for m in ui.rglob("*.py") if operations & {*_appels(m)}} == ECRIVAINS


def _fichiers(site: Site) -> dict[Path, bytes]:
    rangs = ("documents", "confidentiel", "sauvegardes")
    trouves = (f for rang in rangs for f in (site.dossier / rang).rglob("*") if f.is_file())
    return {f: f.read_bytes() for f in trouves if ".ecrits" not in f.parts and f.suffix != ".json"}


async def _presser(pilot: Pilot[None], touches: tuple[str, ...]) -> None:
    """From wherever the last time ended: a box, a screen above its module."""
    for touche in ("escape", "escape", *touches):
        if touche == "f9":
            pilot.app.aller("donnees")  # type: ignore[attr-defined]
        else:
            await pilot.press(touche)
        await calme(pilot)


def _dit(pilot: Pilot[None], nom: str) -> bool:
    return nom in " ".join(annonces(pilot)) or nom in " ".join(texte(pilot).split())


def _copies(site: Site) -> dict[str, bytes]:
    return {f.name: octets for f, octets in _fichiers(site).items() if "(copie du " in f.name}


@pytest.mark.parametrize("lien", TOUCHES)
async def test_ce_que_les_gens_y_ont_ecrit_est_garde_et_dit(site_demo: Site, jour: date, lien: str) -> None:
    site, touches = site_demo, TOUCHES[lien]
    avant = _fichiers(site)
    async with ouvrir(site, jour, taille=(120, 40)) as pilot:
        await _presser(pilot, touches)
        (fichier,) = [f for f in _fichiers(site) if f not in avant]
        await _presser(pilot, touches)
        assert _copies(site) == {}
        with zipfile.ZipFile(fichier, "a") as archive:
            archive.comment = b"retouche"
        retouche = fichier.read_bytes()
        await _presser(pilot, touches)
        if lien in SANS_PLACE:
            assert fichier.read_bytes() == retouche
        else:
            ((copie, gardee),) = _copies(site).items()
            assert (gardee, fichier.read_bytes() == retouche) == (retouche, False)
            assert _dit(pilot, copie)


@pytest.mark.parametrize("lien", [lien for lien in TOUCHES if lien not in SANS_PLACE])
async def test_le_fichier_d_un_autre_se_demande(site_demo: Site, jour: date, lien: str) -> None:
    site, touches = site_demo, TOUCHES[lien]
    avant = _fichiers(site)
    async with ouvrir(site, jour, taille=(120, 40)) as pilot:
        await _presser(pilot, touches)
        (fichier,) = [f for f in _fichiers(site) if f not in avant]
        shutil.rmtree(site.dossier / "documents" / ".ecrits")
        fichier.write_bytes(b"mes notes")
        for reponse in ("n", "escape"):
            await _presser(pilot, touches)
            assert isinstance(pilot.app.screen, DemandeDeConfirmation) == (lien not in RECONNUES)
            await pilot.press(reponse)
            await calme(pilot)
            assert (fichier.read_bytes(), _copies(site)) == (b"mes notes", {})
        if lien in RECONNUES:
            assert any("laissé intact" in annonce for annonce in annonces(pilot))
            return
        await _presser(pilot, touches)
        await pilot.press("o")
        await calme(pilot)
        ((copie, gardee),) = _copies(site).items()
        assert (gardee, fichier.read_bytes() == b"mes notes") == (b"mes notes", False)
        assert _dit(pilot, copie)
