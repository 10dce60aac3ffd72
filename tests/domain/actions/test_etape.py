"""What an action waits for at each stage, by whom and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.actions.etape import etapes
from qualitui.domain.actions.fiche import Action, Efficacite, EtatAction, Origine
from qualitui.domain.etape import PROPOSEE, Porteurs, en_json, premiere
from qualitui.domain.temps.calendrier import Calendrier, Fermeture

D = date.fromisoformat
QUI = Porteurs({"martin-c": "dacs", "benali-a": "daa"}, frozenset({"martin-c", "benali-a"}))


def action(etat: EtatAction = EtatAction.EN_COURS, **champs: Any) -> Action:
    valeurs = {"echeance": D("2026-03-02"), "pilote": "martin-c", **champs}
    origine = Origine(concept="reunion")
    return Action(
        reference="A-2026-001", intitule="Agir", origine=origine, creee_le=D("2026-01-05"), etat=etat, **valeurs
    )


@pytest.mark.parametrize(
    ("une", "quoi", "libelle", "butoir", "qui", "source"),
    [
        (action(), "Réaliser l’action", "Agir", "2026-03-02", "martin-c", ""),
        (action(EtatAction.A_LANCER), "Lancer l’action, la réaliser", "Agir (à lancer)", "2026-03-02", "martin-c", ""),
        (action(echeance=None), "Fixer une échéance, réaliser l’action", "Agir (sans échéance)", "2026-01-12",
         "martin-c", PROPOSEE),
        (action(pilote=""), "Désigner un pilote", "Désigner un pilote\u00a0: Agir", "2026-01-12", "daa", PROPOSEE),
        (action(EtatAction.REALISEE, realisee_le=D("2026-01-31")), "Efficacité à vérifier",
         "Efficacité à vérifier\u00a0: Agir", "2026-02-28", "daa", PROPOSEE),
        (action(EtatAction.REALISEE, realisee_le=D("2026-01-31"), pilote="benali-a"), "Efficacité à vérifier",
         "Efficacité à vérifier\u00a0: Agir", "2026-02-28", "dacs", PROPOSEE),
        (action(EtatAction.VERIFIEE, efficacite=Efficacite(le=D("2026-02-10"), par="x", efficace=True)),
         "Action à clore", "Action à clore\u00a0: Agir", "2026-03-10", "daa", PROPOSEE),
    ],
)  # fmt: skip
def test_chaque_etat_dit_quoi_qui_et_pour_quand(
    une: Action, quoi: str, libelle: str, butoir: str, qui: str, source: str
) -> None:
    etape = premiere(etapes(une, Calendrier(), QUI))
    assert etape is not None
    assert (etape.quoi, etape.libelle, etape.butoir) == (quoi, libelle, D(butoir))
    assert (etape.qui, etape.source) == (qui, source)
    assert en_json(etape) == {
        "quoi": quoi, "qui": qui, "pour_quand": D(butoir), "depuis": etape.depuis, "source": source or None,
    }  # fmt: skip


@pytest.mark.parametrize("etat", [EtatAction.CLOSE, EtatAction.ABANDONNEE])
def test_une_action_sortie_du_plan_n_attend_rien(etat: EtatAction) -> None:
    assert etapes(action(etat), Calendrier(), QUI) == ()


def test_une_action_sans_pilote_garde_aussi_son_echeance() -> None:
    assert [e.butoir for e in etapes(action(pilote=""), Calendrier(), QUI)] == [D("2026-01-12"), D("2026-03-02")]
    (seule,) = etapes(action(pilote="", echeance=D("2026-01-12")), Calendrier(), QUI)
    assert "sans pilote" in seule.libelle


def test_on_vise_le_dernier_jour_ouvert() -> None:
    pont = Fermeture(du=D("2026-03-06"), au=D("2026-03-06"), libelle="pont")
    (etape,) = etapes(action(echeance=D("2026-03-08")), Calendrier(fermetures=(pont,)), QUI)
    assert (etape.cible, etape.butoir) == (D("2026-03-05"), D("2026-03-08"))
