"""The figures of the plan at their thresholds: both deadlines, stocks over all years, efficacy; the past stays put."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.actions import comptages, gestes
from qualitui.domain.actions import fiche as actions
from qualitui.domain.actions.fiche import Action, EtatAction, Origine, creer, etat_au
from qualitui.domain.actions.statistiques import Plan
from qualitui.domain.base import evoluer
from qualitui.domain.comptage import Comptage, Fenetre, fenetre

UN = timedelta(days=1)
ECHEANCE = date(2026, 2, 10)
FIN = date(2026, 12, 31)


def action(**champs: Any) -> Action:
    faite = creer(
        reference="A-2026-001",
        intitule="Agir",
        origine=Origine(concept="reunion"),
        pilote="daa",
        echeance=ECHEANCE,
        jour=date(2026, 1, 5),
    )
    return evoluer(gestes.lancer(faite, jour=date(2026, 1, 6)), **champs)


def lire(code: str, vue: Fenetre, *fiches: Action) -> Comptage:
    figure = next(f for f in comptages.FIGURES if f.definition.code == code)
    return figure.calcul(Plan(fiches), vue)


def mois(numero: int, jour: date = FIN) -> Fenetre:
    premier = date(2026, numero, 1)
    return fenetre(premier, date(2026, numero + 1, 1) - UN, jour)


ANNEE = Fenetre(date(2026, 1, 1), FIN, FIN)


@pytest.mark.parametrize(("le", "fraction"), [(ECHEANCE - UN, (1, 1)), (ECHEANCE, (1, 1)), (ECHEANCE + UN, (0, 1))])
def test_realisee_la_veille_le_jour_le_lendemain(le: date, fraction: tuple[int, int]) -> None:
    faite = gestes.realiser(action(), le=le, jour=FIN)
    assert lire("ACT-06", ANNEE, faite).fraction == fraction
    assert lire("ACT-10", ANNEE, faite).fraction == fraction


@pytest.mark.parametrize(
    ("report", "tenue_a_jour", "initiale"),
    [
        (ECHEANCE - UN, (1, 1), (0, 1)),
        (ECHEANCE, (1, 1), (0, 1)),
        (ECHEANCE + UN, (1, 1), (0, 1)),
    ],
)
def test_un_report_garde_la_premiere_echeance(
    report: date, tenue_a_jour: tuple[int, int], initiale: tuple[int, int]
) -> None:
    """The year judges the last deadline; the first one is printed beside it, and never changes."""
    nouvelle = date(2026, 11, 30)
    reportee = gestes.replanifier(action(), echeance=nouvelle, raison="devis", par="zoe", jour=report)
    faite = gestes.realiser(reportee, le=nouvelle, jour=FIN)
    assert lire("ACT-06", ANNEE, faite).fraction == tenue_a_jour
    assert lire("ACT-10", ANNEE, faite).fraction == initiale


@pytest.mark.parametrize(("report", "tombee"), [(ECHEANCE - UN, 0), (ECHEANCE, 0), (ECHEANCE + UN, 1)])
def test_reporter_apres_l_echeance_ne_retire_pas_un_mois_de_retard(report: date, tombee: int) -> None:
    reportee = gestes.replanifier(action(), echeance=date(2026, 11, 30), raison="devis", par="zoe", jour=report)
    assert lire("ACT-06", mois(2), reportee).fraction == (0, tombee)
    fin_fevrier = lire("ACT-05", mois(2), gestes.replanifier(action(), echeance=FIN, raison="x", par="", jour=FIN))
    assert fin_fevrier.fraction == (1, None)


@pytest.mark.parametrize(("le", "exclue"), [(ECHEANCE - UN, True), (ECHEANCE, True), (ECHEANCE + UN, False)])
def test_abandonner_apres_l_echeance_ne_retire_pas_le_retard(le: date, exclue: bool) -> None:
    partie = gestes.abandonner(action(), raison="sans objet", le=le, jour=FIN)
    for code in ("ACT-06", "ACT-10"):
        lu = lire(code, ANNEE, partie)
        assert lu.fraction == (0, 0 if exclue else 1)
        assert [reference for reference, _ in lu.exclues] == (["A-2026-001"] if exclue else [])


@pytest.mark.parametrize(
    ("jour", "en_retard", "pas_encore"),
    [(ECHEANCE - UN, 0, ()), (ECHEANCE, 0, ("A-2026-001",)), (ECHEANCE + UN, 1, ())],
)
def test_le_jour_de_l_echeance_n_est_pas_un_retard(jour: date, en_retard: int, pas_encore: tuple[str, ...]) -> None:
    vue = Fenetre(date(2026, 1, 1), jour, jour)
    assert lire("ACT-05", vue, action()).numerateur == en_retard
    assert lire("ACT-06", vue, action()).fraction == (0, en_retard)
    assert lire("ACT-06", vue, action()).pas_encore_echues == pas_encore


def test_un_stock_regarde_toutes_les_annees() -> None:
    vieille = evoluer(action(), reference="A-2019-001", creee_le=date(2019, 1, 7))
    assert lire("ACT-04", mois(3), vieille, action()).retenues == ("A-2019-001", "A-2026-001")
    close = evoluer(vieille, etat=EtatAction.ABANDONNEE, close_le=date(2026, 3, 31))
    assert lire("ACT-04", mois(3), close).numerateur == 0
    assert lire("ACT-04", mois(2), close).numerateur == 1


def test_relancer_ne_dit_pas_qu_elle_n_etait_pas_realisee() -> None:
    faite = gestes.realiser(action(), le=ECHEANCE, jour=FIN)
    relancee = gestes.relancer(faite, echeance=FIN, raison="sans effet", par="zoe", jour=date(2026, 4, 1))
    assert lire("ACT-06", mois(2), relancee).fraction == (1, 1)
    assert lire("ACT-05", mois(3), relancee).numerateur == 0
    ancienne = evoluer(faite, jalons=())  # written before its milestones were kept
    assert lire("ACT-06", mois(2), gestes.relancer(ancienne, echeance=FIN, raison="x", par="", jour=FIN)).fraction == (
        1,
        1,
    )


def test_deux_verifications_de_l_efficacite_comptent_deux_fois() -> None:
    faite = gestes.realiser(action(), le=ECHEANCE, jour=FIN)
    vue = gestes.verifier(faite, le=ECHEANCE, par="zoe", efficace=False, constat="non", jour=FIN)
    relancee = gestes.relancer(vue, echeance=FIN, raison="encore", par="zoe", jour=date(2026, 3, 1))
    refaite = gestes.realiser(relancee, le=date(2026, 3, 2), jour=FIN)
    revue = gestes.verifier(refaite, le=date(2026, 3, 3), par="zoe", efficace=True, jour=FIN)
    lu = lire("ACT-07", ANNEE, revue)
    assert (lu.fraction, lu.retenues) == ((1, 2), ("A-2026-001 2026-03-03", "A-2026-001 2026-02-10"))


GESTES: dict[str, Callable[[Action, date], Action]] = {
    "lancer": lambda a, j: gestes.lancer(a, jour=j),
    "replanifier": lambda a, j: gestes.replanifier(a, echeance=j + 20 * UN, raison="x", par="", jour=j),
    "fixer": lambda a, j: actions.fixer_echeance(a, j + 9 * UN, j) if a.etat is EtatAction.A_LANCER else a,
    "realiser": lambda a, j: gestes.realiser(a, le=j, jour=j),
    "verifier": lambda a, j: gestes.verifier(a, le=j, par="zoe", efficace=j.day % 2 == 0, constat="vu", jour=j),
    "relancer": lambda a, j: gestes.relancer(a, echeance=j + 15 * UN, raison="x", par="", jour=j),
    "clore": lambda a, j: gestes.clore(a, le=j, suite="x", jour=j),
    "abandonner": lambda a, j: gestes.abandonner(a, raison="x", le=j, jour=j),
    "noter": lambda a, j: gestes.noter(a, texte="x", par="", le=j, jour=j),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(GESTES)), st.integers(0, 40)), max_size=12), st.integers(0, 300))
def test_l_etat_d_un_jour_est_celui_qu_on_aurait_lu_ce_jour_la(suite: list[tuple[str, int]], recul: int) -> None:
    """Whatever is done after a day, `etat_au` gives the record as it was then, and every figure of before stays."""
    jour = date(2026, 1, 5)
    fiche = creer(
        reference="A-1", intitule="x", origine=Origine(concept="reunion"), pilote="daa", echeance=ECHEANCE, jour=jour
    )
    vues = {jour: fiche}
    for geste, ecart in suite:
        jour += ecart * UN
        try:
            fiche = GESTES[geste](fiche, jour)
        except gestes.Refus:
            continue
        vues[jour] = fiche
    demande = date(2026, 1, 5) + recul * UN
    alors = vues[max(le for le in vues if le <= demande)]
    ici = etat_au(fiche, demande)
    assert ici is not None
    gardes = ("etat", "echeance", "realisee_le", "efficacite", "efficacites_passees", "close_le", "notes", "jalons")
    assert {c: getattr(ici, c) for c in gardes} == {c: getattr(alors, c) for c in gardes}
    for figure in comptages.FIGURES:
        vue = fenetre(date(2026, 1, 1), demande, FIN + 700 * UN)
        assert figure.calcul(Plan((fiche,)), vue) == figure.calcul(Plan((alors,)), vue)


def test_avant_sa_creation_une_action_n_est_rien() -> None:
    assert etat_au(action(), date(2026, 1, 4)) is None
