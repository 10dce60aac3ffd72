"""What `find` and the tables take is a query of TinyDB: plain TinyDB, beside, gives the same answers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, where
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from qualitui.domain.actions.fiche import Action, EtatAction, TypeAction
from qualitui.domain.base import evoluer
from qualitui.domain.verifications.fiche import Constat
from qualitui.store.contrat import EcritureImpossible
from qualitui.store.moteur.fusion import Enregistrement
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.moteur.pieces import empaqueter
from qualitui.store.moteur.requetes import ABSENT, Comparaison, Telle, analyser
from tests.store.banc import Banc, action, constat

# --- the same documents and the same queries, in the register and in plain TinyDB -------------------------------


class Abandon(Exception):
    """The transaction is given up: what it proposed is not written."""


TEXTES = ("", "a", "b", "B", "['a']", "é")
JOURS = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 15), date(2026, 3, 2))
NOMBRES = (0, 1, 2, True, 1.5)
LISTES = ([], ["a"], ["a", "b"], [1, "a"])
AUTRES = (None, "a", "['a']", 1, ["a"], {"t": "a"}, False)
PAR_CHAMP: dict[str, tuple[Any, ...]] = {
    "t": TEXTES,
    "jour": JOURS,
    "n": NOMBRES,
    "liste": LISTES,
    "x": AUTRES,
}
GENRES = ("exists", "one_of", "matches", "search", "test", "any", "all", "fragment", "map")
ORDRES = ("<", "<=", ">", ">=")
Recette = tuple[Any, ...]
Ecrire = Callable[[Any], Any]


def en_texte(valeur: Any) -> Any:
    return valeur.isoformat() if isinstance(valeur, date) else valeur


simples = st.fixed_dictionaries({}, optional={champ: st.sampled_from(valeurs) for champ, valeurs in PAR_CHAMP.items()})
documents = st.builds(
    lambda annee, etat, champs, dedans, faits: {
        "creee_le": f"{annee}-03-02",
        "etat": etat,
        **champs,
        **({"o": dedans} if dedans else {}),
        **({"faits": faits} if faits else {}),
    },
    st.sampled_from((2024, 2025, 2026)),
    st.sampled_from(("close", "en cours")),
    simples,
    simples,
    st.lists(simples, max_size=2),
)


@st.composite
def comparaisons(dessiner: st.DrawFn) -> Recette:
    champ = dessiner(st.sampled_from(sorted(PAR_CHAMP)))
    chemin = dessiner(st.sampled_from(((champ,), (champ,), ("o", champ))))
    op = dessiner(st.sampled_from(("==", "!=", *(ORDRES if champ in ("t", "jour", "n") else ()))))
    return "compare", chemin, op, dessiner(st.sampled_from(PAR_CHAMP[champ]))


@st.composite
def autres_tests(dessiner: st.DrawFn) -> Recette:
    champ = dessiner(st.sampled_from(sorted(PAR_CHAMP)))
    genre = dessiner(
        st.sampled_from(("exists", "one_of", "matches", "search", "test", "any", "all", "fragment", "map"))
    )
    if genre in ("any", "all"):
        champ = "liste"  # a number is not looked for in a text
    valeurs = dessiner(st.lists(st.sampled_from(PAR_CHAMP[champ]), max_size=3))
    return genre, (champ,), valeurs, dessiner(comparaisons())


def _composees(parts: st.SearchStrategy[Recette]) -> st.SearchStrategy[Recette]:
    return st.one_of(
        st.tuples(st.sampled_from(("et", "ou")), parts, parts),
        st.tuples(st.just("non"), parts),
        st.tuples(st.just("faits"), st.sampled_from(("any", "all")), parts),
    )


recettes = st.recursive(st.one_of(comparaisons(), autres_tests()), _composees, max_leaves=5)


def requete(recette: Recette, ecrire: Ecrire) -> QueryInstance:
    """The query of TinyDB that a recipe tells; `ecrire`: how its values are said."""
    genre, *reste = recette
    if genre == "compare":
        chemin, op, valeur = reste
        return _comparer(_champ(chemin), op, ecrire(valeur))
    if genre in ("et", "ou"):
        une, autre = (requete(part, ecrire) for part in reste)
        return une & autre if genre == "et" else une | autre
    if genre == "non":
        return ~requete(reste[0], ecrire)
    if genre == "faits":
        return getattr(where("faits"), reste[0])(requete(reste[1], ecrire))  # type: ignore[no-any-return]
    return _autre(genre, *reste, ecrire=ecrire)


def telle(recette: Recette) -> QueryInstance:
    """As it is asked of the register: dates are dates."""
    return requete(recette, lambda valeur: valeur)


def en_tinydb(recette: Recette) -> QueryInstance:
    """As it is asked of TinyDB: dates as they are written."""
    return requete(recette, en_texte)


def _champ(chemin: tuple[str, ...]) -> Query:
    champ = Query()
    for part in chemin:
        champ = champ[part]
    return champ


def _comparer(champ: Query, op: str, valeur: Any) -> QueryInstance:
    return {
        "==": champ.__eq__,
        "!=": champ.__ne__,
        "<": champ.__lt__,
        "<=": champ.__le__,
        ">": champ.__gt__,
        ">=": champ.__ge__,
    }[op](valeur)


def _autre(
    genre: str, chemin: tuple[str, ...], valeurs: list[Any], comparaison: Recette, *, ecrire: Ecrire
) -> QueryInstance:
    champ, dites = _champ(chemin), [ecrire(valeur) for valeur in valeurs]
    return {
        "exists": champ.exists,
        "one_of": lambda: champ.one_of(dites),
        "matches": lambda: champ.matches("b", re.IGNORECASE),
        "search": lambda: champ.search("2025|É", re.IGNORECASE),
        "test": lambda: champ.test(lambda valeur, n: len(repr(valeur)) > n, 4),
        "any": lambda: champ.any(dites),
        "all": lambda: champ.all(dites),
        "fragment": lambda: Query().fragment({chemin[0]: dites[0]} if dites else {}),
        "map": lambda: champ.map(repr) == "1",
    }[genre]()


@contextmanager
def a_cote(lus: list[dict[str, Any]]) -> Iterator[tuple[RegistreJournal, RegistreJournal, Table]]:
    """The register that wrote these documents, one opened on its cache (nothing read yet), and plain TinyDB."""
    with tempfile.TemporaryDirectory() as dossier:
        banc = Banc(Path(dossier))
        registre = banc.ouvrir()
        registre.db.table("actions").insert_multiple(lus)
        registre.stockage.mettre_en_cache()
        temoin = TinyDB(storage=MemoryStorage).table("actions", cache_size=0)
        temoin.insert_multiple(lus)
        yield registre, banc.ouvrir("lecteur"), temoin
        banc.fermer()


def _en_json(document: Any) -> Any:
    if isinstance(document, dict):
        return {cle: _en_json(valeur) for cle, valeur in document.items()}
    return [_en_json(un) for un in document] if isinstance(document, list) else en_texte(document)


@given(st.lists(documents, max_size=12), st.lists(recettes, min_size=1, max_size=4), st.lists(documents, max_size=2))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_le_registre_et_tinydb_repondent_pareil(
    lus: list[dict[str, Any]], questions: list[Recette], ajoutes: list[dict[str, Any]]
) -> None:
    """Read in memory, from the cache in pieces, and in a transaction that adds to it."""
    with a_cote(_en_json(lus)) as (registre, froid, temoin):
        chaude = registre.db.table("actions")
        for recette in questions:
            notre, leur = telle(recette), en_tinydb(recette)
            attendus = temoin.search(leur)
            for table in (chaude, froid.db.table("actions"), froid.en_tinydb.table("actions")):
                assert table.search(notre) == attendus, recette
                assert table.get(notre) == temoin.get(leur)
                assert (table.count(notre), table.contains(notre)) == (len(attendus), bool(attendus))
        with suppress(Abandon), registre.transaction():
            chaude.insert_multiple(_en_json(ajoutes))
            temoin.insert_multiple(_en_json(ajoutes))
            for recette in questions:
                assert chaude.search(telle(recette)) == temoin.search(en_tinydb(recette))
            raise Abandon
        assert len(chaude) == len(lus)


@given(st.lists(documents, min_size=1, max_size=8), recettes)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ce_qui_change_ou_s_efface_par_une_requete_est_le_meme(lus: list[dict[str, Any]], recette: Recette) -> None:
    with a_cote(_en_json(lus)) as (registre, _, temoin):
        table, notre, leur = (
            registre.db.table("actions"),
            telle(recette),
            en_tinydb(recette),
        )
        assert len(table.update({"vu": 1}, notre)) == len(temoin.update({"vu": 1}, leur))
        assert len(table.update_multiple([({"revu": 1}, notre)])) == len(temoin.update_multiple([({"revu": 1}, leur)]))
        assert table.all() == temoin.all()
        assert len(table.remove(notre)) == len(temoin.remove(leur))
        assert table.all() == temoin.all()


def test_des_valeurs_qui_ne_se_comparent_pas_ne_se_trouvent_pas(banc: Banc) -> None:
    """Plain TinyDB raises TypeError there, and shows nothing at all."""
    table = banc.ouvrir().db.table("actions")
    table.insert_multiple({"x": valeur} for valeur in ("b", 3, None, ["b"]))
    assert [d["x"] for d in table.search(where("x") > "a")] == ["b"]
    assert [d["x"] for d in table.search(where("x") >= 3)] == [3]
    assert [d["x"] for d in table.search(~(where("x") > "a"))] == [3, None, ["b"]]


def test_une_fonction_simple_est_une_requete(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action(pilote="daa"))
    assert len(registre.find(Action, lambda contenu: contenu["pilote"] == "daa")) == 1
    assert registre.find(Action, Query().noop()) == registre.find(Action)


@pytest.mark.parametrize(
    ("dite", "seule"),
    [
        (where("a") == 1, True),
        (Query().a > "x", True),
        (where("a").one_of(["x", 2]), True),
        (where("a") == [1], False),
        (where("a")["b"] == 1, False),
    ],
)
def test_ce_que_l_index_sait_repondre_seul(dite: QueryInstance, seule: bool) -> None:
    condition = analyser(dite)
    assert isinstance(condition, Comparaison)
    assert condition.sure is seule


def test_une_requete_qui_ne_se_demonte_pas_se_pose_telle_quelle() -> None:
    """But what stands beside it in the same query is still looked for in the index."""
    opaque = where("a").map(str) == "1"
    assert isinstance(analyser(opaque), Telle)
    index = {"b": {1: {"i1": None}, ABSENT: {"i2": None}}}
    assert analyser(opaque & (where("b") == 1)).candidats(lambda champ: index[champ]) == {"i1"}
    assert analyser(opaque | (where("b") == 1)).candidats(lambda champ: index[champ]) is None


VINGT = [f"2025-01-{jour:02d}" for jour in range(10, 30)]  # more than a piece keeps one by one: it has their bounds
LIMITES = ("2024-12-31", "2025-01-10", "2025-01-20", "2025-01-29", "2025-02-01")


@pytest.mark.parametrize("limite", LIMITES)
@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">=", "one_of"])
def test_une_piece_n_est_laissee_que_si_rien_n_y_passe(op: str, limite: str) -> None:
    """And it is left as soon as its bounds say so."""
    fiches = {texte: Enregistrement({"le": texte}, 1, ((1, 1, "w", 1, "c", 1),)) for texte in VINGT}
    piece = empaqueter("2025", fiches, {}, {}, lambda _: (1, "w"))
    condition = Comparaison(("le",), op, [limite] if op == "one_of" else limite)
    passent = any(condition({"le": texte}) for texte in VINGT)
    assert condition.possible(piece) == passent
    assert set(condition.candidats(_index_de(fiches)) or ()) == {t for t in VINGT if condition({"le": t})}


def _index_de(fiches: dict[str, Enregistrement]) -> Callable[[str], dict[Any, list[str]]]:
    return lambda champ: {(fiche.contenu or {})[champ]: [ident] for ident, fiche in fiches.items()}


# --- find -------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(banc: Banc) -> RegistreJournal:
    registre = banc.ouvrir()
    for rang, (annee, pilote) in enumerate([(2024, "daa"), (2025, ""), (2025, "dacs"), (2026, "daa")], start=1):
        registre.add(action(f"A-{annee}-{rang:03d}", creee_le=date(annee, 3, rang), pilote=pilote))
    return registre


def trouvees(registre: RegistreJournal, *requetes: Any, **egalites: Any) -> list[int]:
    return [int(une.reference[-3:]) for une in registre.find(Action, *requetes, **egalites)]


def test_une_date_se_compare_comme_elle_est_ecrite(plan: RegistreJournal) -> None:
    assert trouvees(plan, where("creee_le") >= date(2025, 3, 3)) == [3, 4]
    assert trouvees(plan, where("creee_le") == date(2025, 3, 2)) == [2]
    assert trouvees(plan, where("creee_le") < "2025") == [1]
    assert trouvees(plan, where("creee_le") <= datetime(2025, 1, 1, tzinfo=UTC)) == [1]
    assert trouvees(plan, where("creee_le").one_of([date(2024, 3, 1), date(2026, 3, 4)])) == [1, 4]
    assert trouvees(plan, Query().fragment({"creee_le": date(2026, 3, 4), "pilote": "daa"})) == [4]


def test_une_requete_et_des_egalites_se_conjuguent(plan: RegistreJournal) -> None:
    assert trouvees(plan, where("creee_le") >= date(2025, 1, 1), pilote="daa") == [4]
    assert trouvees(plan, where("creee_le") >= date(2025, 1, 1), pilote="") == [2]
    assert trouvees(plan, where("etat") == EtatAction.A_LANCER, type=TypeAction.AMELIORATION) == trouvees(
        plan, etat=EtatAction.A_LANCER, type=TypeAction.AMELIORATION
    )


def test_un_champ_vide_n_est_pas_ecrit(plan: RegistreJournal) -> None:
    assert trouvees(plan, ~where("pilote").exists()) == trouvees(plan, pilote="") == [2]
    assert trouvees(plan, where("pilote") != "daa") == [3]


@pytest.mark.parametrize("requete", [where("pilot") == "daa", ~where("pilot").exists(), where("pilot").test(bool)])
def test_un_champ_que_la_fiche_n_a_pas_est_refuse(plan: RegistreJournal, requete: QueryInstance) -> None:
    with pytest.raises(KeyError, match=r"Action\.pilot"):
        plan.find(Action, requete)
    with pytest.raises(KeyError, match=r"Action\.pilot"):
        plan.find(Action, requete & (where("etat") == "close"))


def test_une_requete_suit_la_transaction_en_cours(plan: RegistreJournal) -> None:
    with suppress(Abandon), plan.transaction():
        premiere, *_, derniere = plan.find(Action)
        plan.save(evoluer(premiere, creee_le=date(2026, 1, 1)))
        assert trouvees(plan, where("creee_le") >= date(2026, 1, 1)) == [4, 1]
        plan.save(evoluer(derniere, creee_le=date(2023, 1, 1)))
        assert trouvees(plan, where("creee_le") >= date(2026, 1, 1)) == [1]
        raise Abandon
    assert trouvees(plan, where("creee_le") >= date(2026, 1, 1)) == [4]


def test_une_requete_se_relit_apres_un_changement(plan: RegistreJournal, banc: Banc) -> None:
    """The query cache of TinyDB would show it as before."""
    ouvertes = where("etat") != EtatAction.CLOSE
    assert trouvees(plan, ouvertes) == [1, 2, 3, 4]
    plan.save(evoluer(plan.find(Action)[1], etat=EtatAction.CLOSE))
    assert trouvees(plan, ouvertes) == [1, 3, 4]
    assert trouvees(banc.ouvrir("autre"), ouvertes) == [1, 3, 4]


def test_une_periode_ne_lit_que_ses_annees(banc: Banc) -> None:
    registre = banc.ouvrir()
    for annee in (2023, 2024, 2025, 2026):
        registre.add(constat(periode=f"{annee}-03-02", id=f"V-NET-02@{annee}-03-02", le=date(annee, 3, 2)))
    registre.stockage.mettre_en_cache()
    froid = banc.ouvrir("lecteur")
    trouves = froid.find(Constat, (where("le") >= date(2025, 1, 1)) & (where("le") < date(2026, 1, 1)))
    assert [un.periode for un in trouves] == ["2025-03-02"]
    assert set(froid.stockage.table("constats").pieces) == {"2023", "2024", "2026"}


@pytest.mark.parametrize(
    ("requete", "lues"),
    [
        (where("le") >= "2025-03-12", {"2025", "2026"}),
        (where("le") > "2025-03-12", {"2026"}),
        (where("le") <= "2025-03-01", {"2024", "2025"}),
        (where("le") < "2025-03-01", {"2024"}),
        (where("le") == "2025-03-05", {"2025"}),
        (where("le").one_of(["2024-03-02", "2026-03-02", "2027-01-01"]), {"2024", "2026"}),
        (where("le") != "2025-03-05", {"2024", "2025", "2026"}),
    ],
)
def test_une_borne_ne_lit_que_les_annees_qui_l_atteignent(banc: Banc, requete: QueryInstance, lues: set[str]) -> None:
    """Of a field with many values, a piece says the first and the last only."""
    registre = banc.ouvrir()
    tous = [date(annee, 3, jour) for annee in (2024, 2025, 2026) for jour in range(1, 13)]
    for le in tous:
        registre.add(constat(periode=f"{le}", id=f"V-NET-02@{le}", le=le))
    registre.stockage.mettre_en_cache()
    froid = banc.ouvrir("lecteur")
    attendus = [str(le) for le in tous if requete({"le": str(le)})]
    assert [un.periode for un in froid.find(Constat, requete)] == attendus
    assert {"2024", "2025", "2026"} - set(froid.stockage.table("constats").pieces) == lues


def test_le_registre_en_tinydb_ne_fait_que_lire(plan: RegistreJournal) -> None:
    table = plan.en_tinydb.table("actions")
    assert len(table) == 4
    for ecriture in (
        lambda: table.insert({}),
        lambda: table.update({"pilote": "x"}),
        lambda: table.remove(where("pilote") == "daa"),
        table.truncate,
        plan.en_tinydb.drop_tables,
    ):
        with pytest.raises(EcritureImpossible):
            ecriture()
    with plan.en_tinydb as db:
        db.table("actions").all()[0]["pilote"] = "moi"
    assert trouvees(plan, pilote="moi") == []
    plan.add(action("A-2026-005"))
