"""Quarters: held, missed, held late; decisions and the frozen picture."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain import trimestres
from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.comptage import Fenetre
from qualitui.domain.saisie import TexteManquant
from qualitui.domain.temps.recurrence import trimestre_de
from qualitui.domain.trimestres import Decision, EtatTrimestre, GenreDecision, RevueTrimestrielle

JOUR = date(2026, 3, 2)


def action(reference: str, etat: EtatAction = EtatAction.EN_COURS) -> Action:
    origine = Origine(concept="reunion")
    return Action(reference=reference, intitule="Agir", origine=origine, creee_le=JOUR, etat=etat, echeance=JOUR)


def decision(reference: str, genre: GenreDecision = GenreDecision.MAINTENIR, **champs: object) -> Decision:
    return Decision.model_validate({"action": reference, "decision": genre, "le": JOUR, "par": "zoe", **champs})


def revue(close_le: date | None = None) -> RevueTrimestrielle:
    return RevueTrimestrielle(trimestre="2026-T1", ouverte_le=date(2026, 1, 5), close_le=close_le)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("2026-T1", "2026-T1"), (" 2026-t4 ", "2026-T4"), ("2026T2", "2026-T2"), ("t3 2026", "2026-T3")],
)
def test_lire_trimestre(texte: str, attendu: str) -> None:
    assert trimestres.lire_trimestre(texte) == attendu


@pytest.mark.parametrize("texte", ["", "2026", "2026-T5", "2026-T0", "26-T1", "T1"])
def test_trimestre_illisible(texte: str) -> None:
    with pytest.raises(trimestres.TrimestreIllisible, match="2026-T1"):
        trimestres.lire_trimestre(texte)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_les_trimestres_couvrent_chaque_jour_une_fois(jour: date) -> None:
    cle = trimestre_de(jour)
    debut, fin = trimestres.bornes(cle)
    assert debut <= jour <= fin
    assert trimestres.bornes(trimestres.suivant(cle))[0] == fin + timedelta(days=1)
    assert trimestres.suivant(trimestres.precedent(cle)) == cle


@pytest.mark.parametrize(
    ("ouverte", "close_le", "jour", "attendu"),
    [
        (False, None, date(2025, 12, 31), EtatTrimestre.A_VENIR),
        (False, None, date(2026, 1, 1), EtatTrimestre.A_TENIR),
        (False, None, date(2026, 3, 31), EtatTrimestre.A_TENIR),
        (False, None, date(2026, 4, 1), EtatTrimestre.MANQUEE),
        (True, None, date(2026, 3, 31), EtatTrimestre.OUVERTE),
        (True, None, date(2026, 4, 1), EtatTrimestre.MANQUEE),
        (True, date(2026, 3, 31), date(2026, 5, 1), EtatTrimestre.TENUE),
        (True, date(2026, 4, 1), date(2026, 5, 1), EtatTrimestre.TENUE_EN_RETARD),
    ],
)
def test_etat_du_trimestre(ouverte: bool, close_le: date | None, jour: date, attendu: EtatTrimestre) -> None:
    assert trimestres.etat_du_trimestre("2026-T1", revue(close_le) if ouverte else None, jour) is attendu


def test_tenue_en_retard_reste_manquee() -> None:
    assert {etat for etat in EtatTrimestre if etat.manquee} == {EtatTrimestre.MANQUEE, EtatTrimestre.TENUE_EN_RETARD}


@pytest.mark.parametrize(
    ("jour", "refus"),
    [
        (date(2025, 12, 31), trimestres.TrimestreAVenir),
        (date(2026, 1, 1), None),
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), trimestres.TrimestreRevolu),
    ],
)
def test_quand_ouvrir(jour: date, refus: type[Exception] | None) -> None:
    if refus:
        with pytest.raises(refus):
            trimestres.ouvrir("2026-T1", par="zoe", existante=None, jour=jour)
    else:
        assert trimestres.ouvrir("2026-T1", par="zoe", existante=None, jour=jour).ouverte_le == jour


@pytest.mark.parametrize("close_le", [None, JOUR])
def test_une_seule_revue_par_trimestre(close_le: date | None) -> None:
    with pytest.raises(trimestres.RevueDejaOuverte):
        trimestres.ouvrir("2026-T1", par="zoe", existante=revue(close_le), jour=JOUR)


def test_clore_nomme_les_actions_oubliees() -> None:
    vues = trimestres.decider(revue(), decision("A-2026-001"))
    actions = [action("A-2026-003"), action("A-2026-001"), action("A-2026-002"), action("A-2026-004", EtatAction.CLOSE)]
    with pytest.raises(trimestres.ActionsSansDecision, match="A-2026-002 et A-2026-003") as refus:
        trimestres.clore(vues, actions=actions, par="zoe", jour=JOUR)
    assert refus.value.references == ("A-2026-002", "A-2026-003")


def test_beaucoup_d_actions_oubliees_ne_font_pas_une_page() -> None:
    actions = [action(f"A-2026-{n:03}") for n in range(1, 20)]
    with pytest.raises(trimestres.ActionsSansDecision, match=r"19\u00a0actions ouvertes .* et 7 autres"):
        trimestres.clore(revue(), actions=actions, par="zoe", jour=JOUR)


def test_la_revue_close_est_figee() -> None:
    ouverte = trimestres.decider(revue(), decision("A-2026-001", note="suit son cours"))
    close = trimestres.clore(
        ouverte, actions=[action("A-2026-001")], par="zoe", synthese=" RAS ", jour=date(2026, 3, 3)
    )
    assert close.synthese == "RAS"
    (figee,) = close.actions
    assert (figee.en_retard, figee.age_jours, figee.note) == (True, 1, "suit son cours")
    for geste in (
        lambda: trimestres.decider(close, decision("A-2026-001")),
        lambda: trimestres.clore(close, actions=[], par="zoe", jour=JOUR),
    ):
        with pytest.raises(trimestres.RevueClose):
            geste()


def test_une_seconde_decision_remplace_la_premiere() -> None:
    premiere = trimestres.decider(revue(), decision("A-2026-001"))
    seconde = trimestres.decider(premiere, decision("A-2026-001", GenreDecision.ABANDONNER, note="inutile"))
    assert [d.decision for d in seconde.decisions] == [GenreDecision.ABANDONNER]


@pytest.mark.parametrize(
    ("genre", "champs", "refus"),
    [
        (GenreDecision.REPLANIFIER, {"note": "x"}, trimestres.EcheanceInattendue),
        (GenreDecision.REPLANIFIER, {"nouvelle_echeance": JOUR}, TexteManquant),
        (GenreDecision.MAINTENIR, {"nouvelle_echeance": JOUR}, trimestres.EcheanceInattendue),
        (GenreDecision.ABANDONNER, {}, TexteManquant),
        (GenreDecision.REORIENTER, {}, TexteManquant),
    ],
)
def test_decisions_incompletes(genre: GenreDecision, champs: dict[str, object], refus: type[Exception]) -> None:
    with pytest.raises(refus):
        trimestres.decider(revue(), decision("A-2026-001", genre, **champs))


def test_un_plan_vide_se_revoit_aussi() -> None:
    close = trimestres.clore(revue(), actions=[], par="zoe", jour=JOUR)
    assert (close.actions, close.close_le, close.close_par) == ((), JOUR, "zoe")


@pytest.mark.parametrize(
    ("ouverture", "jour", "fraction", "exclus", "attendus"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), (0, 0), 0, ("2026-T1",)),
        (date(2026, 1, 1), date(2026, 4, 1), (0, 1), 0, ("2026-T2",)),
        (date(2026, 1, 2), date(2026, 4, 1), (0, 0), 1, ("2026-T2",)),  # begun the day before the site was
        (date(2026, 3, 10), date(2026, 12, 31), (0, 2), 1, ("2026-T4",)),
        (None, date(2026, 12, 31), (0, 0), 4, ()),
    ],
)
def test_un_trimestre_commence_avant_l_ouverture_du_site_n_est_pas_du(
    ouverture: date | None, jour: date, fraction: tuple[int, int], exclus: int, attendus: tuple[str, ...]
) -> None:
    donnees = SimpleNamespace(trimestres=(), ouverture=ouverture)
    lu = trimestres.tenues(donnees, Fenetre(date(2026, 1, 1), jour, jour))
    assert (lu.fraction, len(lu.exclues), lu.pas_encore_echues) == (fraction, exclus, attendus)


@pytest.mark.parametrize(
    ("close_le", "jour", "fraction"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), (1, 1)),
        (date(2026, 3, 31), date(2026, 3, 30), (0, 0)),  # not closed yet that day
        (date(2026, 4, 1), date(2026, 4, 30), (0, 1)),
    ],
)
def test_tenue_le_dernier_jour_du_trimestre(close_le: date, jour: date, fraction: tuple[int, int]) -> None:
    revue = trimestres.RevueTrimestrielle(trimestre="2026-T1", ouverte_le=date(2026, 3, 2), close_le=close_le)
    donnees = SimpleNamespace(trimestres=(revue,), ouverture=date(2025, 1, 1))
    assert trimestres.tenues(donnees, Fenetre(date(2026, 1, 1), jour, jour)).fraction == fraction
