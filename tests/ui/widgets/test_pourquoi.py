"""« Pourquoi cette date ? »: the sentences of the proof and the months gone through."""

from __future__ import annotations

from datetime import date

import pytest
from ui.pilotage import calme, ouvrir, texte

from qualitui.domain.temps.delais import Echeance
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.temps.explications import LEGENDE, de_l_echeance
from qualitui.store.site.site import Site
from qualitui.ui.widgets.pourquoi import Pourquoi, calendriers, mois_traverses, preuve


def _echeance(site: Site, depart: date) -> Echeance:
    delai = next(d for d in site.referentiel_au(depart).delais().values() if d.unite == "mois" and d.duree == 1)
    return calculer(depart, delai, site.calendrier)


def test_le_calendrier_marque_les_jours_d_un_signe(site: Site) -> None:
    echeance = _echeance(site, date(2026, 3, 6))
    assert (echeance.quantieme, echeance.butoir, echeance.cible) == (
        date(2026, 4, 6),
        date(2026, 4, 7),
        date(2026, 4, 3),
    )
    vue = calendriers(de_l_echeance(echeance), 80).plain
    assert "mars 2026" in vue
    assert "  6>" in vue
    assert "  3*" in vue
    assert "  6q  7!" in vue


def test_un_jour_a_la_fois_quantieme_et_butoir_porte_le_butoir(site: Site) -> None:
    vue = calendriers(de_l_echeance(_echeance(site, date(2026, 3, 2))), 80).plain
    assert "  2!" in vue
    assert "q" not in vue.split("avril")[1].replace("avril", "")


@pytest.mark.parametrize(("largeur", "rangs"), [(28, 2), (59, 1), (200, 1)])
def test_autant_de_mois_de_front_que_la_largeur_en_tient(site: Site, largeur: int, rangs: int) -> None:
    lignes = calendriers(de_l_echeance(_echeance(site, date(2026, 3, 6))), largeur).plain.splitlines()
    assert len(lignes) == rangs * 8
    assert max(len(ligne) for ligne in lignes) <= max(largeur, 28)


def test_un_delai_de_deux_ans_ne_montre_que_ses_deux_bouts(site: Site) -> None:
    delai = _echeance(site, date(2026, 3, 2)).delai.model_copy(update={"duree": 24})
    echeance = calculer(date(2026, 3, 2), delai, site.calendrier)
    assert list(mois_traverses(echeance.depart, echeance.butoir)) == [(2026, 3), (2028, 3)]


def test_la_preuve_nomme_les_jours_sautes(site: Site) -> None:
    vue = preuve(de_l_echeance(_echeance(site, date(2026, 3, 6))), 76).plain.replace("\u00a0", " ")
    assert "lundi de Pâques" in vue
    assert vue.endswith(LEGENDE)


async def test_la_boite_se_lit_a_80_colonnes(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.push_screen(Pourquoi(de_l_echeance(_echeance(site, date(2026, 3, 6))), "R-2026-014"))
        await calme(pilot)
        vue = texte(pilot)
        assert "Pourquoi cette date ? R-2026-014" in vue
        assert "vendredi 6 mars 2026" in vue
        await pilot.press("escape")
        await calme(pilot)
        assert not isinstance(pilot.app.screen, Pourquoi)
