"""The suggestions (F6) by keys: noted fast, answered, shown to the team."""

from __future__ import annotations

from datetime import date

from textual.pilot import Pilot
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.actions.fiche import Action
from qualitui.domain.francais import INSECABLE
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.operations import equipe
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.site.site import Site
from qualitui.ui.noyau.brouillons import Brouillons
from qualitui.ui.screens.suggestions.formulaires import creation
from qualitui.ui.widgets.formulaire import DELAI_BROUILLON
from qualitui.ui.widgets.tableau import Tableau

HIER = date(2026, 2, 18)


async def presser(pilot: Pilot[None], *touches: str) -> None:
    await pilot.press(*touches)
    await calme(pilot)


async def aller(pilot: Pilot[None]) -> Tableau[Suggestion]:
    await presser(pilot, "f6")
    return pilot.app.screen.query_one(Tableau)


def seule(site: Site) -> Suggestion:
    (suggestion,) = site.registre.find(Suggestion)
    return suggestion


async def test_noter_en_signant(site: Site, jour: date) -> None:
    moi = equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "n")
        await taper(pilot, "Un banc de plus")
        await presser(pilot, "tab")
        await taper(pilot, "Claire")
        await presser(pilot, "f12")
        assert (seule(site).texte, seule(site).auteur) == ("Un banc de plus", moi.code)
        assert "reçue depuis 0 j" in texte(pilot)


async def test_noter_sans_son_nom(site: Site, jour: date) -> None:
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "n")
        await taper(pilot, "Un banc de plus")
        await presser(pilot, "f12")
        assert seule(site).auteur == "", "the same default as by command"
        assert [c.par for c in site.registre.history(Suggestion, seule(site).id)] == ["anonyme"]
        await presser(pilot, "enter")
        assert "De la part de  anonyme" in texte(pilot)


async def test_le_formulaire_dit_ce_qui_ne_peut_pas_etre_tu(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "n")
        vue = " ".join(texte(pilot).replace("│", " ").split())
        assert "ni nom, ni compte, ni poste, ni heure" in vue
        assert "le propriétaire du fichier" in vue


async def test_une_suggestion_anonyme_ne_laisse_pas_de_brouillon(site: Site, jour: date) -> None:
    """Neither while it is typed, nor once a name was taken back."""
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"], logins=["essai"])
    brouillons = Brouillons(site.dossier)
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "n")
        await taper(pilot, "Un banc de plus")
        await pilot.pause(DELAI_BROUILLON + 0.2)
        assert not list(brouillons.dossier.glob("*"))
        await presser(pilot, "tab")
        await taper(pilot, "Claire")
        await pilot.pause(DELAI_BROUILLON + 0.2)
        assert brouillons.lire("suggestion")["texte"] == "Un banc de plus"
        await presser(pilot, "shift+tab", "tab")
        await taper(pilot, "Anonyme")
        await pilot.pause(DELAI_BROUILLON + 0.2)
        assert not list(brouillons.dossier.glob("*"))
        await presser(pilot, "escape")
        assert "Garder pour plus tard" not in texte(pilot)


async def test_deux_champs_seulement_sont_obligatoires(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        contexte = pilot.app.screen._contexte  # type: ignore[attr-defined]
        assert [champ.nom for champ in creation(contexte).champs if champ.obligatoire] == ["texte", "auteur"]
        await presser(pilot, "n", "f12")
        assert "! À remplir." in texte(pilot)
        assert not site.registre.find(Suggestion)


async def test_retenir_cree_l_action_et_la_lie(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Un banc de plus\nau soleil", jour=HIER)
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "l")
        await taper(pilot, "Bonne idee")
        await presser(pilot, "f12")
        assert seule(site).etat is EtatSuggestion.EN_ANALYSE
        await presser(pilot, "r", "1")
        await presser(pilot, "f12")
        (action,) = site.registre.find(Action)
        assert annonces(pilot)[-1].replace(INSECABLE, " ") == "S-2026-001 est retenue : action A-2026-001 créée."
        assert (action.intitule, action.origine.reference) == ("Un banc de plus", "S-2026-001")
        assert (seule(site).action, seule(site).analyse) == ("A-2026-001", "Bonne idee")
        await presser(pilot, "3", "g", "5")
        assert "A-2026-001" in texte(pilot)
        assert pilot.app.screen.query_one(Tableau).vise == action


async def test_ecarter_demande_la_raison_puis_presenter(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Fermer à midi", jour=HIER)
    async with ouvrir(site, jour) as pilot:
        tableau = await aller(pilot)
        await presser(pilot, "g")
        assert "n’a pas encore de réponse à présenter" in texte(pilot)
        await presser(pilot, "3")
        await presser(pilot, "f12")
        assert "! À remplir." in texte(pilot)
        await taper(pilot, "Horaires de la Ville")
        await presser(pilot, "f12")
        assert seule(site).reponse == "Horaires de la Ville"
        await presser(pilot, "2")
        assert tableau.row_count == 1
        await presser(pilot, "g", "4")
        await presser(pilot, "f12")
        assert seule(site).presentee_le == jour
        assert tableau.row_count == 0


async def test_ce_qui_a_sa_reponse_ne_se_reanalyse_pas(site: Site, jour: date) -> None:
    ancienne = suggestions.ajouter(site, texte="Fermer à midi", jour=HIER)
    suggestions.ecarter(site, ancienne, raison="Non", jour=jour)
    async with ouvrir(site, jour) as pilot:
        await aller(pilot)
        await presser(pilot, "5", "a")
        assert any("elle a sa réponse" in annonce for annonce in annonces(pilot))
        assert not site.registre.find(Action)


async def test_les_filtres_et_la_recherche(site_demo: Site, jour: date) -> None:
    async with ouvrir(site_demo, jour) as pilot:
        tableau = await aller(pilot)
        comptes = []
        for chiffre in "12345":
            await presser(pilot, chiffre)
            comptes.append(tableau.row_count)
        toutes = suggestions.lister(site_demo)
        assert comptes[4] == len(toutes)
        assert comptes[0] + comptes[2] + comptes[3] == len(toutes)
        await presser(pilot, "slash")
        await taper(pilot, "ecartee")
        await calme(pilot)
        assert tableau.row_count == comptes[3]
