"""What a person may not write is refused before a form opens, with the sentence that saving would give."""

from __future__ import annotations

from datetime import date

import pytest
from operations.test_droits import TABLE
from ui.dossiers import presser, semer
from ui.pilotage import annonces, ouvrir

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.actions.possibles import Geste as GestesActions
from qualitui.domain.concepts import CONCEPTS, DOMAINES
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.possibles import Geste as GestesReclamations
from qualitui.domain.suggestions.possibles import Geste as GestesSuggestions
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.store.site.droits import BORNEE
from qualitui.store.site.site import Site
from qualitui.ui.modules import MODULES
from qualitui.ui.widgets.formulaire import Formulaire


def peupler(site: Site, jour: date) -> None:
    semer(site, jour)
    actions.creer(site, intitule="Afficher les horaires", origine=Origine(concept="reunion"), jour=jour)
    suggestions.ajouter(site, texte="Un banc dans le hall", jour=jour)
    trimestres.ouvrir(site, "2026-T1", jour=jour)


def etre(site: Site, role: str) -> str:
    """The person in front of the screen holds this role only; their name."""
    equipe.rattacher(site, equipe.ajouter(site, nom="Léa Brun", roles=(role,)), site.login)
    return "Léa Brun"


# module → the keys that would open a form or write; the domain the refusal names
GESTES = {
    "reclamations": (("f3",), ("n", "m", "g", "r", "q", "A", "d", "c", "i"), "reclamations"),
    "actions": (("f5",), ("n", "m", "l", "d", "r"), "actions"),
    "suggestions": (("f6",), ("n", "l", "r", "a"), "suggestions"),
    "verifications": (("f4",), ("x", "m", "p"), "verifications"),
    "indicateurs": (("f7",), ("n",), "indicateurs"),
    "revue": (("f8",), ("n", "m", "v"), "revue"),
}


@pytest.mark.parametrize("nom", GESTES)
async def test_un_lecteur_est_arrete_avant_le_formulaire(site: Site, jour: date, nom: str) -> None:
    chemin, touches, domaine = GESTES[nom]
    peupler(site, jour)
    lecteur = next(r.code for r in site.roles if r.droits[domaine] == "lecture")
    etre(site, lecteur)
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, *chemin)
        devant = pilot.app.screen
        for touche in touches:
            pilot.app.clear_notifications()
            await presser(pilot, touche)
            assert pilot.app.screen is devant, touche
            (phrase,) = annonces(pilot)
            assert phrase.startswith("Le rôle de Léa Brun ne permet pas "), touche
            assert f" {DOMAINES[domaine]}. Il faut un de ces rôles" in phrase, touche


async def test_le_trimestre_aussi(site: Site, jour: date) -> None:
    peupler(site, jour)
    etre(site, next(r.code for r in site.roles if r.droits["actions"] == "lecture"))
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f5", "t", "enter")
        passage = pilot.app.screen
        for touche in ("2", "l", "f12"):
            await presser(pilot, touche)
            assert pilot.app.screen is passage, touche
        assert len(annonces(pilot)) == 3
    assert not trimestres.trouver(site, "2026-T1").decisions


async def test_les_reglages_aussi_par_leur_touche_ou_par_entree(site: Site, jour: date) -> None:
    etre(site, "directeur")
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("reglages")  # type: ignore[attr-defined]
        await presser(pilot, "home")
        reglages = pilot.app.screen
        for touche in ("enter", "m", "n"):
            await presser(pilot, touche)
            assert pilot.app.screen is reglages, touche
        refus = "Le rôle de Léa Brun ne permet pas de modifier l’équipe et les réglages du site."
        assert annonces(pilot) == [f"{refus} Il faut un de ces rôles\u00a0: DAA ou DACS."] * 3


async def test_le_dossier_d_un_autre_est_refuse_et_le_sien_s_ouvre(site: Site, jour: date) -> None:
    """« Ses éléments »: whose record it is decides, and the palette goes through the same door."""
    site.registre.auteur = "dupont"
    autre = semer(site, jour, objet="D’un autre")
    borne = next(r.code for r in site.roles if r.portee == BORNEE and r.droits["reclamations"] == "ecriture")
    etre(site, borne)
    mienne = semer(site, jour, objet="La mienne")
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f3")
        liste = pilot.app.screen
        liste.viser(autre.id)
        for touche in ("m", "r", "g", "i"):
            await presser(pilot, touche)
            assert pilot.app.screen is liste, touche
        assert all(autre.reference in phrase for phrase in annonces(pilot))
        assert len(annonces(pilot)) == 4
        await presser(pilot, "p", "m")
        assert not isinstance(pilot.app.screen, Formulaire)
        liste.viser(mienne.id)
        await presser(pilot, "r")
        assert isinstance(pilot.app.screen, Formulaire)
        await presser(pilot, "f12")
    assert [len(r.faits) for r in site.registre.find(Reclamation)] == [0, 1]


async def test_qui_ne_lit_pas_un_domaine_ouvre_un_ecran_vide_qui_dit_pourquoi(site: Site, jour: date) -> None:
    peupler(site, jour)
    etre(site, "serre-file")
    async with ouvrir(site, jour) as pilot:
        for module in MODULES:
            domaine = next((c.domaine.code for c in CONCEPTS if c.nom == module.nom), "")
            if not domaine or domaine == "parametres":
                continue
            pilot.app.clear_notifications()
            pilot.app.aller(module.nom)  # type: ignore[attr-defined]
            vue = await presser(pilot, "home")
            dits = " ".join(annonces(pilot))
            assert f"ne permet pas de lire {DOMAINES[domaine]}" in dits + vue.replace("\n", " "), module.nom
            for nom in ("Afficher les horaires", "Un banc dans le hall", "R-2026-001", "A-2026-001", "V-NET-02"):
                assert nom not in vue, module.nom


def test_chaque_action_gardee_existe() -> None:
    """A name mistyped in ECRITURES would leave a door open."""
    for module in MODULES:
        ecran = module.ecran()
        for actions_gardees in ecran.ECRITURES.values():  # type: ignore[attr-defined]
            noms = {nom.partition(":")[0] for nom in actions_gardees.split()}
            assert all(hasattr(ecran, f"action_{nom}") or nom == "raison" for nom in noms), module


def test_un_geste_garde_demande_ce_que_demande_son_operation() -> None:
    """The value of a gesture is its operation's name: the screen asks, before the form, what saving will."""
    gardes = 0
    for module in MODULES:
        ecran = module.ecran()
        for demande, actions_gardees in ecran.ECRITURES.items():  # type: ignore[attr-defined]
            for nom in (une.partition(":")[2] for une in actions_gardees.split() if ":" in une):
                assert TABLE[f"{module.nom}.gestes.{nom}"] == demande, (module.nom, nom)
                gardes += 1
    assert gardes == len(GestesActions) + len(GestesReclamations) + len(GestesSuggestions)
