"""The computed indicators, on a handful of records counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Action, Efficacite, EtatAction, Origine
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.indicateurs.catalogue import Donnees, mesurer
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation
from qualitui.domain.suggestions.fiche import Suggestion, ecarter
from qualitui.domain.temps.echeances import Delai, Echeance, Unite
from qualitui.store.site.referentiels import charger_indicateurs

D = date.fromisoformat
JOUR = D("2026-03-02")
TYPES = {type_.code: type_ for type_ in charger_indicateurs()}
MOIS = Delai(duree=1, unite=Unite.MOIS)


def cas(recue: str, butoir: str, *faits: tuple[GenreFait, str], **champs: object) -> Reclamation:
    fin = D(butoir)
    echeance = Echeance(depart=D(recue), quantieme=fin, butoir=fin, cible=fin, delai=MOIS)
    return Reclamation.model_validate(
        {
            "canal": "courrier",
            "nature": "reclamation",
            "recue_le": D(recue),
            "enregistree_le": D(recue),
            "echeance": echeance,
            "echeance_attente": echeance,
            "faits": tuple(Fait(genre=genre, le=D(le)) for genre, le in faits),
            **champs,
        }
    )


def action(echeance: str, **champs: object) -> Action:
    return Action.model_validate(
        {
            "intitule": "Agir",
            "origine": Origine(concept="reunion"),
            "creee_le": D("2026-01-05"),
            "echeance": D(echeance),
            "etat": EtatAction.EN_COURS,
            **champs,
        }
    )


SUGGESTION = Suggestion(texte="Un banc", recue_le=D("2026-01-10"))
DONNEES = Donnees(
    reclamations=[
        cas("2026-01-05", "2026-02-05", (GenreFait.REPONSE, "2026-02-05")),
        cas("2026-01-06", "2026-02-06", (GenreFait.ATTENTE, "2026-02-06"), (GenreFait.REPONSE, "2026-02-07")),
        cas("2026-01-20", "2026-02-20", accuse_attendu=True),
        cas("2026-02-10", "2026-03-10", accuse_attendu=True, nature="suggestion-usager"),
        cas("2026-02-11", "2026-03-11", (GenreFait.ACCUSE, "2026-02-11"), accuse_attendu=True, motif="confort"),
        cas("2026-02-12", "2026-03-12", ecrit=False),
    ],
    actions=[
        action("2026-02-10", etat=EtatAction.REALISEE, realisee_le=D("2026-02-10")),
        action("2026-02-10", etat=EtatAction.REALISEE, realisee_le=D("2026-02-11")),
        action("2026-02-27"),
        action("2026-03-02"),
        action(
            "2026-01-30",
            etat=EtatAction.CLOSE,
            realisee_le=D("2026-01-20"),
            close_le=D("2026-02-01"),
            efficacite=Efficacite(le=D("2026-02-01"), par="zoe", efficace=True),
            efficacites_passees=(Efficacite(le=D("2026-01-15"), par="zoe", efficace=False),),
        ),
    ],
    suggestions=[SUGGESTION, ecarter(SUGGESTION, raison="prévu", jour=D("2026-02-01"))],
)


@pytest.mark.parametrize(
    ("code", "periode", "n", "d"),
    [
        ("I-ECO-01", "2026-02", 1, 3),
        ("I-ECO-02", "2026-02", 31 + 32, 2),
        ("I-ECO-03", "2026-02", 1, None),
        ("I-ECO-04", "2026-02", 1, 2),
        ("I-ECO-05", "2026-02", 1, 2),
        ("I-ECO-05", "2026-01", 0, 1),
        ("I-SUG-02", "2026-T1", 0, 1),
        ("I-ACT-01", "2026-T1", 2, 4),  # the one due today is not judged yet
        ("I-ACT-02", "2026-02", 1, None),
        ("I-ACT-02", "2026-03", 1, None),
        ("I-ACT-03", "2026-T1", 1, 2),
        ("I-SUG-01", "2026-T1", 1, 2),
    ],
)
def test_compte_a_la_main(code: str, periode: str, n: float, d: float | None) -> None:
    mesure = mesurer(TYPES[code], DONNEES, JOUR)[periode]
    assert (mesure.numerateur, mesure.denominateur) == (n, d)


def test_chaque_indicateur_automatique_a_son_calcul() -> None:
    automatiques = {code for code, type_ in TYPES.items() if type_.calcul == "automatique"}
    assert automatiques == set(catalogue.calculs())


def test_avant_le_premier_enregistrement_rien_n_est_mesure() -> None:
    assert min(mesurer(TYPES["I-ACT-02"], DONNEES, JOUR)) == "2026-01"
    assert mesurer(TYPES["I-ACT-02"], Donnees(), JOUR) == {}
    assert mesurer(TYPES["I-TEL-01"], DONNEES, JOUR) == {}
