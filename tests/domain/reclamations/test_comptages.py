"""The figures of the réclamations at their thresholds: who is counted, who leaves and why, what is not due yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from qualitui.domain.comptage import Comptage, Fenetre, fenetre
from qualitui.domain.reclamations import comptages, gestes
from qualitui.domain.reclamations.comptages import Dossiers
from qualitui.domain.reclamations.fiche import Reclamation, etat_au
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.saisie import Regles, modifier, qualifier
from qualitui.domain.reclamations.statistiques import Registre

Recue = Callable[..., Reclamation]

UN = timedelta(days=1)
RECUE, BUTOIR = date(2026, 1, 31), date(2026, 3, 2)  # 28 February is a Saturday: the butoir is the Monday after
FIN = date(2026, 12, 31)
ANNEE = Fenetre(date(2026, 1, 1), FIN, FIN)


def lire(code: str, vue: Fenetre, *dossiers: Reclamation) -> Comptage:
    figure = next(f for f in comptages.FIGURES if f.definition.code == code)
    return figure.calcul(Registre(Dossiers(dossiers)), vue)


def au(jour: date) -> Fenetre:
    return Fenetre(date(jour.year, 1, 1), jour, jour)


def repondue(dossier: Reclamation, le: date) -> Reclamation:
    return gestes.repondre(dossier, le=le, jour=FIN)


@pytest.mark.parametrize(
    ("jour", "fraction", "attendus"),
    [(BUTOIR - UN, (0, 0), 1), (BUTOIR, (0, 0), 1), (BUTOIR + UN, (0, 1), 0)],
)
def test_ouvert_la_veille_le_jour_le_lendemain_du_butoir(
    recue: Recue, jour: date, fraction: tuple[int, int], attendus: int
) -> None:
    for code in ("ECO-03", "ECO-12", "ECO-05"):
        lu = lire(code, au(jour), recue(RECUE))
        assert (lu.fraction, len(lu.pas_encore_echues)) == (fraction, attendus)
    assert lire("ECO-08", au(jour), recue(RECUE)).numerateur == fraction[1]
    assert lire("ECO-13", au(jour), recue(RECUE)).numerateur == 1


@pytest.mark.parametrize(
    ("le", "mois", "quantieme"),
    [
        (date(2026, 2, 28), (1, 1), (1, 1)),
        (date(2026, 3, 1), (1, 1), (0, 1)),
        (BUTOIR, (1, 1), (0, 1)),
        (BUTOIR + UN, (0, 1), (0, 1)),
    ],
)
def test_tenu_au_butoir_dont_tenu_au_quantieme(
    recue: Recue, le: date, mois: tuple[int, int], quantieme: tuple[int, int]
) -> None:
    assert lire("ECO-03", ANNEE, repondue(recue(RECUE), le)).fraction == mois
    assert lire("ECO-12", ANNEE, repondue(recue(RECUE), le)).fraction == quantieme


@pytest.mark.parametrize("le", [date(2026, 2, 10), BUTOIR, BUTOIR + UN, date(2026, 6, 1)])
@pytest.mark.parametrize(
    "changement",
    [{"nature": "remerciement"}, {"nature": "hors-perimetre"}, {"canal": "accueil"}, {"nature": "recours"}],
)
def test_un_retard_le_reste_quoi_qu_on_en_dise(
    recue: Recue, regles: Regles, le: date, changement: dict[str, Any]
) -> None:
    """Requalified or moved to an oral channel after its butoir, it is late; before, it leaves, with the reason."""
    autre = recue(RECUE)
    if "nature" in changement:
        autre = qualifier(autre, changement, regles, raison="Vers le bureau des aides", le=le, jour=le)
    else:
        autre = modifier(autre, changement, regles, le)  # type: ignore[arg-type]
    for code in ("ECO-03", "I-ECO-01"):
        lu = lire(code, ANNEE, autre)
        assert lu.fraction == (0, 1 if le > BUTOIR else 0)
        if code == "ECO-03":
            assert bool(lu.exclues) is (le <= BUTOIR)
            assert all(raison for _, raison in lu.exclues)


def test_l_etat_d_un_jour_rend_ce_que_le_dossier_etait(recue: Recue, regles: Regles) -> None:
    dossier = recue(RECUE, nature="")
    vues = {RECUE: dossier}
    for jour, changement in (
        (date(2026, 2, 3), {"nature": "reclamation", "motif": "attente"}),
        (date(2026, 2, 10), {"canal": "accueil"}),
        (date(2026, 2, 12), {"canal": "courriel-generique", "motif": "proprete"}),
    ):
        dossier = modifier(dossier, changement, regles, jour)  # type: ignore[arg-type]
        vues[jour] = dossier
    dossier = repondue(dossier, date(2026, 2, 20))
    vues[date(2026, 2, 20)] = dossier
    for ecart in range(40):
        jour = RECUE + ecart * UN
        alors = vues[max(le for le in vues if le <= jour)]
        ici = etat_au(dossier, jour)
        assert ici is not None
        champs = ("canal", "nature", "motif", "ecrit", "accuse_attendu", "echeance", "echeance_attente", "faits")
        assert {c: getattr(ici, c) for c in champs} == {c: getattr(alors, c) for c in champs}
    assert etat_au(dossier, RECUE - UN) is None


def test_ce_qui_est_hors_du_compte_est_dit_avec_sa_raison(recue: Recue) -> None:
    jour = date(2026, 2, 10)
    dossiers = [
        recue(RECUE, "R-2026-001", canal="accueil"),
        recue(RECUE, "R-2026-002", nature="remerciement"),
        gestes.clore(recue(RECUE, "R-2026-003"), motif=MotifCloture.RETIREE, le=jour, jour=jour),
        gestes.clore(recue(RECUE, "R-2026-004"), motif=MotifCloture.DOUBLON, detail="de R-2026-002", le=FIN, jour=FIN),
    ]
    lu = lire("ECO-03", ANNEE, *dossiers)
    assert lu.exclues == (
        ("R-2026-001", "dossier oral, sans délai promis"),
        ("R-2026-002", "aucun délai promis pour sa nature"),
        ("R-2026-003", "clos sans réponse avant la fin du mois\u00a0: retirée par l’usager"),
        ("R-2026-004", "doublon de R-2026-002"),
    )
    assert lu.denominateur == 0


@pytest.mark.parametrize(
    ("clos", "jour", "compte"),
    [(None, FIN, 1), (BUTOIR, FIN, 0), (date(2026, 12, 30), FIN, 0), (FIN, FIN, 0), (FIN, FIN - UN, 1)],
)
def test_un_dossier_clos_est_sorti_du_stock_le_jour_meme(
    recue: Recue, clos: date | None, jour: date, compte: int
) -> None:
    dossier = recue(RECUE)
    if clos:
        dossier = gestes.clore(dossier, motif=MotifCloture.SANS_COORDONNEES, le=clos, jour=FIN)
    assert lire("ECO-08", au(jour), dossier).numerateur == compte
    assert lire("ECO-13", au(jour), dossier).numerateur == compte


def test_le_stock_regarde_toutes_les_annees(recue: Recue) -> None:
    vieux = [recue(date(2025, 12, jour), f"R-2025-00{jour}") for jour in (1, 2)]
    lu = lire("ECO-08", au(date(2027, 1, 20)), *vieux)
    assert lu.retenues == ("R-2025-001", "R-2025-002")
    rouvert = gestes.rouvrir(repondue(vieux[0], date(2025, 12, 20)), raison="x", le=date(2026, 5, 4), jour=FIN)
    assert lire("ECO-13", au(date(2026, 5, 3)), rouvert).numerateur == 0
    assert lire("ECO-13", au(date(2030, 1, 1)), rouvert).numerateur == 1


def test_la_mediane_et_le_decile_ont_la_population_du_taux(recue: Recue) -> None:
    merci = repondue(recue(date(2026, 1, 5), "R-2026-002", nature="remerciement"), date(2026, 3, 21))
    dossiers = [repondue(recue(date(2026, 1, 5), "R-2026-001"), date(2026, 1, 9)), merci]
    for code in ("ECO-06", "ECO-07"):
        assert lire(code, ANNEE, *dossiers).numerateur == 4
        assert lire(code, ANNEE, *dossiers).retenues == ("R-2026-001",)
    assert lire("I-ECO-02", ANNEE, *dossiers).fraction == (4, 1)
    assert lire("ECO-06", ANNEE, merci).en_mots() == "non mesuré"


@pytest.mark.parametrize(("mois", "fraction"), [(1, (0, 0)), (2, (0, 0)), (3, (0, 1)), (4, (0, 0))])
def test_un_ecrit_se_juge_dans_le_mois_ou_tombe_son_echeance(
    recue: Recue, mois: int, fraction: tuple[int, int]
) -> None:
    """Due on the second of March and never answered: late in March, whatever is done after."""
    fin = date(2026, mois + 1, 1) - UN
    vue = fenetre(date(2026, mois, 1), fin, FIN)
    assert lire("I-ECO-01", vue, recue(RECUE)).fraction == fraction
    assert lire("I-ECO-01", vue, repondue(recue(RECUE), FIN)).fraction == fraction


def test_du_le_dernier_jour_du_mois_c_est_ce_mois_qui_le_compte(recue: Recue) -> None:
    """29 February, a Tuesday: nobody answers that day, and the month that is over says so; today does not yet."""
    dossier = recue(date(2028, 1, 31))
    assert dossier.echeance is not None
    assert dossier.echeance.butoir == date(2028, 2, 29)
    fevrier = (date(2028, 2, 1), date(2028, 2, 29))
    assert lire("I-ECO-01", fenetre(*fevrier, date(2028, 2, 29)), dossier).pas_encore_echues == ("R-2026-001",)
    assert lire("I-ECO-01", fenetre(*fevrier, date(2028, 3, 1)), dossier).fraction == (0, 1)
    tenue = gestes.repondre(dossier, le=date(2028, 2, 29), jour=date(2028, 3, 1))
    assert lire("I-ECO-01", fenetre(*fevrier, date(2028, 3, 1)), tenue).fraction == (1, 1)


def test_sans_aucun_dossier_rien_n_est_zero() -> None:
    for figure in comptages.FIGURES:
        assert lire(figure.definition.code, ANNEE).en_mots() == "non mesuré"
