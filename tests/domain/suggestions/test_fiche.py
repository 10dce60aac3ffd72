"""Suggestions: always answered, once."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.saisie import DateImpossible, TexteManquant
from qualitui.domain.suggestions import fiche as suggestions
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion

JOUR = date(2026, 3, 2)


def recue(texte: str = "Un banc") -> Suggestion:
    return suggestions.ajouter(reference="S-2026-001", texte=texte, jour=JOUR)


def ecartee() -> Suggestion:
    return suggestions.ecarter(recue(), raison="déjà prévu", jour=date(2026, 3, 10))


def test_une_suggestion_sans_texte_n_en_est_pas_une() -> None:
    with pytest.raises(TexteManquant):
        recue(" \n")


def test_analyser_puis_retenir() -> None:
    analysee = suggestions.analyser(recue(), analyse="utile", jour=JOUR)
    assert analysee.etat is EtatSuggestion.EN_ANALYSE
    retenue = suggestions.retenir(analysee, action="A-2026-001", jour=date(2026, 3, 9))
    assert retenue.etat is EtatSuggestion.RETENUE
    assert "A-2026-001" in retenue.reponse
    assert suggestions.age_en_jours(retenue, date(2027, 1, 1)) == 7


@pytest.mark.parametrize("raison", ["", "  "])
def test_ecarter_dit_pourquoi(raison: str) -> None:
    with pytest.raises(TexteManquant):
        suggestions.ecarter(recue(), raison=raison, jour=JOUR)


def test_une_reponse_ne_se_change_pas() -> None:
    for geste in (
        lambda: suggestions.analyser(ecartee(), analyse="x", jour=JOUR),
        lambda: suggestions.retenir(ecartee(), action="A-2026-001", jour=JOUR),
        lambda: suggestions.ecarter(ecartee(), raison="x", jour=JOUR),
    ):
        with pytest.raises(suggestions.DejaRepondue, match="S-2026-001"):
            geste()


def test_presenter_ce_qui_a_une_reponse() -> None:
    with pytest.raises(suggestions.PasRepondue):
        suggestions.presenter(recue(), le=JOUR, jour=JOUR)
    with pytest.raises(DateImpossible, match="avant la réponse"):
        suggestions.presenter(ecartee(), le=date(2026, 3, 9), jour=date(2026, 4, 1))
    presentee = suggestions.presenter(ecartee(), le=date(2026, 3, 12), jour=date(2026, 4, 1))
    assert presentee.presentee_le == date(2026, 3, 12)


def test_analyser_repondre_presenter_sont_trois_dates() -> None:
    """The state of any day is told by them; an answer given after it is not known then."""
    analysee = suggestions.analyser(recue(), analyse="utile", jour=date(2026, 3, 4))
    encore = suggestions.analyser(analysee, analyse="très utile", jour=date(2026, 3, 6))
    repondue = suggestions.ecarter(encore, raison="déjà prévu", jour=date(2026, 3, 10))
    tout = suggestions.presenter(repondue, le=date(2026, 3, 12), jour=date(2026, 3, 12))
    etats = {
        date(2026, 3, 1): None,
        date(2026, 3, 2): EtatSuggestion.RECUE,
        date(2026, 3, 3): EtatSuggestion.RECUE,
        date(2026, 3, 4): EtatSuggestion.EN_ANALYSE,
        date(2026, 3, 9): EtatSuggestion.EN_ANALYSE,
        date(2026, 3, 10): EtatSuggestion.ECARTEE,
        date(2026, 3, 13): EtatSuggestion.ECARTEE,
    }
    for jour, attendu in etats.items():
        connue = suggestions.etat_au(tout, jour)
        assert (connue.etat if connue else None) is attendu
        assert suggestions.analysee_au(tout, jour) is (jour >= date(2026, 3, 4))
        if connue is not None:
            assert (connue.presentee_le is not None) is (jour >= date(2026, 3, 12))
            assert suggestions.etat_au(connue, jour) == connue


def test_repondre_vaut_analyse() -> None:
    assert ecartee().analysee_le == date(2026, 3, 10)
    assert not suggestions.analysee_au(ecartee(), date(2026, 3, 9))
