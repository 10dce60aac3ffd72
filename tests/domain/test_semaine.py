"""The week: the day before, the day, the day after; Friday; closures; each domain's elements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain import semaine
from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation
from qualitui.domain.semaine import Element, EtatElement
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.calendrier import Calendrier, Fermeture
from qualitui.domain.temps.echeances import Delai, Echeance, Unite
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.trimestres import EtatTrimestre
from qualitui.domain.verifications.fiche import Constat, Redaction
from qualitui.domain.verifications.occurrences import Occurrence, Situation, suivre

D = date.fromisoformat
LUNDI = D("2026-03-02")
RETARD, AUJOURDHUI, SEMAINE = EtatElement
SANS_FERMETURE = Calendrier()


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        ("2026-03-02", "2026-03-06"),
        ("2026-03-06", "2026-03-06"),
        ("2026-03-07", "2026-03-13"),
        ("2026-03-08", "2026-03-13"),
        ("2026-03-09", "2026-03-13"),
    ],
)
def test_vendredi(jour: str, attendu: str) -> None:
    assert semaine.vendredi(D(jour)) == D(attendu)


@pytest.mark.parametrize(
    ("cible", "butoir", "attendu"),
    [
        ("2026-02-27", "2026-03-01", RETARD),
        ("2026-02-27", "2026-03-02", AUJOURDHUI),
        ("2026-03-02", "2026-03-02", AUJOURDHUI),
        ("2026-03-02", "2026-03-09", AUJOURDHUI),
        ("2026-03-03", "2026-03-03", SEMAINE),
        ("2026-03-06", "2026-03-09", SEMAINE),
        ("2026-03-07", "2026-03-09", None),
        (None, "2026-03-06", SEMAINE),
        (None, "2026-03-07", None),
        ("2026-03-01", None, RETARD),
        (None, None, None),
    ],
)
def test_situer(cible: str | None, butoir: str | None, attendu: EtatElement | None) -> None:
    assert semaine.situer(D(cible) if cible else None, D(butoir) if butoir else None, LUNDI) is attendu


@given(st.dates(D("2020-01-01"), D("2035-12-31")), st.integers(-40, 40), st.integers(0, 10))
def test_ce_qui_est_dit_un_jour_ne_recule_jamais_le_lendemain(jour: date, ecart: int, marge: int) -> None:
    cible = jour + timedelta(days=ecart)
    butoir = cible + timedelta(days=marge)
    rangs = [
        3 if etat is None else semaine.ORDRE.index(etat)
        for etat in (semaine.situer(cible, butoir, jour + timedelta(days=n)) for n in range(15))
    ]
    assert rangs == sorted(rangs, reverse=True)
    assert (rangs[0] == 0) is (butoir < jour)


def reclamation(*faits: tuple[GenreFait, str], **champs: object) -> Reclamation:
    echeance = Echeance(
        depart=D("2026-02-03"),
        quantieme=D("2026-03-03"),
        butoir=D("2026-03-03"),
        cible=D("2026-03-03"),
        delai=Delai(duree=1, unite=Unite.MOIS),
    )
    return Reclamation.model_validate(
        {
            "reference": "R-2026-014",
            "canal": "courriel-generique",
            "nature": "reclamation",
            "objet": "Attente trop longue",
            "recue_le": D("2026-02-03"),
            "enregistree_le": D("2026-02-03"),
            "echeance": echeance,
            "echeance_attente": echeance,
            "faits": tuple(Fait(genre=genre, le=D(le)) for genre, le in faits),
            **champs,
        }
    )


def elements(cas: Reclamation, jour: date = LUNDI) -> list[Element]:
    trouves = semaine.de_reclamation(cas, jour, {"martin-c": "dacs"})
    return [element for element in trouves if element is not None]


def test_une_reclamation_due_cette_semaine() -> None:
    (element,) = elements(reclamation())
    assert (element.reference, element.etat, element.role) == ("R-2026-014", SEMAINE, "daa")
    assert (element.cible, element.butoir) == (D("2026-03-03"), D("2026-03-03"))
    assert element.libelle == "Réponse, ou réponse d’attente, à envoyer\u00a0: Attente trop longue"


@pytest.mark.parametrize(
    ("jour", "attendu"), [("2026-02-27", None), ("2026-03-03", AUJOURDHUI), ("2026-03-04", RETARD)]
)
def test_la_reponse_a_son_butoir(jour: str, attendu: EtatElement | None) -> None:
    assert [e.etat for e in elements(reclamation(), D(jour))] == ([attendu] if attendu else [])


def test_une_attente_n_arrete_pas_le_delai() -> None:
    (element,) = elements(reclamation((GenreFait.ATTENTE, "2026-02-20")), D("2026-03-04"))
    assert element.etat is RETARD
    assert element.libelle.startswith("Réponse à envoyer")


def test_une_reponse_d_attente_due_plus_tot_est_un_element_a_part() -> None:
    courte = Echeance(
        depart=D("2026-02-03"),
        quantieme=D("2026-02-18"),
        butoir=D("2026-02-18"),
        cible=D("2026-02-18"),
        delai=Delai(duree=15, unite=Unite.JOURS),
    )
    attente, reponse = elements(reclamation(echeance_attente=courte))
    assert (attente.butoir, attente.etat) == (D("2026-02-18"), RETARD)
    assert (reponse.butoir, reponse.etat) == (D("2026-03-03"), SEMAINE)


def test_un_accuse_manquant_s_ajoute() -> None:
    accuse, reponse = elements(reclamation(accuse_attendu=True, pilote="martin-c"))
    assert (accuse.etat, accuse.role) == (RETARD, "dacs")
    assert reponse.etat is SEMAINE
    assert len(elements(reclamation((GenreFait.ACCUSE, "2026-02-03"), accuse_attendu=True))) == 1


@pytest.mark.parametrize("genre", [GenreFait.REPONSE, GenreFait.CLOTURE])
def test_une_reclamation_finie_ne_demande_rien(genre: GenreFait) -> None:
    assert elements(reclamation((genre, "2026-02-20"), accuse_attendu=True)) == []


def test_sans_echeance_rien_n_est_du() -> None:
    assert elements(reclamation(echeance=None, echeance_attente=None)) == []


@pytest.mark.parametrize(
    ("jour", "note", "attendu"),
    [
        ("2026-03-02", False, SEMAINE),
        ("2026-03-03", False, AUJOURDHUI),
        ("2026-03-08", False, AUJOURDHUI),
        ("2026-03-09", False, RETARD),
        ("2026-03-09", True, None),
        ("2026-03-03", True, None),
    ],
)
def test_une_verification(jour: str, note: bool, attendu: EtatElement | None) -> None:
    texte = Redaction(
        libelle="Horaires ?", role="raqn", periodicite=Periodicite.HEBDOMADAIRE, ancre=LUNDI, depuis=LUNDI
    )
    une = Occurrence(
        "V-INF-01", "2026-S10", LUNDI, D("2026-03-08"), D("2026-03-03"), Situation.DUE, texte, D("2026-03-03")
    )
    constat = Constat(verification="V-INF-01", periode="2026-S10", raison="oubli", le=D(jour)) if note else None
    if note and D(jour) <= une.fin:
        constat = evoluer(constat, resultat="conforme", raison="") if constat else None
    element = semaine.de_verification(suivre(une, constat, D(jour)), D(jour))
    assert (element.etat if element else None) is attendu
    if element:
        assert (element.reference, element.role, element.butoir) == ("V-INF-01 × 2026-S10", "raqn", une.fin)


@pytest.mark.parametrize(
    ("echeance", "cible", "attendu"),
    [
        ("2026-03-01", "2026-02-27", RETARD),
        ("2026-03-02", "2026-03-02", AUJOURDHUI),
        ("2026-03-08", "2026-03-05", SEMAINE),  # Sunday; the Friday is a bridge
        ("2026-03-09", "2026-03-09", None),
    ],
)
def test_une_action(echeance: str, cible: str, attendu: EtatElement | None) -> None:
    pont = Fermeture(du=D("2026-03-06"), au=D("2026-03-06"), libelle="pont")
    action = Action(
        reference="A-2026-001",
        intitule="Agir",
        origine=Origine(concept="reunion"),
        creee_le=D("2026-01-05"),
        echeance=D(echeance),
        pilote="martin-c",
    )
    element = semaine.d_action(action, LUNDI, Calendrier(fermetures=(pont,)), {"martin-c": "dacs"})
    assert (element.etat if element else None) is attendu
    if element:
        assert (element.cible, element.role) == (D(cible), "dacs")
    assert semaine.d_action(evoluer(action, etat=EtatAction.REALISEE), LUNDI, SANS_FERMETURE, {}) is None


@pytest.mark.parametrize(
    ("recue", "attendu"),
    [("2025-11-30", RETARD), ("2025-12-02", AUJOURDHUI), ("2025-12-06", SEMAINE), ("2025-12-07", None)],
)
def test_une_suggestion_attend_trois_mois_au_plus(recue: str, attendu: EtatElement | None) -> None:
    element = semaine.de_suggestion(Suggestion(texte="Un banc", recue_le=D(recue)), LUNDI, 3)
    assert (element.etat if element else None) is attendu
    assert semaine.de_suggestion(Suggestion(texte="Un banc", recue_le=D(recue)), LUNDI, 0) is None


@pytest.mark.parametrize(
    ("trimestre", "etat", "jour", "attendu"),
    [
        ("2026-T1", EtatTrimestre.A_TENIR, "2026-03-27", None),
        ("2026-T1", EtatTrimestre.A_TENIR, "2026-03-30", SEMAINE),
        ("2026-T1", EtatTrimestre.OUVERTE, "2026-03-31", AUJOURDHUI),
        ("2026-T1", EtatTrimestre.MANQUEE, "2026-04-01", RETARD),
        ("2026-T1", EtatTrimestre.TENUE, "2026-03-31", None),
        ("2026-T1", EtatTrimestre.TENUE_EN_RETARD, "2026-04-10", None),
    ],
)
def test_la_revue_du_trimestre(trimestre: str, etat: EtatTrimestre, jour: str, attendu: EtatElement | None) -> None:
    element = semaine.de_trimestre(trimestre, etat, D(jour), SANS_FERMETURE)
    assert (element.etat if element else None) is attendu


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [("2026-01-23", None), ("2026-01-26", SEMAINE), ("2026-01-30", AUJOURDHUI), ("2026-02-01", RETARD)],
)
def test_la_revue_annuelle_est_due_en_janvier(jour: str, attendu: EtatElement | None) -> None:
    element = semaine.de_revue(2025, "en préparation", D(jour), SANS_FERMETURE)
    assert (element.etat if element else None) is attendu


def test_les_fermetures_de_la_semaine_portent_leur_nom() -> None:
    pont = Fermeture(du=D("2026-05-15"), au=D("2026-05-16"), libelle="pont de l’Ascension")
    fermes = semaine.jours_fermes(D("2026-05-13"), Calendrier(fermetures=(pont,)))
    assert [(f.le, f.nom) for f in fermes] == [
        (D("2026-05-14"), "Ascension"),
        (D("2026-05-15"), "pont de l’Ascension"),
    ]


def element(etat: EtatElement, butoir: str, reference: str = "A-1", role: str = "daa", **champs: str) -> Element:
    textes = {"domaine": "actions", "libelle": "Agir", **champs}
    return Element(reference=reference, butoir=D(butoir), etat=etat, role=role, **textes)


def test_composer_met_le_plus_pressant_d_abord() -> None:
    vue = semaine.composer(
        LUNDI,
        [
            element(SEMAINE, "2026-03-04", "c"),
            None,
            element(RETARD, "2026-02-20", "b", role="raqn"),
            element(RETARD, "2026-02-19", "a"),
        ],
        SANS_FERMETURE,
    )
    assert [e.reference for e in vue.elements] == ["a", "b", "c"]
    assert {role: len(groupe) for role, groupe in vue.par_role().items()} == {"daa": 2, "raqn": 1}


def test_regrouper_les_jours_d_une_meme_verification_et_rien_d_autre() -> None:
    jours = [element(RETARD, f"2026-02-{n}", f"V-NET-02 × 2026-02-{n}", domaine="verifications") for n in (24, 25, 26)]
    actions = [element(RETARD, "2026-02-20", "A-1"), element(RETARD, "2026-02-20", "A-2")]
    lignes = semaine.regrouper([*jours, *actions])
    assert [ligne.nombre for ligne in lignes] == [3, 1, 1]
    assert (lignes[0].premier, lignes[0].dernier) == (D("2026-02-24"), D("2026-02-26"))
