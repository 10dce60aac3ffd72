"""Undo: one's last gesture, as a new line; refused when others built on it."""

from __future__ import annotations

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.moteur.annulation import AnnulationRefusee, RienAAnnuler
from tests.store.banc import Banc, action


def test_annuler_une_modification_remet_ce_qui_etait(banc: Banc) -> None:
    registre = banc.ouvrir()
    fiche = registre.add(action())
    registre.save(evoluer(fiche, pilote="martin", causes="x"))
    annulation = registre.annuler()
    assert annulation.fiches == (("actions", fiche.id),)
    remise = registre.get(Action, fiche.id)
    assert (remise.pilote, remise.causes) == ("", "")
    assert len(registre.history(Action, fiche.id)) == 3
    assert len(banc.journal().read_bytes().splitlines()) == 3


def test_annuler_un_ajout_le_retire_et_annuler_un_retrait_le_rend(banc: Banc) -> None:
    registre = banc.ouvrir()
    fiche = registre.add(action(causes="x"))
    registre.annuler()
    assert list(registre.find(Action)) == []
    assert registre.annuler().retabli is True
    rendue = registre.find(Action)[0]
    assert rendue.causes == "x"
    registre.remove(rendue)
    registre.annuler()
    assert registre.get(Action, fiche.id).causes == "x"


def test_annuler_deux_fois_retablit(banc: Banc) -> None:
    registre = banc.ouvrir()
    fiche = registre.save(evoluer(registre.add(action()), pilote="martin"))
    registre.annuler()
    registre.annuler()
    assert registre.get(Action, fiche.id).pilote == "martin"


def test_un_geste_sur_plusieurs_fiches_s_annule_d_un_coup(banc: Banc) -> None:
    registre = banc.ouvrir()
    with registre.transaction():
        registre.add(action("A-1"))
        registre.add(action("A-2"))
    registre.annuler()
    assert list(banc.ouvrir("durand").find(Action)) == []


def test_le_geste_d_un_autre_n_est_pas_le_mien(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    with pytest.raises(RienAAnnuler, match="aucun geste"):
        banc.ouvrir("durand").annuler()


def test_annuler_est_refuse_quand_un_autre_a_construit_dessus(banc: Banc) -> None:
    registre, autre = banc.ouvrir(), banc.ouvrir("durand")
    fiche = registre.add(action())
    autre.poll()
    autre.save(evoluer(fiche, pilote="durand"))
    with pytest.raises(AnnulationRefusee, match="modifiée depuis par durand le 02/03/2026"):
        registre.annuler()
    assert registre.get(Action, fiche.id).pilote == "durand"


def test_annuler_une_fiche_nommee_ne_touche_pas_aux_autres(banc: Banc) -> None:
    registre = banc.ouvrir()
    premiere = registre.add(action("A-1"))
    registre.save(evoluer(premiere, pilote="martin"))
    registre.add(action("A-2"))
    registre.annuler(premiere.id)
    assert [(a.reference, a.pilote) for a in registre.find(Action)] == [("A-1", ""), ("A-2", "")]


def test_annuler_une_fiche_ou_je_n_ai_rien_fait(banc: Banc) -> None:
    fiche = banc.ouvrir().add(action("A-1"))
    with pytest.raises(RienAAnnuler, match="sur cette fiche"):
        banc.ouvrir("durand").annuler(fiche.id)


def test_annuler_suit_la_personne_d_un_programme_a_l_autre(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.auteur = "martin-c"
    fiche = registre.add(action("A-1"))
    registre.close()
    ailleurs = banc.ouvrir("secretariat")
    ailleurs.auteur = "martin-c"
    ailleurs.annuler()
    assert list(ailleurs.find(Action)) == []
    assert ailleurs.history(Action, fiche.id)[-1].poste == "poste~secretariat~1"


def test_un_geste_anonyme_n_est_a_personne_pour_etre_annule(banc: Banc) -> None:
    registre = banc.ouvrir()
    with registre.anonymement():
        anonyme = registre.add(action("A-1"))
    for auteur in ("martin", "anonyme"):
        registre.auteur = auteur
        for ident in ("", anonyme.id):
            with pytest.raises(RienAAnnuler):
                registre.annuler(ident)
    assert [fiche.reference for fiche in registre.find(Action)] == ["A-1"]
