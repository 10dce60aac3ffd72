"""Occurrences: what is due and until when, with closures, holidays, suspensions and edits in the middle of periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.temps.calendrier import Calendrier, Fermeture
from qualitui.domain.temps.jours_ouverts import JoursOuverts, jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, Resultat, Suspension, Verification
from qualitui.domain.verifications.gestes import modifier, suspendre
from qualitui.domain.verifications.occurrences import (
    PasDePeriode,
    Situation,
    occurrence,
    occurrences,
    sans_constat,
    suivre,
)

P = Periodicite
D = date.fromisoformat
JOURS = jours_ouverts(Calendrier())


def verification(periodicite: P = P.QUOTIDIENNE, depuis: str = "2025-01-01", **champs: Any) -> Verification:
    champs.setdefault("ancre", D("2025-01-07"))
    return Verification(
        code="V-NET-02", libelle="Sanitaires ouverts ?", periodicite=periodicite, depuis=D(depuis), **champs
    )


def ferme(*fermetures: tuple[str, str]) -> JoursOuverts:
    return jours_ouverts(
        Calendrier(fermetures=tuple(Fermeture(du=D(du), au=D(au), libelle="travaux") for du, au in fermetures))
    )


def cles(v: Verification, du: str, au: str, jours: JoursOuverts = JOURS) -> list[tuple[str, str]]:
    return [(o.periode, o.situation.value) for o in occurrences(v, D(du), D(au), jours)]


# --- open days ------------------------------------------------------------------------------------------


def test_une_verification_quotidienne_saute_fins_de_semaine_et_jours_feries() -> None:
    mai = cles(verification(), "2026-04-30", "2026-05-11")

    assert mai == [
        (jour, "due") for jour in ("2026-04-30", "2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07", "2026-05-11")
    ]


def test_un_site_qui_recoit_le_samedi_se_verifie_le_samedi() -> None:
    samedi = jours_ouverts(Calendrier(recoit_le_samedi=True))

    assert cles(verification(), "2026-03-06", "2026-03-08", samedi) == [("2026-03-06", "due"), ("2026-03-07", "due")]


def test_un_jour_ferme_est_site_ferme_et_un_jour_ouvert_est_du() -> None:
    jours = ferme(("2026-03-03", "2026-03-04"))

    assert cles(verification(), "2026-03-02", "2026-03-05", jours) == [
        ("2026-03-02", "due"),
        ("2026-03-03", "site fermé"),
        ("2026-03-04", "site fermé"),
        ("2026-03-05", "due"),
    ]


@pytest.mark.parametrize(
    ("du", "au", "situation"),
    [
        ("2026-03-09", "2026-03-13", "site fermé"),
        ("2026-03-09", "2026-03-12", "due"),
        ("2026-03-10", "2026-03-13", "due"),
        ("2026-03-07", "2026-03-15", "site fermé"),
    ],
)
def test_une_semaine_n_est_site_ferme_qu_entierement_fermee(du: str, au: str, situation: str) -> None:
    assert cles(verification(P.HEBDOMADAIRE), "2026-03-09", "2026-03-15", ferme((du, au))) == [("2026-S11", situation)]


# --- the expected day -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ancre", "mois", "attendue", "pourquoi"),
    [
        ("2025-01-31", "2026-02", "2026-02-27", "28 February is a Saturday: nothing follows in the month"),
        ("2025-01-31", "2026-03", "2026-03-31", "a Tuesday"),
        ("2025-01-31", "2026-05", "2026-05-29", "31 May is a Sunday"),
        ("2025-01-01", "2026-05", "2026-05-04", "1 May, then a weekend"),
        ("2025-01-05", "2026-04", "2026-04-07", "Sunday, then Easter Monday"),
        ("2025-01-30", "2028-02", "2028-02-29", "leap year"),
    ],
)
def test_le_jour_attendu_passe_a_un_jour_ouvert_de_la_periode(
    ancre: str, mois: str, attendue: str, pourquoi: str
) -> None:
    assert occurrence(verification(P.MENSUELLE, ancre=D(ancre)), mois, JOURS).attendue == D(attendue), pourquoi


def test_le_jour_attendu_evite_fermetures_et_suspensions() -> None:
    v = verification(P.MENSUELLE, suspensions=(Suspension(du=D("2026-03-09"), au=D("2026-03-10"), raison="congés"),))

    assert occurrence(v, "2026-03", ferme(("2026-03-06", "2026-03-08"))).attendue == D("2026-03-11")


# --- created, suspended, resumed in the middle ----------------------------------------------------------


@pytest.mark.parametrize(
    ("depuis", "premiere", "debut"),
    [
        ("2026-03-02", "2026-S10", "2026-03-02"),
        ("2026-03-06", "2026-S10", "2026-03-06"),
        ("2026-03-07", "2026-S11", "2026-03-09"),
        ("2026-03-08", "2026-S11", "2026-03-09"),
        ("2026-03-09", "2026-S11", "2026-03-09"),
    ],
)
def test_une_verification_creee_en_semaine_y_est_due_s_il_reste_un_jour_ouvert(
    depuis: str, premiere: str, debut: str
) -> None:
    une = occurrences(verification(P.HEBDOMADAIRE, depuis), D("2026-03-02"), D("2026-03-15"), JOURS)[0]

    assert (une.periode, une.debut) == (premiere, D(debut))


@pytest.mark.parametrize(
    ("du", "au", "mars_avril"),
    [
        ("2026-03-03", "2026-04-30", ["due", "suspendue"]),
        ("2026-03-02", "2026-04-30", ["suspendue", "suspendue"]),  # 1 March is a Sunday: no open day before
        ("2026-03-02", "2026-03-30", ["due", "due"]),
        ("2026-03-02", "2026-04-29", ["suspendue", "due"]),
        ("2026-04-01", None, ["due", "suspendue"]),
    ],
)
def test_un_mois_est_du_des_qu_un_de_ses_jours_ouverts_n_est_pas_suspendu(
    du: str, au: str | None, mars_avril: list[str]
) -> None:
    pause = Suspension(du=D(du), au=D(au) if au else None, raison="travaux")
    v = verification(P.MENSUELLE, suspensions=(pause,))

    assert [s for _, s in cles(v, "2026-03-01", "2026-04-30")] == mars_avril


def test_une_verification_quotidienne_se_suspend_jour_par_jour() -> None:
    v = suspendre(verification(), du=D("2026-03-03"), au=D("2026-03-04"), raison="fuite", jour=D("2026-03-02"))

    assert cles(v, "2026-03-02", "2026-03-05") == [
        ("2026-03-02", "due"),
        ("2026-03-03", "suspendue"),
        ("2026-03-04", "suspendue"),
        ("2026-03-05", "due"),
    ]


# --- edits ----------------------------------------------------------------------------------------------


def test_une_modification_laisse_les_periodes_finies_sous_leur_redaction() -> None:
    v = modifier(verification(P.HEBDOMADAIRE), jour=D("2026-03-11"), libelle="Nouveau texte ?", role="raqn")

    textes = [(o.periode, o.redaction.libelle, o.role) for o in occurrences(v, D("2026-03-02"), D("2026-03-16"), JOURS)]

    assert textes == [
        ("2026-S10", "Sanitaires ouverts ?", ""),
        ("2026-S11", "Nouveau texte ?", "raqn"),
        ("2026-S12", "Nouveau texte ?", "raqn"),
    ]


def test_un_nouveau_rythme_part_a_la_fin_de_la_periode_en_cours_qui_reste_due() -> None:
    v = modifier(verification(P.HEBDOMADAIRE), jour=D("2026-03-11"), periodicite=P.MENSUELLE)

    trouvees = occurrences(v, D("2026-03-01"), D("2026-04-30"), JOURS)

    assert [(o.periode, o.debut, o.fin) for o in trouvees] == [
        ("2026-S09", D("2026-02-23"), D("2026-03-01")),
        ("2026-S10", D("2026-03-02"), D("2026-03-08")),
        ("2026-S11", D("2026-03-09"), D("2026-03-15")),
        ("2026-03", D("2026-03-16"), D("2026-03-31")),
        ("2026-04", D("2026-04-01"), D("2026-04-30")),
    ]


def test_deplacer_l_ancre_ne_fait_pas_de_seconde_periode() -> None:
    v = modifier(verification(P.MENSUELLE), jour=D("2026-03-11"), ancre=D("2026-01-20"))

    trouvees = occurrences(v, D("2026-02-01"), D("2026-04-30"), JOURS)

    assert [(o.periode, o.attendue.day) for o in trouvees] == [("2026-02", 9), ("2026-03", 20), ("2026-04", 20)]


def test_revenir_au_premier_rythme_dans_le_mois_ne_fait_pas_de_double() -> None:
    v = modifier(verification(P.MENSUELLE), jour=D("2026-03-03"), periodicite=P.QUOTIDIENNE)
    v = modifier(v, jour=D("2026-03-05"), periodicite=P.MENSUELLE)

    assert [cle for cle, _ in cles(v, "2026-03-01", "2026-03-31")] == ["2026-03"]
    assert [cle for cle, _ in cles(v, "2026-04-01", "2026-05-31")] == ["2026-04", "2026-05"]


# --- one occurrence by its key --------------------------------------------------------------------------


def test_une_occurrence_se_trouve_par_sa_cle_quelle_que_soit_la_casse() -> None:
    trouvee = occurrence(verification(P.HEBDOMADAIRE), "2026-s10", JOURS)

    assert (trouvee.ident, trouvee.reference) == ("V-NET-02@2026-S10", "V-NET-02 × 2026-S10")


@pytest.mark.parametrize(
    ("periode", "dit"),
    [("2026-03-01", "aux jours où le site reçoit"), ("2026-S10", "2026-03-06"), ("2024-12-31", "depuis le 01/01/2025")],
)
def test_une_periode_que_la_verification_n_a_pas_est_refusee_avec_la_raison(periode: str, dit: str) -> None:
    with pytest.raises(PasDePeriode, match=dit):
        occurrence(verification(), periode, JOURS)


# --- states ---------------------------------------------------------------------------------------------


def constat(le: str, saisie: str | None = None, resultat: Resultat | None = Resultat.CONFORME) -> Constat:
    return Constat(
        verification="V-NET-02",
        periode="2026-S10",
        resultat=resultat,
        raison="" if resultat else "oubli",
        le=D(le),
        saisie_le=D(saisie) if saisie else None,
    )


@pytest.mark.parametrize(
    ("note", "jour", "etat"),
    [
        (None, "2026-02-27", EtatOccurrence.A_FAIRE),
        (None, "2026-03-08", EtatOccurrence.A_FAIRE),
        (None, "2026-03-09", EtatOccurrence.MANQUEE),
        (constat("2026-03-09", resultat=None), "2026-03-09", EtatOccurrence.MANQUEE),
        (constat("2026-03-02"), "2026-03-02", EtatOccurrence.FAITE),
        (constat("2026-03-08"), "2027-03-09", EtatOccurrence.FAITE),
        (constat("2026-03-09"), "2026-03-09", EtatOccurrence.MANQUEE),
        (constat("2026-03-06", "2026-04-08"), "2026-04-08", EtatOccurrence.FAITE),
        (constat("2026-03-06", "2026-04-09"), "2026-04-09", EtatOccurrence.MANQUEE),
    ],
)
def test_les_etats_a_leurs_seuils(note: Constat | None, jour: str, etat: EtatOccurrence) -> None:
    une = occurrence(verification(P.HEBDOMADAIRE), "2026-S10", JOURS)

    assert suivre(une, note, D(jour)).etat is etat


def test_en_retard_dans_la_periode_hors_delai_apres_elle_et_a_expliquer() -> None:
    une = occurrence(verification(P.HEBDOMADAIRE), "2026-S10", JOURS)
    jour = D("2026-03-16")

    mardi, mercredi, apres = (suivre(une, constat(le), jour) for le in ("2026-03-03", "2026-03-04", "2026-03-10"))
    rien, explique = suivre(une, None, jour), suivre(une, constat("2026-03-16", resultat=None), jour)

    assert [s.en_retard for s in (mardi, mercredi, apres)] == [False, True, False]
    assert [s.hors_delai for s in (mardi, mercredi, apres, rien, explique)] == [False, False, True, False, False]
    assert [s.a_expliquer for s in (mardi, apres, rien, explique)] == [False, False, True, False]
    assert apres.resultat is Resultat.CONFORME


def test_une_verification_faite_sur_une_periode_fermee_ou_suspendue_compte_faite() -> None:
    v = verification(P.HEBDOMADAIRE)
    close = occurrence(v, "2026-S10", ferme(("2026-03-02", "2026-03-06")))

    assert suivre(close, None, D("2026-03-09")).etat is EtatOccurrence.SITE_FERME
    assert suivre(close, constat("2026-03-03"), D("2026-03-09")).etat is EtatOccurrence.FAITE


# --- away for three weeks; ten years --------------------------------------------------------------------


def test_de_retour_apres_21_jours_chaque_periode_se_montre_avec_son_etat() -> None:
    jours = ferme(("2026-03-11", "2026-03-13"))
    retour = D("2026-03-23")
    quotidienne = [suivre(o, None, retour) for o in occurrences(verification(), D("2026-03-02"), retour, jours)]

    etats = [s.etat for s in quotidienne]

    assert etats.count(EtatOccurrence.MANQUEE) == 12
    assert etats.count(EtatOccurrence.SITE_FERME) == 3
    assert quotidienne[-1].etat is EtatOccurrence.A_FAIRE
    assert len(sans_constat(verification(depuis="2026-03-02"), retour, jours, ())) == 12
    assert len(sans_constat(verification(depuis="2026-03-02"), retour, jours, {"V-NET-02@2026-03-02"})) == 11


def test_les_manquees_ne_se_perdent_jamais_de_vue() -> None:
    v = verification(P.ANNUELLE, "2016-01-01")

    assert [o.periode for o in sans_constat(v, D("2026-03-02"), JOURS, {"V-NET-02@2020"})] == [
        str(annee) for annee in range(2016, 2026) if annee != 2020
    ]


# --- properties -----------------------------------------------------------------------------------------

jours_2026 = st.dates(D("2025-06-01"), D("2026-12-31"))


@st.composite
def vecues(draw: st.DrawFn) -> Verification:
    simples = [p for p in P if p is not P.FOIS_PAR_AN]
    v = verification(draw(st.sampled_from(simples)), "2025-05-12", ancre=draw(jours_2026))
    for effet in sorted(draw(st.lists(jours_2026, max_size=3))):
        v = modifier(v, jour=effet, periodicite=draw(st.sampled_from(simples)), ancre=draw(jours_2026))
    if pause := draw(st.none() | jours_2026):
        v = suspendre(v, du=pause, au=pause + timedelta(days=draw(st.integers(0, 60))), raison="r", jour=pause)
    return v


@given(vecues(), jours_2026, st.integers(0, 250), st.integers(0, 250))
def test_derivees_deux_fois_ou_en_deux_intervalles_les_occurrences_sont_les_memes(
    v: Verification, du: date, a: int, b: int
) -> None:
    jours = ferme(("2025-08-04", "2025-08-17"), ("2026-05-15", "2026-05-15"))
    milieu, au = du + timedelta(days=a), du + timedelta(days=a + b + 1)

    entieres = occurrences(v, du, au, jours)
    coupees = occurrences(v, du, milieu, jours) + occurrences(v, milieu + timedelta(days=1), au, jours)

    assert entieres == occurrences(v, du, au, jours)
    assert set(coupees) == set(entieres)
    assert len({o.periode for o in entieres}) == len(entieres), "no double"
    for une in entieres:
        assert une.debut <= une.attendue <= une.fin
        assert une.debut >= v.depuis
        assert une.situation is not Situation.DUE or jours.ouvert(une.attendue)
        assert occurrence(v, une.periode, jours) == une
