"""« Pourquoi cette date ? » in sentences."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.temps.calendrier import Calendrier, Fermeture, Zone
from qualitui.domain.temps.delais import Delai, Report, Source, Unite
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.temps.explications import duree_en_mots, expliquer

UN_MOIS = Delai(
    libelle="Réponse écrite",
    duree=1,
    unite=Unite.MOIS,
    depart="réception par la Ville",
    source=Source(referentiel="EPS-2023", version="3.0", engagement="9"),
)


def dit(depart: date, delai: Delai, calendrier: Calendrier | None = None) -> list[str]:
    """The sentences, with plain spaces to be read easily."""
    phrases = expliquer(calculer(depart, delai, calendrier or Calendrier()))
    return [phrase.replace("\u00a0", " ") for phrase in phrases]


def test_tout_est_dit_dans_l_ordre() -> None:
    assert dit(date(2026, 1, 31), UN_MOIS) == [
        "Départ : samedi 31 janvier 2026, réception par la Ville.",
        "Règle : 1 mois, de date à date, le dernier jour du mois quand ce quantième n’existe pas. "
        "Un terme qui tombe un jour fermé est reporté au jour ouvré suivant.",
        "Source : « Réponse écrite », engagement 9 du référentiel EPS-2023, version 3.0.",
        "Politique : terme reporté au jour ouvré suivant, proposé avec le référentiel, qui n’en dit rien.",
        "Quantième : samedi 28 février 2026, dernier jour du mois (il n’y a pas de 31 février).",
        "Sauté : samedi 28 février 2026.",
        "Sauté : dimanche 1er mars 2026.",
        "Butoir : lundi 2 mars 2026, le premier jour ouvré après le quantième ; hors délai au-delà.",
        "Écarté pour la cible : samedi 28 février 2026.",
        "Cible : vendredi 27 février 2026, dernier jour d’ouverture avant le quantième.",
    ]


def test_un_jour_ferie_est_nomme() -> None:
    phrases = dit(date(2026, 3, 6), UN_MOIS)
    assert "Sauté : lundi 6 avril 2026, lundi de Pâques." in phrases
    assert "Écarté pour la cible : lundi 6 avril 2026, lundi de Pâques." in phrases


def test_le_vendredi_saint_ne_se_dit_qu_en_alsace_moselle() -> None:
    phrase = "Sauté : vendredi 29 mars 2024, vendredi saint."
    assert phrase in dit(date(2024, 2, 29), UN_MOIS, Calendrier(zone=Zone.ALSACE_MOSELLE))
    assert phrase not in dit(date(2024, 2, 29), UN_MOIS)


def test_la_zone_se_dit_quand_ce_n_est_pas_la_metropole() -> None:
    phrase = "Les jours fériés sont ceux d’Alsace-Moselle."
    assert phrase in dit(date(2026, 3, 2), UN_MOIS, Calendrier(zone=Zone.ALSACE_MOSELLE))[1]
    assert phrase not in dit(date(2026, 3, 2), UN_MOIS)[1]


def test_un_samedi_ou_le_site_recoit_se_dit() -> None:
    phrases = dit(date(2025, 6, 2), Delai(duree=5, unite=Unite.JOURS_OUVRABLES), Calendrier(recoit_le_samedi=True))
    assert any("samedi 7 juin 2025, le quantième lui-même, un samedi où le site reçoit" in un for un in phrases)


def test_une_fermeture_du_site_est_nommee() -> None:
    pont = Fermeture(du=date(2026, 2, 27), au=date(2026, 2, 27), libelle="pont de février")
    phrases = dit(date(2026, 1, 31), UN_MOIS, Calendrier(fermetures=(pont,)))
    assert "Écarté pour la cible : vendredi 27 février 2026, fermeture du site (pont de février)." in phrases


def test_une_duree_tapee_n_a_pas_de_source() -> None:
    phrases = dit(date(2026, 3, 2), Delai(duree=5, unite=Unite.JOURS_OUVRABLES, report=Report.AUCUN))
    assert "Source : durée saisie, hors référentiel." in phrases
    assert any("n’est pas reporté" in phrase for phrase in phrases)
    assert "Butoir : samedi 7 mars 2026, le quantième lui-même, hors délai au-delà." in phrases


def test_les_jours_non_comptes_sont_nommes_un_par_un() -> None:
    phrases = dit(date(2026, 3, 2), Delai(duree=30, unite=Unite.JOURS_OUVRABLES))
    non_comptes = [phrase for phrase in phrases if phrase.startswith("Non compté")]
    assert len(non_comptes) == 6
    assert non_comptes[-1] == "Non compté : lundi 6 avril 2026, lundi de Pâques."


def test_beaucoup_de_fins_de_semaine_sont_resumees_les_feries_jamais() -> None:
    phrases = dit(date(2026, 3, 2), Delai(duree=120, unite=Unite.JOURS_OUVRES))
    assert "Non comptés : 24 samedis et 25 dimanches." in phrases
    assert "Non compté : jeudi 14 mai 2026, Ascension." in phrases


def test_l_arrivee_du_courrier_est_expliquee() -> None:
    phrases = dit(date(2025, 4, 16), Delai(duree=12, unite=Unite.JOURS, acheminement_jours=3))
    assert phrases[-2:] == [
        "Sauté pour l’arrivée : jeudi 1er mai 2025, fête du Travail.",
        "Arrivée attendue : vendredi 2 mai 2025, 3 jours d’acheminement comptés à la suite.",
    ]


@pytest.mark.parametrize(
    ("depart", "phrase"),
    [
        (datetime.fromisoformat("2025-09-08T10:00"), "pendant les heures d’ouverture"),
        (datetime.fromisoformat("2025-09-08T18:00"), "mardi 9 septembre 2025 à 8 h 30, première ouverture"),
        (date(2025, 9, 8), "lundi 8 septembre 2025 à 8 h 30, à l’ouverture, faute d’heure"),
    ],
)
def test_le_debut_des_heures_ouvrees_est_dit(depart: date, phrase: str) -> None:
    assert phrase in dit(depart, Delai(duree=48, unite=Unite.HEURES_OUVREES))[1]


def test_une_cible_passee_des_le_depart_le_dit() -> None:
    phrases = dit(date(2026, 2, 28), Delai(duree=1, unite=Unite.JOURS))
    assert phrases[-1] == "Cible : vendredi 27 février 2026, déjà passée au départ, donc à faire dès que possible."


@pytest.mark.parametrize(
    ("duree", "unite", "mots"),
    [
        (1, Unite.MOIS, "1 mois"),
        (1, Unite.JOURS_OUVRABLES, "1 jour ouvrable"),
        (15, Unite.JOURS, "15 jours calendaires"),
        (1, Unite.HEURES_OUVREES, "1 heure ouvrée"),
        (1, Unite.TRIMESTRE, "trimestre civil en cours"),
        (2, Unite.TRIMESTRE, "2 trimestres civils"),
    ],
)
def test_la_duree_en_mots(duree: int, unite: Unite, mots: str) -> None:
    assert duree_en_mots(Delai(duree=duree, unite=unite)).replace("\u00a0", " ") == mots


@given(
    st.dates(date(1990, 1, 1), date(2089, 12, 31)),
    st.sampled_from([un for un in Unite if un is not Unite.SECONDES]),
    st.integers(1, 40),
)
def test_chaque_date_et_chaque_jour_passe_est_dit(depart: date, unite: Unite, duree: int) -> None:
    echeance = calculer(depart, Delai(duree=duree, unite=unite), Calendrier())
    phrases = expliquer(echeance)
    assert len(phrases) == len(echeance.etapes)
    for nom in ("Départ", "Règle", "Source", "Quantième", "Butoir", "Cible"):
        assert sum(phrase.startswith(nom) for phrase in phrases) == 1
    assert all(phrase.endswith(".") for phrase in phrases)
