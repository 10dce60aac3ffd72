"""What the program notices by itself while someone works: settings changed elsewhere, confidentiel/ closed and open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from ui.dossiers import remplir
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.operations.site import reglages
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site


async def guetter(pilot: Pilot[None]) -> None:
    pilot.app._guetter()  # type: ignore[attr-defined]
    await calme(pilot)


def voisin(site: Site) -> Site:
    return ouvrir_site(site.dossier, maintenant=site.maintenant, poste="PC-2", login="marie")


async def test_les_reglages_changes_par_un_autre_poste_valent_sans_redemarrer(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await guetter(pilot)
        autre = voisin(site)
        reglages.fermer(autre, autre.reglages, du=date(2026, 3, 9), au=date(2026, 3, 13), libelle="Travaux")
        reglages.modifier(autre, autre.reglages, nom="EPS Alésia")
        await guetter(pilot)
        assert [p for p in annonces(pilot) if "Réglages" in p] == [
            "Réglages du site changés depuis ailleurs\u00a0: le nom du site et les fermetures. "
            "Ils valent dès maintenant."
        ]
        assert "EPS Alésia" in texte(pilot)
        assert site.reglages == autre.reglages
        assert [f.libelle for f in site.calendrier.fermetures] == ["Travaux"]
        await guetter(pilot)
        assert sum("Réglages" in phrase for phrase in annonces(pilot)) == 1
        autre.fermer()


async def test_ses_propres_reglages_ne_sont_pas_dits_d_un_autre(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        reglages.modifier(site, site.reglages, directeur="Mme Ourcq")
        await guetter(pilot)
        assert not [phrase for phrase in annonces(pilot) if "Réglages" in phrase]


@pytest.mark.parametrize(
    ("ecrire", "dite"),
    [
        (lambda entier: entier[: entier.rindex('"')], "n’est pas un TOML valide"),
        (lambda entier: entier.replace("EPS-2023", "EPS-2099"), "référentiel « EPS-2099 », inconnu"),
        (lambda entier: "zone = 3\n" + entier, "clé « zone »"),
        (lambda entier: "", "clé « nom » : cette clé est obligatoire"),
    ],
    ids=["à moitié écrit", "référentiel inconnu", "clé fausse", "vidé"],
)
async def test_un_site_toml_illisible_laisse_les_reglages_d_avant(
    site: Site, jour: date, ecrire: object, dite: str
) -> None:
    fichier: Path = site.dossier / "site.toml"
    entier, avant = fichier.read_text(encoding="utf-8"), site.reglages
    async with ouvrir(site, jour) as pilot:
        fichier.write_text(ecrire(entier), encoding="utf-8")  # type: ignore[operator]
        for _ in range(2):
            await guetter(pilot)
        dites = [phrase.replace("\u00a0", " ") for phrase in annonces(pilot) if "restent en vigueur" in phrase]
        assert len(dites) == 1
        assert dite in dites[0]
        assert site.reglages == avant
        fichier.write_text(entier.replace("EPS d’essai", "EPS Alésia"), encoding="utf-8")
        await guetter(pilot)
        assert any("se lisent à nouveau" in phrase for phrase in annonces(pilot))
        assert site.reglages.nom == "EPS Alésia"


async def test_un_site_toml_disparu_est_dit(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        (site.dossier / "site.toml").rename(site.dossier / "ailleurs.toml")
        await guetter(pilot)
        assert any("site.toml a disparu" in phrase for phrase in annonces(pilot))
        (site.dossier / "ailleurs.toml").rename(site.dossier / "site.toml")
        await guetter(pilot)
        assert any("se lisent à nouveau" in phrase for phrase in annonces(pilot))


def fermer_l_acces(site: Site) -> None:
    """A folder no one can list, whoever runs the tests: a file stands in its place."""
    site.confidentiel.dossier.rename(site.dossier / "garde")
    site.confidentiel.dossier.write_bytes(b"")


def rendre_l_acces(site: Site) -> None:
    site.confidentiel.dossier.unlink()
    (site.dossier / "garde").rename(site.confidentiel.dossier)


async def test_l_acces_confidentiel_perdu_pendant_la_saisie_ne_perd_rien(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await guetter(pilot)
        await pilot.press("f3", "n")
        await calme(pilot)
        await remplir(pilot, {"canal": "courriel-generique", "objet": "Attente au guichet", "nom": "Mme Bidule"})
        fermer_l_acces(site)
        await pilot.press("f12")
        await calme(pilot)
        assert "L’identité ne peut pas être gardée" in texte(pilot)
        assert "Attente au guichet" in texte(pilot)
        assert not site.registre.find(Reclamation)
        await guetter(pilot)
        assert any("n’est plus accessible" in phrase for phrase in annonces(pilot))
        rendre_l_acces(site)
        await guetter(pilot)
        await pilot.press("f12")
        await calme(pilot)
    (ecrite,) = site.registre.find(Reclamation)
    identite = site.confidentiel.lire(ecrite.reference)
    assert identite is not None
    assert (ecrite.objet, identite.nom) == ("Attente au guichet", "Mme Bidule")


async def test_l_acces_rendu_le_formulaire_ouvert_demande_qui_a_ecrit(site: Site, jour: date) -> None:
    fermer_l_acces(site)
    async with ouvrir(site, jour) as pilot:
        await guetter(pilot)
        await pilot.press("f3", "n")
        await calme(pilot)
        assert "Confidentiel : l’identité sera notée" in texte(pilot)
        rendre_l_acces(site)
        await guetter(pilot)
        assert "sera notée par une personne habilitée" not in texte(pilot)
        await remplir(pilot, {"canal": "courriel-generique", "objet": "Attente", "nom": "Mme Bidule"})
        await pilot.press("f12")
        await calme(pilot)
        (ecrite,) = site.registre.find(Reclamation)
        identite = site.confidentiel.lire(ecrite.reference)
        assert identite is not None
        assert identite.nom == "Mme Bidule"
        await pilot.press("escape", "n")
        await calme(pilot)
        assert "sera notée par une personne habilitée" not in texte(pilot)


async def test_ce_qui_etait_tape_est_repropose_apres_un_arret(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f3", "n")
        await calme(pilot)
        fermer_l_acces(site)
        champ = pilot.app.screen.query_one("#champ-objet Input")
        champ.focus()
        await taper(pilot, "Attente")
        await pilot.press("f12")
        await calme(pilot)
        pilot.app.screen._garder()  # type: ignore[attr-defined]
    rendre_l_acces(site)
    async with ouvrir(site, jour) as pilot:
        assert any("Nouvelle réclamation" in phrase for phrase in annonces(pilot))
        await pilot.press("f3", "n")
        await calme(pilot)
        assert "Attente" in texte(pilot)
        assert "a été reprise" in texte(pilot)
