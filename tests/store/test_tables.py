"""TinyDB's own behaviours, on our storage: its published API must do here what its documentation says.

Left out on purpose: whole-file storages and their options, `CachingMiddleware`, the query cache, numeric ids,
`drop_tables`: a register is never emptied or written again whole, and ids are texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from tinydb import Query, where
from tinydb.operations import add, decrement, delete, increment, set, subtract
from tinydb.table import Document

from qualitui.store.moteur import RegistreJournal
from qualitui.store.registre import EcritureImpossible
from qualitui.store.tables import Brut, JournalDB, JournalTable, Surcouche
from tests.store.banc import Banc


@pytest.fixture
def registre(banc: Banc) -> RegistreJournal:
    return banc.ouvrir()


@pytest.fixture
def table(registre: RegistreJournal) -> JournalTable:
    """Three documents, like TinyDB's own fixture."""
    brute = registre.brut("t")
    brute.insert_multiple({"int": 1, "char": lettre} for lettre in "abc")
    return brute


@pytest.fixture
def db(registre: RegistreJournal) -> JournalDB:
    return JournalDB(storage=lambda: registre.stockage)


def relue(banc: Banc) -> list[dict[str, Any]]:
    return [dict(document) for document in banc.ouvrir("relecteur").brut("t")]


def test_insert_rend_un_id_de_texte(table: JournalTable, banc: Banc) -> None:
    ident = table.insert({"int": 2})
    assert isinstance(ident, str)
    assert table.get(doc_id=ident) == {"int": 2}
    assert relue(banc)[-1] == {"int": 2}


def test_insert_avec_un_document_garde_son_id(table: JournalTable) -> None:
    assert table.insert(Brut({"x": 1}, "mien")) == "mien"
    assert table.contains(doc_id="mien")


def test_insert_d_un_id_pris_est_refuse(table: JournalTable) -> None:
    table.insert(Brut({"x": 1}, "mien"))
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Brut({"x": 2}, "mien"))
    with pytest.raises(ValueError, match="already exists"):
        table.insert_multiple([Brut({"x": 2}, "autre"), Brut({"x": 2}, "mien")])
    assert not table.contains(doc_id="autre")


def test_insert_accepte_tout_mapping_et_rien_d_autre(table: JournalTable) -> None:
    class Correspondance(Mapping[str, int]):
        def __getitem__(self, cle: str) -> int:
            return {"int": 9}[cle]

        def __iter__(self) -> Any:
            return iter(["int"])

        def __len__(self) -> int:
            return 1

    assert table.get(doc_id=table.insert(Correspondance())) == {"int": 9}
    with pytest.raises(ValueError, match="Mapping"):
        table.insert([1, 2])  # type: ignore[arg-type]


def test_insert_multiple_rend_les_ids_dans_l_ordre(table: JournalTable) -> None:
    ids = table.insert_multiple({"rang": rang} for rang in range(5))
    assert len(dict.fromkeys(ids)) == 5
    assert [document["rang"] for document in table.search(where("rang").exists())] == list(range(5))


def test_insert_multiple_refuse_n_ecrit_rien(table: JournalTable) -> None:
    with pytest.raises(ValueError, match="Mapping"):
        table.insert_multiple([{"rang": 1}, "x"])  # type: ignore[list-item]
    assert len(table) == 3


def test_un_contenu_que_json_ne_sait_pas_ecrire_ne_change_rien(table: JournalTable) -> None:
    for impossible in (object(), float("nan")):
        with pytest.raises((TypeError, ValueError)):
            table.insert({"x": impossible})
    assert len(table) == 3
    table.insert({"x": 1})


def test_deux_ecrivains_qui_inserent_plusieurs_documents_ne_s_ecrasent_pas(table: JournalTable, banc: Banc) -> None:
    autre = banc.ouvrir("durand").brut("t")
    for _ in range(3):
        table.insert_multiple([{"de": "un"}] * 2)
        autre.insert_multiple([{"de": "deux"}] * 2)
    assert len(relue(banc)) == 15


def test_all_iter_len(table: JournalTable) -> None:
    assert [document["char"] for document in table.all()] == ["a", "b", "c"]
    assert [document.doc_id for document in table] == [document.doc_id for document in table.all()]
    assert len(table) == 3


def test_search_get_contains_count(table: JournalTable) -> None:
    assert len(table.search(where("int") == 1)) == 3
    assert [document["char"] for document in table.search(where("char") == "b")] == ["b"]
    trouve = table.get(where("char") == "c")
    assert isinstance(trouve, Document)
    assert table.get(where("char") == "z") is None
    assert table.get(doc_id="absent") is None
    assert table.contains(where("char") == "a")
    assert not table.contains(where("char") == "z")
    assert table.count(where("int") == 1) == 3
    ids = [document.doc_id for document in table]
    assert [document.doc_id for document in table.get(doc_ids=[*ids[:2], "absent"])] == ids[:2]
    with pytest.raises(RuntimeError):
        table.get()
    with pytest.raises(RuntimeError):
        table.contains()


@pytest.mark.parametrize(
    ("condition", "attendus"),
    [
        (Query().char != "a", ["b", "c"]),
        (Query().char >= "b", ["b", "c"]),
        (Query().char.one_of(["a", "c"]), ["a", "c"]),
        (Query().char.matches("[ab]"), ["a", "b"]),
        (Query().char.search("C", flags=re.IGNORECASE), ["c"]),
        (Query().char.test(lambda lettre: lettre > "b"), ["c"]),
        ((Query().char == "a") | (Query().char == "c"), ["a", "c"]),
        ((Query().int == 1) & ~(Query().char == "a"), ["b", "c"]),
        (Query().fragment({"char": "b", "int": 1}), ["b"]),
        (Query().absent.exists(), []),
        (Query().noop(), ["a", "b", "c"]),
    ],
)
def test_requetes(table: JournalTable, condition: Any, attendus: list[str]) -> None:
    assert [document["char"] for document in table.search(condition)] == attendus


def test_requetes_dans_les_listes_et_les_objets(table: JournalTable) -> None:
    table.insert({"liste": [1, 2], "objet": {"nom": "x"}})
    assert table.count(Query().liste.any([2, 9])) == 1
    assert table.count(Query().liste.all([1, 9])) == 0
    assert table.count(Query().objet.nom == "x") == 1


def test_update(table: JournalTable, banc: Banc) -> None:
    premier, deuxieme, troisieme = [document.doc_id for document in table]
    assert table.update({"int": 2}, where("char") == "a") == [premier]
    assert table.update({"int": 3}, doc_ids=[deuxieme, "absent"]) == [deuxieme]
    assert [document["int"] for document in table] == [2, 3, 1]
    assert len(table.update({"vu": True})) == 3
    assert table.update({"x": 1}, where("char") == "z") == []
    assert [document["vu"] for document in relue(banc)] == [True] * 3
    assert table.get(doc_id=troisieme) == {"int": 1, "char": "c", "vu": True}


@pytest.mark.parametrize(
    ("operation", "attendu"),
    [
        (increment("int"), {"int": 2, "char": "a"}),
        (decrement("int"), {"int": 0, "char": "a"}),
        (add("int", 5), {"int": 6, "char": "a"}),
        (subtract("int", 5), {"int": -4, "char": "a"}),
        (set("char", "z"), {"int": 1, "char": "z"}),
        (delete("int"), {"char": "a"}),
    ],
)
def test_operations(table: JournalTable, banc: Banc, operation: Any, attendu: dict[str, Any]) -> None:
    table.update(operation, where("char") == "a")
    assert dict(table.all()[0]) == attendu
    assert relue(banc)[0] == attendu


def test_update_par_une_fonction_qui_echoue_ne_change_rien(table: JournalTable) -> None:
    def echouer(document: Any) -> None:
        document["int"] = 9
        if document["char"] == "b":
            raise KeyError("char")

    with pytest.raises(KeyError):
        table.update(echouer)
    assert [document["int"] for document in table] == [1, 1, 1]


def test_update_multiple(table: JournalTable) -> None:
    modifies = table.update_multiple([({"int": 2}, where("char") == "a"), (increment("int"), where("char") == "b")])
    assert len(modifies) == 2
    assert [document["int"] for document in table] == [2, 2, 1]


def test_upsert(table: JournalTable) -> None:
    assert len(table.upsert({"int": 9}, where("char") == "a")) == 1
    assert table.count(where("int") == 9) == 1
    table.upsert({"int": 9, "char": "z"}, where("char") == "z")
    assert len(table) == 4
    table.upsert(Brut({"int": 7}, "mien"))
    table.upsert(Brut({"char": "m"}, "mien"))
    assert table.get(doc_id="mien") == {"int": 7, "char": "m"}
    with pytest.raises(ValueError, match="doc_id"):
        table.upsert({"int": 1})


def test_remove(table: JournalTable, banc: Banc) -> None:
    premier, deuxieme, _ = [document.doc_id for document in table]
    assert table.remove(where("char") == "a") == [premier]
    assert table.remove(doc_ids=[deuxieme, "absent"]) == [deuxieme]
    assert table.remove(where("char") == "z") == []
    assert [document["char"] for document in relue(banc)] == ["c"]
    with pytest.raises(RuntimeError):
        table.remove()


def test_un_id_retire_ne_resert_jamais(table: JournalTable) -> None:
    dernier = table.all()[-1].doc_id
    table.remove(doc_ids=[dernier])
    assert table.insert({"int": 4}) != dernier


def test_truncate_retire_tout_et_garde_l_histoire(table: JournalTable, banc: Banc) -> None:
    table.truncate()
    assert len(table) == 0
    assert relue(banc) == []
    assert len(banc.journal().read_bytes().splitlines()) == 2


def test_les_resultats_ne_partagent_rien_avec_le_registre(table: JournalTable) -> None:
    ident = table.insert({"liste": [1], "objet": {"a": [1]}})
    lu = table.get(doc_id=ident)
    assert lu is not None
    lu["liste"].append(2)
    lu["objet"]["a"].append(2)
    assert table.get(doc_id=ident) == {"liste": [1], "objet": {"a": [1]}}


def test_ce_qu_on_a_insere_ne_reste_pas_partage(table: JournalTable) -> None:
    liste = [1]
    ident = table.insert({"liste": liste})
    liste.append(2)
    assert table.get(doc_id=ident) == {"liste": [1]}


def test_aucun_cache_ne_montre_un_etat_perime(table: JournalTable, banc: Banc, registre: RegistreJournal) -> None:
    assert table.count(where("int") == 1) == 3
    banc.ouvrir("durand").brut("t").update({"int": 2}, where("char") == "a")
    registre.poll()
    assert table.count(where("int") == 1) == 2


def test_plusieurs_tables_ne_se_melangent_pas(registre: RegistreJournal, db: JournalDB) -> None:
    registre.brut("a").insert({"x": 1})
    registre.brut("b").insert({"x": 2})
    assert db.tables() == {"a", "b"}
    assert [document["x"] for document in db.table("b")] == [2]
    assert db.table("a") is db.table("a")


def test_la_table_par_defaut_repond_aussi(db: JournalDB) -> None:
    db.insert({"x": 1})
    assert len(db) == 1
    assert db.search(where("x") == 1) == [{"x": 1}]
    assert [dict(document) for document in db] == [{"x": 1}]


@pytest.mark.parametrize("geste", ["drop_tables", "drop_table"])
def test_un_registre_ne_se_vide_pas(db: JournalDB, table: JournalTable, geste: str) -> None:
    with pytest.raises(EcritureImpossible, match="ne se vide pas"):
        getattr(db, geste)(*(["t"] if geste == "drop_table" else []))
    assert len(table) == 3


def test_une_transaction_couvre_plusieurs_tables(registre: RegistreJournal) -> None:
    with registre.transaction():
        registre.brut("a").insert({"x": 1})
        registre.brut("b").insert({"x": 2})
        assert len(registre.brut("a")) == 1
    assert len(registre.stockage.journaux.par_cle["2026/poste~martin~1"].anomalies) == 0
    assert registre.stockage.journaux.par_cle["2026/poste~martin~1"].n == 1


def test_la_surcouche_se_comporte_comme_un_dictionnaire() -> None:
    base = {"a": {"x": 1}, "b": {"x": 2}}
    sur = Surcouche(base)
    sur["a"]["x"] = 9
    sur["c"] = {"x": 3}
    del sur["b"]
    assert (list(sur), len(sur), "b" in sur, sur["a"]) == (["a", "c"], 2, False, {"x": 9})
    assert base == {"a": {"x": 1}, "b": {"x": 2}}
    assert dict(sur.changements()) == {"a": {"x": 9}, "b": None, "c": {"x": 3}}
    for absent in ("b", "z"):
        with pytest.raises(KeyError):
            del sur[absent]
        with pytest.raises(KeyError):
            sur[absent]
    sur.clear()
    assert list(sur) == []
