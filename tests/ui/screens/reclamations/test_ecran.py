"""Réclamations by keys: register, look, qualify, do what comes next, close."""

from __future__ import annotations

from datetime import date

from textual.pilot import Pilot
from textual.widgets import Input
from ui.dossiers import presser, relue, remplir, semer
from ui.pilotage import LARGE, annonces, calme, ouvrir, taper, texte

from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.site import Site
from qualitui.ui.screens.reclamations.ecran import EcranReclamations
from qualitui.ui.widgets.formulaire import Formulaire


async def test_l_histoire_du_dossier_par_les_touches(site: Site, jour: date) -> None:
    """Registered, accusé asked, attente naming somebody, answered on 2 March in time, closed; then two late ones."""
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f3", "n")
        await remplir(
            pilot,
            {"canal": "courriel a l’adresse", "recue_le": "31/01", "nature": "reclamation", "motif": "telephone"},
        )
        assert pilot.app.screen.query_one("#champ-engagement Input", Input).value.startswith("7 ")
        await remplir(pilot, {"objet": "Standard muet", "nom": "Solange Peripatte"})
        await presser(pilot, "f12")
        fiche = relue(site)
        assert (fiche.canal, fiche.motif, fiche.recue_le) == ("courriel-generique", "telephone", date(2026, 1, 31))
        assert site.confidentiel.lire(fiche.reference) == Identite(nom="Solange Peripatte", version=1)
        assert any("Envoyer l’accusé de réception" in phrase for phrase in annonces(pilot))

        await presser(pilot, "A")
        await remplir(pilot, {"le": "02/02"})
        await presser(pilot, "f12", "d")
        await remplir(pilot, {"interlocuteur": "Mme Aubry", "nouvelle_date": "10/03", "le": "20/02"})
        await presser(pilot, "f12", "r", "f12")
        assert etat(relue(site)) is Etat.REPONDUE
        vue = await presser(pilot, "7")
        assert "dans le délai" in vue
        await presser(pilot, "c", "f12")
        assert etat(relue(site)) is Etat.CLOTUREE
        assert [fait.le.day for fait in relue(site).faits] == [2, 20, 2, 2]
        vue = await presser(pilot, "s")
        assert "100 % (1/1)" in vue
    await _le_lendemain_deux_sont_en_retard(site, date(2026, 3, 3))


async def _le_lendemain_deux_sont_en_retard(site: Site, lendemain: date) -> None:
    """One answered on 3 March, one still open: late both, in the list and in the figures; bars by nature; N-1."""
    semer(site, lendemain, objet="Répondue trop tard", nature="demande")
    semer(site, lendemain, objet="Encore ouverte")
    async with ouvrir(site, lendemain) as pilot:
        await presser(pilot, "f3")
        vue = await presser(pilot, "r", "f12", "7")
        assert "hors délai 1 j" in vue
        assert "! en retard 1 j" in vue
        assert "33 % (1/3)" in (vue := await presser(pilot, "s"))
        vue = await presser(pilot, "2")
        assert "Demande écrite" in vue
        assert "█" in vue
        assert "Reçues du 01/01/2025" in await presser(pilot, "left")


async def test_la_liste_filtre_cherche_et_dit_les_jours(site: Site, jour: date) -> None:
    semer(site, jour, objet="Éclairage de l’été", service="social")
    semer(site, jour, objet="Retard de virement", recue_le=date(2026, 1, 20), canal="courrier", motif="virement")
    reclamations.repondre(site, semer(site, jour, objet="Déjà répondue"), le=jour, jour=jour)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        vue = await presser(pilot, "f3")
        assert "2 sur 3" in vue
        assert "! en retard 10 j" in vue
        assert "aujourd’hui" in vue
        assert "R-2026-002" in (vue := await presser(pilot, "2"))
        assert "R-2026-001" not in vue
        assert "R-2026-001" in await presser(pilot, "4")
        assert "Déjà répondue" in await presser(pilot, "6")
        vue = await presser(pilot, "7", "V")
        assert "Courrier po" in vue
        assert "Virement en retard" in vue
        await _filtrer(pilot)
        await presser(pilot, "7", "slash")
        await taper(pilot, "eclairage ete")
        await calme(pilot)
        assert "1 sur 3" in texte(pilot)


async def _filtrer(pilot: Pilot[None]) -> None:
    """By channel and month, said in words; what « Tout » lifts; what a fault says; a service."""
    await presser(pilot, "F")
    await remplir(pilot, {"canal": "courrier postal", "mois": "janvier"})
    vue = await presser(pilot, "f12")
    assert "Canal : Courrier postal, Reçues en janvier 2026" in vue
    assert "1 sur 3" in vue
    assert "R-2026-001" not in vue
    vue = await presser(pilot, "1", "7")
    assert "Reçues en" not in vue
    assert "R-2026-001" in vue
    await presser(pilot, "F")
    await remplir(pilot, {"motif": "zzz", "service": "social"})
    assert "n’est pas dans la liste" in await presser(pilot, "f12")
    await remplir(pilot, {"motif": ""})
    vue = await presser(pilot, "f12")
    assert "Service : Social" in vue
    assert "R-2026-002" not in vue
    await presser(pilot, "F")
    await remplir(pilot, {"service": ""})
    assert "R-2026-002" in await presser(pilot, "f12")


async def test_le_menu_des_gestes_dit_pourquoi_les_autres_sont_refuses(site: Site, jour: date) -> None:
    semer(site, jour)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        vue = await presser(pilot, "f3", "g")
        assert "r  Réponse envoyée" in vue
        assert "n’a encore ni réponse ni clôture" in vue
        await presser(pilot, "c")
        await remplir(pilot, {"motif": "retiree"})
        await presser(pilot, "f12")
        assert etat(relue(site)) is Etat.CLOTUREE
        await presser(pilot, "7", "r")
        assert any("le rouvrir d’abord" in phrase for phrase in annonces(pilot))
        await presser(pilot, "g")
        assert "Rouvrir le dossier" in texte(pilot)


async def test_corriger_recalcule_et_une_date_refusee_se_dit_pres_de_son_champ(site: Site, jour: date) -> None:
    semer(site, jour)
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f3", "r")
        await remplir(pilot, {"le": "30/01/26"})
        vue = await presser(pilot, "f12")
        assert "! Le vendredi 30 janvier 2026 est avant la" in vue
        assert isinstance(pilot.app.screen, Formulaire)
        assert relue(site).faits == ()
        await presser(pilot, "escape", "right", "enter")
        await presser(pilot, "m")
        await remplir(pilot, {"recue_le": "02/02/26"})
        await presser(pilot, "f12")
        assert not any("Échéance recalculée" in phrase for phrase in annonces(pilot))
        await presser(pilot, "m")
        await remplir(pilot, {"recue_le": "10/02/26"})
        await presser(pilot, "f12")
        assert any("butoir le mardi 10 mars 2026" in phrase for phrase in annonces(pilot))
    echeance = relue(site).echeance
    assert echeance is not None
    assert echeance.butoir == date(2026, 3, 10)


async def test_avertissements_et_doublons_sont_montres_sans_bloquer(site: Site, jour: date) -> None:
    semer(site, jour, objet="Standard injoignable toute la semaine", motif="telephone")
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f3", "n")
        objet = "Standard injoignable, rappeler 06 12 34 56 78"
        await remplir(pilot, {"canal": "paris.fr", "motif": "telephone", "objet": objet})
        vue = await presser(pilot, "f12")
        assert "Attention : " in vue
        assert "Peut-être le même dossier que R-2026-001 (mêmes mots)." in vue
        assert len(site.registre.find(Reclamation)) == 2
        await presser(pilot, "right", "enter")
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranReclamations)
        assert ecran.choisi is not None
        assert ecran.choisi.reference == "R-2026-001"
