"""What is drawn line by line: wrapping in the pane, what a step of the cursor sends, long searches between the keys."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget
from ui.ecran_essai import EcranEssai
from ui.pilotage import LARGE, calme, ouvrir, taper, texte

from qualitui.domain.francais import INSECABLE
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.store.site.site import Site
from qualitui.ui.screens.commun.textes import fiche_en_texte
from qualitui.ui.widgets.crible import Colonne, Crible
from qualitui.ui.widgets.lignes import _derniere_difference
from qualitui.ui.widgets.pied import Pied
from qualitui.ui.widgets.tableau import Tableau
from qualitui.ui.widgets.volet import Volet, couper, plier

NOMBRE = 1400  # more than a list searched at once
GRAS = Style(bold=True)


def semer(site: Site, nombre: int = NOMBRE) -> None:
    with site.registre.transaction():
        for rang in range(1, nombre + 1):
            recue = date(2020, 1, 1) + timedelta(days=rang)
            site.registre.add(Suggestion(reference=f"S-{rang:04d}", texte=f"Idée n° {rang} de l’été", recue_le=recue))


def lignes(contenu: Text, largeur: int) -> list[str]:
    return ["".join(segment.text for segment in ligne) for ligne in plier(contenu, largeur)]


# --- wrapping -------------------------------------------------------------------------------------------


def test_une_valeur_se_replie_sous_elle_meme() -> None:
    contenu = fiche_en_texte([("Objet", "Convocation reçue après la date"), ("Lieu", "accueil")])
    assert lignes(contenu, 20) == ["Objet  Convocation", "       reçue après", "       la date", "Lieu   accueil", ""]


def test_une_ligne_ne_commence_jamais_par_une_ponctuation_double() -> None:
    assert lignes(Text(f"Le délai court{INSECABLE}: un mois"), 15) == ["Le délai", f"court{INSECABLE}: un mois"]


def test_un_titre_plus_large_que_la_moitie_ne_retient_pas_sa_valeur() -> None:
    assert lignes(fiche_en_texte([("Au même mois de l’an passé", "12 sur 40")]), 30)[1] == "sur 40"


def test_un_mot_trop_long_est_coupe_et_rien_ne_se_perd() -> None:
    assert lignes(Text("abcdefghij"), 4) == ["abcd", "efgh", "ij"]


def test_un_signe_de_commande_ne_va_pas_au_terminal() -> None:
    assert lignes(Text("a\x1b[2Jb\x07"), 20) == ["a [2Jb"]


@given(st.text(alphabet="ab é\u00a0日", max_size=60), st.integers(2, 20), st.integers(0, 6))
def test_chaque_partie_tient_et_tous_les_signes_restent(ligne: str, largeur: int, retrait: int) -> None:
    retrait = retrait if cell_len(ligne[:retrait]) * 2 <= largeur else 0
    parts = couper(ligne, largeur, retrait)
    places = [largeur, *[largeur - cell_len(ligne[:retrait])] * len(parts)]
    assert all(cell_len(ligne[d:f]) <= max(p, 2) for (d, f), p in zip(parts, places, strict=False))
    assert "".join(ligne[d:f] for d, f in parts).replace(" ", "") == ligne.replace(" ", "")


# --- what is drawn --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("avant", "apres", "fin"),
    [
        ([("abc", None)], [("abc", None)], 0),
        ([("abc  ", None)], [("xyz  ", None)], 3),
        ([("日本 ", None)], [("日x  ", None)], 4),
        ([("abc", None)], [("abc", GRAS)], 3),
        ([("ab", GRAS), ("c ", None)], [("xb", GRAS), ("c ", None)], 1),
        ([("abc", None)], [("a", GRAS), ("bc", None)], 1),
    ],
)
def test_la_derniere_colonne_qui_differe(avant: list[Segment], apres: list[Segment], fin: int) -> None:
    ancienne, neuve = (Strip([Segment(mot, style) for mot, style in bande]) for bande in (avant, apres))
    assert _derniere_difference(ancienne, neuve) == fin


async def test_un_pas_du_curseur_n_envoie_que_deux_lignes_et_ce_qui_change_du_volet(site: Site, jour: date) -> None:
    semer(site, 200)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        ecran = pilot.app.screen
        widgets: set[Widget] = {ecran.query_one(Tableau), ecran.query_one(Volet)}
        envois = []
        for _ in range(80):
            await asyncio.sleep(0.11)  # else an arrow held down: the pane would wait
            ecran.query_one(Tableau).action_cursor_down()
            ecran._compositor.update_widgets(widgets)
            image = ecran._compositor.render_update()
            envois.append(image.render_segments(pilot.app.console))  # type: ignore[union-attr]
        tailles = [len(envoi.encode()) for envoi in envois]
        assert sum(tailles) / len(tailles) < 1500
        assert sorted(tailles)[60] < 1000
        assert "S-0002" in envois[0]
        assert envois[0].count("\n") <= 6


async def test_le_volet_defile_et_revient_au_debut_pour_une_autre_fiche(site: Site, jour: date) -> None:
    longue = "\n".join(f"ligne {rang}" for rang in range(1, 60))
    with site.registre.transaction():
        site.registre.add(Suggestion(reference="S-0001", texte=longue, recue_le=jour))
        site.registre.add(Suggestion(reference="S-0002", texte="courte", recue_le=jour))
    async with ouvrir(site, jour) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        await pilot.press("enter", "end")
        await calme(pilot)
        assert "ligne 59" in texte(pilot)
        assert "Reçue le" not in texte(pilot)
        await pilot.press("escape", "down", "enter")
        await calme(pilot)
        assert "Reçue le" in texte(pilot)
        assert "courte" in texte(pilot)


async def test_le_pied_n_est_refait_que_si_ses_mots_changent(site: Site, jour: date) -> None:
    semer(site, 3)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        pied = pilot.app.screen.query_one(Pied)
        avant = list(pied.children)
        assert "r Refuse" in texte(pilot).splitlines()[-1]
        await pilot.press("tab")
        await calme(pilot)
        assert pilot.app.screen.query_one(Volet).has_focus
        assert list(pied.children) == avant
        pilot.app.screen.set_focus(None)
        pilot.app.set_keymap({"essai.refuse": "k"})
        await calme(pilot)
        assert "k Refuse" in texte(pilot).splitlines()[-1]


async def test_ce_que_la_souris_choisit_dans_le_volet_se_copie(site: Site, jour: date) -> None:
    site.registre.add(Suggestion(reference="S-0001", texte="remettre la pendule", recue_le=jour))
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        ecran = pilot.app.screen
        volet = ecran.query_one(Volet)
        await pilot.mouse_down(volet, offset=(2, 2))
        await pilot.hover(volet, offset=(10, 2))
        await pilot.mouse_up(volet, offset=(10, 2))
        await calme(pilot)
        assert ecran.get_selected_text() in ("remettre", "remettre ")


# --- long lists -----------------------------------------------------------------------------------------


async def test_une_longue_recherche_se_fait_entre_les_touches(site: Site, jour: date) -> None:
    semer(site)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        tableau = pilot.app.screen.query_one(Tableau)
        tableau.filtrer(None, "ete 77")
        assert tableau.row_count == NOMBRE
        tableau.filtrer(None, "ete 777")
        await calme(pilot)
        assert [objet.reference for objet in tableau.montres] == ["S-0777"]
        assert "777" in texte(pilot)
        assert "1 sur 1" in texte(pilot)


async def test_un_long_tri_garde_le_curseur_sur_sa_fiche(site: Site, jour: date) -> None:
    semer(site)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        tableau = pilot.app.screen.query_one(Tableau)
        await pilot.press("t", "T", "down")
        await calme(pilot)
        assert tableau.cursor_row > 0
        assert tableau.vise is tableau.montres[tableau.cursor_row]
        assert [objet.reference for objet in tableau.montres[:2]] == [f"S-{NOMBRE}", f"S-{NOMBRE - 1}"]


async def test_la_recherche_tapee_vite_donne_le_dernier_mot(site: Site, jour: date) -> None:
    semer(site)
    async with ouvrir(site, jour, taille=LARGE) as pilot:
        pilot.app.push_screen(EcranEssai())
        await calme(pilot)
        await pilot.press("slash")
        await taper(pilot, "idee 1399")
        await calme(pilot)
        assert [objet.reference for objet in pilot.app.screen.query_one(Tableau).montres] == ["S-1399"]


def test_le_crible_rend_la_main_et_ne_perd_rien() -> None:
    crible = Crible([Colonne("Nom", None, lambda rang: f"Élément {rang}")])
    crible.objets = list(range(3000))
    crible.cherche = "ELEMENT 29"
    *pauses, retenus = crible.retenir()
    assert pauses == [None] * 30
    assert retenus == [rang for rang in range(3000) if "29" in str(rang)]
    crible.cherche, crible.tri, crible.inverse = "", 0, True
    *_, tries = crible.retenir()
    assert tries == sorted(range(3000), key=str, reverse=True)
