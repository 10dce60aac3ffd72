"""« Pourquoi cette date ? » of a check: its window, its expected day, and each day passed over by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.temps.calendrier import Calendrier, Fermeture
from qualitui.domain.temps.explications import Explication
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Suspension, Verification
from qualitui.domain.verifications.gestes import modifier
from qualitui.domain.verifications.occurrences import occurrence
from qualitui.domain.verifications.phrases import pourquoi

P = Periodicite
D = date.fromisoformat
TRAVAUX = Calendrier(fermetures=(Fermeture(du=D("2026-03-09"), au=D("2026-03-11"), libelle="travaux"),))


def expliquer(
    periodicite: P, ancre: str, periode: str, calendrier: Calendrier | None = None, **champs: Any
) -> Explication:
    champs = {"depuis": D("2025-01-01"), "engagement": "3"} | champs
    verification = Verification(code="V-A", libelle="?", periodicite=periodicite, ancre=D(ancre), **champs)
    return _dire(verification, periode, calendrier or Calendrier())


def _dire(verification: Verification, periode: str, calendrier: Calendrier) -> Explication:
    return pourquoi(verification, occurrence(verification, periode, jours_ouverts(calendrier)), calendrier)


def dites(explication: Explication) -> list[str]:
    return [phrase.replace("\u00a0", " ") for phrase in explication.phrases]


def test_chaque_jour_saute_est_nomme() -> None:
    explication = expliquer(P.MENSUELLE, "2025-01-05", "2026-04")

    assert dites(explication) == [
        "Période : avril 2026, du mercredi 1er avril 2026 au jeudi 30 avril 2026.",
        "Rythme : mensuelle, engagement 3, choisi par le site.",
        "Jour type : dimanche 5 avril 2026, d’après le jour donné dans le tableau (dimanche 5 janvier 2025).",
        "Sauté : dimanche 5 avril 2026.",
        "Sauté : lundi 6 avril 2026, lundi de Pâques.",
        "Attendue : mardi 7 avril 2026, premier jour possible à partir de là.",
        "Au plus tard : jeudi 30 avril 2026, manquée au-delà. "
        "Faite à temps, elle peut encore être saisie jusqu’au dimanche 31 mai 2026.",
    ]
    assert {jour.isoformat(): signe for jour, signe in explication.signes.items()} == {
        "2026-04-01": ">",
        "2026-04-05": "q",
        "2026-04-06": "x",
        "2026-04-07": "*",
        "2026-04-30": "!",
    }


@pytest.mark.parametrize(
    ("ancre", "periode", "jour_type"),
    [
        (
            "2025-01-31",
            "2026-02",
            "samedi 28 février 2026, dernier jour du mois (il n’y a pas de 31 février)",
        ),
        ("2025-01-30", "2028-02", "mardi 29 février 2028, dernier jour du mois (il n’y a pas de 30 février)"),
        ("2025-01-29", "2028-02", "mardi 29 février 2028, d’après le jour donné dans le tableau"),
        ("2025-01-29", "2027-02", "dimanche 28 février 2027, dernier jour du mois (il n’y a pas de 29 février)"),
        ("2025-01-31", "2026-03", "mardi 31 mars 2026, d’après le jour donné dans le tableau"),
    ],
)
def test_un_mois_sans_ce_jour_le_dit(ancre: str, periode: str, jour_type: str) -> None:
    assert any(
        phrase.startswith(f"Jour type : {jour_type}") for phrase in dites(expliquer(P.MENSUELLE, ancre, periode))
    )


def test_rien_de_possible_apres_l_ancre_fait_revenir_avant_elle() -> None:
    phrases = dites(expliquer(P.MENSUELLE, "2025-01-31", "2026-02"))

    assert "Sauté : samedi 28 février 2026." in phrases
    assert any(p.startswith("Attendue : vendredi 27 février 2026, dernier jour possible avant") for p in phrases)
    assert any("(dernier jour possible : vendredi 27 février 2026)" in phrase for phrase in phrases)


def test_fermeture_et_suspension_se_disent_d_une_traite_avec_leur_raison() -> None:
    absence = Suspension(du=D("2026-03-12"), au=D("2026-03-16"), raison="congés")
    phrases = dites(expliquer(P.MENSUELLE, "2025-01-09", "2026-03", TRAVAUX, suspensions=(absence,)))

    assert "Sautés : du lundi 9 mars 2026 au mercredi 11 mars 2026, fermeture du site (travaux)." in phrases
    assert "Sautés : du jeudi 12 mars 2026 au lundi 16 mars 2026, vérification suspendue (congés)." in phrases
    assert any(phrase.startswith("Attendue : mardi 17 mars 2026") for phrase in phrases)


def test_un_jour_entierement_ferme_n_est_pas_du() -> None:
    explication = expliquer(P.QUOTIDIENNE, "2025-01-01", "2026-03-10", TRAVAUX)

    assert "Site fermé tous les jours possibles de la période : rien n’est dû." in dites(explication)
    assert "*" not in explication.signes.values()


def test_une_periode_commencee_tard_dit_depuis_quand() -> None:
    creee = dites(expliquer(P.MENSUELLE, "2026-03-03", "2026-03", depuis=D("2026-03-16")))
    assert creee[1] == "Premier jour : lundi 16 mars 2026, la vérification n’est tenue que depuis ce jour-là."
    assert creee[3] == "Jour type : mardi 3 mars 2026, avant le premier jour : attendue dès que possible."

    avant = Verification(
        code="V-A", libelle="?", periodicite=P.HEBDOMADAIRE, ancre=D("2025-01-15"), depuis=D("2025-01-01")
    )
    changee = modifier(avant, jour=D("2026-03-16"), periodicite=P.MENSUELLE)
    assert _dire(changee, "2026-03", Calendrier()).phrases[1].endswith("demandée à ce rythme que depuis ce jour-là.")


def test_un_rythme_plus_lent_montre_sa_raison() -> None:
    ralentie = {"periodicite_imposee": P.QUOTIDIENNE, "raison_rythme": "un seul agent"}
    phrases = dites(expliquer(P.HEBDOMADAIRE, "2025-01-07", "2026-S10", source="référentiel", **ralentie))

    assert (
        phrases[1] == "Rythme : hebdomadaire, engagement 3, plus rare que le référentiel (quotidienne) : un seul agent."
    )
    assert phrases[2] == "Jour type : mardi 3 mars 2026, le mardi de chaque semaine."
