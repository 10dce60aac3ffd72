"""The référentiels as data: their delays, their codes, what happens when a code is wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qualitui.domain.actions.fiche import TypeAction
from qualitui.domain.base import Introuvable
from qualitui.domain.francais import sans_accents
from qualitui.domain.reclamations.saisie import delai_applicable
from qualitui.domain.reference.nomenclatures import Droit
from qualitui.domain.reference.referentiel import DelaiInconnu, Referentiel, trouver_delai
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.delais import Delai, Report, Source, Unite
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.verifications.fiche import Periodicite
from qualitui.store.site.referentiels import (
    charger_nomenclatures,
    charger_referentiel,
    charger_referentiels,
    charger_roles,
)

EPS = charger_referentiel("EPS-2023")
CASVP = charger_referentiel("CASVP-2014")
TOUS = [(un.code, code) for un in (EPS, CASVP) for code in un.delais()]


def test_un_delai_porte_sa_source() -> None:
    delai = EPS.delai("reponse-ecrite")
    assert (delai.duree, delai.unite, delai.report) == (1, Unite.MOIS, Report.SUIVANT)
    assert delai.source == Source(referentiel="EPS-2023", version="3.0", engagement="9")
    assert CASVP.delai("reponse-ecrite").source.engagement == "13"


def test_le_meme_code_peut_dire_autre_chose_dans_l_autre_edition() -> None:
    assert (EPS.delai("reponse-attente").unite, CASVP.delai("reponse-attente").unite) == (Unite.MOIS, Unite.JOURS)
    assert (EPS.delai("pieces-manquantes").duree, CASVP.delai("pieces-manquantes").duree) == (12, 7)


def test_l_acheminement_et_l_alerte_viennent_des_donnees() -> None:
    assert EPS.delai("pieces-manquantes").acheminement_jours == 3
    assert EPS.delai("reponse-attente").alerte_jours == 15


def test_l_analyse_des_actions_ne_sort_pas_de_son_trimestre() -> None:
    echeance = calculer(date(2024, 5, 20), EPS.delai("analyse-actions"), Calendrier())
    assert echeance.butoir == date(2024, 6, 30)


@pytest.mark.parametrize(("code", "delai"), TOUS)
def test_chaque_delai_donne_une_date_ou_est_un_seuil(code: str, delai: str) -> None:
    trouve = charger_referentiel(code).delai(delai)
    if trouve.unite is Unite.SECONDES:
        assert delai == "decroche-telephone"
        return
    echeance = calculer(date(2026, 5, 28), trouve, Calendrier())
    assert echeance.butoir >= date(2026, 5, 28)
    assert echeance.delai.source.referentiel == code


def test_un_delai_inconnu_propose_les_plus_proches() -> None:
    with pytest.raises(DelaiInconnu) as refus:
        EPS.delai("reponse-ecrit")
    assert "«\u00a0reponse-ecrite\u00a0»" in refus.value.phrase


def test_un_delai_se_cherche_d_abord_dans_le_premier_referentiel() -> None:
    assert trouver_delai("decision-aide", [EPS, CASVP]).source.referentiel == "EPS-2023"
    assert trouver_delai("decision-aide", [CASVP, EPS]).source.referentiel == "CASVP-2014"
    assert trouver_delai("rappel-telephonique", [EPS, CASVP]).source.referentiel == "CASVP-2014"
    with pytest.raises(DelaiInconnu, match="rappel-telephonique"):
        trouver_delai("rappel-telephone", [EPS, CASVP])


def test_un_engagement_se_trouve_quelle_que_soit_la_casse() -> None:
    assert EPS.engagement("smq7").code == "SMQ7"
    with pytest.raises(Introuvable, match="SMQ1"):
        EPS.engagement("SMQ11")


def test_les_engagements_de_2023_sont_dans_l_ordre() -> None:
    attendus = [*map(str, range(1, 13)), "S1", "S2", "S3", *(f"SMQ{n}" for n in range(1, 11))]
    assert [engagement.code for engagement in EPS.engagements] == attendus
    assert [engagement.code for engagement in CASVP.engagements] == [*map(str, range(1, 20))]


def test_les_etats_du_code_et_les_codes_des_tables_disent_la_meme_chose() -> None:
    n = charger_nomenclatures()
    assert {un.code for un in n.types_action} == {sans_accents(un) for un in TypeAction}
    assert {un.code for un in n.periodicites} <= set(Periodicite)
    assert {un.code for un in n.unites_delai} == set(Unite)


def test_un_recours_est_oriente_et_n_a_pas_de_delai() -> None:
    recours = charger_nomenclatures().nature("recours")
    assert recours.oriente
    assert recours.delai == ""
    assert charger_nomenclatures().nature("hors-perimetre").delai == ""


@pytest.mark.parametrize(
    ("referentiel", "sans_delai"),
    [
        ("EPS-2023", {"remerciement", "recours", "hors-perimetre"}),
        ("CASVP-2014", {n.code for n in charger_nomenclatures().natures} - {"reclamation", "suggestion-usager"}),
    ],
)
def test_le_mois_est_promis_aux_natures_que_dit_le_referentiel(referentiel: str, sans_delai: set[str]) -> None:
    """2023: every written demand; 2014: réclamations and suggestions on the quality of the service."""
    texte, canal = charger_referentiel(referentiel), charger_nomenclatures().canal("courrier")
    natures = charger_nomenclatures().natures
    assert {n.code for n in natures if delai_applicable(canal, n, texte) is None} == sans_delai


def test_un_canal_inconnu_propose_les_plus_proches() -> None:
    with pytest.raises(Introuvable) as refus:
        charger_nomenclatures().canal("courier")
    assert "«\u00a0courrier\u00a0»" in refus.value.phrase


def test_un_role_dit_ses_droits() -> None:
    roles = {role.code: role for role in charger_roles()}
    assert roles["daa"].droit("reclamations") is Droit.ECRITURE
    assert roles["raqn"].droit("reclamations") is Droit.AUCUN
    assert roles["raqn"].droit("domaine-inconnu") is Droit.AUCUN


def test_le_plus_recent_referentiel_vient_en_premier() -> None:
    premier: Referentiel = next(iter(charger_referentiels().values()))
    assert premier is EPS


def test_un_delai_gele_ne_bouge_pas_quand_le_referentiel_change() -> None:
    echeance = calculer(date(2026, 3, 2), EPS.delai("reponse-ecrite"), Calendrier())
    change = Delai.model_validate({**echeance.delai.model_dump(), "duree": 2})
    assert echeance.butoir == date(2026, 4, 2)
    assert calculer(date(2026, 3, 2), change, Calendrier()).butoir - echeance.butoir >= timedelta(days=28)
