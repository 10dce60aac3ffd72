"""What is typed in any form that writes is offered again after the program was killed."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.operations import equipe
from qualitui.store.site.site import Site
from qualitui.ui.noyau.brouillons import Brouillons
from qualitui.ui.screens.equipe import formulaires as equipe_formulaires
from qualitui.ui.widgets.cases import ListeACocher
from qualitui.ui.widgets.formulaire import DELAI_BROUILLON, REPRISE

ECRANS = Path(__file__).parents[3] / "qualitui" / "ui" / "screens"
# Nothing is kept by these: a day to show, a sheet or a letter to print, a filter, the name of a file; choices made over
# two versions that may move; an identity, which is written in confidentiel/ only.
SANS_BROUILLON = {
    "jour_de_tournee",
    "impression",
    "un_courrier",
    "lot",
    "boite",
    "_autre_fichier",
    "action_fusionner",
    "identification",
}
FORMULAIRES = sorted(m for m in ECRANS.rglob("*.py") if "Formulaire(" in m.read_text(encoding="utf-8"))


def _sans_brouillon(chemin: Path) -> list[str]:
    """The functions of a module that make a form without a draft."""
    arbre = ast.parse(chemin.read_text(encoding="utf-8"))
    return [
        fonction.name
        for fonction in ast.walk(arbre)
        if isinstance(fonction, ast.FunctionDef)
        for appel in ast.walk(fonction)
        if isinstance(appel, ast.Call)
        and getattr(appel.func, "id", "") == "Formulaire"
        and not any(mot.arg == "brouillon" for mot in appel.keywords)
    ]


@pytest.mark.parametrize("module", FORMULAIRES, ids=lambda chemin: str(chemin.relative_to(ECRANS)))
def test_chaque_formulaire_qui_ecrit_garde_un_brouillon(module: Path) -> None:
    assert [nom for nom in _sans_brouillon(module) if nom not in SANS_BROUILLON] == []


@pytest.mark.parametrize(
    ("chemin", "titre"),
    [
        pytest.param(("f4", "x"), "Non conforme : V-INF-01 × 2026-S11", id="non conforme"),
        pytest.param(("f4", "space", "space", "x"), "Non conforme : 2 vérifications", id="plusieurs à la fois"),
        pytest.param(("f4", "p"), "Note et preuve : V-INF-01 × 2026-S11", id="note"),
        pytest.param(("f4", "r", "5"), "Manquée : V-INF-01 × 2026-S10", id="raison"),
    ],
)
async def test_ce_qui_etait_tape_est_propose_a_nouveau(
    site: Site, jour: date, chemin: tuple[str, ...], titre: str
) -> None:
    le = jour + timedelta(days=8)
    async with ouvrir(site, le) as pilot:
        for touche in chemin:
            await pilot.press(touche)
            await calme(pilot)
        assert titre in texte(pilot)
        await taper(pilot, "une phrase")
        await pilot.pause(DELAI_BROUILLON + 0.2)  # then the program stops: nothing was saved nor given up

    async with ouvrir(site, le) as pilot:
        assert any(titre in annonce.replace("\u00a0", " ") for annonce in annonces(pilot))
        for touche in chemin:
            await pilot.press(touche)
            await calme(pilot)
        vue = " ".join(texte(pilot).split())
        assert REPRISE.split(".")[0] in vue
        assert "une phrase" in vue
        await pilot.press("f12")
        await calme(pilot)

    async with ouvrir(site, le) as pilot:
        assert not any(titre in annonce.replace("\u00a0", " ") for annonce in annonces(pilot))


async def test_un_role_coche_sans_rien_taper_est_garde_aussi(site: Site, jour: date) -> None:
    personne = equipe.ajouter(site, nom="Noé Petit", roles=["raqn"])
    async with ouvrir(site, jour) as pilot:
        pilot.app.push_screen(equipe_formulaires.modification(site, personne))
        await calme(pilot)
        pilot.app.screen.query_one(ListeACocher).focus()
        await pilot.press("space")
        await pilot.pause(DELAI_BROUILLON + 0.2)

    assert "raqn, " in Brouillons(site.dossier).lire(f"personne-{personne.code}")["roles"] + ", "
