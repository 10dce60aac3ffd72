"""The table of checks: adopted, edited for the future only, suspended, resumed; the référentiel's rhythm guarded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.reference.nomenclatures import VerificationType
from qualitui.domain.saisie import TexteManquant
from qualitui.domain.temps.recurrence import Periodicite, RythmeFautif
from qualitui.domain.verifications.fiche import Redaction, Suspension, Verification
from qualitui.domain.verifications.gestes import (
    ModificationPassee,
    PasSuspendue,
    RythmeImpose,
    SuspensionImpossible,
    adopter,
    ancre_proposee,
    modifier,
    reprendre,
    suspendre,
)

P = Periodicite
D = date.fromisoformat
JOUR = D("2026-03-02")


def verification(**champs: Any) -> Verification:
    base = {"periodicite": P.TRIMESTRIELLE, "ancre": D("2026-02-10"), "depuis": D("2026-01-01")}
    return Verification(code="V-NET-03", libelle="Évaluation faite ?", **{**base, **champs})


IMPOSEE = verification(periodicite_imposee=P.TRIMESTRIELLE, source="référentiel")


def test_a_default_row_becomes_the_site_s_own() -> None:
    modele = VerificationType(
        code="V-NET-03",
        libelle="Évaluation faite ?",
        engagement="3",
        methode="comptage",
        lieu="ensemble du site",
        periodicite="trimestrielle",
        role="raqn",
        preuve="grille",
        source="référentiel",
        services=("administratif", "social"),
        condition="si le contrat le prévoit",
    )

    ligne = adopter(modele, theme="locaux", depuis=JOUR, rang=12)

    assert (ligne.code, ligne.role, ligne.theme, ligne.ordre, ligne.depuis) == ("V-NET-03", "raqn", "locaux", 12, JOUR)
    assert ligne.rythme_impose
    assert ligne.periodicite_imposee is P.TRIMESTRIELLE
    assert ligne.condition == "si le contrat le prévoit"
    assert D("2026-01-01") <= ligne.ancre <= D("2026-03-31")


@pytest.mark.parametrize("periodicite", P)
def test_sixty_default_checks_are_not_all_expected_the_same_day(periodicite: P) -> None:
    jours = {ancre_proposee(periodicite, JOUR, rang) for rang in range(60)}

    assert len(jours) >= (1 if periodicite in (P.QUOTIDIENNE, P.FOIS_PAR_AN) else 5)


def test_an_edit_keeps_the_past_text_with_its_first_day() -> None:
    apres = modifier(verification(), jour=JOUR, libelle="  Nouveau\r\ntexte ? ", role="raqn")

    assert (apres.libelle, apres.role, apres.modifiee_le) == ("Nouveau\ntexte ?", "raqn", JOUR)
    assert [(r.libelle, r.depuis) for r in apres.redactions] == [("Évaluation faite ?", D("2026-01-01"))]
    assert apres.redaction.depuis == JOUR
    assert isinstance(apres.redaction, Redaction)


def test_two_edits_of_the_same_day_make_one_text() -> None:
    apres = modifier(modifier(verification(), jour=JOUR, libelle="A"), jour=JOUR, libelle="B")

    assert [r.libelle for r in apres.toutes_redactions] == ["Évaluation faite ?", "B"]


def test_a_check_not_begun_yet_is_simply_edited() -> None:
    apres = modifier(verification(depuis=D("2026-04-01")), jour=JOUR, libelle="A")

    assert (apres.libelle, apres.redactions, apres.modifiee_le) == ("A", (), None)


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    assert modifier(verification(), jour=JOUR, libelle="Évaluation faite ?") == verification()


def test_only_the_walk_order_changes_without_a_new_text() -> None:
    apres = modifier(verification(), jour=JOUR, ordre=4)

    assert (apres.ordre, apres.redactions) == (4, ())


@pytest.mark.parametrize(("effet", "refuse"), [("2026-03-01", True), ("2026-03-02", False), ("2026-06-01", False)])
def test_an_edit_counts_for_the_future_only(effet: str, refuse: bool) -> None:
    if refuse:
        with pytest.raises(ModificationPassee, match="avenir"):
            modifier(verification(), jour=JOUR, a_compter_du=D(effet), libelle="A")
        return
    assert modifier(verification(), jour=JOUR, a_compter_du=D(effet), libelle="A").modifiee_le == D(effet)


def test_an_edit_does_not_slip_before_one_already_planned() -> None:
    prevue = modifier(verification(), jour=JOUR, a_compter_du=D("2026-06-01"), libelle="A")

    with pytest.raises(ModificationPassee, match="1er juin 2026"):
        modifier(prevue, jour=JOUR, a_compter_du=D("2026-05-31"), libelle="B")
    assert modifier(prevue, jour=JOUR, a_compter_du=D("2026-06-01"), libelle="B").libelle == "B"


def test_an_empty_wording_is_refused() -> None:
    with pytest.raises(TexteManquant):
        modifier(verification(), jour=JOUR, libelle="  ")


def test_times_a_year_come_and_go_with_their_rhythm() -> None:
    trois = modifier(verification(), jour=JOUR, periodicite=P.FOIS_PAR_AN, fois_par_an=3)

    assert trois.rythme_en_mots == "3 fois par an"
    assert modifier(trois, jour=JOUR, periodicite=P.ANNUELLE).fois_par_an is None
    with pytest.raises(RythmeFautif):
        modifier(verification(), jour=JOUR, periodicite=P.FOIS_PAR_AN)


@pytest.mark.parametrize(
    ("changements", "refuse"),
    [
        ({"periodicite": P.SEMESTRIELLE}, True),
        ({"periodicite": P.FOIS_PAR_AN, "fois_par_an": 3}, True),
        ({"periodicite": P.FOIS_PAR_AN, "fois_par_an": 4}, False),
        ({"periodicite": P.MENSUELLE}, False),
        ({"libelle": "A"}, False),
    ],
)
def test_the_referentiel_s_rhythm_is_not_slowed_without_a_reason(changements: dict[str, Any], refuse: bool) -> None:
    if not refuse:
        assert modifier(IMPOSEE, jour=JOUR, **changements).raison_rythme == ""
        return
    with pytest.raises(RythmeImpose, match="trimestrielle"):
        modifier(IMPOSEE, jour=JOUR, **changements)
    assert modifier(IMPOSEE, jour=JOUR, raison="un seul agent", **changements).raison_rythme == "un seul agent"


def test_the_reason_holds_while_the_rhythm_stays_slow_and_goes_with_it() -> None:
    lente = modifier(IMPOSEE, jour=JOUR, periodicite=P.SEMESTRIELLE, raison="un seul agent")

    assert modifier(lente, jour=JOUR, libelle="A").raison_rythme == "un seul agent"
    assert modifier(lente, jour=JOUR, periodicite=P.TRIMESTRIELLE).raison_rythme == ""
    with pytest.raises(RythmeImpose):
        modifier(lente, jour=JOUR, periodicite=P.ANNUELLE)


def test_what_is_not_of_the_text_is_not_edited() -> None:
    with pytest.raises(TypeError, match="depuis"):
        modifier(verification(), jour=JOUR, depuis=JOUR)


# --- suspensions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("du", "au", "raison", "refus"),
    [
        ("2026-03-02", "2026-03-02", "fuite", None),
        ("2026-03-02", None, "fuite", None),
        ("2026-03-01", None, "fuite", SuspensionImpossible),
        ("2026-03-10", "2026-03-09", "fuite", SuspensionImpossible),
        ("2026-03-10", None, "  ", TexteManquant),
    ],
)
def test_a_suspension_is_to_come_and_has_a_reason(
    du: str, au: str | None, raison: str, refus: type[Exception] | None
) -> None:
    def geste() -> Verification:
        return suspendre(verification(), du=D(du), au=D(au) if au else None, raison=raison, jour=JOUR)

    if refus:
        with pytest.raises(refus):
            geste()
        return
    assert geste().suspensions == (Suspension(du=D(du), au=D(au) if au else None, raison="fuite"),)


@pytest.mark.parametrize(
    ("du", "au", "chevauche"),
    [
        ("2026-03-09", "2026-03-09", False),
        ("2026-03-09", "2026-03-10", True),
        ("2026-03-20", None, True),
        ("2026-03-21", None, False),
        ("2026-03-05", None, True),
    ],
)
def test_suspensions_do_not_overlap(du: str, au: str | None, chevauche: bool) -> None:
    pause = suspendre(verification(), du=D("2026-03-10"), au=D("2026-03-20"), raison="r", jour=JOUR)

    if chevauche:
        with pytest.raises(SuspensionImpossible, match="déjà suspendue"):
            suspendre(pause, du=D(du), au=D(au) if au else None, raison="r", jour=JOUR)
        return
    assert len(suspendre(pause, du=D(du), au=D(au) if au else None, raison="r", jour=JOUR).suspensions) == 2


def test_resuming_ends_the_suspension_the_day_before() -> None:
    pause = suspendre(verification(), du=JOUR, raison="r", jour=JOUR)

    reprise = reprendre(pause, le=D("2026-03-16"), jour=D("2026-03-10"))

    assert reprise.suspensions[0].au == D("2026-03-15")
    assert reprise.suspension_au(D("2026-03-15")) is not None
    assert reprise.suspension_au(D("2026-03-16")) is None


def test_resuming_before_it_begins_cancels_the_suspension() -> None:
    pause = suspendre(verification(), du=D("2026-03-10"), raison="r", jour=JOUR)

    assert reprendre(pause, le=JOUR, jour=JOUR).suspensions == ()


def test_what_is_not_suspended_is_not_resumed_and_never_in_the_past() -> None:
    with pytest.raises(PasSuspendue):
        reprendre(verification(), le=JOUR, jour=JOUR)
    with pytest.raises(ModificationPassee):
        reprendre(suspendre(verification(), du=JOUR, raison="r", jour=JOUR), le=D("2026-03-01"), jour=JOUR)
