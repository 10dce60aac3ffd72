"""TinyDB's own behaviours, on our storage: its published API must do here what its documentation says.

Written behaviour by behaviour after TinyDB's published tests. Left out on purpose: `drop_tables` (a register is never
emptied or written again whole), numeric ids that follow each other (ids are texts, random), the query cache and the LRU
behind it, `persist_empty`, whole-file storages with their options, and `CachingMiddleware`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from tinydb import Query, where
from tinydb.operations import add, decrement, delete, increment, set, subtract
from tinydb.table import Document

from qualitui.store.contrat import EcritureImpossible
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.moteur.tables import Brut, JournalDB, JournalTable, Surcouche
from tests.store.banc import Banc


@pytest.fixture
def registre(banc: Banc) -> RegistreJournal:
    return banc.ouvrir()


@pytest.fixture
def table(registre: RegistreJournal) -> JournalTable:
    """Three documents, like TinyDB's own fixture."""
    brute = registre.db.table("t")
    brute.insert_multiple({"int": 1, "char": lettre} for lettre in "abc")
    return brute


@pytest.fixture
def db(registre: RegistreJournal) -> JournalDB:
    return registre.db


def relue(banc: Banc) -> list[dict[str, Any]]:
    return [dict(document) for document in banc.ouvrir("relecteur").db.table("t")]


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
        with pytest.raises((TypeError, EcritureImpossible)):
            table.insert({"x": impossible})
    assert len(table) == 3
    table.insert({"x": 1})


def test_deux_ecrivains_qui_inserent_plusieurs_documents_ne_s_ecrasent_pas(table: JournalTable, banc: Banc) -> None:
    autre = banc.ouvrir("durand").db.table("t")
    for _ in range(3):
        table.insert_multiple([{"de": "un"}] * 2)
        autre.insert_multiple([{"de": "deux"}] * 2)
    assert len(relue(banc)) == 15


def test_un_document_de_tinydb_garde_son_id_en_texte(table: JournalTable) -> None:
    assert table.insert(Document({"x": 1}, 12)) == "12"
    assert table.insert_multiple([Document({"x": 2}, 77), {"x": 3}])[0] == "77"
    assert table.get(doc_id="77") == {"x": 2}  # type: ignore[arg-type]
    for pris in (lambda: table.insert(Document({}, 12)), lambda: table.insert_multiple([Document({}, 12)])):
        with pytest.raises(ValueError, match="already exists"):
            pris()
    assert table.upsert(Document({"x": 9}, 12)) == ["12"]
    assert table.upsert(Document({"x": 5}, 5)) == ["5"]
    assert [document["x"] for document in table.search(where("x").exists())] == [9, 2, 3, 5]


@pytest.mark.parametrize("fautif", [[1, 2, 3], {"bark"}, object(), "texte"])
def test_ce_qui_n_est_pas_un_document_est_refuse(table: JournalTable, fautif: Any) -> None:
    with pytest.raises(ValueError, match="Mapping"):
        table.insert(fautif)
    with pytest.raises(ValueError, match="Mapping"):
        table.insert_multiple([{"int": 2}, fautif])
    assert len(table) == 3


def test_un_seul_document_n_en_est_pas_plusieurs(table: JournalTable) -> None:
    with pytest.raises(ValueError, match="Mapping"):
        table.insert_multiple({"first": "John"})  # type: ignore[arg-type]


def test_insert_multiple_prend_un_generateur(table: JournalTable) -> None:
    def nombres() -> Any:
        for rang in range(10):
            yield {"rang": rang}

    table.insert_multiple(nombres())
    assert [table.count(where("rang") == rang) for rang in range(10)] == [1] * 10


def test_tout_lire_parcourir_et_compter(table: JournalTable) -> None:
    assert [document["char"] for document in table.all()] == ["a", "b", "c"]
    assert [document.doc_id for document in table] == [document.doc_id for document in table.all()]
    assert len(table) == 3


def test_chercher_prendre_et_compter(table: JournalTable) -> None:
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
        (Query().char < "b", ["a"]),
        (Query()["char"] <= "b", ["a", "b"]),
        (Query().int > 1, []),
        (Query().char.map(str.upper) == "B", ["b"]),
        (Query().map(lambda document: {"y": document["char"]}).y == "c", ["c"]),
        (Query().int.test(lambda n, bas, haut: bas <= n <= haut, 1, 3), ["a", "b", "c"]),
        (lambda document: document["char"] == "a", ["a"]),
    ],
)
def test_requetes(table: JournalTable, condition: Any, attendus: list[str]) -> None:
    assert [document["char"] for document in table.search(condition)] == attendus


def test_requetes_dans_les_listes_et_les_objets(table: JournalTable) -> None:
    table.insert({"liste": [1, 2], "objet": {"nom": "x"}})
    assert table.count(Query().liste.any([2, 9])) == 1
    assert table.count(Query().liste.all([1, 9])) == 0
    assert table.count(Query().objet.nom == "x") == 1
    assert table.count(Query().objet.fragment({"nom": "x"})) == 1
    assert table.count(Query().objet.nom.matches("[xy]")) == 1
    table.insert({"liste": [{"nom": "don"}, {"nom": "jon"}]})
    assert table.count(Query().liste.any(Query().nom == "don")) == 1
    assert table.count(Query().liste.all(Query().nom == "don")) == 0
    assert table.remove(Query().objet.nom == "x") != []
    assert table.count(Query().objet.nom == "x") == 0


def test_modifier(table: JournalTable, banc: Banc) -> None:
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
        (add("char", "xyz"), {"int": 1, "char": "axyz"}),
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


def test_update_par_un_mapping_qui_n_est_pas_un_dict(table: JournalTable, banc: Banc) -> None:
    table.update(MappingProxyType({"int": 4, "neuf": True}), where("char") == "a")
    assert relue(banc)[0] == {"int": 4, "char": "a", "neuf": True}


def test_modifier_plusieurs_fois_en_un_geste(table: JournalTable) -> None:
    modifies = table.update_multiple([({"int": 2}, where("char") == "a"), (increment("int"), where("char") == "b")])
    assert len(modifies) == 2
    assert [document["int"] for document in table] == [2, 2, 1]


def test_modifier_ou_ajouter(table: JournalTable) -> None:
    assert len(table.upsert({"int": 9}, where("char") == "a")) == 1
    assert table.count(where("int") == 9) == 1
    table.upsert({"int": 9, "char": "z"}, where("char") == "z")
    assert len(table) == 4
    table.upsert(Brut({"int": 7}, "mien"))
    table.upsert(Brut({"char": "m"}, "mien"))
    assert table.get(doc_id="mien") == {"int": 7, "char": "m"}
    with pytest.raises(ValueError, match="doc_id"):
        table.upsert({"int": 1})


def test_retirer(table: JournalTable, banc: Banc) -> None:
    premier, deuxieme, _ = [document.doc_id for document in table]
    assert table.remove(where("char") == "a") == [premier]
    assert table.remove(doc_ids=[deuxieme, "absent"]) == [deuxieme]
    assert table.remove(where("char") == "z") == []
    assert [document["char"] for document in relue(banc)] == ["c"]
    with pytest.raises(RuntimeError):
        table.remove()


def test_remove_rend_tous_les_ids_retires(table: JournalTable) -> None:
    ids = [document.doc_id for document in table]
    assert table.remove(where("int") == 1) == ids
    assert len(table) == 0


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
    banc.ouvrir("durand").db.table("t").update({"int": 2}, where("char") == "a")
    registre.poll()
    assert table.count(where("int") == 1) == 2


def test_plusieurs_tables_ne_se_melangent_pas(registre: RegistreJournal, db: JournalDB) -> None:
    registre.db.table("a").insert({"x": 1})
    registre.db.table("b").insert({"x": 2})
    assert db.tables() == {"a", "b"}
    assert [document["x"] for document in db.table("b")] == [2]
    assert db.table("a") is db.table("a")


def test_la_table_par_defaut_repond_aussi(db: JournalDB) -> None:
    db.insert({"x": 1})
    assert len(db) == 1
    assert db.search(where("x") == 1) == [{"x": 1}]
    assert [dict(document) for document in db] == [{"x": 1}]


def test_vider_une_table_laisse_les_autres(registre: RegistreJournal) -> None:
    for nom in "ab":
        registre.db.table(nom).insert({"x": 1})
    registre.db.table("a").truncate()
    assert (len(registre.db.table("a")), len(registre.db.table("b"))) == (0, 1)


def test_les_tables_se_nomment(registre: RegistreJournal, db: JournalDB) -> None:
    db.insert({"a": 1})
    db.table("t1").insert({"a": 1})
    assert db.tables() == {"_default", "t1"}
    assert db.table("t1").name == "t1"
    with pytest.raises(AttributeError):
        db.table("t1").name = "autre"  # type: ignore[misc]
    assert "table" in repr(db.table("t1")).casefold()
    assert "t1=1" in repr(db)


def test_une_table_n_existe_qu_a_sa_premiere_ligne(db: JournalDB, banc: Banc) -> None:
    assert len(db.table("vide")) == 0
    assert not banc.journal().exists()
    assert len(banc.ouvrir("relecteur").db.tables()) == 0


def test_relire_deux_fois_dit_la_meme_chose(table: JournalTable) -> None:
    assert table.get(where("int") == 1) == table.get(where("int") == 1)
    assert table.search(where("absent").exists()) == table.search(where("absent").exists()) == []
    assert table.get(doc_id=float("nan")) is None  # type: ignore[arg-type]


def test_une_condition_qui_change_d_avis_n_est_pas_retenue(table: JournalTable) -> None:
    ajout = 5
    recherche = where("int").map(lambda n: n + ajout) == 6
    assert table.count(recherche) == 3
    ajout = 10
    assert table.count(recherche) == 0
    assert len(table._query_cache) == 0


def test_un_resultat_modifie_ne_change_pas_le_suivant(table: JournalTable) -> None:
    table.search(where("int") == 1).clear()
    assert len(table.search(where("int") == 1)) == 3


def test_deux_registres_ne_se_melangent_pas(tmp_path: Path) -> None:
    bancs = []
    for nom in "ab":
        (tmp_path / nom).mkdir()
        bancs.append(Banc(tmp_path / nom))
    tables = [banc.ouvrir().db.table("t") for banc in bancs]
    tables[0].insert_multiple([{"x": 1}] * 3)
    tables[1].insert({"couleur": "bleu"})
    assert [len(table) for table in tables] == [3, 1]
    for banc in bancs:
        banc.fermer()


def test_rouvrir_puis_inserer_garde_tout_et_ne_reprend_aucun_id(banc: Banc) -> None:
    ids = []
    for tour in range(3):
        registre = banc.ouvrir()
        ids += registre.db.table("t").insert_multiple([{"tour": tour}] * 2)
        registre.close()
    assert [document["tour"] for document in banc.ouvrir().db.table("t")] == [0, 0, 1, 1, 2, 2]
    assert len(dict.fromkeys(ids)) == 6


def test_ouvrir_et_fermer_n_ecrit_rien(banc: Banc, table: JournalTable) -> None:
    avant = banc.journal().read_bytes()
    with JournalDB(
        banc.dossier, poste="poste", login="visiteur", maintenant=banc.horloge, cache=banc.racine / "e"
    ) as db:
        assert len(db.table("t")) == 3
        db.close()
    assert banc.journal().read_bytes() == avant
    assert not banc.journal("visiteur").exists()


def test_le_stockage_se_lit_entier_et_ne_s_ecrit_pas_entier(db: JournalDB, registre: RegistreJournal) -> None:
    assert len(db) == 0
    ident = db.insert({"x": 1})
    assert db.storage is registre.stockage
    assert {nom: dict(table) for nom, table in db.storage.read().items()} == {"_default": {ident: {"x": 1}}}
    with pytest.raises(EcritureImpossible):
        db.storage.write({})


@pytest.mark.parametrize("geste", ["drop_tables", "drop_table"])
def test_un_registre_ne_se_vide_pas(db: JournalDB, table: JournalTable, geste: str) -> None:
    with pytest.raises(EcritureImpossible, match="ne se vide pas"):
        getattr(db, geste)(*(["t"] if geste == "drop_table" else []))
    assert len(table) == 3


def test_une_transaction_couvre_plusieurs_tables(registre: RegistreJournal) -> None:
    with registre.transaction():
        registre.db.table("a").insert({"x": 1})
        registre.db.table("b").insert({"x": 2})
        assert len(registre.db.table("a")) == 1
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
