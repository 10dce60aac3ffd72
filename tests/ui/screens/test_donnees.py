"""« État des données » and the week's backup: what is found is shown with its place, a backup is one key away."""

from __future__ import annotations

from datetime import date

import pytest
from ui.pilotage import LARGE, annonces, calme, ouvrir, texte

from qualitui.domain.diagnostic import Constatation
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations import equipe
from qualitui.operations.donnees.diagnostic import diagnostic
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.secours.retour import marquer
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site
from qualitui.ui.app import Qualitui
from qualitui.ui.widgets.tableau import Tableau


def voisin(site: Site) -> Site:
    return ouvrir_site(site.dossier, maintenant=site.maintenant, poste="PC-2", login="marie")


async def test_un_site_sain_et_une_sauvegarde_en_une_touche(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        vue = texte(pilot)
        assert "Les données sont en ordre" in vue
        assert "Aucune sauvegarde n’est dans le dossier du site" in " ".join(vue.split())
        assert "Rien à signaler" in vue
        await pilot.press("s")
        await calme(pilot)
        faites = list((site.dossier / "sauvegardes").glob("sauvegarde-*.zip"))
        assert len(faites) == 1
        assert any(faites[0].name in annonce for annonce in annonces(pilot))
        await pilot.press("d")
        await calme(pilot)
        vue = " ".join(texte(pilot).split())
        assert "Dernière sauvegarde : lundi 2 mars 2026 (aujourd’hui), complète, 0,0 Mo : " in vue


async def test_une_ligne_abimee_est_montree_avec_son_fichier(site: Site, jour: date) -> None:
    journal = next((site.dossier / "registre").rglob("*.jsonl"))
    with journal.open("ab") as fin:
        fin.write(b'{"abime\n')
    abimee = next(c for c in diagnostic(site) if c.ligne)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        pilot.app.screen.query_one(Tableau).focus()
        await pilot.press("home")
        await pilot.pause(0.1)
        vue = texte(pilot)
        assert f"{abimee.gravite}" in vue
        assert f"Ligne    {abimee.ligne}" in vue
        assert journal.name[:20] in vue


async def test_la_sauvegarde_de_la_semaine_se_fait_une_fois(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        app = pilot.app
        assert isinstance(app, Qualitui)
        for _ in range(2):
            app.sauvegarder_si_due()
            await calme(pilot)
        assert annonces(pilot) == ["Sauvegarde de la semaine faite\u00a0: sauvegardes/auto-2026-03-02.zip."]


async def test_celle_de_la_semaine_dit_ce_qui_est_abime_ou_manque(site: Site, jour: date) -> None:
    (site.dossier / "documents").mkdir(exist_ok=True)
    (site.dossier / "documents" / "a: b.docx").write_bytes(b"x")
    journal = next((site.dossier / "registre").rglob("*.jsonl"))
    (journal.parent / "autre~poste~1.jsonl").mkdir()
    site.registre.poll()
    async with ouvrir(site, jour) as pilot:
        app = pilot.app
        assert isinstance(app, Qualitui)
        app.sauvegarder_si_due()
        await calme(pilot)
        (dite,) = [phrase for phrase in annonces(pilot) if "Sauvegarde de la semaine" in phrase]
        assert "abîmées" in dite
        assert "incomplète" in dite


async def test_une_sauvegarde_impossible_est_une_phrase(site: Site, jour: date) -> None:
    (site.dossier / "sauvegardes").rmdir()
    (site.dossier / "sauvegardes").write_text("un fichier à la place du dossier", encoding="utf-8")
    async with ouvrir(site, jour) as pilot:
        app = pilot.app
        assert isinstance(app, Qualitui)
        app.sauvegarder_si_due()
        await calme(pilot)
        assert len(annonces(pilot)) == 1
        assert "n’a pas été faite" in annonces(pilot)[0]


async def test_ce_que_les_journaux_ont_perdu_se_retrouve_depuis_l_ecran(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Une pendule", jour=jour)
    journal = next((site.dossier / "registre").rglob("*.jsonl"))
    async with ouvrir(site, jour) as pilot:
        journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        tableau = pilot.app.screen.query_one(Tableau)
        tableau.viser(_cle_du_secours(tableau))
        await pilot.press("enter")
        await calme(pilot)
        assert "suggestion S-2026-001 : disparue" in texte(pilot)
        await pilot.press("right", "enter")
        await calme(pilot)
        assert any("Remis" in phrase and "S-2026-001" in phrase for phrase in annonces(pilot))
    relu = voisin(site)
    assert [s.texte for s in relu.registre.find(Suggestion)] == ["Une pendule"]
    relu.fermer()


async def test_une_perte_se_reconnait_au_clavier(site: Site, jour: date) -> None:
    code = equipe.ajouter(site, nom="Camille Zyxw", roles=["daa"]).code
    un = voisin(site)
    for suggeree in ("Un banc", "Une pendule"):
        suggestions.ajouter(un, texte=suggeree, auteur=code, jour=jour)
    un.fermer()
    (journal,) = (site.dossier / "registre").rglob("PC-2~*.jsonl")
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    ici = ouvrir_site(site.dossier, maintenant=site.maintenant, poste="PC-3", login="paul", cache=site.dossier.parent)
    # what the other program of this computer remembers is not here: another workstation's state
    async with ouvrir(ici, jour) as pilot:
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        assert "À vérifier" in str([n.title for n in pilot.app._notifications])
        await pilot.press("p")
        await calme(pilot)
        assert "Reconnaître une perte" in texte(pilot)
        await pilot.press(*"Rien", "f12")
        await calme(pilot)
        assert any("PERTE-2026-03-02" in phrase for phrase in annonces(pilot))
        assert "Perte reconnue" in " ".join(objet.phrase for objet in pilot.app.screen.query_one(Tableau).montres)
    ici.fermer()


async def test_sans_perte_la_touche_le_dit(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("p")
        await calme(pilot)
        assert annonces(pilot)[-1] == "Rien ne manque\u00a0: il n’y a pas de perte à reconnaître."


@pytest.mark.parametrize("touche", ["r", "enter"])
async def test_ce_que_rien_ne_porte_se_regle_par_les_touches(site: Site, jour: date, touche: str) -> None:
    site.registre.reserver_numero("R-2026")
    site.confidentiel.ecrire("R-2026-001", Identite(nom="Jeanne Zyxw"))
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        tableau = pilot.app.screen.query_one(Tableau)
        tableau.viser(next(tableau.cle(objet) for objet in tableau.montres if objet.regler))
        await pilot.press(touche)
        await calme(pilot)
        assert "Régler R-2026-001" in texte(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert site.confidentiel.references() == ["R-2026-001"]  # no reason, nothing done
        await pilot.press(*"Coupure", "f12")
        await calme(pilot)
        assert any("R-2026-001 est réglé" in phrase for phrase in annonces(pilot))
        assert site.confidentiel.references() == []
        assert "Les données sont en ordre" in texte(pilot)


async def test_ce_qui_n_est_pas_a_regler_le_dit(site: Site, jour: date) -> None:
    (site.dossier / "modeles").rmdir()
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("donnees")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("r")
        await calme(pilot)
        assert any("Rien n’est à régler ici" in phrase for phrase in annonces(pilot))


def _cle_du_secours(tableau: Tableau[Constatation]) -> str:
    objet = next(objet for objet in tableau.montres if objet.domaine == "secours")
    return tableau.cle(objet)


async def test_apres_une_restauration_l_ecran_dit_ce_qui_est_a_remettre(site: Site, jour: date) -> None:
    marquer(site.dossier, "x.zip", site.maintenant(), ["R-2026-001"])
    async with ouvrir(site, jour) as pilot:
        await calme(pilot)
        assert any("1\u00a0dossier confidentiel manque (R-2026-001)" in phrase for phrase in annonces(pilot))
    (site.dossier / "confidentiel" / "R-2026-001").mkdir(parents=True)
    async with ouvrir(site, jour) as pilot:
        await calme(pilot)
        assert not any("confidentiel manque" in phrase for phrase in annonces(pilot))
