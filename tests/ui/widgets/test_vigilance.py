"""Each free text that a form puts in the shared register: what seems personal is said under it, before the writing."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from ui.pilotage import calme, ouvrir, taper, texte

import qualitui.ui
from qualitui.store.site.site import Site
from qualitui.ui.widgets.champs import Champ, ChampLong, ChampTexte
from qualitui.ui.widgets.formulaire import RELIRE, Formulaire

ECRANS = Path(qualitui.ui.__file__).parent / "screens"
# What is not a text that all read, by screen and by name: how to reach the site, an account of the system, a path; and
# what is confidential: an identity, the body of a letter (`secret`).
EXEMPTES = {
    ("equipe/formulaires.py", "login"),
    ("premier_lancement.py", "dossier"),
    ("reglages/formulaires.py", "nom"),  # the variable: each of the mentions of the site
    ("revue/document.py", "fichier"),
}
SECRETS = {"reclamations/courriers.py", "reclamations/formulaires.py"}
PERSONNEL = "au 0612345678"


def _appels() -> Iterator[tuple[str, ast.Call]]:
    for chemin in sorted(ECRANS.rglob("*.py")):
        for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Call):
                yield chemin.relative_to(ECRANS).as_posix(), noeud


def _classes() -> set[type[Champ]]:
    """Every class of field of the interface, the screens' own included."""
    for module in pkgutil.walk_packages(qualitui.ui.__path__, "qualitui.ui."):
        importlib.import_module(module.name)
    trouvees: set[type[Champ]] = set()
    a_voir: list[type[Champ]] = [Champ]
    while a_voir:
        classe = a_voir.pop()
        trouvees.add(classe)
        a_voir += classe.__subclasses__()
    return {classe for classe in trouvees if classe.__module__.startswith("qualitui.")}


def test_tout_champ_ou_l_on_ecrit_librement_est_surveille() -> None:
    """A class that keeps what is typed as it is signals; the others understand a date, a number, a code."""
    libres = {classe for classe in _classes() if classe.comprendre is Champ.comprendre and classe is not Champ}
    assert {ChampTexte, ChampLong} <= libres
    assert [classe for classe in libres if not classe.LIBRE] == []


def test_les_champs_exemptes_sont_ceux_qui_ne_vont_pas_au_registre() -> None:
    trouvees, secrets = set(), set()
    for ecran, appel in _appels():
        if any(mot.arg == "partage" for mot in appel.keywords):
            nom = appel.args[0]
            trouvees.add((ecran, nom.value if isinstance(nom, ast.Constant) else getattr(nom, "id", "?")))
    for chemin in ECRANS.rglob("*.py"):
        if ".secret = True" in chemin.read_text(encoding="utf-8"):
            secrets.add(chemin.relative_to(ECRANS).as_posix())
    assert trouvees == EXEMPTES
    assert secrets == SECRETS


async def _former(pilot: Pilot[None], champ: Champ) -> list[Any]:
    rendus: list[Any] = []
    pilot.app.push_screen(Formulaire("Essai", [champ], lambda saisie: saisie.valeurs), rendus.append)
    await calme(pilot)
    return rendus


def vue(pilot: Pilot[None]) -> str:
    return " ".join(texte(pilot).replace("│", " ").replace("┃", " ").split())


DIT = "Attention : semble contenir un numéro de téléphone."


@pytest.mark.parametrize("classe", [ChampTexte, ChampLong])
async def test_c_est_dit_sous_le_champ_pendant_la_frappe_et_n_empeche_rien(
    classe: type[Champ], site: Site, jour: date
) -> None:
    async with ouvrir(site, jour) as pilot:
        rendus = await _former(pilot, classe("texte", "Texte", aide="une aide"))
        await taper(pilot, "au 061234567")
        assert "Attention" not in vue(pilot)
        await taper(pilot, "8")
        await calme(pilot)
        assert DIT in vue(pilot)
        assert rendus == []
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == [{"texte": PERSONNEL}]


@pytest.mark.parametrize("classe", [ChampTexte, ChampLong])
async def test_ce_qui_n_a_pas_eu_le_temps_d_etre_dit_l_est_avant_d_ecrire(
    classe: type[Champ], site: Site, jour: date
) -> None:
    """Pasted and saved in one breath: the form shows it first, and the next F12 writes."""
    async with ouvrir(site, jour) as pilot:
        champ = classe("texte", "Texte")
        rendus = await _former(pilot, champ)
        saisie = champ.query_one(Input if classe is ChampTexte else TextArea)
        with saisie.prevent(Input.Changed, TextArea.Changed):
            champ.texte = PERSONNEL
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == []
        assert DIT in vue(pilot)
        assert " ".join(RELIRE.split()) in vue(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == [{"texte": PERSONNEL}]


async def test_ce_qui_etait_deja_la_est_dit_a_l_ouverture(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _former(pilot, ChampLong("texte", "Texte", defaut=PERSONNEL))
        assert DIT in vue(pilot)


async def test_un_champ_confidentiel_ou_de_service_ne_dit_rien(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        secret = ChampTexte("telephone", "Téléphone", defaut=PERSONNEL)
        secret.secret = True
        await _former(pilot, secret)
        assert "Attention" not in vue(pilot)
        await _former(pilot, ChampTexte("telephone", "Téléphone", defaut=PERSONNEL, partage=False))
        assert "Attention" not in vue(pilot)


async def test_l_objet_d_une_reclamation_est_surveille_l_identite_non(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, taille=(100, 60)) as pilot:
        await pilot.press("f3", "n")
        await calme(pilot)
        pilot.app.screen.query_one("#champ-telephone Input", Input).value = "0612345678"
        await calme(pilot)
        assert "Attention" not in vue(pilot)
        pilot.app.screen.query_one("#champ-objet Input", Input).value = PERSONNEL
        await calme(pilot)
        assert DIT in vue(pilot)
