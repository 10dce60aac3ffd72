"""From a model to a content and back, and the smallest operation between two contents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.actions.fiche import Action
from qualitui.store.moteur.difference import champs_changes, contenu_de, nettoyer, operation
from qualitui.store.moteur.fusion import appliquer
from tests.store.banc import action, constat

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda sous: st.lists(sous, max_size=3) | st.dictionaries(st.text(max_size=2), sous, max_size=3),
    max_leaves=6,
)
CONTENUS = st.dictionaries(st.sampled_from("abcd"), JSON, max_size=4)


@given(CONTENUS, CONTENUS)
def test_l_operation_mene_d_un_contenu_a_l_autre(avant: dict[str, Any], apres: dict[str, Any]) -> None:
    obtenu = appliquer(avant, {"t": "t", "i": "i", "v": 2, **operation(avant, apres)})
    assert obtenu == apres
    assert repr(sorted(obtenu.items())) == repr(sorted(apres.items()))


@pytest.mark.parametrize(
    ("avant", "apres", "attendue"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {"s": {"a": 2}}),
        ({"a": 1}, {"a": True}, {"s": {"a": True}}),
        ({"a": 1, "b": 2}, {"a": 1}, {"d": ["b"]}),
        ({"l": [1]}, {"l": [1, 2, 3]}, {"a": {"l": [2, 3]}}),
        ({}, {"l": [1]}, {"a": {"l": [1]}}),
        ({"l": [1, 2]}, {"l": [2]}, {"s": {"l": [2]}}),
        (None, {"a": 1}, {"s": {"a": 1}}),
        ({"a": 1}, None, {"x": True}),
    ],
)
def test_operation(avant: Any, apres: Any, attendue: Any) -> None:
    assert operation(avant, apres) == attendue


def test_les_vides_par_defaut_ne_sont_pas_ecrits_et_le_reste_l_est() -> None:
    contenu = contenu_de(constat(id="x"))
    assert contenu == {"verification": "V-NET-02", "periode": "2026-03-02", "le": "2026-03-02"}
    assert contenu_de(action())["priorite"] == "normale"


def test_un_contenu_redonne_le_meme_modele() -> None:
    fiche = action(pilote="martin", causes="x", notes=[{"le": "2026-03-02", "par": "m", "texte": ""}])
    assert Action.model_validate(contenu_de(fiche)) == fiche


def test_nettoyer_copie_en_profondeur_et_normalise() -> None:
    avant = {"a": ["e\u0301\r\n", {"b": "\ud800"}], 1: (1, 2)}
    propre = nettoyer(avant)
    assert propre == {"a": ["é\n", {"b": "?"}], "1": [1, 2]}
    assert propre["a"] is not avant["a"]


def test_champs_changes_montre_avant_et_apres() -> None:
    assert champs_changes({"a": 1, "b": 2}, {"b": 3, "c": 4}) == {"a": (1, None), "b": (2, 3), "c": (None, 4)}
    assert champs_changes(None, {"a": 1}) == {"a": (None, 1)}
