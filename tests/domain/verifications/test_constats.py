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


def test_un_constat_dit_qui_quand_et_sous_quel_libelle() -> None:
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
def test_un_constat_est_d_un_jour_venu_et_d_une_fenetre_ouverte(
    le: str, jour: str, refus: type[Exception] | None
) -> None:
    if refus:
        with pytest.raises(refus):
            note(le=le, jour=jour)
        return
    assert note(le=le, jour=jour).saisie_le == D(jour)


def test_un_non_conforme_dit_ce_qui_a_ete_vu() -> None:
    with pytest.raises(TexteManquant, match="ce qui a été vu"):
        note(NON_CONFORME, constat="  ")
    assert note(NON_CONFORME, constat="deux sièges cassés").constat == "deux sièges cassés"
    assert note(SANS_OBJET).constat == ""


def test_le_meme_resultat_deux_fois_fait_un_seul_constat() -> None:
    premiere = note()

    assert note(le="2026-03-05", existant=premiere) is premiere


def test_un_autre_resultat_est_une_correction_a_demander() -> None:
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


def test_une_correction_bien_plus_tard_ne_rend_pas_manque_ce_qui_fut_fait() -> None:
    corrigee = note(SANS_OBJET, le="2026-03-03", jour="2026-12-01", existant=note(), corriger=True)

    assert suivre(semaine_10(), corrigee, D("2026-12-01")).etat is EtatOccurrence.FAITE


def test_une_correction_garde_la_preuve_et_ce_qui_a_ete_vu_sauf_remplacement() -> None:
    premiere = note(NON_CONFORME, constat="deux sièges cassés", preuve="photo")

    corrigee = note(NON_CONFORME, existant=premiere, preuve="mail", corriger=True)

    assert (corrigee.constat, corrigee.preuve) == ("deux sièges cassés", "mail")


@pytest.mark.parametrize("saisie", ["oubli", "OUBLI", " Matériel ", "materiel", "absence", "fermeture"])
def test_un_manque_s_explique_et_reste_un_manque(saisie: str) -> None:
    explique = expliquer(semaine_10(), None, saisie, par="daa", jour=D("2026-03-09"))

    assert explique.raison in list(RaisonManque)
    assert (explique.resultat, explique.expliquee_par, explique.expliquee_le) == (None, "daa", D("2026-03-09"))
    suivi = suivre(semaine_10(), explique, D("2026-03-09"))
    assert suivi.etat is EtatOccurrence.MANQUEE
    assert not suivi.a_expliquer


def test_les_raisons_sont_de_la_liste_et_autre_se_dit_en_mots() -> None:
    with pytest.raises(RaisonInconnue, match="absence, fermeture, oubli, matériel ou autre"):
        expliquer(semaine_10(), None, "flemme", par="daa", jour=D("2026-03-09"))
    with pytest.raises(TexteManquant):
        expliquer(semaine_10(), None, "autre", par="daa", jour=D("2026-03-09"))
    assert expliquer(semaine_10(), None, "autre", texte="grève", par="daa", jour=D("2026-03-09")).explication == "grève"


@pytest.mark.parametrize(("jour", "refuse"), [("2026-03-08", True), ("2026-03-09", False)])
def test_seul_ce_qui_est_fini_s_explique(jour: str, refuse: bool) -> None:
    if refuse:
        with pytest.raises(PasManquee, match="dimanche 8 mars 2026"):
            expliquer(semaine_10(), None, "oubli", par="daa", jour=D(jour))
        return
    assert expliquer(semaine_10(), None, "oubli", par="daa", jour=D(jour)).raison == "oubli"


def test_ce_qui_est_fait_a_temps_n_a_pas_de_manque_a_expliquer() -> None:
    with pytest.raises(PasManquee, match="a été faite"):
        expliquer(semaine_10(), note(), "oubli", par="daa", jour=D("2026-03-09"))


def test_un_resultat_apres_la_raison_la_garde_et_le_manque_aussi_s_il_est_tardif() -> None:
    explique = expliquer(semaine_10(), None, "absence", par="daa", jour=D("2026-03-09"))

    tardive = note(le="2026-03-10", existant=explique)

    assert (tardive.resultat, tardive.raison, tardive.saisie_le) == (CONFORME, "absence", D("2026-03-10"))
    suivi = suivre(semaine_10(), tardive, D("2026-03-10"))
    assert suivi.etat is EtatOccurrence.MANQUEE
    assert suivi.hors_delai
