"""A wrong clock: the screen says it as long as it lasts, and asks before the first save."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations.donnees.sauvegarde import sauvegarder_si_due
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site
from qualitui.ui.widgets.confirmer import DemandeDeConfirmation

FAUX = date(2062, 3, 2)


class Pendule:
    def __init__(self) -> None:
        self.jour = FAUX

    def __call__(self) -> datetime:
        return datetime(self.jour.year, self.jour.month, self.jour.day, 9, tzinfo=UTC)


@pytest.fixture
def pendule() -> Pendule:
    return Pendule()


@pytest.fixture
def faux(site: Site, pendule: Pendule) -> Iterator[Site]:
    """The site of March 2026, opened by a workstation that believes it is 2062."""
    ouvert = ouvrir_site(site.dossier, maintenant=pendule, poste="poste-faux", login="essai")
    yield ouvert
    ouvert.fermer()


def textes(site: Site) -> list[str]:
    return [s.texte for s in site.registre.find(Suggestion)]


async def test_l_ecran_le_dit_des_l_ouverture_et_tant_que_cela_dure(faux: Site, pendule: Pendule) -> None:
    async with ouvrir(faux, FAUX) as pilot:
        assert any(phrase.startswith("Ce poste se croit le jeudi 2 mars 2062") for phrase in annonces(pilot))
        await pilot.press("f6")
        await calme(pilot)
        assert "! Date du poste à vérifier" in texte(pilot)
        pendule.jour = date(2026, 3, 2)
        pilot.app._guetter()  # type: ignore[attr-defined]
        await calme(pilot)
        assert "Date du poste" not in texte(pilot)


@pytest.mark.parametrize(("touche", "gardees"), [("o", ["Un banc"]), ("n", []), ("escape", [])])
async def test_l_ecran_demande_avant_le_premier_enregistrement(faux: Site, touche: str, gardees: list[str]) -> None:
    async with ouvrir(faux, FAUX) as pilot:
        await pilot.press("f6", "n")
        await calme(pilot)
        await taper(pilot, "Un banc")
        await pilot.press("f12")
        await calme(pilot)
        assert isinstance(pilot.app.screen, DemandeDeConfirmation)
        assert textes(faux) == []
        await pilot.press(touche)
        await calme(pilot)
        assert textes(faux) == gardees
        assert "Un banc" in texte(pilot)
        if gardees:
            assert "Date du poste à vérifier" in texte(pilot)
            await pilot.press("n")
            await calme(pilot)
            await taper(pilot, "Une pendule")
            await pilot.press("f12")
            await calme(pilot)
            assert sorted(textes(faux)) == ["Un banc", "Une pendule"]  # anonymous: they have no order


async def test_plusieurs_gestes_ne_demandent_qu_une_fois(faux: Site) -> None:
    """Ticks are written one after the other without waiting: one box, and they can be made again."""
    async with ouvrir(faux, FAUX) as pilot:
        await pilot.press("f4")
        await calme(pilot)
        await pilot.press("c", "c")
        await calme(pilot)
        boites = [ecran for ecran in pilot.app.screen_stack if isinstance(ecran, DemandeDeConfirmation)]
        assert len(boites) == 1
        await pilot.press("o")
        await calme(pilot)
        assert faux.registre.horloge.doute()
        assert not isinstance(pilot.app.screen, DemandeDeConfirmation)


def test_la_sauvegarde_de_la_semaine_attend_une_horloge_juste(faux: Site, pendule: Pendule) -> None:
    assert sauvegarder_si_due(faux) is None
    assert list((faux.dossier / "sauvegardes").iterdir()) == []
    pendule.jour = date(2026, 3, 2)
    bilan = sauvegarder_si_due(faux)
    assert bilan is not None
    assert bilan.chemin.name == "auto-2026-03-02.zip"
