"""The screens of the checks, by keys: ticking in one key, a refusal put back, reasons, corrections, other views."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from textual.pilot import Pilot
from ui.pilotage import LARGE, annonces, calme, ouvrir, taper, texte

from qualitui.domain.actions.fiche import Action
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, Resultat, Verification
from qualitui.domain.verifications.volets import signe
from qualitui.operations import equipe
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.site.site import Site
from qualitui.ui.screens.verifications.ecran import EcranVerifications
from qualitui.ui.screens.verifications.historique import EcranHistorique
from qualitui.ui.screens.verifications.manquees import EcranManquees
from qualitui.ui.screens.verifications.statistiques import EcranStatistiques
from qualitui.ui.widgets.conflit import Conflit
from qualitui.ui.widgets.tableau import Tableau


async def _ouvrir_module(pilot: Pilot[Any]) -> EcranVerifications:
    await pilot.press("f4")
    await calme(pilot)
    ecran = pilot.app.screen
    assert isinstance(ecran, EcranVerifications)
    return ecran


def _constats(site: Site) -> dict[str, Constat]:
    return {constat.id: constat for constat in site.registre.find(Constat)}


def _signes(ecran: EcranVerifications) -> str:
    return "".join(signe(rangee.suivi) for rangee in ecran.tableau.montres)


async def test_quarante_conformes_en_deux_touches_au_plus_chacune(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        await pilot.press("7")
        await calme(pilot)
        touches = 0
        while len(notees := [r for r in ecran.tableau.montres if r.suivi.resultat is not None]) < 40:
            vise = ecran.choisi
            assert vise is not None
            touches += 1
            # A daily check of a day to come is passed over; every other one takes a single key.
            await pilot.press("c" if vise.occurrence.debut <= jour else "down")
        await calme(pilot)
        notes = _constats(site)
        assert set(notes) == {rangee.occurrence.ident for rangee in notees}
        assert {note.resultat for note in notes.values()} == {Resultat.CONFORME}
        assert touches <= 80


async def test_l_etat_change_avant_l_ecriture_et_revient_si_elle_est_refusee(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        premiere = ecran.tableau.montres[0]
        verification = verifications.trouver(site, premiere.occurrence.verification)
        # Someone else notes it meanwhile: the screen does not know yet.
        verifications.noter(site, verification, premiere.occurrence.periode, Resultat.SANS_OBJET, jour=jour)
        ecran.action_noter("conforme")
        assert _signes(ecran)[0] == "C"
        await calme(pilot)
        assert _signes(ecran)[0] == "O"
        assert "modifiée par essai entre-temps" in texte(pilot)
        assert _constats(site)[premiere.occurrence.ident].resultat is Resultat.SANS_OBJET


async def test_plusieurs_a_la_fois_et_le_curseur_va_plus_loin(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        trois = ecran.tableau.montres[:3]
        await pilot.press("space", "space", "space", "o")
        await calme(pilot)
        assert {ident: note.resultat for ident, note in _constats(site).items()} == {
            rangee.occurrence.ident: Resultat.SANS_OBJET for rangee in trois
        }
        assert ecran.choisi is not None
        assert ecran.choisi.reference == ecran.tableau.montres[3].reference
        site.registre.annuler()
        assert _constats(site) == {}


async def test_x_demande_ce_qui_a_ete_vu_et_ouvre_l_action(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        visee = ecran.tableau.montres[0]
        await pilot.press("x")
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert "À remplir." in texte(pilot)
        await taper(pilot, "affiche arrachee")
        await pilot.press("f12")
        await calme(pilot)
        note = _constats(site)[visee.occurrence.ident]
        assert (note.resultat, note.constat) == (Resultat.NON_CONFORME, "affiche arrachee")
        (action,) = site.registre.find(Action)
        assert action.reference == note.action
        assert action.origine.reference == visee.reference


async def test_x_sur_plusieurs_lignes_n_en_saute_aucune(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        quatre = [rangee.reference for rangee in ecran.tableau.montres[:4]]
        await pilot.press("space", "space", "x")
        await calme(pilot)
        assert "pilote : le responsable de chacune, pour le" in texte(pilot)
        await taper(pilot, "vide")
        await pilot.press("f12")
        await calme(pilot)
        assert [c.action != "" for c in _constats(site).values()] == [True, True]
        assert ecran.choisi is not None
        assert ecran.choisi.reference == quatre[2]


async def test_x_n_offre_pas_l_action_a_qui_ne_peut_pas_l_ecrire(site: Site, jour: date) -> None:
    sans = next(r for r in site.roles if r.droit("verifications") == "ecriture" and r.droit("actions") != "ecriture")
    equipe.ajouter(site, nom="Noé Petit", roles=[sans.code], logins=["essai"])
    async with ouvrir(site, jour) as pilot:
        await _ouvrir_module(pilot)
        await pilot.press("x")
        await calme(pilot)
        assert "Ce qui a été vu" in texte(pilot)
        assert "Ouvrir une action" not in texte(pilot)


async def test_corriger_garde_le_premier_resultat_dans_l_historique(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        ident = ecran.tableau.montres[0].occurrence.ident
        await pilot.press("c", "home", "m")
        await calme(pilot)
        await taper(pilot, "sans objet")
        await pilot.press("f12")
        await calme(pilot)
        assert _constats(site)[ident].resultat is Resultat.SANS_OBJET
        changements = site.registre.history(Constat, ident)
        assert changements[-1].champs["resultat"] == ("conforme", "sans-objet")


async def test_les_manquees_sans_raison_sont_annoncees_puis_expliquees_en_une_touche(site: Site, jour: date) -> None:
    plus_tard = jour + timedelta(days=21)
    async with ouvrir(site, plus_tard) as pilot:
        await _ouvrir_module(pilot)
        attendues = verifications.a_expliquer(site, jour=plus_tard)
        assert f"{len(attendues)} vérifications manquées attendent une raison" in texte(pilot)
        await pilot.press("r")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranManquees)
        nombre = len(ecran.tableau.montres)
        assert nombre == len(attendues)
        premiere = ecran.tableau.montres[0]
        await pilot.press("1")
        await calme(pilot)
        note = _constats(site)[premiere.occurrence.ident]
        assert (note.raison, note.resultat) == ("absence", None)
        assert len(ecran.tableau.montres) == nombre
        await pilot.press("5")
        await calme(pilot)
        await taper(pilot, "greve")
        await pilot.press("f12")
        await calme(pilot)
        assert {n.raison: n.explication for n in _constats(site).values()} == {"absence": "", "autre": "greve"}
        await pilot.press("escape", "4")
        await calme(pilot)
        assert len(pilot.app.screen.query_one(Tableau).montres) == nombre


async def test_apres_21_jours_la_raison_est_demandee_des_l_ouverture_a_la_personne_en_charge(
    site: Site, jour: date
) -> None:
    role = next(v.role for v in site.registre.find(Verification) if v.code == "V-NET-02")
    equipe.ajouter(site, nom="Noé Petit", roles=[role], logins=["essai"])
    le = jour + timedelta(days=21)
    avant = verifications.lister(site, du=jour, au=le, jour=jour)
    apres = verifications.lister(site, du=jour, au=le, jour=le)
    assert [s.occurrence for s in apres] == [s.occurrence for s in avant]  # the same periods: no double, no hole
    manquees = {s.occurrence.ident for s in apres if s.etat is EtatOccurrence.MANQUEE}
    miennes = {s.occurrence.ident for s in apres if s.occurrence.ident in manquees and s.occurrence.role == role}
    assert 15 < len(miennes) < len(manquees)

    async with ouvrir(site, le) as pilot:
        assert f"{len(miennes)} vérifications dont vous avez la charge" in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        await calme(pilot)
        assert isinstance(pilot.app.screen, EcranManquees)
        assert f"dont {len(miennes)} à vous" in texte(pilot)
        await pilot.press("B", "1")  # all mine, one reason
        await calme(pilot)

    constats = _constats(site)
    assert set(constats) == miennes
    assert {c.raison for c in constats.values()} == {"absence"}
    encore = verifications.lister(site, du=jour, au=le, jour=le)
    assert {s.occurrence.ident for s in encore if s.etat is EtatOccurrence.MANQUEE} == manquees  # counted all the same

    async with ouvrir(site, le) as pilot:
        assert "dont vous avez la charge" not in texte(pilot)


async def test_la_raison_peut_se_dire_plus_tard_et_f4_la_redemande(site: Site, jour: date) -> None:
    role = next(v.role for v in site.registre.find(Verification) if v.code == "V-NET-02")
    lea = equipe.ajouter(site, nom="Léa Roux", roles=[role])
    noe = equipe.ajouter(site, nom="Noé Petit", roles=[role, "chef-service"], logins=["essai"])
    verifications.modifier(site, verifications.trouver(site, "V-NET-02"), personne=lea.code, jour=jour)
    le = jour + timedelta(days=1)
    async with ouvrir(site, le) as pilot:  # one miss, given to Léa by name: Noé is not asked
        assert "dont vous avez la charge" not in texte(pilot)
    verifications.modifier(site, verifications.trouver(site, "V-NET-02"), personne=noe.code, jour=le)
    async with ouvrir(site, le + timedelta(days=1)) as pilot:
        assert "1 vérification dont vous avez la charge a été manquée" in texte(pilot)
        await pilot.press("escape", "f4")
        await calme(pilot)
        await calme(pilot)
        assert isinstance(pilot.app.screen, EcranManquees)


async def test_une_tournee_passee_se_saisit_a_sa_date(site: Site, jour: date) -> None:
    vendredi = jour + timedelta(days=4)
    async with ouvrir(site, vendredi + timedelta(days=3)) as pilot:
        ecran = await _ouvrir_module(pilot)
        await pilot.press("d")
        await calme(pilot)
        await taper(pilot, "06/03/2026")
        await pilot.press("f12")
        await calme(pilot)
        assert "Saisie de la tournée du vendredi 6 mars 2026" in texte(pilot)
        ecran.viser("V-NET-02 × 2026-03-06")
        await pilot.press("c")
        await calme(pilot)
        note = _constats(site)["V-NET-02@2026-03-06"]
        assert note.le == vendredi
        suivi = verifications.suivi(site, verifications.trouver(site, "V-NET-02"), "2026-03-06", jour=ecran.jour)
        assert not suivi.hors_delai


async def test_on_arrive_sur_la_bonne_ligne_meme_ancienne(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        pilot.app.aller("verifications", "V-CNF-01 × 2026-S10")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranVerifications)
        assert ecran.choisi is not None
        assert ecran.choisi.reference == "V-CNF-01 × 2026-S10"
        pilot.app.aller("verifications", "V-INF-02 × 2025-01")
        await calme(pilot)
        ancien = pilot.app.screen
        assert isinstance(ancien, EcranHistorique)
        assert ancien.choisi is not None
        assert ancien.choisi.reference == "V-INF-02 × 2025-01"


async def test_i_imprime_la_tournee_de_tous_d_un_role_ou_d_un_lieu(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir_module(pilot)
        await pilot.press("i")
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert (site.dossier / "documents" / f"tournee-{jour.isoformat()}.docx").is_file()

        await pilot.press("i")
        await calme(pilot)
        await taper(pilot, "semaine")
        await pilot.press("enter", "tab")
        await taper(pilot, "raqn")
        await pilot.press("enter", "f12")
        await calme(pilot)
        assert (site.dossier / "documents" / f"tournee-semaine-{jour.isoformat()}-raqn.docx").is_file()


async def test_e_ecrit_l_annee_dans_un_classeur(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir_module(pilot)
        for touches, attendu in ((("e",), "verifications-2026.xlsx"), (("g", "<", "e"), "verifications-2025.xlsx")):
            for touche in touches:
                await pilot.press("less_than_sign" if touche == "<" else touche)
                await calme(pilot)
            assert (site.dossier / "documents" / attendu).stat().st_size > 5000
        assert any("verifications-2025.xlsx" in annonce for annonce in annonces(pilot))


async def test_y_dit_pourquoi_ce_jour(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir_module(pilot)
        await pilot.press("y")
        await calme(pilot)
        vue = texte(pilot)
        assert "Pourquoi cette date ? V-INF-01 × 2026-S10" in vue
        assert "Jour type : lundi 2 mars 2026" in vue
        await pilot.press("escape", "l")
        await calme(pilot)
        await pilot.press("y")
        await calme(pilot)
        assert "Pourquoi cette date ? V-INF-01 × 2026-S10" in texte(pilot)


async def test_m_majuscule_ne_montre_que_les_siennes(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, tolerant=True) as pilot:
        ecran = await _ouvrir_module(pilot)
        await pilot.press("M")
        await calme(pilot)
        assert any("rattaché à personne" in annonce for annonce in annonces(pilot))
        equipe.ajouter(site, nom="Noé Petit", roles=["raqn"], logins=["essai"])
        tous = len(ecran.tableau.montres)
        await pilot.press("M")
        await calme(pilot)
        assert {rangee.occurrence.role for rangee in ecran.tableau.montres} == {"raqn"}
        assert "Seulement les vôtres" in texte(pilot)
        await pilot.press("M")
        await calme(pilot)
        assert len(ecran.tableau.montres) == tous


async def test_a_80_colonnes_le_compte_se_lit_entier(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        ecran = await _ouvrir_module(pilot)
        await pilot.press("4")
        await calme(pilot)
        await calme(pilot)
        total = f"{1000 + len(ecran._rangees) % 1000:,}".replace(",", " ")
        assert f"{len(ecran.tableau.montres)} sur {total}" in texte(pilot)


async def test_les_statistiques_par_page(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        await _ouvrir_module(pilot)
        await pilot.press("s")
        await calme(pilot)
        for touche, attendu in (
            ("1", "dont au jour attendu"),
            ("2", "Réalisation N-1"),
            ("6", "! : moins de 80 %"),
            ("7", "Raison :"),
        ):
            await pilot.press(touche)
            assert attendu in texte(pilot)
        # What was missed is listed in the year it fell due in, as it is counted.
        await pilot.press("less_than_sign")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranStatistiques)
        assert ecran._contenu is not None
        assert len(ecran._contenu.manquees) == ecran._contenu.chiffres.total.n.manquees > 0


async def test_la_liste_a_120_colonnes_montre_le_detail(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        await _ouvrir_module(pilot)
        await pilot.pause(0.1)
        assert "Preuve attendue" in texte(pilot)


async def test_deux_touches_a_la_suite_sur_la_meme_ligne_ne_se_genent_pas(site: Site, jour: date) -> None:
    """The second key is pressed while the first is still being written: it starts from what the first wrote."""
    le = jour + timedelta(days=8)
    async with ouvrir(site, le) as pilot:
        await pilot.press("f4", "r")
        await calme(pilot)
        ecran = pilot.app.screen
        assert isinstance(ecran, EcranManquees)
        reference = ecran.tableau.montres[0].reference
        with site.registre.stockage.verrou:  # type: ignore[attr-defined]
            for raison in ("absence", "oubli"):
                ecran.tableau.viser(reference)
                ecran.action_raison(raison)
        await calme(pilot)
        assert not isinstance(pilot.app.screen, Conflit), texte(pilot)
        ecran.tableau.viser(reference)
        ecran.action_raison("matériel")
        ecran.tableau.viser(reference)
        ecran.action_modifier()  # a form opened while it is written carries what was written
        await calme(pilot)
        await pilot.press("tab")
        await taper(pilot, "panne")
        await pilot.press("f12")
        await calme(pilot)
        assert pilot.app.screen is ecran, texte(pilot)
    constat = site.registre.find(Constat)[0]
    assert (constat.raison, constat.explication) == ("matériel", "panne")
    assert len(site.registre.history(Constat, constat.id)) == 4
