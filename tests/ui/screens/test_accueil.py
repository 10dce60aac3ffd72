"""The home screen: the week of the site, each element opened by Enter, one's own last gesture undone."""

from __future__ import annotations

from datetime import date, timedelta

from ui.pilotage import LARGE, annonces, calme, ouvrir, texte

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.semaine import EtatElement, regrouper
from qualitui.operations.actions import gestes as actions
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.semaine import semaine
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store import apercu
from qualitui.store.site.site import Site
from qualitui.ui.screens.accueil import EcranAccueil
from qualitui.ui.widgets.tableau import Tableau


def _action(site: Site, intitule: str, echeance: date, jour: date) -> Action:
    return actions.creer(
        site, intitule=intitule, origine=Origine(concept="reunion"), pilote="daa", echeance=echeance, jour=jour
    )


async def test_les_comptes_sont_ceux_de_la_semaine(site: Site, jour: date) -> None:
    _action(site, "Changer l’affiche", jour - timedelta(days=3), jour - timedelta(days=30))
    vraie = semaine(site, jour)
    async with ouvrir(site, jour) as pilot:
        vue = texte(pilot)
        assert f"{len(vraie.de(EtatElement.EN_RETARD))} en retard" in vue
        assert f"{len(vraie.de(EtatElement.AUJOURDHUI))} aujourd’hui" in vue
        assert "d’ici lundi 9 mars" in vue
        assert "! 27/02/26 +3 j" in vue
        assert "A-2026-001" in vue
        tableau = pilot.app.screen.query_one(Tableau)
        assert tableau.row_count == sum(len(regrouper(vraie.de(etat))) for etat in EtatElement)


async def test_le_prochain_demarrage_montrera_ce_que_l_accueil_a_montre(site: Site, jour: date) -> None:
    _action(site, "Changer l’affiche", jour - timedelta(days=3), jour - timedelta(days=30))
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        comptes = next(ligne for ligne in texte(pilot).split("\n") if "en retard ·" in ligne)
        retenues = [ligne.replace("\u00a0", " ") for ligne in apercu.lire(site.dossier)]
        assert retenues[0].startswith(
            " EPS d’essai · La semaine du site, telle que ce poste la savait le lundi 2 mars 2026"
        )
        assert comptes.strip() in [ligne.strip() for ligne in retenues]
        for ligne in pilot.app.screen.query_one(Tableau).montres:
            reference, libelle = (t.replace("\u00a0", " ") for t in (ligne.element.reference, ligne.element.libelle))
            assert any(reference in vue and libelle in vue for vue in retenues)


async def test_aucune_identite_n_est_retenue_pour_le_prochain_demarrage(site: Site, jour: date) -> None:
    identite = Identite(nom="Zéphyrin Quatrebarbes", courriel="z.q@exemple.fr", texte="Je me plains, signé Zéphyrin.")
    recue = jour - timedelta(days=40)
    saisie = Saisie(canal="courrier", recue_le=recue, nature="reclamation", objet="Attente au guichet")
    reclamations.ajouter(site, saisie, identite=identite, jour=jour, raison="oubli")
    async with ouvrir(site, jour):
        retenu = "\n".join(apercu.lire(site.dossier))
        assert "Attente au guichet" in retenu
        assert not any(valeur in retenu for valeur in identite.model_dump().values() if valeur)


async def test_les_jours_fermes_sont_nommes(site: Site) -> None:
    async with ouvrir(site, date(2026, 3, 25)) as pilot:
        assert "Site fermé" not in texte(pilot)
    async with ouvrir(site, date(2026, 4, 1)) as pilot:
        assert "Site fermé lundi 6 avril : lundi de Pâques" in texte(pilot)


async def test_un_filtre_par_etat(site: Site, jour: date) -> None:
    _action(site, "Changer l’affiche", jour - timedelta(days=3), jour - timedelta(days=30))
    async with ouvrir(site, jour) as pilot:
        await pilot.press("2")
        await calme(pilot)
        tableau = pilot.app.screen.query_one(Tableau)
        assert [ligne.element.reference for ligne in tableau.montres] == ["A-2026-001"]


async def test_entree_mene_au_module_de_l_element(site: Site, jour: date) -> None:
    _action(site, "Changer l’affiche", jour - timedelta(days=3), jour - timedelta(days=30))
    async with ouvrir(site, jour) as pilot:
        await pilot.press("enter")
        await calme(pilot)
        assert pilot.app.current_mode == "actions"


async def test_les_reperes_sous_la_liste_et_le_detail_a_cote(site: Site, jour: date) -> None:
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        vue = texte(pilot)
        assert "Revue des actions, 1er trimestre 2026 : à tenir." in vue
        assert "Prochain audit" in vue
        assert "Cette semaine, par rôle" in vue


async def test_echap_reste_a_l_accueil(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("escape")
        await calme(pilot)
        assert isinstance(pilot.app.screen, EcranAccueil)


async def test_u_annule_le_dernier_geste_apres_une_question(site: Site, jour: date) -> None:
    _action(site, "Saisie par erreur", jour - timedelta(days=3), jour - timedelta(days=30))
    async with ouvrir(site, jour) as pilot:
        await pilot.press("u")
        await calme(pilot)
        assert "Annuler votre dernier enregistrement ?" in texte(pilot)
        await pilot.press("n")
        await calme(pilot)
        assert len(site.registre.find(Action)) == 1
        await pilot.press("u", "o")
        await calme(pilot)
        assert len(site.registre.find(Action)) == 0
        assert "annulé : action A-2026-001" in annonces(pilot)[-1].replace("\u00a0", " ")
        assert "A-2026-001" not in texte(pilot)


async def test_i_ecrit_la_semaine_en_word_sans_figer_le_clavier(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("i")
        await calme(pilot)
        assert "Document écrit" in annonces(pilot)[-1]
        assert [fichier.suffix for fichier in (site.dossier / "documents").glob("[!.]*")] == [".docx"]


async def test_entree_ouvre_ce_qui_regle(site: Site, jour: date) -> None:
    """A missed check, an action, a case, a quarter: the page or the menu that settles it, at the first Enter."""
    plus_tard = date(2026, 7, 2)
    _action(site, "Changer l’affiche", jour + timedelta(days=3), jour)
    saisie = Saisie(canal="courrier", recue_le=jour, nature="reclamation", objet="Attente au guichet")
    reclamations.ajouter(site, saisie, jour=jour)
    attendus = {
        "verifications": "Manquées\u00a0: pourquoi ?",
        "actions": "A-2026-001\u00a0: que faire ?",
        "reclamations": "R-2026-001",
        "trimestre": "Pourquoi le 2e trimestre 2026 est manqué",
    }
    async with ouvrir(site, plus_tard) as pilot:
        for domaine, attendu in attendus.items():
            await pilot.press("f2")
            await calme(pilot)
            if "Question" in type(pilot.app.screen).__name__:
                await pilot.press("escape")
                await calme(pilot)
            tableau = pilot.app.screen.query_one(Tableau)
            rang = next(n for n, ligne in enumerate(tableau.montres) if ligne.element.domaine == domaine)
            tableau.move_cursor(row=rang)
            await pilot.press("enter")
            await calme(pilot)
            vue = texte(pilot).replace("\u00a0", " ")
            assert attendu.replace("\u00a0", " ") in vue, domaine
            assert type(pilot.app.screen).__name__ in ("EcranManquees", "MenuDeGestes", "Formulaire")
            await pilot.press("escape")
            await calme(pilot)


async def test_chaque_ligne_de_l_accueil_se_voit_ou_s_atteint(site: Site) -> None:
    """At 80 × 24, on the last day of a quarter: the sentences under the list are more than it shows at once."""
    suggestions.ajouter(site, texte="Un banc", jour=date(2026, 3, 2))
    fin = date(2026, 3, 31)
    phrases = semaine(site, fin).reperes
    assert len(phrases) > 7
    async with ouvrir(site, fin) as pilot:
        vues = set()
        pied = pilot.app.screen.query_one("#semaine-reperes")
        assert pied.size.height >= 6
        pied.focus()
        for _ in range(30):
            vues |= {ligne.strip() for ligne in texte(pilot).replace("\u00a0", " ").split("\n")}
            await pilot.press("down")
            await calme(pilot)
        lues = " ".join(vues)
        assert [p for p in phrases if p.replace("\u00a0", " ")[:60] not in lues] == []
        compte = next(ligne for ligne in vues if "en retard" in ligne and "·" in ligne)
        tableau = pilot.app.screen.query_one(Tableau)
        assert f"({tableau_lignes(tableau)} lignes)" in compte


def tableau_lignes(tableau: Tableau) -> int:
    return sum(ligne.element.etat is EtatElement.EN_RETARD for ligne in tableau.montres)
