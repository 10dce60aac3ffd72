"""One menu of gestures for every record: the same keys, and what can't be done now in its place with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import OptionList
from ui.dossiers import presser, semer
from ui.pilotage import annonces, calme, ouvrir, texte

import qualitui.ui
from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Refus
from qualitui.operations.actions import gestes as actions
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.site.site import Site
from qualitui.ui.modules import MODULES
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.noyau.liens import liens_de
from qualitui.ui.widgets.menu_de_gestes import CHIFFRES, LigneDeGeste, MenuDeGestes

UI = Path(qualitui.ui.__file__).parent
# The other lists of choices: they offer things, not gestures on a record.
LISTES = {"widgets/menu.py", "widgets/cases.py", "widgets/choix.py", "screens/plus.py"}


def menus() -> Iterable[tuple[str, str]]:
    """(module, key) of every binding of a list that opens gestures: the enumeration the promise is about."""
    for module in MODULES:
        for lien in liens_de(module.importer()):
            if isinstance(lien, Binding) and lien.action in ("gestes", "etapes", "repondre"):
                yield module.nom, lien.key


MENUS = sorted(menus())


def peupler(site: Site, jour: date) -> None:
    semer(site, jour)
    actions.creer(site, intitule="Afficher les horaires", origine=Origine(concept="reunion"), jour=jour)
    suggestions.ajouter(site, texte="Un banc dans le hall", jour=jour)


def test_les_quatre_modules_qui_ont_des_gestes_ont_un_menu() -> None:
    assert {nom for nom, _ in MENUS} == {"reclamations", "actions", "suggestions", "revue"}


def test_un_menu_de_gestes_ne_s_ecrit_qu_une_fois() -> None:
    """Whoever makes a box around an OptionList makes a second menu."""
    faits = {
        chemin.relative_to(UI).as_posix()
        for chemin in UI.rglob("*.py")
        for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.Name) and noeud.id == "OptionList"
    }
    assert faits - LISTES == {"widgets/menu_de_gestes.py"}


async def menu_ouvert(pilot: Pilot[None], module: str, touche: str) -> MenuDeGestes:
    await pilot.app.action_aller(module)  # type: ignore[attr-defined]
    await calme(pilot)
    await presser(pilot, touche)
    assert isinstance(pilot.app.screen, MenuDeGestes)
    return pilot.app.screen


@pytest.mark.parametrize(("module", "touche"), MENUS)
async def test_chiffre_lettre_et_entree_font_le_geste_de_leur_ligne(
    site: Site, jour: date, module: str, touche: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    peupler(site, jour)
    rendus: list[object] = []
    async with ouvrir(site, jour) as pilot:
        menu = await menu_ouvert(pilot, module, touche)
        lignes = menu.lignes
        monkeypatch.setattr(MenuDeGestes, "dismiss", lambda _, code=None: rendus.append(code))
        for rang, ligne in enumerate(lignes):
            assert rang < CHIFFRES or ligne.touche, f"ni chiffre ni lettre : {ligne.libelle}"
            menu.query_one(OptionList).highlighted = rang
            cles = [*([str(rang + 1)] if rang < CHIFFRES else []), *([ligne.touche] if ligne.touche else []), "enter"]
            for cle in cles:
                rendus.clear()
                pilot.app.clear_notifications()
                await presser(pilot, cle)
                assert rendus == ([] if ligne.refus else [ligne.code]), (ligne.libelle, cle)
                assert annonces(pilot) == ([] if ligne.refus is None else [ligne.refus.phrase]), (ligne.libelle, cle)
        assert any(ligne.refus is None for ligne in lignes)


@pytest.mark.parametrize(("module", "touche"), MENUS)
async def test_la_lettre_montree_est_celle_de_la_liste(site: Site, jour: date, module: str, touche: str) -> None:
    peupler(site, jour)
    async with ouvrir(site, jour) as pilot:
        menu = await menu_ouvert(pilot, module, touche)
        dessous = pilot.app.screen_stack[-2]
        assert isinstance(dessous, Ecran)
        liens = {cle: actif.binding.action for cle, actif in dessous.active_bindings.items()}
        for ligne in (ligne for ligne in menu.lignes if ligne.touche):
            assert liens[ligne.touche] == f"geste('{ligne.code}')"


@pytest.mark.parametrize(("module", "touche"), MENUS)
async def test_ce_qui_n_est_pas_possible_dit_pourquoi_a_sa_place(
    site: Site, jour: date, module: str, touche: str
) -> None:
    peupler(site, jour)
    async with ouvrir(site, jour, taille=(80, 60)) as pilot:
        menu = await menu_ouvert(pilot, module, touche)
        vue = plat(texte(pilot).replace("│", " "))
        places = [vue.index(plat(ligne.libelle)) for ligne in menu.lignes]
        assert places == sorted(places)
        for ligne in (ligne for ligne in menu.lignes if ligne.refus):
            assert plat(f"{ligne.libelle} : impossible") in vue
            assert plat(ligne.refus.phrase) in vue


def plat(texte_vu: str) -> str:
    return " ".join(texte_vu.split())


class Essai(App[None]):
    def __init__(self, menu: MenuDeGestes) -> None:
        super().__init__()
        self.menu, self.choisi = menu, list[str | None]()

    def on_mount(self) -> None:
        self.push_screen(self.menu, self.choisi.append)


async def test_le_curseur_part_du_premier_geste_possible() -> None:
    lignes = [LigneDeGeste("un", "Un", "a", Refus("Pas encore.")), LigneDeGeste("deux", "Deux", "b")]
    essai = Essai(MenuDeGestes("Essai", lignes))
    async with essai.run_test() as pilot:
        await pilot.press("enter")
    assert essai.choisi == ["deux"]
