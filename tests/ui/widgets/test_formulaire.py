"""Forms: fields that understand what people type, every error beside its field, nothing typed is lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from ui.pilotage import annonces, calme, ouvrir, taper, texte

from qualitui.domain.base import Refus, SaisieRefusee, evoluer
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.store.site.site import Site
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampNombre, ChampOuiNon, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate, ChampInstant
from qualitui.ui.widgets.choix import ChoixInconnu, ListeDeChoix, code_de
from qualitui.ui.widgets.conflit import Conflit
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

THEMES = [("acc", "Accueil"), ("ecoute", "Qualité de l’écoute"), ("oeuvres", "Œuvres sociales")]


def _champs() -> list[Champ]:
    return [
        ChampTexte("texte", "Texte", obligatoire=True),
        ChampChoix("theme", "Thème", THEMES),
        ChampDate("recue_le", "Reçue le", obligatoire=True),
    ]


async def _ouvrir(pilot: Pilot[None], champs: list[Champ], enregistrer: Any = None, **options: Any) -> list[Any]:
    """Open a form; what it dismisses comes in the list returned."""
    rendus: list[Any] = []
    formulaire = Formulaire("Essai", champs, enregistrer or (lambda saisie: saisie.valeurs), **options)
    pilot.app.push_screen(formulaire, rendus.append)
    await calme(pilot)
    return rendus


async def test_une_saisie_au_clavier_va_jusqu_a_l_operation(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, _champs(), dire="C’est noté.")
        await taper(pilot, "Une pendule")
        await pilot.press("enter")
        await taper(pilot, "ecoute")
        await pilot.press("enter", "enter")
        await taper(pilot, "22/11")
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == [{"texte": "Une pendule", "theme": "ecoute", "recue_le": date(2026, 11, 22)}]
        assert annonces(pilot) == ["C’est noté."]


@pytest.mark.parametrize(
    ("tape", "en_mots"),
    [
        ("22/11", "dimanche 22 novembre 2026"),
        ("221126", "dimanche 22 novembre 2026"),
        ("+15", "mardi 17 mars 2026"),
        ("lun", "lundi 9 mars 2026"),
        ("hier", "dimanche 1er mars 2026"),
        ("02/03/2026", "lundi 2 mars 2026"),
    ],
)
async def test_la_date_se_lit_en_mots_sous_le_champ(site: Site, jour: date, tape: str, en_mots: str) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, [ChampDate("le", "Le")])
        await taper(pilot, tape)
        await calme(pilot)
        assert en_mots in texte(pilot)


async def test_ce_qu_on_tape_remplace_la_date_proposee_et_continue_un_texte(site: Site, jour: date) -> None:
    champs = [
        ChampDate("recue_le", "Reçue le", defaut=jour),
        ChampNombre("nombre", "Nombre", defaut=12),
        ChampTexte("texte", "Texte", defaut="Une pendule"),
    ]
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, champs)
        for tape in ("31/01", "7", " cassée"):
            await taper(pilot, tape)
            await pilot.press("tab")
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == [{"recue_le": date(2026, 1, 31), "nombre": 7, "texte": "Une pendule cassée"}]


async def test_une_date_impossible_est_refusee_en_quittant_le_champ(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, [ChampDate("le", "Le"), ChampTexte("suite", "Suite")])
        await taper(pilot, "31/02")
        await calme(pilot)
        assert "!" not in texte(pilot)
        await pilot.press("tab")
        await calme(pilot)
        assert "! " in texte(pilot)
        assert "février" in texte(pilot)


async def test_toutes_les_erreurs_a_la_fois_a_cote_de_leur_champ(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, _champs())
        await pilot.press("tab")
        await taper(pilot, "inconnu")
        await pilot.press("f12")
        await calme(pilot)
        vue = texte(pilot)
        assert vue.count("! À remplir.") == 2
        assert "« inconnu » n’est pas dans la liste" in vue
        premier = pilot.app.screen.query_one("#champ-texte")
        assert pilot.app.focused in premier.query("*")


async def test_les_refus_de_l_operation_vont_a_leur_champ(site: Site, jour: date) -> None:
    def refuser(saisie: Saisie) -> None:
        raise SaisieRefusee({"texte": "Dites-en plus.", "theme": "Thème fermé.", "ailleurs": "Autre souci."})

    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, _champs()[:2], refuser)
        await taper(pilot, "x")
        await pilot.press("f12")
        await calme(pilot)
        vue = texte(pilot)
        assert "! Dites-en plus." in vue
        assert "! Thème fermé." in vue
        assert "Autre souci." in vue
        assert rendus == []


async def test_un_refus_sans_champ_se_lit_en_haut_et_rien_n_est_perdu(site: Site, jour: date) -> None:
    def refuser(saisie: Saisie) -> None:
        raise Refus("Le site est fermé.")

    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, _champs()[:1], refuser)
        await taper(pilot, "gardez-moi")
        await pilot.press("f12")
        await calme(pilot)
        assert "Le site est fermé." in texte(pilot)
        assert "gardez-moi" in texte(pilot)


async def test_echap_sort_sans_question_quand_rien_n_est_tape(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, _champs())
        await pilot.press("escape")
        await calme(pilot)
        assert rendus == [None]


async def test_echap_demande_avant_de_perdre_la_saisie(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, _champs())
        await taper(pilot, "abc")
        await pilot.press("escape")
        await calme(pilot)
        assert "Cette saisie n’est pas enregistrée." in texte(pilot)
        await pilot.press("enter")
        await calme(pilot)
        assert rendus == []
        assert "abc" in texte(pilot)
        await pilot.press("escape", "right", "enter")
        await calme(pilot)
        assert rendus == [None]


async def test_le_brouillon_survit_a_un_arret_brutal(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, _champs(), brouillon="essai")
        await taper(pilot, "texte precieux")
        await pilot.pause(1.0)
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, _champs(), brouillon="essai")
        assert "texte precieux" in texte(pilot)
        assert "a été reprise" in texte(pilot)
        await pilot.press("escape", "right", "right", "enter")
        await calme(pilot)
        assert rendus == [None]
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, _champs(), brouillon="essai")
        assert "texte precieux" not in texte(pilot)


async def test_le_brouillon_garde_pour_plus_tard_puis_enregistre_est_oublie(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, _champs()[:1], brouillon="essai")
        await taper(pilot, "plus tard")
        await pilot.press("escape", "right", "enter")
        await calme(pilot)
        rendus = await _ouvrir(pilot, _champs()[:1], brouillon="essai")
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == [{"texte": "plus tard"}]
        await _ouvrir(pilot, _champs()[:1], brouillon="essai")
        assert "plus tard" not in texte(pilot)


async def test_modifie_entre_temps_garde_la_saisie_et_peut_l_imposer(site: Site, jour: date) -> None:
    lue = site.registre.add(Suggestion(reference="S-2026-001", texte="Avant", theme="acc", recue_le=jour))

    def enregistrer(saisie: Saisie) -> Suggestion:
        return site.registre.save(evoluer(saisie.fiche, texte=saisie.valeurs["texte"]))

    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(
            pilot, [ChampTexte("texte", "Texte", defaut=lue.texte)], enregistrer, fiche=lue, brouillon="s-1"
        )
        site.registre.save(evoluer(lue, texte="Par un autre"))
        await taper(pilot, " et moi")
        await pilot.press("f12")
        await calme(pilot)
        assert isinstance(pilot.app.screen, Conflit)
        vue = texte(pilot)
        assert "texte : Avant → Par un autre" in vue
        assert "par essai" in vue
        await pilot.press("right", "enter")
        await calme(pilot)
        assert rendus[0].texte == "Avant et moi"
        assert site.registre.get(Suggestion, lue.id).texte == "Avant et moi"


async def test_revenir_d_un_conflit_laisse_la_saisie(site: Site, jour: date) -> None:
    lue = site.registre.add(Suggestion(reference="S-2026-001", texte="Avant", recue_le=jour))

    def enregistrer(saisie: Saisie) -> Suggestion:
        return site.registre.save(evoluer(saisie.fiche, texte=saisie.valeurs["texte"]))

    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, [ChampTexte("texte", "Texte", defaut="Avant")], enregistrer, fiche=lue)
        site.registre.save(evoluer(lue, texte="Par un autre"))
        await taper(pilot, " et moi")
        await pilot.press("f12")
        await calme(pilot)
        await pilot.press("escape")
        await calme(pilot)
        assert rendus == []
        assert "Avant et moi" in texte(pilot)
        assert site.registre.get(Suggestion, lue.id).texte == "Par un autre"


async def test_les_autres_champs(site: Site, jour: date) -> None:
    champs: list[Champ] = [
        ChampLong("recit", "Récit"),
        ChampNombre("part", "Part"),
        ChampNombre("compte", "Compte", entier=True),
        ChampOuiNon("urgente", "Urgente"),
        ChampInstant("recu", "Reçu"),
    ]
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, champs)
        await taper(pilot, "un")
        await pilot.press("enter")
        await taper(pilot, "deux")
        await pilot.press("tab")
        await taper(pilot, "12,5")
        await pilot.press("tab")
        await taper(pilot, "1 204")
        await pilot.press("tab")
        assert "[ ]" in texte(pilot)
        await pilot.press("space")
        await calme(pilot)
        assert "[x]" in texte(pilot)
        await pilot.press("tab")
        await taper(pilot, "02/03/2026 10h30")
        await pilot.press("f12")
        await calme(pilot)
        assert rendus == [
            {
                "recit": "un\ndeux",
                "part": 12.5,
                "compte": 1204,
                "urgente": True,
                "recu": datetime(2026, 3, 2, 10, 30),  # noqa: DTZ001 - an instant as typed, of the site's own clock
            }
        ]


@pytest.mark.parametrize("tape", ["douze", "1,2,3", "inf"])
async def test_ce_qui_n_est_pas_un_nombre_est_refuse(site: Site, jour: date, tape: str) -> None:
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, [ChampNombre("n", "Nombre")])
        await taper(pilot, tape)
        await pilot.press("f12")
        await calme(pilot)
        assert f"« {tape} » n’est pas un nombre" in texte(pilot)
        assert rendus == []


async def test_le_choix_sans_accents_et_la_liste_entiere_par_la_fleche(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        rendus = await _ouvrir(pilot, [ChampChoix("theme", "Thème", THEMES)])
        await pilot.press("down")
        await calme(pilot)
        assert all(libelle in texte(pilot) for _, libelle in THEMES)
        await pilot.press("escape")
        await taper(pilot, "oeuv")
        await pilot.press("enter", "f12")
        await calme(pilot)
        assert rendus == [{"theme": "oeuvres"}]


async def test_un_choix_ambigu_demande_de_preciser(site: Site, jour: date) -> None:
    async with ouvrir(site, jour) as pilot:
        await _ouvrir(pilot, [ChampChoix("theme", "Thème", THEMES)])
        await taper(pilot, "e")
        await pilot.press("escape", "f12")
        await calme(pilot)
        assert "Précisez :" in texte(pilot)


CANAUX = (
    ("courriel-generique", "Courriel à l’adresse générique de l’EPS"),
    ("courriel-autre", "Courriel à une autre adresse"),
    ("urne", "Urne"),
)


@pytest.mark.parametrize(
    ("tape", "code"),
    [("courriel gen", "courriel-generique"), ("eps courriel", "courriel-generique"), ("GÉNÉR", "courriel-generique")],
)
def test_les_mots_d_un_choix_se_tapent_dans_n_importe_quel_ordre(tape: str, code: str) -> None:
    assert code_de(tape, CANAUX) == code
    liste = ListeDeChoix("#champ", [libelle for _, libelle in CANAUX])
    assert [liste.match(tape, libelle)[0] > 0 for _, libelle in CANAUX] == [True, False, False]


@pytest.mark.parametrize("tape", ["courriel zorglub", "courriel adresse", " "])
def test_des_mots_qui_manquent_ou_qui_vont_a_plusieurs_ne_choisissent_pas(tape: str) -> None:
    with pytest.raises(ChoixInconnu):
        code_de(tape, CANAUX)
