"""Next steps told in words, and those of suggestions, quarters, reviews and indicators at their thresholds."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.etape import PROPOSEE, Etape, depuis_en_mots, en_json, en_mots, premiere
from qualitui.domain.indicateurs.etape import etapes as d_indicateur
from qualitui.domain.revue.etape import Avancement
from qualitui.domain.revue.etape import etape as de_revue
from qualitui.domain.suggestions.etape import etape as de_suggestion
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.trimestres import EtatTrimestre
from qualitui.domain.trimestres import etape as de_trimestre
from qualitui.store.site.referentiels import charger_indicateurs

D = date.fromisoformat
LE = D("2026-03-02")


def test_une_etape_se_dit_en_une_phrase() -> None:
    etape = Etape("actions", "A-1", "Agir", "Agir", LE, LE, D("2026-02-01"), source=PROPOSEE)
    phrase = en_mots(etape, "Claire Martin").replace("\u00a0", " ")
    assert phrase == (
        "Agir, Claire Martin, pour le lundi 2 mars 2026 (date proposée, depuis le dimanche 1er février 2026)"
    )
    assert (en_mots(None, ""), en_json(None), premiere([])) == ("aucune", None, None)


@pytest.mark.parametrize(("depuis", "attendu"), [("2026-03-02", ""), ("2026-03-01", "depuis 1 j"), ("2026-03-03", "")])
def test_l_age_se_dit_en_jours(depuis: str, attendu: str) -> None:
    assert depuis_en_mots(D(depuis), LE).replace("\u00a0", " ") == attendu


@pytest.mark.parametrize(
    ("etat", "repondue", "mois", "butoir", "mot"),
    [
        (EtatSuggestion.RECUE, "", 3, "2026-02-28", "Analyser"),
        (EtatSuggestion.RECUE, "", 0, "2026-02-28", "Analyser"),  # no pace known: ours
        (EtatSuggestion.EN_ANALYSE, "", 6, "2026-05-30", "Répondre"),
        (EtatSuggestion.ECARTEE, "2026-01-31", 3, "2026-02-28", "Présenter"),
    ],
)
def test_une_suggestion(etat: EtatSuggestion, repondue: str, mois: int, butoir: str, mot: str) -> None:
    une = Suggestion(
        texte="Un banc", recue_le=D("2025-11-30"), etat=etat, repondue_le=D(repondue) if repondue else None
    )
    etape = de_suggestion(une, mois)
    assert etape is not None
    assert (etape.butoir, etape.source) == (D(butoir), PROPOSEE)
    assert etape.quoi.startswith(mot)
    assert de_suggestion(une.model_copy(update={"etat": EtatSuggestion.ECARTEE, "presentee_le": LE})) is None


@pytest.mark.parametrize(
    ("etat", "expliquee", "mot"),
    [
        (EtatTrimestre.A_TENIR, False, "à tenir"),
        (EtatTrimestre.OUVERTE, False, "à clore"),
        (EtatTrimestre.MANQUEE, False, "à expliquer"),
        (EtatTrimestre.MANQUEE, True, ""),
        (EtatTrimestre.TENUE, False, ""),
        (EtatTrimestre.TENUE_EN_RETARD, False, ""),
        (EtatTrimestre.A_VENIR, False, ""),
    ],
)
def test_un_trimestre(etat: EtatTrimestre, expliquee: bool, mot: str) -> None:
    etape = de_trimestre("2026-T1", etat, expliquee, Calendrier())
    assert (etape is not None) is bool(mot)
    assert etape is None or (etape.butoir == D("2026-03-31") and mot in etape.quoi)


@pytest.mark.parametrize(
    ("dates", "mot", "butoir"),
    [
        ({}, "à écrire", "2026-01-31"),
        ({"ecrite": True}, "à arrêter", "2026-01-31"),
        ({"ecrite": True, "arretee_le": LE}, "à soumettre", "2026-01-31"),
        ({"ecrite": True, "arretee_le": LE, "soumise_le": LE}, "à approuver", "2026-01-31"),
        ({"ecrite": True, "approuvee_le": D("2026-01-31")}, "à présenter", "2026-02-28"),
        ({"ecrite": True, "approuvee_le": LE, "presentee_le": D("2026-03-31")}, "à transmettre", "2026-04-30"),
    ],
)
def test_la_revue_annuelle_a_chaque_etape(dates: dict[str, date], mot: str, butoir: str) -> None:
    etape = de_revue(Avancement(2025, **dates), Calendrier())  # type: ignore[arg-type]
    assert etape is not None
    assert mot in etape.quoi
    assert (etape.butoir, etape.source) == (D(butoir), PROPOSEE)
    finie = Avancement(2025, ecrite=True, approuvee_le=LE, presentee_le=LE, transmise_le=LE)
    assert de_revue(finie, Calendrier()) is None


def test_un_indicateur_attend_chaque_periode_finie_depuis_que_le_site_existe() -> None:
    types = charger_indicateurs()
    saisi = next(t for t in types if t.calcul == "saisi" and t.periodicite == "mensuelle")
    saisies = {f"{saisi.code}@2026-02"}
    dues = d_indicateur(saisi, saisies, D("2025-12-15"), D("2026-04-10"), Calendrier())
    # December began before the site; February is typed; April is under way.
    assert [etape.reference.partition(" × ")[2] for etape in dues] == ["2026-01", "2026-03", "2026-04"]
    assert [etape.butoir for etape in dues] == [D("2026-02-28"), D("2026-04-30"), D("2026-05-31")]
    calcule = next(t for t in types if t.calcul == "automatique")
    assert d_indicateur(calcule, (), None, D("2026-04-10"), Calendrier()) == ()
