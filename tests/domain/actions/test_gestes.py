"""The life of an action: each gesture from each state, then whatever order they come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.actions import gestes as vie
from qualitui.domain.actions.fiche import Action, Efficacite, EtatAction, Origine
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.saisie import DateImpossible, EcheancePassee, TexteManquant

JOUR = date(2026, 3, 2)
DEMAIN = date(2026, 3, 3)
E = EtatAction

GESTES: dict[str, Callable[[Action], Action]] = {
    "lancer": lambda a: vie.lancer(a, jour=JOUR),
    "noter": lambda a: vie.noter(a, texte="vu", par="ali", le=JOUR, jour=JOUR),
    "modifier": lambda a: vie.modifier(a, intitule="Autre"),
    "replanifier": lambda a: vie.replanifier(a, echeance=DEMAIN, raison="absence", par="ali", jour=JOUR),
    "realiser": lambda a: vie.realiser(a, le=JOUR, jour=JOUR),
    "verifier": lambda a: vie.verifier(a, le=JOUR, par="zoe", efficace=True, jour=JOUR),
    "relancer": lambda a: vie.relancer(a, echeance=DEMAIN, raison="sans effet", par="ali", jour=JOUR),
    "clore": lambda a: vie.clore(a, le=JOUR, jour=JOUR),
    "abandonner": lambda a: vie.abandonner(a, raison="inutile", le=JOUR, jour=JOUR),
}
# gesture → {state it starts from: state it leads to}; anything else is refused.
OUVERTS = (E.A_LANCER, E.EN_COURS, E.REALISEE, E.VERIFIEE)
TABLE = {
    "lancer": {E.A_LANCER: E.EN_COURS},
    "noter": {etat: etat for etat in OUVERTS},
    "modifier": {etat: etat for etat in OUVERTS},
    "replanifier": {E.A_LANCER: E.A_LANCER, E.EN_COURS: E.EN_COURS},
    "realiser": {E.A_LANCER: E.REALISEE, E.EN_COURS: E.REALISEE},
    "verifier": {E.REALISEE: E.VERIFIEE},
    "relancer": {E.REALISEE: E.EN_COURS, E.VERIFIEE: E.EN_COURS},
    "clore": {E.VERIFIEE: E.CLOSE},
    "abandonner": {E.A_LANCER: E.ABANDONNEE, E.EN_COURS: E.ABANDONNEE},
}


def action(etat: EtatAction = E.A_LANCER, *, efficace: bool = True, pilote: str = "ali") -> Action:
    """An action that went the right way to `etat`."""
    base = Action(
        reference="A-2026-012",
        intitule="Agir",
        origine=Origine(concept="reunion"),
        pilote=pilote,
        echeance=JOUR,
        creee_le=JOUR,
        etat=etat,
    )
    faite = evoluer(base, realisee_le=JOUR) if etat in (E.REALISEE, E.VERIFIEE, E.CLOSE) else base
    if etat in (E.VERIFIEE, E.CLOSE):
        faite = evoluer(faite, efficacite=Efficacite(le=JOUR, par="zoe", efficace=efficace))
    return evoluer(faite, close_le=JOUR) if etat in (E.CLOSE, E.ABANDONNEE) else faite


@pytest.mark.parametrize("etat", list(E))
@pytest.mark.parametrize("geste", list(GESTES))
def test_la_table_des_gestes(geste: str, etat: EtatAction) -> None:
    attendu = TABLE[geste].get(etat)
    if attendu is None:
        with pytest.raises(vie.GesteImpossible, match="A-2026-012"):
            GESTES[geste](action(etat))
    else:
        assert GESTES[geste](action(etat)).etat is attendu


@pytest.mark.parametrize(
    ("geste", "etat", "refus"),
    [
        ("noter", E.CLOSE, vie.ActionClose),
        ("clore", E.ABANDONNEE, vie.ActionAbandonnee),
        ("lancer", E.EN_COURS, vie.ActionDejaLancee),
        ("realiser", E.REALISEE, vie.ActionDejaRealisee),
        ("abandonner", E.VERIFIEE, vie.ActionDejaRealisee),
        ("verifier", E.EN_COURS, vie.ActionPasRealisee),
        ("verifier", E.VERIFIEE, vie.EfficaciteDejaVerifiee),
        ("clore", E.REALISEE, vie.EfficacitePasVerifiee),
        ("clore", E.EN_COURS, vie.EfficacitePasVerifiee),
    ],
)
def test_chaque_refus_porte_le_nom_du_cas(geste: str, etat: EtatAction, refus: type[Refus]) -> None:
    with pytest.raises(refus):
        GESTES[geste](action(etat))


@given(st.lists(st.sampled_from(list(GESTES)), max_size=14))
def test_jamais_close_sans_efficacite_verifiee_par_un_autre(gestes: list[str]) -> None:
    courante = action()
    for geste in gestes:
        try:
            courante = GESTES[geste](courante)
        except Refus:
            continue
        if courante.etat is E.CLOSE:
            assert courante.efficacite is not None
            assert courante.efficacite.par != courante.pilote
            assert courante.realisee_le is not None


@pytest.mark.parametrize(("par", "pilotes"), [("ali", ()), ("zoe", ("zoe", "max"))], ids=["pilote", "tient le rôle"])
def test_le_pilote_ne_juge_pas_son_action(par: str, pilotes: tuple[str, ...]) -> None:
    with pytest.raises(vie.VerificateurEstPilote, match="ali"):
        vie.verifier(action(E.REALISEE), le=JOUR, par=par, efficace=True, pilotes=pilotes, jour=JOUR)


def test_une_action_inefficace_ne_se_clot_pas_en_silence() -> None:
    with pytest.raises(TexteManquant):
        vie.verifier(action(E.REALISEE), le=JOUR, par="zoe", efficace=False, jour=JOUR)
    inefficace = action(E.VERIFIEE, efficace=False)
    with pytest.raises(TexteManquant, match="relancez-la"):
        vie.clore(inefficace, le=JOUR, jour=JOUR)
    close = vie.clore(inefficace, le=JOUR, suite="remplacée par A-2026-013", par="zoe", jour=JOUR)
    assert close.notes[-1].texte == "remplacée par A-2026-013"


def test_relancer_garde_le_jugement_passe() -> None:
    relancee = GESTES["relancer"](action(E.VERIFIEE, efficace=False))
    assert relancee.efficacite is None
    assert relancee.realisee_le is None
    assert [jugement.efficace for jugement in relancee.efficacites_passees] == [False]


def test_replanifier_garde_la_premiere_echeance_et_la_raison() -> None:
    creee = evoluer(action(), echeance_initiale=JOUR)
    reportee = vie.replanifier(creee, echeance=DEMAIN, raison="prestataire absent", par="ali", jour=JOUR)
    assert (reportee.echeance, reportee.echeance_initiale, reportee.replanifications) == (DEMAIN, JOUR, 1)
    assert "02/03/2026 au 03/03/2026" in reportee.notes[-1].texte
    assert "prestataire absent" in reportee.notes[-1].texte
    with pytest.raises(EcheancePassee):
        vie.replanifier(creee, echeance=date(2026, 3, 1), raison="x", par="ali", jour=JOUR)


@pytest.mark.parametrize("le", [date(2026, 3, 1), DEMAIN], ids=["avant la création", "demain"])
def test_une_realisation_est_un_fait(le: date) -> None:
    with pytest.raises(DateImpossible):
        vie.realiser(action(), le=le, jour=JOUR)


@pytest.mark.parametrize("geste", ["lancer", "realiser"])
def test_personne_ne_porte_l_action(geste: str) -> None:
    with pytest.raises(vie.PiloteManquant):
        GESTES[geste](action(pilote=""))


def test_lancer_demande_une_echeance() -> None:
    with pytest.raises(vie.EcheanceManquante):
        vie.lancer(evoluer(action(), echeance=None), jour=JOUR)
