"""The look: few pictures, at the two sizes that count. Everything that behaves is tested elsewhere, by keys.

After a wanted change: `pytest tests/ui/test_apparence.py --snapshot-update`, and look at the pictures before commit.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from ui.ecran_essai import EcranEssai
from ui.pilotage import ETROIT, LARGE, calme

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.temps.explications import de_l_echeance
from qualitui.operations.actions import gestes as actions
from qualitui.store.site.site import Site
from qualitui.ui.app import Qualitui
from qualitui.ui.screens.premier_lancement import Assistant
from qualitui.ui.widgets.champs import ChampChoix, ChampLong, ChampOuiNon, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire
from qualitui.ui.widgets.pourquoi import Pourquoi

Comparer = Callable[..., bool]


def _puis(geste: Callable[[App[Any]], object], *touches: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """What is done before the picture: at rest, the gesture, the keys, at rest again; no blinking cursor."""

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        geste(pilot.app)
        await calme(pilot)
        for saisie in pilot.app.screen.query(Input):
            saisie.cursor_blink = False
        for zone in pilot.app.screen.query(TextArea):
            zone.cursor_blink = False
        await pilot.press(*touches)
        await calme(pilot)

    return avant


def _ne_rien_faire(app: App[Any]) -> None:
    return


@pytest.fixture
def app(site: Site, jour: date) -> Qualitui:
    actions.creer(
        site,
        intitule="Remplacer l’affiche des horaires",
        origine=Origine(concept="reunion"),
        pilote="daa",
        echeance=jour - timedelta(days=3),
        jour=jour - timedelta(days=30),
    )
    return Qualitui(site, lambda: jour, tolerant=False)


@pytest.mark.parametrize("taille", [ETROIT, LARGE], ids=["80x24", "120x40"])
def test_accueil(snap_compare: Comparer, app: Qualitui, taille: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=taille, run_before=_puis(_ne_rien_faire))


def test_liste_et_detail(snap_compare: Comparer, site: Site, app: Qualitui, jour: date) -> None:
    for rang in range(1, 40):
        etat = EtatSuggestion.ECARTEE if rang % 3 == 0 else EtatSuggestion.RECUE
        texte = f"Suggestion {rang}, remettre une pendule dans la salle d’attente"
        recue = jour - timedelta(days=rang)
        site.registre.add(Suggestion(reference=f"S-2026-{rang:03d}", texte=texte, recue_le=recue, etat=etat))
    avant = _puis(lambda app: app.push_screen(EcranEssai()), "down", "t")
    assert snap_compare(app, terminal_size=LARGE, run_before=avant)


def test_formulaire_et_ses_erreurs(snap_compare: Comparer, app: Qualitui, jour: date) -> None:
    formulaire = Formulaire(
        "Nouvelle suggestion",
        [
            ChampLong("texte", "Texte", obligatoire=True),
            ChampChoix("theme", "Thème", [("accueil", "Accueil")], aide="facultatif"),
            ChampDate("recue_le", "Reçue le", defaut=jour),
            ChampTexte("auteur", "Auteur", obligatoire=True),
            ChampOuiNon("urgente", "Urgente"),
        ],
        lambda saisie: None,
    )
    avant = _puis(lambda app: app.push_screen(formulaire), "f12")
    assert snap_compare(app, terminal_size=ETROIT, run_before=avant)


def test_pourquoi_cette_date(snap_compare: Comparer, site: Site, app: Qualitui) -> None:
    depart = date(2026, 3, 6)
    delai = next(d for d in site.referentiel_au(depart).delais().values() if d.unite == "mois" and d.duree == 1)
    boite = Pourquoi(de_l_echeance(calculer(depart, delai, site.calendrier)), "R-2026-014")
    assert snap_compare(app, terminal_size=ETROIT, run_before=_puis(lambda app: app.push_screen(boite), "end"))


def test_premier_lancement(snap_compare: Comparer, jour: date) -> None:
    assistant = Assistant(
        lambda: jour,
        lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        poste="poste-test",
        login="essai",
        dossier=Path("site-qualite"),
        tolerant=False,
    )
    assert snap_compare(assistant, terminal_size=ETROIT, run_before=_puis(_ne_rien_faire))
