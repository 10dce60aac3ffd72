"""The policy of a delay: the référentiel's until the site chooses another, from a day on, with its reason."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from qualitui.domain.base import Refus
from qualitui.domain.reference.politique import Politique, PolitiqueRefusee, appliquer, choisir, contradictions
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.delais import Delai, Report, Source, Unite
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.temps.explications import expliquer, politique_en_donnees

JOUR = date(2026, 3, 2)
MOIS = Delai(code="reponse-ecrite", libelle="Réponse", duree=1, unite=Unite.MOIS, source=Source(referentiel="EPS-2023"))
DOUZE = Delai(code="envoi", duree=12, unite=Unite.JOURS, source=Source(referentiel="EPS-2023"))


def choix(
    delai: Delai,
    *avant: Politique,
    report: Report | None = None,
    unite: Unite | None = None,
    depuis: date = JOUR,
    raison: str = "Décision du comité",
) -> tuple[Politique, ...]:
    return choisir(avant, delai, report=report, unite=unite, raison=raison, depuis=depuis, par="martin-c", jour=JOUR)


@pytest.mark.parametrize(("depart", "butoir"), [("2026-02-28", "2026-03-30"), ("2026-03-01", "2026-04-01")])
def test_une_politique_vaut_a_partir_de_son_jour(depart: str, butoir: str) -> None:
    """28 February + 1 month is a Saturday: rolled to Monday under the référentiel, before the day of the choice."""
    politiques = choix(MOIS, report=Report.AUCUN)
    jour = date.fromisoformat(depart)
    assert calculer(jour, appliquer(MOIS, politiques, jour), Calendrier()).butoir == date.fromisoformat(butoir)


@pytest.mark.parametrize(
    ("jour", "report"),
    [
        (date(2026, 3, 1), Report.SUIVANT),
        (date(2026, 3, 2), Report.AUCUN),
        (date(2026, 3, 3), Report.AUCUN),
        (date(2026, 5, 31), Report.AUCUN),
        (date(2026, 6, 1), Report.SUIVANT),
    ],
)
def test_la_veille_le_jour_le_lendemain_et_le_retour_au_referentiel(jour: date, report: Report) -> None:
    politiques = choix(MOIS, *choix(MOIS, report=Report.AUCUN), depuis=date(2026, 6, 1))
    assert appliquer(MOIS, politiques, jour).report is report
    assert len(politiques) == 2, "l’historique garde les deux"


def test_l_unite_d_un_delai_en_jours_se_choisit_et_son_nombre_reste() -> None:
    applique = appliquer(DOUZE, choix(DOUZE, unite=Unite.JOURS_OUVRES), JOUR)
    assert (applique.duree, applique.unite, applique.report) == (12, Unite.JOURS_OUVRES, Report.SUIVANT)
    assert calculer(JOUR, applique, Calendrier()).quantieme == date(2026, 3, 18)


@pytest.mark.parametrize(
    ("delai", "report", "unite", "depuis", "raison", "dite"),
    [
        (MOIS, None, Unite.JOURS_OUVRES, JOUR, "x", "changerait ce qui est promis"),
        (DOUZE, None, Unite.MOIS, JOUR, "x", "changerait ce qui est promis"),
        (MOIS, Report.AUCUN, None, date(2026, 3, 1), "x", "que pour l’avenir"),
        (MOIS, Report.AUCUN, None, JOUR, "  ", "Dites pourquoi"),
        (MOIS, Report.SUIVANT, None, JOUR, "x", "se compte déjà ainsi"),
        (MOIS, None, None, JOUR, "x", "se compte déjà ainsi"),
    ],
)
def test_ce_qui_n_est_pas_un_choix_est_refuse(
    delai: Delai, report: Report | None, unite: Unite | None, depuis: date, raison: str, dite: str
) -> None:
    with pytest.raises(Refus, match=dite):
        choix(delai, report=report, unite=unite, depuis=depuis, raison=raison)


def test_une_politique_prevue_n_est_pas_devancee() -> None:
    prevue = choix(MOIS, report=Report.AUCUN, depuis=date(2026, 6, 1))
    with pytest.raises(PolitiqueRefusee, match="déjà prévue"):
        choix(MOIS, *prevue, report=Report.AUCUN, depuis=date(2026, 5, 31))


def test_pourquoi_dit_de_qui_est_la_regle() -> None:
    def dites(delai: Delai) -> str:
        return " ".join(expliquer(calculer(JOUR, delai, Calendrier()))).replace("\u00a0", " ")

    assert "Politique : terme reporté au jour ouvré suivant, proposé avec le référentiel" in dites(MOIS)
    assert politique_en_donnees(MOIS)["source"] == "proposé"
    choisi = appliquer(MOIS, choix(MOIS, report=Report.AUCUN), JOUR)
    assert "choix du site du lundi 2 mars 2026, par martin-c (« Décision du comité »)" in dites(choisi)
    assert politique_en_donnees(choisi) == {
        "source": "site",
        "report": "aucun",
        "unite": "mois",
        "population": "referentiel",
        "depuis": "2026-03-02",
        "le": "2026-03-02",
        "par": "martin-c",
        "raison": "Décision du comité",
    }


def test_ce_que_site_toml_dit_de_contradictoire_est_dit() -> None:
    def une(delai: str, **champs: object) -> Politique:
        return Politique.model_validate({"delai": delai, "depuis": JOUR, "raison": "x", **champs})

    dites = " ".join(
        contradictions(
            [une("reponse-ecrite", unite="jours ouvrés"), une("perdu", report="aucun"), une("perdu", report="aucun")],
            [MOIS, DOUZE],
        )
    )
    assert "délai promis en mois" in dites
    assert "qu’aucun référentiel ne connaît" in dites
    assert "écrite deux fois" in dites
    assert contradictions([une("envoi", unite="jours ouvrés")], [MOIS, DOUZE]) == []
    with pytest.raises(ValidationError, match="doit dire sa raison"):
        une("envoi", raison="")
