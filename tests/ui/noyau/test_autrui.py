"""What other workstations write while someone works: shown, said, never in the way."""

from __future__ import annotations

from datetime import date

from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.base import evoluer
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.store.contrat import Nouveaute
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site
from qualitui.ui.noyau.autrui import en_mots


def noter(site: Site, jour: date, phrase: str) -> Suggestion:
    reference = site.reserver_reference("S", jour)
    return site.registre.add(Suggestion(reference=reference, texte=phrase, recue_le=jour))


def voisin(site: Site) -> Site:
    """The same site, from another workstation and by someone else."""
    return ouvrir_site(site.dossier, maintenant=site.maintenant, poste="PC-2", login="marie")


def test_les_fiches_sont_groupees_par_personne_et_les_autres_tables_sont_tues() -> None:
    nouveautes = [Nouveaute("actions", ident, "kb") for ident in "abcdef"] + [Nouveaute("equipe", "z", "kb")]
    avant = {ident: f"A-{ident}" for ident in "abcde"}
    assert en_mots(nouveautes, avant, {**avant, "f": "A-f"}, {"kb": "Karim"}.__getitem__) == [
        "Modifié par Karim\u00a0: A-a, A-b, A-c et 2\u00a0autres.",
        "Ajouté par Karim\u00a0: A-f.",
    ]


def test_une_fiche_ecrite_sans_signature_ne_nomme_personne() -> None:
    assert en_mots([Nouveaute("suggestions", "a", "anonyme")], {"a": "S-1"}, {"a": "S-1"}, str) == [
        "Modifié\u00a0: S-1."
    ]


async def test_le_changement_d_un_autre_se_voit_sans_bouger_le_curseur_ni_la_saisie(site: Site, jour: date) -> None:
    premiere, seconde = noter(site, jour, "Une pendule"), noter(site, jour, "Un banc")
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f6", "down")
        await calme(pilot)
        vise = pilot.app.screen.choisi  # type: ignore[attr-defined]
        await pilot.press("n")
        await calme(pilot)
        await taper(pilot, "en cours")
        autre = voisin(site)
        autre.registre.save(evoluer(autre.trouver(Suggestion, premiere.reference), theme="horloge"))
        noter(autre, jour, "Une plante")
        pilot.app._guetter()  # type: ignore[attr-defined]
        await calme(pilot)
        assert [a for a in annonces(pilot) if "par marie" in a] == [
            f"Modifié par marie\u00a0: {premiere.reference}.",
            "Ajouté par marie\u00a0: S-2026-003.",
        ]
        assert "en cours" in texte(pilot)
        await pilot.press("escape", "right", "enter")  # anonymous: there is no draft to keep
        await calme(pilot)
        assert pilot.app.screen.choisi == vise  # type: ignore[attr-defined]
        assert "Une plante" in texte(pilot)
        autre.fermer()
    assert vise.id in (premiere.id, seconde.id)


async def test_annuler_dit_qui_a_construit_dessus(site: Site, jour: date) -> None:
    mienne = noter(site, jour, "Une pendule")
    autre = voisin(site)
    autre.registre.save(evoluer(autre.trouver(Suggestion, mienne.reference), theme="horloge"))
    autre.fermer()
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f6", "u")
        await calme(pilot)
        assert "modifiée depuis par marie" in " ".join(texte(pilot).replace("│", " ").split())
        await pilot.press("o")
        await calme(pilot)
        assert any("modifiée depuis par marie" in phrase for phrase in annonces(pilot))


async def test_annuler_nomme_ce_qui_est_remis(site: Site, jour: date) -> None:
    mienne = noter(site, jour, "Une pendule")
    async with ouvrir(site, jour) as pilot:
        await pilot.press("f6", "u")
        await calme(pilot)
        assert f"à 09:00 : suggestion {mienne.reference}." in texte(pilot)
        assert len(site.registre.find(Suggestion)) == 1
        await pilot.press("o")
        await calme(pilot)
        assert any(f"suggestion {mienne.reference}" in phrase for phrase in annonces(pilot))
    assert not site.registre.find(Suggestion)
