"""French everywhere: every binding text of Textual that a person can meet is translated, ours are whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import pytest
from textual.app import App
from textual.binding import Binding
from textual.command import CommandPalette
from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Button, Checkbox, DataTable, Input, OptionList, TextArea
from textual_autocomplete import AutoComplete
from ui.ecran_essai import EcranEssai
from ui.pilotage import LARGE, calme, ouvrir, texte

from qualitui.store.site.site import Site
from qualitui.ui.app import Qualitui
from qualitui.ui.modules import MODULES, Module
from qualitui.ui.noyau.aide import Aide, sections
from qualitui.ui.noyau.liens import liens_de
from qualitui.ui.noyau.preferences import INTERDITES
from qualitui.ui.noyau.traduction import TEXTES, chiffre, touche
from qualitui.ui.screens.plus import Plus
from qualitui.ui.widgets.champs import ChampChoix, ChampLong, ChampOuiNon, ChampTexte
from qualitui.ui.widgets.formulaire import Formulaire

WIDGETS: list[type[DOMNode]] = [
    AutoComplete,
    Button,
    Checkbox,
    CommandPalette,
    DataTable,
    Input,
    OptionList,
    Screen,
    ScrollableContainer,
    TextArea,
]
# Words of Textual's own texts that no French sentence of ours holds (« Word » is the name of a product).
ANGLAIS = re.compile(
    r"\b(?:the|and|of|to|search|quit|press|select|focus|cursor|copy|paste|close|scroll|down|left|right|(?-i:word)|line|"
    r"matches|found|command|loading|next|previous|go|toggle|show|hide|save|cancel|yes|no)\b",
    re.IGNORECASE,
)
LARGEUR = 80


def _liens_de_textual(classe: type[DOMNode]) -> Iterable[Binding]:
    for parent in classe.__mro__:
        yield from Binding.make_bindings(parent.__dict__.get("BINDINGS", ()))


@pytest.mark.parametrize("classe", WIDGETS, ids=lambda classe: classe.__name__)
def test_chaque_texte_de_textual_a_sa_traduction(classe: type[DOMNode]) -> None:
    anglais = {lien.description for lien in _liens_de_textual(classe) if lien.description}
    assert anglais - set(TEXTES) == set()


def test_aucune_traduction_n_est_en_anglais() -> None:
    assert [francais for francais in TEXTES.values() if ANGLAIS.search(francais)] == []


def test_le_lien_anglais_ctrl_q_a_disparu() -> None:
    assert "ctrl+q" not in Qualitui._merge_bindings().key_to_bindings
    assert any(lien.key == "ctrl+q" for lien in _liens_de_textual(App))


@pytest.mark.parametrize("taille", [(80, 24), LARGE], ids=["80x24", "120x40"])
async def test_aucun_mot_anglais_a_l_ecran(site: Site, jour: date, taille: tuple[int, int]) -> None:
    """Each module, the boxes and a form with every field, and all that F1 lists for each widget in hand."""
    async with ouvrir(site, jour, taille=taille) as pilot:
        for module in MODULES:
            pilot.app.aller(module.nom)  # type: ignore[attr-defined]
            await calme(pilot)
            assert ANGLAIS.findall(texte(pilot)) == []
        champs = [
            ChampTexte("a", "Un"),
            ChampLong("b", "Deux"),
            ChampChoix("c", "Trois", [("x", "Un choix")]),
            ChampOuiNon("d", "Quatre"),
        ]
        pilot.app.push_screen(Formulaire("Essai", champs, lambda saisie: None))
        await calme(pilot)
        for _ in range(6):
            assert ANGLAIS.findall(texte(pilot)) == []
            textes = [lien.binding.description for lien in pilot.app.screen.active_bindings.values()]
            assert [t for t in textes if ANGLAIS.search(t)] == []
            await pilot.press("tab")


async def test_l_aide_est_entierement_en_francais(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        lignes = [ligne for _, rangee in sections(pilot.app.screen) for ligne in rangee]
        await pilot.press("f1")
        await calme(pilot)
        assert isinstance(pilot.app.screen, Aide)
        assert ("r", "Un geste refusé") in lignes
        assert ("F10", "Quitter le programme") in lignes
        assert [t for _, t in lignes if ANGLAIS.search(t)] == []
        assert ANGLAIS.findall(texte(pilot)) == []


async def test_f9_ne_propose_que_ce_qui_existe(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f9")
        await calme(pilot)
        assert isinstance(pilot.app.screen, Plus)
        proposes = {option.id for option in pilot.app.screen.query_one(OptionList).options}
        assert proposes == {module.nom for module in MODULES if not module.touche}
        assert "echeance" in proposes


# --- our own bindings -----------------------------------------------------------------------------------


def _classe(module: Module) -> type[DOMNode]:
    return module.importer()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.nom)
def test_chaque_lien_a_un_nom_une_phrase_et_une_touche_permise(module: Module) -> None:
    liens = [lien for lien in [*liens_de(_classe(module)), *liens_de(Qualitui)] if not lien.system]
    assert [lien.action for lien in liens if not lien.id] == []
    assert [lien.id for lien in liens if not (lien.tooltip or lien.description)] == []
    assert [lien.id for lien in liens if set(lien.key.split(",")) & INTERDITES] == []
    identifiants = [lien.id for lien in liens]
    assert len(identifiants) == len(set(identifiants))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.nom)
async def test_le_pied_tient_en_80_colonnes_et_six_mots(site: Site, jour: date, module: Module) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller(module.nom)  # type: ignore[attr-defined]
        await calme(pilot)
        montres = {a.binding.action: a for a in pilot.app.screen.active_bindings.values() if a.binding.show}
        assert len(montres) <= 6
        libelles = [f"{touche(a.binding.key)} {a.binding.description}" for a in montres.values()]
        assert len(" ".join(libelles)) <= LARGEUR


def test_un_chiffre_se_tape_avec_ou_sans_majuscule() -> None:
    assert [chiffre(n) for n in (1, 2, 6)] == ["1,ampersand", "2,é", "6,minus"]


@pytest.mark.parametrize(
    ("cle", "lisible"),
    [("escape", "Échap"), ("ctrl+p", "Ctrl+P"), ("shift+tab", "Maj+Tab"), ("f3", "F3"), ("n", "n"), ("slash", "/")],
)
def test_le_nom_des_touches_est_celui_du_clavier(cle: str, lisible: str) -> None:
    assert touche(cle) == lisible
