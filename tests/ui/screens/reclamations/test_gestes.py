"""The forms of the gestures: each asks for what its operation takes, no more, no less."""

from __future__ import annotations

import inspect
from datetime import date

import pytest
from ui.dossiers import semer

from qualitui.domain.reclamations.possibles import Geste
from qualitui.operations.reclamations import gestes as operations
from qualitui.operations.reclamations import lecture
from qualitui.store.site.site import Site
from qualitui.ui.screens.reclamations.gestes import _FORMULAIRES, formulaire_du_geste

# Their forms are elsewhere: the fields of the case, and the fact to be chosen first.
AUTREMENT = {Geste.QUALIFIER, Geste.CORRIGER, Geste.RETIRER}


def test_chaque_geste_a_son_formulaire() -> None:
    assert set(_FORMULAIRES) | AUTREMENT == set(Geste)
    assert {geste: operation.__name__ for geste, (operation, _) in _FORMULAIRES.items()} == {
        geste: geste.value for geste in _FORMULAIRES
    }


@pytest.mark.parametrize("geste", _FORMULAIRES)
def test_le_formulaire_demande_ce_que_l_operation_prend(site: Site, jour: date, geste: Geste) -> None:
    fiche = semer(site, jour)
    formulaire = formulaire_du_geste(site, jour, lecture.choix(site, jour=jour), fiche, geste)
    attendus = set(inspect.signature(getattr(operations, geste.value)).parameters) - {"site", "reclamation", "jour"}
    assert {champ.nom for champ in formulaire.champs} == attendus
