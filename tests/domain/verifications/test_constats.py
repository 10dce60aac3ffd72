"""Noting results and reasons: windows, corrections, two people on the same occurrence, misses explained."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.saisie import DateImpossible, TexteManquant
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.constats import (
    DejaNotee,
    PasManquee,
    PeriodePasCommencee,
    RaisonInconnue,
    expliquer,
    noter,
)
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, RaisonManque, Resultat, Verification
from qualitui.domain.verifications.occurrences import Occurrence, occurrence, suivre

D = date.fromisoformat
CONFORME, NON_CONFORME, SANS_OBJET = Resultat


def semaine_10() -> Occurrence:
    verification = Verification(
        code="V-CNF-01",
        libelle="Sièges en bon état ?",
        periodicite=Periodicite.HEBDOMADAIRE,
        ancre=D("2026-01-06"),
        depuis=D("2026-01-01"),
    )
    return occurrence(verification, "2026-S10", jours_ouverts(Calendrier()))


def note(
    resultat: Resultat = CONFORME, le: str = "2026-03-03", jour: str = "", existant: Constat | None = None, **plus: Any
) -> Constat:
    return noter(semaine_10(), existant, resultat, le=D(le), par="martin-c", jour=D(jour or le), **plus)


def test_a_result_says_who_when_and_under_which_text() -> None:
    une = note(preuve=" photo du 3 mars ")

    assert une.id == "V-CNF-01@2026-S10"
    assert (une.resultat, une.par, une.le, une.saisie_le) == (CONFORME, "martin-c", D("2026-03-03"), D("2026-03-03"))
    assert (une.libelle, une.preuve) == ("Sièges en bon état ?", "photo du 3 mars")


@pytest.mark.parametrize(
    ("le", "jour", "refus"),
    [
        ("2026-03-01", "2026-03-02", PeriodePasCommencee),
        ("2026-03-02", "2026-03-02", None),
        ("2026-03-08", "2026-03-20", None),
        ("2026-03-04", "2026-03-03", DateImpossible),
    ],
)
def test_a_result_is_of_a_day_come_and_of_an_open_window(le: str, jour: str, refus: type[Exception] | None) -> None:
    if refus:
        with pytest.raises(refus):
            note(le=le, jour=jour)
        return
    assert note(le=le, jour=jour).saisie_le == D(jour)


def test_a_non_conforme_says_what_was_seen() -> None:
    with pytest.raises(TexteManquant, match="ce qui a été vu"):
        note(NON_CONFORME, constat="  ")
    assert note(NON_CONFORME, constat="deux sièges cassés").constat == "deux sièges cassés"
    assert note(SANS_OBJET).constat == ""


def test_the_same_result_twice_is_one_result() -> None:
    premiere = note()

    assert note(le="2026-03-05", existant=premiere) is premiere


def test_another_result_is_a_correction_to_ask_for() -> None:
    premiere = note(le="2026-03-03")

    with pytest.raises(DejaNotee, match=r"« conforme » par martin-c le 03/03/2026".replace(" ", ".")):
        note(NON_CONFORME, le="2026-03-05", existant=premiere, constat="x")
    corrigee = note(NON_CONFORME, le="2026-03-05", existant=premiere, constat="x", corriger=True)
    assert (corrigee.resultat, corrigee.le, corrigee.saisie_le, corrigee.corrigee_le) == (
        NON_CONFORME,
        D("2026-03-05"),
        D("2026-03-03"),
        D("2026-03-05"),
    )


def test_a_correction_long_after_does_not_make_a_miss_of_what_was_done() -> None:
    corrigee = note(SANS_OBJET, le="2026-03-03", jour="2026-12-01", existant=note(), corriger=True)

    assert suivre(semaine_10(), corrigee, D("2026-12-01")).etat is EtatOccurrence.FAITE


def test_a_correction_keeps_the_proof_and_what_was_seen_unless_replaced() -> None:
    premiere = note(NON_CONFORME, constat="deux sièges cassés", preuve="photo")

    corrigee = note(NON_CONFORME, existant=premiere, preuve="mail", corriger=True)

    assert (corrigee.constat, corrigee.preuve) == ("deux sièges cassés", "mail")


@pytest.mark.parametrize("saisie", ["oubli", "OUBLI", " Matériel ", "materiel", "absence", "fermeture"])
def test_a_miss_is_explained_and_stays_a_miss(saisie: str) -> None:
    explique = expliquer(semaine_10(), None, saisie, par="daa", jour=D("2026-03-09"))

    assert explique.raison in list(RaisonManque)
    assert (explique.resultat, explique.expliquee_par, explique.expliquee_le) == (None, "daa", D("2026-03-09"))
    suivi = suivre(semaine_10(), explique, D("2026-03-09"))
    assert suivi.etat is EtatOccurrence.MANQUEE
    assert not suivi.a_expliquer


def test_reasons_are_of_the_list_and_autre_is_said_in_words() -> None:
    with pytest.raises(RaisonInconnue, match="absence, fermeture, oubli, matériel ou autre"):
        expliquer(semaine_10(), None, "flemme", par="daa", jour=D("2026-03-09"))
    with pytest.raises(TexteManquant):
        expliquer(semaine_10(), None, "autre", par="daa", jour=D("2026-03-09"))
    assert expliquer(semaine_10(), None, "autre", texte="grève", par="daa", jour=D("2026-03-09")).explication == "grève"


@pytest.mark.parametrize(("jour", "refuse"), [("2026-03-08", True), ("2026-03-09", False)])
def test_only_what_is_over_is_explained(jour: str, refuse: bool) -> None:
    if refuse:
        with pytest.raises(PasManquee, match="dimanche 8 mars 2026"):
            expliquer(semaine_10(), None, "oubli", par="daa", jour=D(jour))
        return
    assert expliquer(semaine_10(), None, "oubli", par="daa", jour=D(jour)).raison == "oubli"


def test_what_was_done_in_time_has_no_miss_to_explain() -> None:
    with pytest.raises(PasManquee, match="a été faite"):
        expliquer(semaine_10(), note(), "oubli", par="daa", jour=D("2026-03-09"))


def test_a_result_after_the_reason_keeps_it_and_the_miss_when_late() -> None:
    explique = expliquer(semaine_10(), None, "absence", par="daa", jour=D("2026-03-09"))

    tardive = note(le="2026-03-10", existant=explique)

    assert (tardive.resultat, tardive.raison, tardive.saisie_le) == (CONFORME, "absence", D("2026-03-10"))
    suivi = suivre(semaine_10(), tardive, D("2026-03-10"))
    assert suivi.etat is EtatOccurrence.MANQUEE
    assert suivi.hors_delai
