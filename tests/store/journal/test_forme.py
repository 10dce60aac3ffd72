"""The shape of a line: what is set aside, what is kept, and the same answer alone or among others."""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.store.contrat import Conflit, EcritureImpossible, FicheIllisible
from qualitui.store.journal.forme import BORNE, DERNIER_INSTANT, PROFONDEUR
from qualitui.store.journal.ligne import decoder
from tests.store.banc import Banc, action

BONNE: dict[str, Any] = {
    "n": 1, "h": 1, "at": "2026-03-02T12:00:00+00:00", "w": "p~l~1", "by": "l", "p": "",
    "o": [{"t": "t", "i": "i", "v": 1, "s": {"a": 1}}],
}  # fmt: skip
VALEURS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([0, 1, BORNE, -BORNE, 2**63]) | st.text(max_size=3),
    lambda dedans: st.lists(dedans, max_size=3) | st.dictionaries(st.sampled_from("tivsadxcr1"), dedans, max_size=5),
    max_leaves=8,
)


def ligne(contenu: Any) -> bytes:
    charge = json.dumps(contenu).encode()
    return b"%08x %b" % (crc32(charge), charge)


def admise(contenu: Any) -> bool:
    """The same alone, between ordinary lines, and after a damaged one."""
    visee, bonne = ligne(contenu), ligne(BONNE)
    seule = decoder([visee])[0] is not None
    for entourage, rang in (([bonne, visee, bonne], 1), ([b"x", visee], 1), ([visee, visee], 0)):
        assert (decoder(entourage)[rang] is not None) is seule
    return seule


def profond(combien: int) -> Any:
    valeur: Any = []
    for _ in range(combien - 1):
        valeur = [valeur]
    return valeur


@given(cle=st.sampled_from(["n", "h", "at", "w", "by", "p", "o", "vu", "site", "u", "r", "autre"]), valeur=VALEURS)
def test_une_ligne_est_jugee_de_meme_seule_ou_parmi_d_autres(cle: str, valeur: Any) -> None:
    admise({**BONNE, cle: valeur})


@given(cle=st.sampled_from("tivsadxcr"), valeur=VALEURS)
def test_une_operation_est_jugee_de_meme_seule_ou_parmi_d_autres(cle: str, valeur: Any) -> None:
    admise({**BONNE, "o": [{**BONNE["o"][0], cle: valeur}]})


@pytest.mark.parametrize(
    ("change", "bonne"),
    [
        ({}, True),
        ({"champ_nouveau": {"x": [1]}}, True),
        ({"o": [{**BONNE["o"][0], "nouveau": 3}]}, True),
        ({"o": []}, True),
        ({"h": DERNIER_INSTANT}, True),
        ({"h": DERNIER_INSTANT + 1}, False),
        ({"autre": BORNE - 1}, True),
        ({"autre": BORNE}, False),
        ({"autre": "9" * 40}, True),
        ({"autre": profond(PROFONDEUR - 1)}, True),
        ({"autre": profond(PROFONDEUR)}, False),
    ],
)
def test_les_bornes_de_la_forme(change: dict[str, Any], bonne: bool) -> None:
    assert admise({**BONNE, **change}) is bonne


def test_les_accolades_d_un_texte_ne_comptent_pas() -> None:
    assert admise({**BONNE, "autre": "[{" * 500})


@pytest.mark.parametrize("valeur", [BORNE, profond(PROFONDEUR), float("inf")], ids=["nombre", "profond", "infini"])
def test_ce_qui_ne_se_relirait_pas_n_est_pas_ecrit(valeur: Any, banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action())
    avant = banc.journal().read_bytes()
    with pytest.raises(EcritureImpossible, match="démesuré"):
        registre.db.table("t").insert({"x": valeur})
    assert banc.journal().read_bytes() == avant
    registre.db.table("t").insert({"x": 1})


def test_la_ligne_qui_suit_une_forme_inconnue_ne_manque_de_rien(banc: Banc) -> None:
    """Set aside alone: the chain goes on over it, and one damage is told, not two."""
    registre = banc.ouvrir()
    registre.add(action("A-2026-001"))
    registre.close()
    journal = banc.journal()
    derniere = json.loads(journal.read_bytes()[9:])
    with journal.open("ab") as flux:
        flux.write(ligne({**derniere, "n": 2, "o": "?"}) + b"\n")
    autre = banc.ouvrir()
    autre.add(action("A-2026-002"))
    autre.close()
    relu = banc.ouvrir("durand")
    assert len(relu.db.table("actions")) == 2
    assert [(a.gravite, a.ligne) for a in relu.anomalies] == [("grave", 2)]


def test_un_journal_illisible_ne_l_est_qu_un_temps(banc: Banc) -> None:
    """Held by another program (Windows), then given back: told as long as it lasts."""
    banc.ouvrir().add(action("A-2026-001"))
    lecteur = banc.ouvrir("durand")
    place = banc.journal().with_name("poste~petit~1.jsonl")
    place.mkdir()
    lecteur.poll()
    assert [une.fichier for une in lecteur.etat.graves] == ["registre/2026/poste~petit~1.jsonl"]
    assert lecteur.etat.abime
    place.rmdir()
    lecteur.poll()
    assert not lecteur.etat.abime


@pytest.mark.parametrize("signe", ["\x00", "\x1b", "\r", "\x7f", "\x85", "\u2028", "\u202e", "\u2067"])
@pytest.mark.parametrize("tel_quel", [False, True])
def test_un_caractere_de_controle_est_remplace(signe: str, tel_quel: bool) -> None:
    """Written as such or as an escape, in a text or a name, alone or among other lines: the file is left as it is."""
    contenu = {
        **BONNE,
        "by": f"x{signe}",
        "o": [{"t": "t", "i": "i", "v": 1, "s": {"a": [f"C:\\bureau{signe} «\u00a0é"]}}],
    }
    charge = json.dumps(contenu, ensure_ascii=not tel_quel or signe < " ").encode()
    octets = b"%08x %b" % (crc32(charge), charge)
    for lignes in ([octets], [ligne(BONNE), octets]):
        lue = decoder(lignes)[-1]
        assert lue is not None
        assert (lue[1]["by"], lue[1]["o"][0]["s"]) == ("x\ufffd", {"a": ["C:\\bureau\ufffd «\u00a0é"]})


def test_une_modification_d_un_genre_inconnu_rend_la_fiche_en_lecture_seule(banc: Banc) -> None:
    registre = banc.ouvrir()
    lue = registre.add(action("A-2026-001"))
    derniere = json.loads(banc.journal().read_bytes()[9:])
    operation = {"t": "actions", "i": lue.id, "v": 2, "s": {"intitule": "Peindre"}, "q": {"etat": 3}}
    place = banc.journal().with_name("poste~futur~1.jsonl")
    place.write_bytes(ligne({**derniere, "w": "poste~futur~1", "h": derniere["h"] + 1, "o": [operation]}) + b"\n")
    registre.poll()
    (relue,) = registre.find(type(lue))
    assert relue.intitule == "Peindre", "what is known of it is done"
    assert "modification d’un genre inconnu" in relue.lecture_seule
    with pytest.raises(FicheIllisible, match="ne peut pas être modifiée"):
        registre.save(relue)


def test_annuler_et_trancher_n_effacent_pas_ce_qui_n_est_pas_compris(banc: Banc) -> None:
    """Back on a program of before: what the newer one wrote is neither undone nor settled from here."""
    registre = banc.ouvrir()
    lue = registre.add(action("A-2026-001"))
    registre.db.table("actions").update({"champ_nouveau": "x"}, doc_ids=[lue.id])
    with pytest.raises(FicheIllisible, match="mettez à jour le programme"):
        registre.annuler(lue.id)
    conflit = Conflit("actions", lue.id, registre.find(type(lue))[0].jeton, (), {}, {})
    with pytest.raises(FicheIllisible, match="mettez à jour le programme"):
        registre.trancher(conflit, {"reference": "A-2026-001"})
    (relue,) = registre.illisibles
    assert relue.partielle
    assert relue.contenu["champ_nouveau"] == "x"
