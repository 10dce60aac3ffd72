"""What to do next, in words, the day before, the day, the day after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qualitui.domain.reclamations import gestes
from qualitui.domain.reclamations.alertes import GenreAlerte, alertes, prochain_geste
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.saisie import Regles, Saisie, enregistrer

Recue = Callable[..., Reclamation]

RECUE = date(2026, 1, 31)  # alert on 15 February, cible Friday 27, butoir Monday 2 March
FIN = date(2026, 12, 31)
A = GenreAlerte


@pytest.mark.parametrize(
    ("jour", "attendues", "phrase"),
    [
        (date(2026, 2, 14), (), "Répondre avant le vendredi 27 février."),
        (date(2026, 2, 15), (A.QUINZE_JOURS,), "Envoyer une réponse d’attente avant le vendredi 27 février."),
        (date(2026, 2, 26), (A.QUINZE_JOURS,), "Envoyer une réponse d’attente avant le vendredi 27 février."),
        (date(2026, 2, 27), (A.ATTENTE, A.CIBLE), "Envoyer une réponse d’attente aujourd’hui."),
        (date(2026, 2, 28), (A.ATTENTE, A.CIBLE), "Envoyer une réponse d’attente avant le lundi 2 mars."),
        (date(2026, 3, 2), (A.ATTENTE, A.CIBLE), "Envoyer une réponse d’attente aujourd’hui."),
        (
            date(2026, 3, 3),
            (A.BUTOIR,),
            "Répondre sans attendre\u00a0: le délai est dépassé depuis le lundi 2 mars 2026.",
        ),
    ],
)
def test_un_courrier_sans_reponse(recue: Recue, jour: date, attendues: tuple[GenreAlerte, ...], phrase: str) -> None:
    dossier = recue(RECUE)
    assert tuple(a.genre for a in alertes(dossier, jour)) == attendues
    assert prochain_geste(dossier, jour).phrase == phrase


@pytest.mark.parametrize(
    ("jour", "attendues", "phrase"),
    [
        (
            date(2026, 2, 21),
            (),
            "Répondre avant le vendredi 27 février (date annoncée à l’usager\u00a0: le mardi 10 mars).",
        ),
        (
            date(2026, 3, 10),
            (A.BUTOIR,),
            "Répondre avant le mardi 10 mars, date annoncée\u00a0: le délai d’un mois est dépassé.",
        ),
        (
            date(2026, 3, 11),
            (A.BUTOIR, A.NOUVELLE_DATE),
            "Répondre sans attendre\u00a0: le délai est dépassé depuis le lundi 2 mars 2026.",
        ),
    ],
)
def test_apres_une_attente_la_date_promise_est_dite_aussi(
    recue: Recue, jour: date, attendues: tuple[GenreAlerte, ...], phrase: str
) -> None:
    dossier = gestes.attendre(
        recue(RECUE), le=date(2026, 2, 20), interlocuteur="Mme Martin", nouvelle_date=date(2026, 3, 10), jour=FIN
    )
    assert tuple(a.genre for a in alertes(dossier, jour)) == attendues
    assert prochain_geste(dossier, jour).phrase == phrase


def test_l_accuse_du_courriel_generique_vient_d_abord(recue: Recue) -> None:
    dossier = recue(RECUE, canal="courriel-generique", nature="")
    geste = prochain_geste(dossier, RECUE)
    assert (geste.genre, geste.cible) == (GenreFait.ACCUSE, RECUE)
    assert [a.genre for a in alertes(dossier, RECUE)] == [A.ACCUSE]
    accusee = gestes.accuser(dossier, le=RECUE, jour=FIN)
    assert alertes(accusee, RECUE) == ()
    assert prochain_geste(accusee, RECUE).phrase.startswith("Qualifier le dossier")


@pytest.mark.parametrize(
    ("jour", "phrase", "genre"),
    [
        (date(2015, 3, 3), "Envoyer une réponse d’attente avant le mardi 17 mars, ou la réponse.", GenreFait.ATTENTE),
        (date(2015, 3, 17), "Envoyer une réponse d’attente aujourd’hui, ou la réponse.", GenreFait.ATTENTE),
        (date(2015, 3, 18), "Répondre avant le jeudi 2 avril.", GenreFait.REPONSE),
    ],
)
def test_sous_2014_l_attente_est_demandee_dans_les_quinze_jours(
    regles_2014: Regles, jour: date, phrase: str, genre: GenreFait
) -> None:
    saisie = Saisie(canal="courrier", recue_le=date(2015, 3, 2), nature="reclamation")
    geste = prochain_geste(enregistrer(saisie, regles_2014, date(2015, 3, 2)), jour)
    assert (geste.phrase, geste.genre) == (phrase, genre)


def test_repondu_puis_cloture_puis_conteste(recue: Recue) -> None:
    repondue = gestes.repondre(recue(RECUE), le=date(2026, 2, 10), jour=FIN)
    assert prochain_geste(repondue, FIN).genre is GenreFait.CLOTURE
    contestee = gestes.contester(repondue, le=date(2026, 2, 20), jour=FIN)
    assert prochain_geste(contestee, FIN).genre is GenreFait.REOUVERTURE
    rouverte = gestes.rouvrir(contestee, raison="Contestation", le=date(2026, 2, 21), jour=FIN)
    assert prochain_geste(rouverte, FIN).phrase == "Envoyer une nouvelle réponse\u00a0: le dossier est rouvert."
    close = gestes.clore(repondue, motif=MotifCloture.REPONDUE, le=date(2026, 2, 11), jour=FIN)
    assert prochain_geste(close, FIN).genre is None
    assert all(alertes(dossier, FIN) == () for dossier in (repondue, contestee, rouverte, close))


def test_un_dossier_oral_n_a_pas_de_date_a_tenir(recue: Recue) -> None:
    geste = prochain_geste(recue(RECUE, canal="accueil"), FIN)
    assert (geste.cible, geste.butoir) == (None, None)
    assert alertes(recue(RECUE, canal="accueil"), FIN) == ()


def test_un_recours_encore_ouvert_est_a_orienter(recue: Recue) -> None:
    assert prochain_geste(recue(RECUE, nature="recours"), FIN).genre is GenreFait.CLOTURE
