"""The team, the référentiel and the site's settings, by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.base import Refus
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.reglages import Droits, Reglages
from qualitui.operations import equipe
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.site import reglages
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.fichier import lire_reglages
from qualitui.store.site.site import Site

Changer = Callable[[Site, Reglages], object]


async def test_ajouter_une_personne_et_rattacher_son_compte(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("equipe")  # type: ignore[attr-defined]
        await calme(pilot)
        assert "n ajoute une personne" in texte(pilot)
        await pilot.press("n")
        await calme(pilot)
        await taper(pilot, "Claire Martin")
        await pilot.press("tab", "down", "space", "f12")
        await calme(pilot)
        assert "Claire Martin" in texte(pilot)
        await pilot.press("c")
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
    (claire,) = site.registre.find(Personne)
    assert claire.code == "martin-c"
    assert len(claire.roles) == 1
    assert claire.logins == ("essai",)


async def test_noter_un_depart(site: Site, jour: date) -> None:
    equipe.ajouter(site, nom="Claire Martin")
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("equipe")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("d")
        await calme(pilot)
        await pilot.press("f12")
        await calme(pilot)
        assert "→ 02/03/26" in texte(pilot)
    assert site.registre.find(Personne)[0].depart_le == jour


async def test_un_engagement_dit_ses_delais_et_ses_preuves(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("referentiel", "9")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("enter")
        await calme(pilot)
        vue = texte(pilot)
        assert "9 Répondre sous un mois" in vue
        assert "1 mois, reporté au jour ouvré" in " ".join(vue.split())
        await pilot.press("escape", "l")
        await calme(pilot)
        await pilot.press("down", "enter")
        await calme(pilot)
        assert "CASVP-2014" in texte(pilot)


# --- settings of the site -------------------------------------------------------------------------------


async def test_une_fermeture_s_ajoute_et_se_retire(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("reglages")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("n")
        await calme(pilot)
        await pilot.press("enter")
        await calme(pilot)
        await taper(pilot, "Travaux")
        await pilot.press("tab")
        await taper(pilot, "12/03")
        await pilot.press("f12")
        await calme(pilot)
        ecrites = lire_reglages(site.dossier).fermetures
        assert [(f.du, f.au, f.libelle) for f in ecrites] == [(date(2026, 3, 12), date(2026, 3, 12), "Travaux")]
        assert site.calendrier.fermetures == ecrites
        await pilot.press("4", "delete")
        await calme(pilot)
        await pilot.press("o")
        await calme(pilot)
        assert lire_reglages(site.dossier).fermetures == ()
        assert any("Retiré" in annonce for annonce in annonces(pilot))


async def test_les_heures_d_un_jour_se_changent(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("reglages", "horaire:lundi")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("enter")
        await calme(pilot)
        await pilot.press(*["backspace"] * 11)
        await taper(pilot, "9h-12h, 13h30-24h")
        await pilot.press("f12")
        await calme(pilot)
        assert "09h00 – 12h00, 13h30 – 24h00" in texte(pilot)
    horaires = lire_reglages(site.dossier).horaires
    assert horaires["lundi"].plages == ((time(9), time(12)), (time(13, 30), time.max))
    assert horaires["mardi"].plages == ((time(8, 30), time(17)),)
    assert "samedi" not in horaires


def test_deux_postes_ne_s_ecrasent_pas_leurs_reglages(site: Site) -> None:
    """Each change is made over what site.toml says now, not over what this workstation read at start."""
    avant = site.reglages
    reglages.modifier(site, site.reglages, telephone="01 99 00 40 00")
    site.appliquer(avant)
    reglages.fermer(site, site.reglages, du=date(2026, 5, 15), libelle="Pont")
    ecrits = lire_reglages(site.dossier)
    assert (ecrits.telephone, len(ecrits.fermetures)) == ("01 99 00 40 00", 1)


@pytest.mark.parametrize(
    ("de_bob", "d_alice", "dit"),
    [
        (
            lambda s, lus: reglages.modifier(s, lus, directeur="M. Bob"),
            lambda s, lus: reglages.modifier(s, lus, directeur="Mme Alice"),
            "le directeur",
        ),
        (
            lambda s, lus: reglages.fixer_horaire(s, lus, "lundi", ouverture="9h", fermeture="12h"),
            lambda s, lus: reglages.fixer_horaire(s, lus, "lundi", ouverture="8h", fermeture="17h"),
            "les heures d’ouverture",
        ),
        (
            lambda s, lus: reglages.fermer(s, lus, du=date(2026, 6, 1), libelle="Travaux"),
            lambda s, lus: reglages.rouvrir(s, lus, lus.fermetures[0]),
            "les fermetures",
        ),
        (
            lambda s, lus: reglages.adopter(s, lus, "CASVP-2014", depuis=date(2015, 1, 1)),
            lambda s, lus: reglages.abandonner(s, lus, "CASVP-2014"),
            "les référentiels",
        ),
        (
            lambda s, lus: reglages.adopter(s, lus, "CASVP-2014", depuis=date(2015, 1, 1)),
            lambda s, lus: reglages.adopter(s, lus, "CASVP-2014", depuis=date(2020, 1, 1)),
            "les référentiels",
        ),
    ],
)
def test_un_reglage_change_entre_temps_est_refuse_et_dit_lequel(
    site: Site, de_bob: Changer, d_alice: Changer, dit: str
) -> None:
    lus = reglages.fermer(site, site.reglages, du=date(2026, 5, 15), libelle="Pont")
    de_bob(site, lus)
    avant = (site.dossier / "site.toml").read_bytes()

    with pytest.raises(ModifieEntreTemps) as refus:
        d_alice(site, lus)

    assert f"({dit})" in refus.value.phrase
    assert refus.value.champs
    assert (site.dossier / "site.toml").read_bytes() == avant


def test_des_droits_stricts_ne_ferment_pas_la_porte_a_tous(site: Site) -> None:
    with pytest.raises(reglages.SitePlusReglable):
        reglages.modifier(site, site.reglages, droits=Droits.STRICTS)
    personne = equipe.ajouter(site, nom="Claire Martin", roles=["daa"])
    equipe.rattacher(site, personne, "essai")
    assert reglages.modifier(site, site.reglages, droits="stricts").droits is Droits.STRICTS


@pytest.mark.parametrize(
    ("geste", "dit"),
    [
        (lambda s: reglages.modifier(s, s.reglages, nom=" "), "nom du site"),
        (lambda s: reglages.modifier(s, s.reglages, zone="lune"), "lune"),
        (
            lambda s: reglages.fermer(s, s.reglages, du=date(2026, 3, 4), au=date(2026, 3, 3), libelle="x"),
            "avant de commencer",
        ),
        (lambda s: reglages.fixer_horaire(s, s.reglages, "lundi", ouverture="17h", fermeture="8h"), "précéder"),
        (lambda s: reglages.fixer_horaire(s, s.reglages, "lundi", ouverture="tôt", fermeture="8h"), "tapez 8h30"),
        (lambda s: reglages.abandonner(s, s.reglages, "EPS-2023"), "toujours sous un référentiel"),
    ],
)
def test_un_reglage_fautif_est_refuse_et_rien_n_est_ecrit(site: Site, geste: object, dit: str) -> None:
    avant = (site.dossier / "site.toml").read_bytes()
    with pytest.raises(Refus) as refus:
        geste(site)  # type: ignore[operator]
    assert dit in str(refus.value)
    assert (site.dossier / "site.toml").read_bytes() == avant


async def test_une_fermeture_ne_bouge_un_dossier_ouvert_que_si_on_le_veut(site: Site, jour: date) -> None:
    saisie = Saisie(canal="courrier", recue_le=date(2026, 2, 20))
    ouverte = reclamations.ajouter(site, saisie, jour=jour).reclamation
    reglages.fermer(site, site.reglages, du=date(2026, 3, 19), au=date(2026, 3, 20), libelle="Travaux")
    async with ouvrir(site, jour) as pilot:
        pilot.app.aller("reglages")  # type: ignore[attr-defined]
        await calme(pilot)
        await pilot.press("d")
        await calme(pilot)
        assert "R-2026-001 : cible 20/03/26 → 18/03/26" in " ".join(texte(pilot).split())
        await pilot.press("n", "d")
        await calme(pilot)
        await pilot.press("o")
        await calme(pilot)
    relue = site.registre.get(Reclamation, ouverte.id)
    assert relue.echeance is not None
    assert relue.echeance.cible == date(2026, 3, 18)
