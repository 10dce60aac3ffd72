"""A register in which not one line is left, though numbers were given: it is lost, not empty, and is not begun anew."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.diagnostic import Gravite
from qualitui.store.contrat import EcritureImpossible
from qualitui.store.journal.absence import PERDU
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import Banc, action


def perdre(banc: Banc, *, jours: int) -> RegistreJournal:
    """A number given and a record, then the journals gone; what another workstation opens, so many days later."""
    registre = banc.ouvrir()
    registre.reserver_numero("A-2026")
    registre.add(action("A-2026-001"))
    banc.fermer()
    banc.journal().unlink()
    banc.horloge.avancer(days=jours)
    return banc.ouvrir("durand", etat="autre")


def test_un_registre_perdu_se_dit_et_ne_se_recommence_pas(banc: Banc) -> None:
    registre = perdre(banc, jours=1)
    assert [(une.gravite, une.phrase) for une in registre.etat.graves] == [(Gravite.GRAVE, PERDU)]
    for _ in range(2):
        with pytest.raises(EcritureImpossible, match="il est perdu"):
            registre.add(action("A-2026-002", creee_le=date(2026, 3, 3)))
    assert list((banc.dossier / "registre").rglob("*.jsonl")) == []


def test_les_numeros_du_jour_sont_peut_etre_d_un_voisin_dont_la_ligne_arrive(banc: Banc) -> None:
    registre = perdre(banc, jours=0)
    registre.add(action("A-2026-002"))
    assert [une.reference for une in registre.find(Action)] == ["A-2026-002"]
