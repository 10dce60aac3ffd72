"""The grids and the table of the checks: the year read without colour, a paper round copied, the table kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from textual.pilot import Pilot
from ui.pilotage import ETROIT, LARGE, calme, ouvrir, texte

from qualitui.domain.verifications.fiche import Constat, Periodicite, Resultat
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.site.site import Site
from qualitui.ui.screens.verifications.annee import EcranAnnee
from qualitui.ui.screens.verifications.historique import EcranHistorique
from qualitui.ui.screens.verifications.releve import EcranReleve
from qualitui.ui.screens.verifications.tableau import EcranTableau
from qualitui.ui.widgets.champs import Champ


async def _vue(pilot: Pilot[Any], touche: str) -> Any:
    await pilot.press("f4")
    await calme(pilot)
    await pilot.press(touche)
    await calme(pilot)
    return pilot.app.screen


def _remplir(pilot: Pilot[Any], **textes: str) -> None:
    for nom, saisi in textes.items():
        pilot.app.screen.query_one(f"#champ-{nom}", Champ).texte = saisi


async def test_l_annee_montre_un_signe_par_resultat(site_demo: Site, jour: date) -> None:
    for taille in (ETROIT, LARGE):
        async with ouvrir(site_demo, jour, taille=taille) as pilot:
            ecran = await _vue(pilot, "g")
            assert isinstance(ecran, EcranAnnee)
            assert "Mars 2026 : 5 × à faire" in texte(pilot)  # the cursor starts on the month one is in
            await pilot.press("less_than_sign")
            await calme(pilot)
            vue = texte(pilot)
            assert "Mars 2025 : 5 × conforme" in vue or "Mars 2025 : 4 × conforme" in vue
            assert "2025 · 60 vérifications" in vue
            assert "C conforme   X non conforme   O sans objet   M manquée" in vue
            # Four or five weeks a month one after the other; more than five: the sign that matters, then n/d.
            assert re.search(r"V-INF-01 .*CmCCC +CCCX ", vue)
            assert re.search(r"V-NET-02 .*X 22/22 +m 19/20 ", vue)
            assert ("Déc." in vue) == (taille == LARGE)
            await pilot.press(*["right"] * 11)
            await calme(pilot)
            assert "Déc." in texte(pilot)
            assert "Décembre 2025 :" in texte(pilot)
            await pilot.press("enter")
            await calme(pilot)
            assert isinstance(pilot.app.screen, EcranHistorique)


async def test_un_releve_papier_se_recopie_sous_ses_jours(site: Site, jour: date) -> None:
    lundi_suivant = jour + timedelta(days=7)
    async with ouvrir(site, lundi_suivant) as pilot:
        ecran = await _vue(pilot, "l")
        assert isinstance(ecran, EcranReleve)
        await pilot.press("less_than_sign")
        await calme(pilot)
        ecran.grille.viser("V-NET-02", 1)
        await pilot.press("c", "up", "right", "c")
        ecran.grille.viser("V-CNF-01 × 2026-S10", 2)
        await pilot.press("o")
        await calme(pilot)
        notes = {note.id: (note.resultat, note.le) for note in site.registre.find(Constat)}
        assert notes == {
            "V-NET-02@2026-03-03": (Resultat.CONFORME, date(2026, 3, 3)),
            "V-NET-02@2026-03-04": (Resultat.CONFORME, date(2026, 3, 4)),
            "V-CNF-01@2026-S10": (Resultat.SANS_OBJET, date(2026, 3, 4)),
        }


async def test_le_tableau_ajoute_modifie_suspend(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _vue(pilot, "v")
        assert isinstance(ecran, EcranTableau)
        await pilot.press("n")
        await calme(pilot)
        _remplir(pilot, code="V-ACC-10", libelle="La sonnette marche-t-elle ?", periodicite="mensuelle")
        await pilot.press("f12")
        await calme(pilot)
        assert "À remplir." in texte(pilot)
        _remplir(pilot, role="agent d’accueil")
        await pilot.press("f12")
        await calme(pilot)
        ajoutee = verifications.trouver(site, "V-ACC-10")
        assert (ajoutee.periodicite, ajoutee.role, ajoutee.source) == (Periodicite.MENSUELLE, "agent-accueil", "site")
        assert ecran.choisi is not None
        assert ecran.choisi.code == "V-ACC-10"
        await pilot.press("s")
        await calme(pilot)
        _remplir(pilot, raison="travaux")
        await pilot.press("f12")
        await calme(pilot)
        assert [s.raison for s in verifications.trouver(site, "V-ACC-10").suspensions] == ["travaux"]
        await pilot.press("s")
        await calme(pilot)
        assert "Reprendre V-ACC-10" in texte(pilot)


async def test_une_suspension_prevue_se_voit_dans_le_tableau(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _vue(pilot, "v")
        await pilot.press("3")
        await calme(pilot)
        assert "Rien ne répond à ce filtre" in texte(pilot)
        une = verifications.trouver(site, "V-INF-02")
        verifications.suspendre(site, une, du=date(2026, 3, 10), raison="panne", jour=jour)
        pilot.app.screen.rafraichir()  # type: ignore[attr-defined]
        await calme(pilot)
        assert "susp. 10/03/26" in texte(pilot)
        await pilot.press("s")
        await calme(pilot)
        assert "Reprendre V-INF-02" in texte(pilot)


async def test_un_rythme_impose_ne_ralentit_pas_sans_raison(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _vue(pilot, "v")
        ecran.viser(verifications.trouver(site, "V-NET-02").id)
        await pilot.press("m")
        await calme(pilot)
        _remplir(pilot, periodicite="mensuelle")
        await pilot.press("f12")
        await calme(pilot)
        assert "dites pourquoi elle" in " ".join(texte(pilot).replace("│", "").split())
        assert verifications.trouver(site, "V-NET-02").periodicite is Periodicite.QUOTIDIENNE
        _remplir(pilot, raison="fermeture du rez-de-chaussée")
        await pilot.press("f12")
        await calme(pilot)
        modifiee = verifications.trouver(site, "V-NET-02")
        assert (modifiee.periodicite, bool(modifiee.raison_rythme)) == (Periodicite.MENSUELLE, True)


async def test_les_lignes_proposees_se_retiennent(site: Site, jour: date) -> None:
    site.registre.remove(verifications.trouver(site, "V-SIG-02"))
    async with ouvrir(site, jour) as pilot:
        await _vue(pilot, "v")
        await pilot.press("p")
        await calme(pilot)
        assert "[ ] V-SIG-02" in texte(pilot)  # left out on purpose: not ticked beforehand
        await pilot.press("space", "f12")
        await calme(pilot)
        assert verifications.proposees(site) == ()
