"""The week: the day before, the day, the day after; the rolling horizon; closures; what is put together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain import semaine
from qualitui.domain.etape import DEDUITE, PROPOSEE, Etape
from qualitui.domain.semaine import Element, EtatElement
from qualitui.domain.temps.calendrier import UN_JOUR, Calendrier, Fermeture, est_ouvre

D = date.fromisoformat
LUNDI = D("2026-03-02")
RETARD, AUJOURDHUI, SEMAINE = EtatElement
SANS_FERMETURE = Calendrier()


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        ("2026-03-02", "2026-03-09"),
        ("2026-03-06", "2026-03-09"),
        ("2026-03-07", "2026-03-16"),
        ("2026-03-08", "2026-03-16"),
        ("2026-03-09", "2026-03-16"),
        ("2026-04-03", "2026-04-07"),  # Easter Monday
        ("2026-05-22", "2026-05-26"),  # Whit Monday
    ],
)
def test_l_horizon_est_le_premier_jour_ouvert_apres_la_fin_de_semaine(jour: str, attendu: str) -> None:
    assert semaine.horizon(D(jour), SANS_FERMETURE) == D(attendu)


def test_l_horizon_passe_les_fermetures_et_les_jours_sans_ouverture() -> None:
    travaux = Fermeture(du=D("2026-03-09"), au=D("2026-03-11"), libelle="travaux")
    assert semaine.horizon(LUNDI, Calendrier(fermetures=(travaux,))) == D("2026-03-12")
    sans_lundi = Calendrier(horaires={rang: h for rang, h in SANS_FERMETURE.horaires.items() if rang})
    assert semaine.horizon(LUNDI, sans_lundi) == D("2026-03-10")


@given(st.dates(D("2020-01-01"), D("2035-12-31")), st.integers(0, 25))
def test_rien_n_est_une_nouvelle_le_jour_meme(jour: date, duree: int) -> None:
    """What falls on an open day was there on the open day before; the horizon never goes back."""
    ferme = Fermeture(du=jour + 3 * UN_JOUR, au=jour + (3 + duree) * UN_JOUR, libelle="travaux")
    calendrier = Calendrier(fermetures=(ferme,))
    ouverts = [
        j for n in range(45) if est_ouvre(j := jour + n * UN_JOUR, calendrier.zone) and not ferme.du <= j <= ferme.au
    ]
    for avant, apres in pairwise(ouverts):
        assert semaine.situer(apres, apres, avant, semaine.horizon(avant, calendrier)) is SEMAINE
    horizons = [semaine.horizon(jour + n * UN_JOUR, calendrier) for n in range(45)]
    assert horizons == sorted(horizons)


@pytest.mark.parametrize(
    ("cible", "butoir", "attendu"),
    [
        ("2026-02-27", "2026-03-01", RETARD),
        ("2026-02-27", "2026-03-02", AUJOURDHUI),
        ("2026-03-02", "2026-03-02", AUJOURDHUI),
        ("2026-03-02", "2026-03-09", AUJOURDHUI),
        ("2026-03-03", "2026-03-03", SEMAINE),
        ("2026-03-09", "2026-03-12", SEMAINE),
        ("2026-03-10", "2026-03-12", None),
        (None, "2026-03-09", SEMAINE),
        (None, "2026-03-10", None),
        ("2026-03-01", None, RETARD),
        (None, None, None),
    ],
)
def test_situer(cible: str | None, butoir: str | None, attendu: EtatElement | None) -> None:
    dates = (D(jour) if jour else None for jour in (cible, butoir))
    assert semaine.situer(*dates, LUNDI, semaine.horizon(LUNDI, SANS_FERMETURE)) is attendu


@given(st.dates(D("2020-01-01"), D("2035-12-31")), st.integers(-40, 40), st.integers(0, 10))
def test_ce_qui_est_dit_un_jour_ne_recule_jamais_le_lendemain(jour: date, ecart: int, marge: int) -> None:
    cible = jour + timedelta(days=ecart)
    butoir = cible + timedelta(days=marge)
    jours = [jour + timedelta(days=n) for n in range(15)]
    etats = [semaine.situer(cible, butoir, j, semaine.horizon(j, SANS_FERMETURE)) for j in jours]
    rangs = [3 if etat is None else semaine.ORDRE.index(etat) for etat in etats]
    assert rangs == sorted(rangs, reverse=True)
    assert (rangs[0] == 0) is (butoir < jour)


@pytest.mark.parametrize("source", ["", PROPOSEE, DEDUITE])
def test_une_date_qui_est_de_nous_le_dit_sur_sa_ligne(source: str) -> None:
    etape = Etape("actions", "A-1", "Agir", "Agir", LUNDI, LUNDI, LUNDI, source=source)
    (vu,) = semaine.composer(LUNDI, [etape], SANS_FERMETURE).elements
    assert vu.libelle == (f"Agir (date {source})" if source else "Agir")
    assert vu.depuis == LUNDI


def test_les_fermetures_de_la_semaine_portent_leur_nom() -> None:
    pont = Fermeture(du=D("2026-05-15"), au=D("2026-05-16"), libelle="pont de l’Ascension")
    fermes = semaine.jours_fermes(D("2026-05-13"), Calendrier(fermetures=(pont,)))
    assert [(f.le, f.nom) for f in fermes] == [
        (D("2026-05-14"), "Ascension"),
        (D("2026-05-15"), "pont de l’Ascension"),
    ]


def element(etat: EtatElement, butoir: str, reference: str = "A-1", role: str = "daa", **champs: str) -> Element:
    textes = {"domaine": "actions", "libelle": "Agir", **champs}
    return Element(reference=reference, butoir=D(butoir), etat=etat, role=role, **textes)


def etape(butoir: str, reference: str, role: str = "daa") -> Etape:
    return Etape("actions", reference, "Agir", "Agir", D(butoir), D(butoir), LUNDI, role)


def test_composer_met_le_plus_pressant_d_abord() -> None:
    vue = semaine.composer(
        LUNDI,
        [
            etape("2026-03-04", "c"),
            etape("2026-03-20", "plus tard"),
            etape("2026-02-20", "b", role="raqn"),
            etape("2026-02-19", "a"),
        ],
        SANS_FERMETURE,
    )
    assert [e.reference for e in vue.elements] == ["a", "b", "c"]
    assert {role: len(groupe) for role, groupe in vue.par_role().items()} == {"daa": 2, "raqn": 1}


def test_regrouper_les_jours_d_une_meme_verification_et_rien_d_autre() -> None:
    jours = [element(RETARD, f"2026-02-{n}", f"V-NET-02 × 2026-02-{n}", domaine="verifications") for n in (24, 25, 26)]
    actions = [element(RETARD, "2026-02-20", "A-1"), element(RETARD, "2026-02-20", "A-2")]
    lignes = semaine.regrouper([*jours, *actions])
    assert [ligne.nombre for ligne in lignes] == [3, 1, 1]
    assert (lignes[0].premier, lignes[0].dernier) == (D("2026-02-24"), D("2026-02-26"))
