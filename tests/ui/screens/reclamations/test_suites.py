"""What comes out of a réclamation: letters, actions, figures; and what is confidential stays in its folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ui.dossiers import presser, relue, remplir, semer
from ui.pilotage import LARGE, annonces, ouvrir, texte

from qualitui.domain.actions.fiche import Action
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.operations import equipe
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.site import Site
from qualitui.store.site.utilisateur import etat_local


async def test_la_lettre_et_son_envoi_d_un_meme_geste_puis_en_lot(site: Site, jour: date) -> None:
    for _ in range(3):
        semer(site, jour)
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f3", "i", "enter", "f12")
        accuses = [r for r in site.registre.find(Reclamation) if r.faits]
        assert [f.genre.value for r in accuses for f in r.faits] == ["accusé de réception"]
        assert len(list(site.dossier.glob("confidentiel/*/pieces/*accuse.docx"))) == 1
        vue = await presser(pilot, "i", "down", "down", "down", "enter", "f12")
        assert "2 lettres écrites sur 2." in vue
    assert all(len(r.faits) == 1 for r in site.registre.find(Reclamation))
    assert len(list(site.dossier.glob("confidentiel/*/pieces/*accuse.docx"))) == 3


async def test_l_identite_ne_se_montre_qu_a_la_demande_et_l_action_est_liee(site: Site, jour: date) -> None:
    fiche = semer(site, jour, motif="telephone")
    site.confidentiel.ecrire(fiche.reference, Identite(nom="Solange Peripatte"))
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        vue = await presser(pilot, "f3")
        assert "touche p pour la montrer" in vue
        assert "Peripatte" not in vue
        assert "Solange Peripatte" in await presser(pilot, "p")
        await presser(pilot, "m")
        await remplir(pilot, {"courriel": "sp"})
        await presser(pilot, "f12", "a", "f12")
        action = site.registre.find(Action)[0]
        assert action.origine.reference == "R-2026-001"
        assert relue(site).actions == (action.reference,)
        assert action.reference in texte(pilot)
    assert site.confidentiel.lire(fiche.reference) == Identite(nom="Solange Peripatte", courriel="sp", version=2)


async def test_un_nom_abandonne_ne_laisse_rien_sur_le_poste(site: Site, jour: date) -> None:
    """The draft of the form keeps the object, never who wrote."""
    async with ouvrir(site, jour) as pilot:
        await presser(pilot, "f3", "n")
        await remplir(pilot, {"objet": "Standard muet", "nom": "Peripatte"})
        await presser(pilot, "escape")
        assert "sans l’identité" in texte(pilot)
        await presser(pilot, "right", "enter")
    ecrits = [f.read_bytes() for d in (etat_local(), site.dossier) for f in Path(d).rglob("*") if f.is_file()]
    assert any(b"Standard muet" in octets for octets in ecrits)
    assert not any(b"Peripatte" in octets for octets in ecrits)


async def test_un_fait_mal_note_se_corrige_puis_se_retire(site: Site, jour: date) -> None:
    fiche = semer(site, jour)
    fiche = reclamations.attendre(
        site, fiche, le=date(2026, 2, 20), interlocuteur="Mme Durand", nouvelle_date=date(2026, 3, 10), jour=jour
    )
    reclamations.repondre(site, fiche, le=date(2026, 2, 27), jour=jour)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        await presser(pilot, "f3", "7", "g", "end", "up", "enter")
        vue = await presser(pilot, "enter")
        assert "Mme Durand" in vue
        await remplir(pilot, {"nouvelle_date": "20/03/2026", "raison": "Mal lue"})
        vue = await presser(pilot, "f12")
        assert relue(site).faits[0].nouvelle_date == date(2026, 3, 20)
        assert relue(site).faits[0].interlocuteur == "Mme Durand"
        assert "au lieu de 10/03/2026" in " ".join(vue.replace("│", " ").split())
        await presser(pilot, "g", "end", "enter", "down", "enter", "f12")
        assert len(relue(site).faits) == 2  # no reason, no gesture
        await remplir(pilot, {"raison": "Mauvais dossier"})
        await presser(pilot, "f12")
        assert "retiré" in texte(pilot)
    assert [f.genre.value for f in relue(site).faits] == ["réponse d’attente"]
    assert [c.raison for c in relue(site).corrections] == ["Mal lue", "Mauvais dossier"]


async def test_sans_droit_d_ecriture_le_formulaire_ne_s_ouvre_pas(site: Site, jour: date) -> None:
    semer(site, jour)
    lecteurs = [role.code for role in site.roles if role.droits.get("reclamations") == "lecture"]
    equipe.rattacher(site, equipe.ajouter(site, nom="Lea Brun", roles=lecteurs[:1]), site.login)
    async with ouvrir(site, jour) as pilot:
        vue = await presser(pilot, "f3", "n")
        assert "R-2026-001" in vue
        assert "ne permet pas d’écrire dans les réclamations" in " ".join(annonces(pilot))


async def test_sans_acces_au_confidentiel_tout_le_reste_marche(site: Site, jour: date) -> None:
    (site.dossier / "confidentiel").rmdir()
    (site.dossier / "confidentiel").write_text("un fichier là où était le dossier", encoding="utf-8")
    semer(site, jour)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        vue = await presser(pilot, "f3")
        assert "Identité   confidentiel" in vue
        await presser(pilot, "p")
        assert "ne peut pas servir" in " ".join(annonces(pilot))
        vue = await presser(pilot, "n")
        assert "l’identité sera notée par une personne habilitée" in vue
        await remplir(pilot, {"canal": "urne"})
        await presser(pilot, "f12")
    assert len(site.registre.find(Reclamation)) == 2
