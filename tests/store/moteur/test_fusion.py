"""The merge is the same whatever the order of arrival, and keeps everything that was acknowledged."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitui.store.journal.ligne import Operation
from qualitui.store.moteur.fusion import VIDE, Enregistrement, Evenement, appliquer, plier, recevoir

Ecrit = tuple[Evenement, Operation]
CHAMPS = st.sampled_from(["a", "b", "c"])


def operation(version: int, **parties: Any) -> Operation:
    return {"t": "t", "i": "i", "v": version, **parties}


@st.composite
def ecrits(tirer: st.DrawFn) -> list[Ecrit]:
    """Events of one record by several writers who do not always see each other."""
    nombre = tirer(st.integers(1, 9))
    sortie: list[Ecrit] = []
    for rang in range(nombre):
        version = 1 if not rang else tirer(st.integers(1, min(rang + 1, 4)))
        genre = tirer(st.sampled_from(["s", "a", "d", "x", "c"])) if version > 1 else "s"
        parties: dict[str, Any] = {
            "s": {"s": {tirer(CHAMPS): tirer(st.integers(0, 3))}},
            "a": {"a": {"liste": [rang]}},
            "d": {"d": [tirer(CHAMPS)]},
            "x": {"x": True},
            "c": {"c": {str(version - 1): tirer(st.integers(1, 3))}},
        }[genre]
        h = tirer(st.integers(1, 5))
        sortie.append(((version, h, f"w{rang}", rang, "j", rang), operation(version, **parties)))
    return sortie


def livrer(ordre: list[Ecrit]) -> Enregistrement:
    connus = {evenement: op for evenement, op in ordre}
    etat = VIDE
    for evenement, op in ordre:
        etat = recevoir(etat, [(evenement, op)], connus.__getitem__)
    return etat


@settings(max_examples=300)
@given(ecrits(), st.randoms(use_true_random=False))
def test_toutes_les_livraisons_menent_au_meme_etat(tous: list[Ecrit], hasard: random.Random) -> None:
    melange = list(tous)
    hasard.shuffle(melange)
    un, autre = livrer(tous), livrer(melange)
    assert (un.contenu, un.version, un.conflits, un.retire, sorted(un.evenements)) == (
        autre.contenu,
        autre.version,
        autre.conflits,
        autre.retire,
        sorted(autre.evenements),
    )


@settings(max_examples=300)
@given(ecrits(), st.randoms(use_true_random=False))
def test_livrer_par_paquets_mene_au_meme_etat(tous: list[Ecrit], hasard: random.Random) -> None:
    """Some events come twice: once more in the copy of a journal."""
    copies = [((*evenement[:4], "copie", evenement[5]), op) for evenement, op in tous]
    melange, etat = tous + hasard.sample(copies, hasard.randint(0, len(copies))), VIDE
    connus = dict(tous + copies)
    hasard.shuffle(melange)
    while melange:
        combien = hasard.randint(1, len(melange))
        etat = recevoir(etat, melange[:combien], connus.__getitem__)
        melange = melange[combien:]
    un = livrer(tous)
    assert etat._replace(evenements=()) == un._replace(evenements=())
    assert sorted(e[:4] for e in etat.evenements) == sorted(e[:4] for e in un.evenements)


@settings(max_examples=200)
@given(ecrits(), st.randoms(use_true_random=False))
def test_livrer_deux_fois_ne_change_rien(tous: list[Ecrit], hasard: random.Random) -> None:
    doubles = tous + hasard.sample(tous, len(tous))
    assert livrer(doubles) == livrer(tous)


@settings(max_examples=200)
@given(ecrits())
def test_l_etat_fusionne_est_le_pliage_des_evenements_tries(tous: list[Ecrit]) -> None:
    connus = {evenement: op for evenement, op in tous}
    contenu, conflits, retire = plier(connus[evenement] for evenement in sorted(connus))
    etat = livrer(tous)
    assert (etat.contenu, etat.conflits, etat.retire) == (contenu, conflits, retire)


@settings(max_examples=200)
@given(ecrits())
def test_chaque_evenement_change_le_jeton(tous: list[Ecrit]) -> None:
    jetons = [livrer(tous[:combien]).jeton for combien in range(len(tous) + 1)]
    assert len(set(jetons)) == len(jetons)


def etat(*operations: Operation) -> tuple[object, tuple[int, ...]]:
    contenu, conflits, _ = plier(operations)
    return contenu, conflits


@pytest.mark.parametrize(
    ("operations", "contenu", "conflits"),
    [
        ([operation(1, s={"a": 1})], {"a": 1}, ()),
        ([operation(1, s={"a": 1}), operation(2, s={"b": 2})], {"a": 1, "b": 2}, ()),
        ([operation(1, s={"a": 1, "b": 1}), operation(2, d=["b"])], {"a": 1}, ()),
        ([operation(1, s={"l": [1]}), operation(2, a={"l": [2]}), operation(3, a={"l": [3]})], {"l": [1, 2, 3]}, ()),
        # two people at once: the last by (h, writer) wins, field by field, and it is flagged
        ([operation(1, s={}), operation(2, s={"a": 1}), operation(2, s={"a": 2, "b": 1})], {"a": 2, "b": 1}, (2,)),
        # the same gesture twice is no conflict, unless it appends
        ([operation(1, s={}), operation(2, s={"a": 1}), operation(2, s={"a": 1})], {"a": 1}, ()),
        ([operation(1, s={}), operation(2, a={"l": [1]}), operation(2, a={"l": [1]})], {"l": [1, 1]}, (2,)),
        # two creations of one id: the last one whole, never a mixture
        ([operation(1, s={"a": 1}), operation(1, s={"b": 2})], {"b": 2}, (1,)),
        # removed; removed while someone edits; back after a removal, from nothing
        ([operation(1, s={"a": 1}), operation(2, x=True)], None, ()),
        ([operation(1, s={"a": 1}), operation(2, x=True), operation(2, s={"b": 2})], {"a": 1, "b": 2}, (2,)),
        ([operation(1, s={"a": 1}), operation(2, x=True), operation(3, s={"b": 2})], {"b": 2}, ()),
        # its creation has not arrived
        ([operation(2, s={"a": 1})], None, ()),
        # settled; settled, then one more event of that version arrives late
        ([operation(1, s={"a": 1}), operation(1, s={"a": 2}), operation(2, c={"1": 2})], {"a": 2}, ()),
        (
            [operation(1, s={"a": 1}), operation(1, s={"a": 2}), operation(1, s={"a": 3}), operation(2, c={"1": 2})],
            {"a": 3},
            (1,),
        ),
    ],
)
def test_pliage(operations: list[Operation], contenu: object, conflits: tuple[int, ...]) -> None:
    assert etat(*operations) == (contenu, conflits)


def test_appliquer_ne_touche_pas_a_ce_qu_on_lui_donne() -> None:
    avant = {"l": [1], "a": 1}
    apres = appliquer(avant, operation(2, a={"l": [2]}, d=["a"]))
    assert (avant, apres) == ({"l": [1], "a": 1}, {"l": [1, 2]})
