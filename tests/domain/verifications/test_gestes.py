"""The table of checks: adopted, edited for the future only, suspended, resumed; the référentiel's rhythm guarded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.reference.nomenclatures import VerificationType
from qualitui.domain.saisie import TexteManquant
from qualitui.domain.temps.recurrence import Periodicite, RythmeFautif
from qualitui.domain.verifications.fiche import Redaction, Suspension, Verification
from qualitui.domain.verifications.gestes import (
    ModificationPassee,
    PasSuspendue,
    RythmeImpose,
    SuspensionImpossible,
    adopter,
    ancre_proposee,
    modifier,
    reprendre,
    suspendre,
)

P = Periodicite
D = date.fromisoformat
JOUR = D("2026-03-02")


def verification(**champs: Any) -> Verification:
    base = {"periodicite": P.TRIMESTRIELLE, "ancre": D("2026-02-10"), "depuis": D("2026-01-01")}
    return Verification(code="V-NET-03", libelle="Évaluation faite ?", **{**base, **champs})


IMPOSEE = verification(periodicite_imposee=P.TRIMESTRIELLE, source="référentiel")


def test_une_ligne_proposee_devient_celle_du_site() -> None:
    modele = VerificationType(
        code="V-NET-03",
        libelle="Évaluation faite ?",
        engagement="3",
        methode="comptage",
        lieu="ensemble du site",
        periodicite="trimestrielle",
        role="raqn",
        preuve="grille",
        source="référentiel",
        services=("administratif", "social"),
        condition="si le contrat le prévoit",
    )

    ligne = adopter(modele, theme="locaux", depuis=JOUR, rang=12)

    assert (ligne.code, ligne.role, ligne.theme, ligne.ordre, ligne.depuis) == ("V-NET-03", "raqn", "locaux", 12, JOUR)
    assert ligne.rythme_impose
    assert ligne.periodicite_imposee is P.TRIMESTRIELLE
    assert ligne.condition == "si le contrat le prévoit"
    assert D("2026-01-01") <= ligne.ancre <= D("2026-03-31")


@pytest.mark.parametrize("periodicite", P)
def test_soixante_verifications_proposees_ne_sont_pas_toutes_attendues_le_meme_jour(periodicite: P) -> None:
    jours = {ancre_proposee(periodicite, JOUR, rang) for rang in range(60)}

    assert len(jours) >= (1 if periodicite in (P.QUOTIDIENNE, P.FOIS_PAR_AN) else 5)


def test_une_modification_garde_l_ancienne_redaction_avec_son_premier_jour() -> None:
    apres = modifier(verification(), jour=JOUR, libelle="  Nouveau\r\ntexte ? ", role="raqn")

    assert (apres.libelle, apres.role, apres.modifiee_le) == ("Nouveau texte ?", "raqn", JOUR)
    assert [(r.libelle, r.depuis) for r in apres.redactions] == [("Évaluation faite ?", D("2026-01-01"))]
    assert apres.redaction.depuis == JOUR
    assert isinstance(apres.redaction, Redaction)


def test_deux_modifications_du_meme_jour_font_une_seule_redaction() -> None:
    apres = modifier(modifier(verification(), jour=JOUR, libelle="A"), jour=JOUR, libelle="B")

    assert [r.libelle for r in apres.toutes_redactions] == ["Évaluation faite ?", "B"]


def test_une_verification_pas_encore_commencee_se_modifie_simplement() -> None:
    apres = modifier(verification(depuis=D("2026-04-01")), jour=JOUR, libelle="A")

    assert (apres.libelle, apres.redactions, apres.modifiee_le) == ("A", (), None)


def test_une_modification_qui_ne_change_rien_ne_laisse_pas_de_trace() -> None:
    assert modifier(verification(), jour=JOUR, libelle="Évaluation faite ?") == verification()


def test_seul_l_ordre_de_tournee_change_sans_nouvelle_redaction() -> None:
    apres = modifier(verification(), jour=JOUR, ordre=4)

    assert (apres.ordre, apres.redactions) == (4, ())


@pytest.mark.parametrize(("effet", "refuse"), [("2026-03-01", True), ("2026-03-02", False), ("2026-06-01", False)])
def test_une_modification_ne_vaut_que_pour_l_avenir(effet: str, refuse: bool) -> None:
    if refuse:
        with pytest.raises(ModificationPassee, match="avenir"):
            modifier(verification(), jour=JOUR, a_compter_du=D(effet), libelle="A")
        return
    assert modifier(verification(), jour=JOUR, a_compter_du=D(effet), libelle="A").modifiee_le == D(effet)


def test_une_modification_ne_se_glisse_pas_avant_une_autre_deja_prevue() -> None:
    prevue = modifier(verification(), jour=JOUR, a_compter_du=D("2026-06-01"), libelle="A")

    with pytest.raises(ModificationPassee, match="1er juin 2026"):
        modifier(prevue, jour=JOUR, a_compter_du=D("2026-05-31"), libelle="B")
    assert modifier(prevue, jour=JOUR, a_compter_du=D("2026-06-01"), libelle="B").libelle == "B"


def test_un_libelle_vide_est_refuse() -> None:
    with pytest.raises(TexteManquant):
        modifier(verification(), jour=JOUR, libelle="  ")


def test_le_nombre_de_fois_par_an_vient_et_part_avec_son_rythme() -> None:
    trois = modifier(verification(), jour=JOUR, periodicite=P.FOIS_PAR_AN, fois_par_an=3)

    assert trois.rythme_en_mots == "3 fois par an"
    assert modifier(trois, jour=JOUR, periodicite=P.ANNUELLE).fois_par_an is None
    with pytest.raises(RythmeFautif):
        modifier(verification(), jour=JOUR, periodicite=P.FOIS_PAR_AN)


@pytest.mark.parametrize(
    ("changements", "refuse"),
    [
        ({"periodicite": P.SEMESTRIELLE}, True),
        ({"periodicite": P.FOIS_PAR_AN, "fois_par_an": 3}, True),
        ({"periodicite": P.FOIS_PAR_AN, "fois_par_an": 4}, False),
        ({"periodicite": P.MENSUELLE}, False),
        ({"libelle": "A"}, False),
    ],
)
def test_le_rythme_du_referentiel_ne_ralentit_pas_sans_raison(changements: dict[str, Any], refuse: bool) -> None:
    if not refuse:
        assert modifier(IMPOSEE, jour=JOUR, **changements).raison_rythme == ""
        return
    with pytest.raises(RythmeImpose, match="trimestrielle"):
        modifier(IMPOSEE, jour=JOUR, **changements)
    assert modifier(IMPOSEE, jour=JOUR, raison="un seul agent", **changements).raison_rythme == "un seul agent"


def test_la_raison_tient_tant_que_le_rythme_reste_lent_et_part_avec_lui() -> None:
    lente = modifier(IMPOSEE, jour=JOUR, periodicite=P.SEMESTRIELLE, raison="un seul agent")

    assert modifier(lente, jour=JOUR, libelle="A").raison_rythme == "un seul agent"
    assert modifier(lente, jour=JOUR, periodicite=P.TRIMESTRIELLE).raison_rythme == ""
    with pytest.raises(RythmeImpose):
        modifier(lente, jour=JOUR, periodicite=P.ANNUELLE)


def test_ce_qui_n_est_pas_de_la_redaction_ne_se_modifie_pas() -> None:
    with pytest.raises(TypeError, match="depuis"):
        modifier(verification(), jour=JOUR, depuis=JOUR)


# --- suspensions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("du", "au", "raison", "refus"),
    [
        ("2026-03-02", "2026-03-02", "fuite", None),
        ("2026-03-02", None, "fuite", None),
        ("2026-03-01", None, "fuite", SuspensionImpossible),
        ("2026-03-10", "2026-03-09", "fuite", SuspensionImpossible),
        ("2026-03-10", None, "  ", TexteManquant),
    ],
)
def test_une_suspension_est_a_venir_et_a_une_raison(
    du: str, au: str | None, raison: str, refus: type[Exception] | None
) -> None:
    def geste() -> Verification:
        return suspendre(verification(), du=D(du), au=D(au) if au else None, raison=raison, jour=JOUR)

    if refus:
        with pytest.raises(refus):
            geste()
        return
    assert geste().suspensions == (Suspension(du=D(du), au=D(au) if au else None, raison="fuite"),)


@pytest.mark.parametrize(
    ("du", "au", "chevauche"),
    [
        ("2026-03-09", "2026-03-09", False),
        ("2026-03-09", "2026-03-10", True),
        ("2026-03-20", None, True),
        ("2026-03-21", None, False),
        ("2026-03-05", None, True),
    ],
)
def test_les_suspensions_ne_se_chevauchent_pas(du: str, au: str | None, chevauche: bool) -> None:
    pause = suspendre(verification(), du=D("2026-03-10"), au=D("2026-03-20"), raison="r", jour=JOUR)

    if chevauche:
        with pytest.raises(SuspensionImpossible, match="déjà suspendue"):
            suspendre(pause, du=D(du), au=D(au) if au else None, raison="r", jour=JOUR)
        return
    assert len(suspendre(pause, du=D(du), au=D(au) if au else None, raison="r", jour=JOUR).suspensions) == 2


def test_reprendre_finit_la_suspension_la_veille() -> None:
    pause = suspendre(verification(), du=JOUR, raison="r", jour=JOUR)

    reprise = reprendre(pause, le=D("2026-03-16"), jour=D("2026-03-10"))

    assert reprise.suspensions[0].au == D("2026-03-15")
    assert reprise.suspension_au(D("2026-03-15")) is not None
    assert reprise.suspension_au(D("2026-03-16")) is None


def test_reprendre_avant_son_debut_annule_la_suspension() -> None:
    pause = suspendre(verification(), du=D("2026-03-10"), raison="r", jour=JOUR)

    assert reprendre(pause, le=JOUR, jour=JOUR).suspensions == ()


def test_ce_qui_n_est_pas_suspendu_ne_se_reprend_pas_et_jamais_dans_le_passe() -> None:
    with pytest.raises(PasSuspendue):
        reprendre(verification(), le=JOUR, jour=JOUR)
    with pytest.raises(ModificationPassee):
        reprendre(suspendre(verification(), du=JOUR, raison="r", jour=JOUR), le=D("2026-03-01"), jour=JOUR)
