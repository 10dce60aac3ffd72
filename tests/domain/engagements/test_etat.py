"""The state of a commitment is the worst of what judges it, and the figure that decides is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.comptage import Comptage, Genre
from qualitui.domain.engagements.etat import EtatEngagement, Sorte, attendu, etat_du_taux, juger
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.reference.referentiel import Engagement
from qualitui.domain.verifications.comptages import PAR_ENGAGEMENT
from qualitui.store.site.referentiels import charger_indicateurs, charger_referentiel, charger_referentiels

EPS = charger_referentiel("EPS-2023")
TYPES = charger_indicateurs()
RESPECTE, PARTIEL, NON_RESPECTE = EtatEngagement.RESPECTE, EtatEngagement.PARTIEL, EtatEngagement.NON_RESPECTE
NON_MESURE, SANS_OBJET = EtatEngagement.NON_MESURE, EtatEngagement.SANS_OBJET
VIDE = (None, 0)


def compte(code: str, n: float | None, d: int | None, attendus: int = 0) -> Comptage:
    return Comptage(
        code,
        code,
        "",
        date(2025, 1, 1),
        date(2025, 12, 31),
        n,
        d,
        pas_encore_echues=tuple(f"x{i}" for i in range(attendus)),
        genre=Genre.NOMBRE if d is None else Genre.TAUX,
    )


def jugement(code: str, **chiffres: tuple[float | None, int | None]) -> tuple[str, str]:
    """The state and what decides; checks are perfect unless said, the rest has nothing to count."""
    connus: dict[str, Any] = {nom.replace("_", "-"): valeur for nom, valeur in chiffres.items()}
    parfaites = {f"{taux}-{code}": (24, 24) for taux in PAR_ENGAGEMENT}
    juge = juger(EPS.engagement(code), TYPES, lambda un: compte(un, *{**parfaites, **connus}.get(un, (0, 0))))
    return juge.etat, juge.decide_par.comptage.code if juge.decide_par else ""


class TestFautesF1:
    """What the review called « atteint » against the site's own figures."""

    def test_s1_n_est_pas_respecte_a_cote_d_un_indicateur_a_90(self) -> None:
        chiffres = {"I_AID_01": (1508, 1670), "I_AID_02": (3532, 3801), "I_AID_03": (160, 166)}
        assert jugement("S1", **chiffres) == (PARTIEL, "I-AID-01")

    def test_smq9_n_est_pas_respecte_avec_un_trimestre_manque(self) -> None:
        chiffres = {"I_ACT_01": (55, 55), "I_ACT_02": (0, None), "I_ACT_03": (46, 46)}
        assert jugement("SMQ9", ACT_09=(3, 4), **chiffres) == (PARTIEL, "ACT-09")
        assert jugement("SMQ9", ACT_09=(4, 4), **chiffres) == (RESPECTE, "ACT-09")
        assert jugement("SMQ9", ACT_09=(0, 4), **chiffres) == (NON_RESPECTE, "ACT-09")

    def test_smq7_se_juge_a_la_realisation(self) -> None:
        assert jugement("SMQ7", VER_02=(946, 973), I_VER_01=(946, 973)) == (PARTIEL, "VER-02")

    def test_le_9_se_juge_au_mois_tenu_pas_a_ses_verifications(self) -> None:
        assert jugement("9", ECO_03=(82, 92), I_ECO_01=(76, 86)) == (NON_RESPECTE, "ECO-03")
        assert jugement("9", ECO_03=(91, 92)) == (PARTIEL, "ECO-03")

    def test_smq8_sans_aucun_audit_n_est_pas_mesure(self) -> None:
        assert jugement("SMQ8", AUD_01=VIDE) == (NON_MESURE, "AUD-01")
        assert jugement("SMQ8", AUD_01=(1, 1)) == (RESPECTE, "AUD-01")

    def test_smq10_sans_revue_presentee_n_est_pas_respecte(self) -> None:
        assert jugement("SMQ10", REV_01=(0, 1)) == (NON_RESPECTE, "REV-01")

    def test_une_verification_manquee_empeche_respecte(self) -> None:
        assert jugement("1", VER_02_1=(23, 24), VER_04_1=(23, 23)) == (PARTIEL, "VER-02-1")


class TestSeuils:
    @pytest.mark.parametrize(
        ("n", "d", "etat"),
        [
            (100, 100, RESPECTE),
            (999, 1000, PARTIEL),
            (90, 100, PARTIEL),
            (89, 100, NON_RESPECTE),
            (0, 1, NON_RESPECTE),
            (0, 0, SANS_OBJET),
            (None, 0, NON_MESURE),
        ],
    )
    def test_un_taux_a_son_seuil(self, n: float | None, d: int, etat: EtatEngagement) -> None:
        assert etat_du_taux(compte("X", n, d), 100, 90) is etat

    def test_sans_seuil_seul_rien_de_fait_n_est_pas_respecte(self) -> None:
        assert etat_du_taux(compte("X", 1, 100)) is PARTIEL

    def test_ce_qui_n_est_pas_encore_echu_n_est_pas_juge(self) -> None:
        assert etat_du_taux(compte("X", 0, 0, attendus=1)) is NON_MESURE


class TestOrdre:
    def test_le_pire_l_emporte_et_le_fait_se_nomme_avant_ce_qui_l_approche(self) -> None:
        assert jugement("9", ECO_03=(91, 92), I_ECO_03=(2, None)) == (NON_RESPECTE, "I-ECO-03")
        assert jugement("9", ECO_03=(91, 92), VER_04_9=(152, 161)) == (PARTIEL, "ECO-03")

    def test_un_indicateur_non_mesure_ne_laisse_pas_dire_respecte(self) -> None:
        assert jugement("7", I_TEL_01=VIDE, I_TEL_02=(10, 10)) == (NON_MESURE, "I-TEL-01")

    def test_sans_rien_de_compte_l_engagement_n_est_pas_mesure(self) -> None:
        assert juger(EPS.engagement("10"), TYPES, lambda code: compte(code, 0, 0)).etat is NON_MESURE

    def test_toutes_ses_verifications_sans_objet_l_engagement_l_est(self) -> None:
        assert jugement("10", VER_02_10=(2, 2), VER_04_10=(0, 0))[0] is SANS_OBJET
        assert jugement("10", VER_02_10=(1, 2), VER_04_10=(0, 0)) == (PARTIEL, "VER-02-10")

    def test_chaque_element_est_garde_avec_sa_sorte(self) -> None:
        juge = juger(EPS.engagement("9"), TYPES, lambda code: compte(code, 1, 1))
        assert [element.sorte for element in juge.elements] == sorted(element.sorte for element in juge.elements)
        assert {element.sorte for element in juge.elements} == set(Sorte)


def _annuel() -> IndicateurType:
    return next(type_ for type_ in TYPES if type_.code == "I-TEL-03")


@pytest.mark.parametrize(("jour", "voulu"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_un_indicateur_annuel_n_est_attendu_qu_une_fois_l_annee_finie(jour: date, voulu: bool) -> None:
    assert attendu(_annuel(), date(2025, 1, 1), jour) is voulu


def _propres() -> list[tuple[str, Engagement]]:
    return [(r.code, e) for r in charger_referentiels().values() for e in r.engagements if e.chiffres]


@pytest.mark.parametrize(("referentiel", "engagement"), _propres(), ids=lambda x: getattr(x, "code", x))
def test_les_chiffres_d_un_engagement_sont_de_vrais_chiffres_proposes(referentiel: str, engagement: Engagement) -> None:
    for chiffre in engagement.chiffres:
        definition = catalogue.definition(chiffre.code)
        assert definition.genre is Genre.TAUX
        assert chiffre.source == "proposé"
        assert 0 <= chiffre.seuil_alerte < chiffre.cible


def test_le_delai_de_reponse_juge_l_engagement_qui_le_promet() -> None:
    """Under each référentiel: the commitment that promises the answer is judged by the answers."""
    for referentiel in charger_referentiels().values():
        porteurs = {e.code for e, delai in referentiel.lignes_delai() if delai.code == "reponse-ecrite"}
        juges = {e.code for e in referentiel.engagements if "ECO-03" in [c.code for c in e.chiffres]}
        assert juges == porteurs
