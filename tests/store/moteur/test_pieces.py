"""The cache in pieces: whatever is read, in whatever order, answers as the table it was cut from."""

from __future__ import annotations

import gc
import random
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb.queries import Query, QueryInstance, where

from qualitui.domain import rayons
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.rayons import OUVERT, RAYONS, ranger
from qualitui.domain.reclamations.fiche import Reclamation, ouverte
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.verifications.fiche import Constat
from qualitui.store.journal.numeros import numero_de
from qualitui.store.moteur.cache import NOM
from qualitui.store.moteur.etat import Table
from qualitui.store.moteur.fusion import Enregistrement
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.moteur.requetes import analyser
from qualitui.store.site.site import Site
from tests.store.banc import Banc, action, constat

ANNEES = ("2023", "2024", "2026")
ETATS = ("à lancer", "en cours", "close", "abandonnée", None, 7)

# --- the table, alone -----------------------------------------------------------------------------------------


@st.composite
def fiches(dessiner: st.DrawFn) -> tuple[str, Enregistrement]:
    """A record of the plan of actions, its fields present or not, removed or not; a line makes three of them."""
    annee, rang = dessiner(st.sampled_from(ANNEES)), dessiner(st.integers(0, 12))
    contenu: dict[str, Any] = {"reference": f"A-{annee}-{rang:03d}", "creee_le": f"{annee}-03-02"}
    if (etat := dessiner(st.sampled_from(ETATS))) is not None:
        contenu["etat"] = etat
    if dessiner(st.booleans()):
        contenu["pilote"] = dessiner(st.sampled_from(("daa", "durand", ["daa"], "")))
    if dessiner(st.integers(0, 9)) == 0:
        contenu["creee_le"] = dessiner(st.sampled_from((None, "", "hier", 2024, ["2024"])))
    evenement = (1, 1 + rang, "poste", rang, "2026/poste", 0)
    if dessiner(st.integers(0, 5)) == 0:
        return f"i{annee}{rang}", Enregistrement(None, 2, (evenement,), (), contenu)
    return f"i{annee}{rang}", Enregistrement(contenu, 1, (evenement,))


def trouver(table: Table, requete: QueryInstance) -> list[tuple[str, Enregistrement]]:
    return table.trouver(analyser(requete))


RECHERCHES: dict[str, Callable[[Table, str], Any]] = {
    "par son id": lambda table, mot: [table.enregistrement(f"i{annee}{mot}") for annee in (*ANNEES, "1999")],
    "par référence": lambda table, mot: trouver(table, where("reference") == f"A-2024-{int(mot):03d}"),
    "par état": lambda table, mot: [trouver(table, where("etat") == etat) for etat in ETATS],
    "par état ou sans": lambda table, mot: trouver(table, (where("etat") == 7) | ~where("etat").exists()),
    "par états": lambda table, mot: trouver(table, where("etat").one_of(["close", 7, "inconnu"])),
    "par pilote et état": lambda table, mot: trouver(table, (where("pilote") == "daa") & (where("etat") == "close")),
    "sans pilote": lambda table, mot: trouver(table, ~where("pilote").exists()),
    "par pilotes": lambda table, mot: trouver(table, where("pilote") == ["daa"]),
    "par un champ absent": lambda table, mot: [trouver(table, where("lieu") != lieu) for lieu in ("x", "")],
    "par fragment": lambda table, mot: trouver(table, Query().fragment({"etat": "close", "pilote": "durand"})),
    "créées depuis": lambda table, mot: trouver(table, where("creee_le") >= date(2024, 3, 2)),
    "créées avant": lambda table, mot: trouver(table, where("creee_le") < date(2024, 3, 2)),
    "créées entre": lambda table, mot: trouver(
        table, (where("creee_le") > "2023") & (where("creee_le") <= "2025") & (where("etat") != "close")
    ),
    "autres que": lambda table, mot: trouver(table, ~(where("creee_le") > "2024")),
    "les ouvertes": lambda table, mot: table.sur(OUVERT),
    "les numéros": lambda table, mot: [table.numeros(f"A-{annee}", numero_de) for annee in (*ANNEES, "1999")],
    "les présentes": lambda table, mot: [f"i{annee}{mot}" in table for annee in ANNEES],
    "leur empreinte": lambda table, mot: [table.presence(annee.__gt__) for annee in ANNEES],
    "porte des références": lambda table, mot: table.porte_references(),
    "toutes": lambda table, mot: list(table.trier().items()),
}


def _remplie(table: Table, unes: list[tuple[str, Enregistrement]]) -> Table:
    """Lines come in any order, the records of one together."""
    for ident, fiche in sorted(unes, key=lambda paire: -paire[1].evenements[0][1]):
        table.enregistrement(ident)
        table.poser(ident, fiche)
    return table


@given(
    st.lists(fiches(), max_size=40),
    st.lists(
        st.tuples(st.sampled_from(sorted(RECHERCHES)), st.sampled_from(("0", "3", "12"))), min_size=1, max_size=12
    ),
    st.lists(fiches(), max_size=6),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_une_table_en_pieces_repond_comme_la_table_entiere(
    unes: list[tuple[str, Enregistrement]],
    questions: list[tuple[str, str]],
    changements: list[tuple[str, Enregistrement]],
    hasard: random.Random,
) -> None:
    """Read, changed between two questions, cut again and read again: always the same answers."""
    entiere = _remplie(Table("actions"), unes)
    pieces = Table("actions", _remplie(Table("actions"), unes).couper())
    for question, mot in questions:
        if changements and hasard.random() < 0.3:
            change = changements.pop()
            if entiere.enregistrement(change[0]).evenements:
                _remplie(entiere, [change])
                _remplie(pieces, [change])
        if hasard.random() < 0.2:
            pieces = Table("actions", pieces.couper())
        assert RECHERCHES[question](pieces, mot) == RECHERCHES[question](entiere, mot), question
    assert list(pieces.trier().items()) == list(entiere.trier().items())
    assert pieces.cachees == entiere.cachees


def test_ce_qui_n_est_pas_demande_n_est_pas_lu(banc: Banc) -> None:
    registre = banc.ouvrir()
    for annee in ANNEES:
        registre.add(constat(periode=f"{annee}-03-02", id=f"V-NET-02@{annee}-03-02"))
        registre.add(action(f"A-{annee}-001", creee_le=f"{annee}-03-02", etat="close"))
    registre.add(action("A-2023-002", creee_le="2023-03-02"))
    assert registre.stockage.mettre_en_cache()
    registre.close()
    relu = banc.ouvrir()
    constats, actions = relu.stockage.table("constats"), relu.stockage.table("actions")
    assert relu.get(Constat, "V-NET-02@2026-03-02").periode == "2026-03-02"
    with pytest.raises(Introuvable):
        relu.get(Constat, "V-NET-02@2026-03-03")
    assert "V-NET-02@2026-03-03" not in relu.identifiants(Constat)
    assert "V-NET-02@2024-03-02" in relu.identifiants(Constat)
    assert set(constats.pieces) == {"2023", "2024"}
    assert [a.reference for a in relu.ouvertes(Action)] == ["A-2023-002"]
    assert [a.reference for a in relu.find(Action, etat=EtatAction.A_LANCER)] == ["A-2023-002"]
    assert set(actions.pieces) == set(ANNEES)
    assert [a.reference for a in relu.find(Action, reference="A-2024-001")] == ["A-2024-001"]
    assert set(actions.pieces) == {"2023", "2026"}
    relu.add(action("A-2026-002"))
    assert set(actions.pieces) == {"2023", "2026"}


# --- damage ---------------------------------------------------------------------------------------------------


@pytest.fixture
def garde(banc: Banc) -> Banc:
    registre = banc.ouvrir()
    for rang in range(12):
        annee = ANNEES[rang % 3]
        registre.add(action(f"A-{annee}-{rang:03d}", creee_le=f"{annee}-01-0{rang % 9 + 1}", etat="close"))
        registre.add(constat(periode=f"{annee}-03-{rang + 1:02d}", id=f"V-NET-02@{annee}-03-{rang + 1:02d}"))
    registre.save(evoluer(registre.find(Action)[1], pilote="durand"))
    registre.remove(registre.find(Action)[4])
    assert registre.stockage.mettre_en_cache()
    registre.close()
    return banc


def _photo(registre: RegistreJournal) -> list[object]:
    """By ids first, so that pieces are read one by one."""
    idents = [f"V-NET-02@{annee}-03-{rang:02d}" for annee in ANNEES for rang in range(1, 13)]
    connus = [ident for ident in idents if ident in registre.identifiants(Constat)]
    unes = [registre.get(Constat, ident) for ident in connus]
    closes = [*registre.find(Action, etat=EtatAction.CLOSE)]
    return [unes, closes, [*registre.find(Action)], [*registre.find(Constat)], registre.numeros_utilises("A-2026")]


@pytest.mark.parametrize("part", range(1, 40))
def test_une_piece_abimee_est_reprise_des_journaux(garde: Banc, part: int) -> None:
    """Whatever byte is no longer what was written, summary or piece: nothing is lost, nothing wrong is shown."""
    cache = garde.local() / NOM
    octets = bytearray(cache.read_bytes())
    cache.unlink()
    vraie = _photo(garde.ouvrir())
    octets[len(octets) * part // 40] ^= 0xFF
    cache.write_bytes(octets)
    registre = garde.ouvrir()
    assert _photo(registre) == vraie
    registre.add(action("A-2026-099"))
    assert len(registre.find(Action)) == 12


def test_un_cache_en_partie_abime_est_recrit_entier(garde: Banc) -> None:
    cache = garde.local() / NOM
    octets = cache.read_bytes()
    cache.write_bytes(octets[:-20] + bytes(20))
    registre = garde.ouvrir()
    assert registre.stockage.mettre_en_cache()
    assert all(not table.pieces for table in registre.stockage.tables.values())
    registre.close()
    relu = garde.ouvrir()
    assert len(relu.find(Action)) == 11
    assert len(relu.find(Constat)) == 12


def test_une_piece_abimee_quand_les_journaux_ne_repondent_plus_est_dite(
    garde: Banc, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = garde.local() / NOM
    cache.write_bytes(cache.read_bytes()[:-20] + bytes(20))
    registre = garde.ouvrir()
    (garde.dossier / "registre").rename(garde.dossier / "ailleurs")
    from qualitui.store.contrat import RegistreIllisible

    with pytest.raises(RegistreIllisible, match="ne peut pas être relu"):
        [*registre.find(Action), *registre.find(Constat)]
    (garde.dossier / "ailleurs").rename(garde.dossier / "registre")
    assert len(registre.find(Action)) == 11


def test_un_cache_remplace_par_un_autre_programme_donne_encore_ses_pieces(garde: Banc) -> None:
    ouvert = garde.ouvrir()
    autre = garde.ouvrir("durand")
    autre.add(action("A-2026-050"))
    for annee in ANNEES:
        assert len(autre.find(Constat)) == 12, annee
    assert autre.stockage.mettre_en_cache()
    assert len(ouvert.find(Constat)) == 12
    assert len(ouvert.find(Action)) == 11
    ouvert.poll()
    assert len(ouvert.find(Action)) == 12


# --- the shelves ----------------------------------------------------------------------------------------------


def test_ce_qui_est_ouvert_pour_le_programme_l_est_pour_le_registre(site_demo: Site) -> None:
    """Every record that still asks for something is on the shelf of what is open, in every table that has one."""
    registre = site_demo.registre
    attendues = {
        Reclamation: [r for r in registre.find(Reclamation) if ouverte(r)],
        Action: [a for a in registre.find(Action) if a.etat not in (EtatAction.CLOSE, EtatAction.ABANDONNEE)],
        Suggestion: [s for s in registre.find(Suggestion) if s.ouverte],
    }
    assert {modele.table for modele in attendues} == {table for table, rayon in RAYONS.items() if rayon.etat}
    for modele, ouvertes in attendues.items():
        trouvees = list(registre.ouvertes(modele))
        assert ouvertes
        assert [une for une in trouvees if une in ouvertes] == ouvertes, modele
        assert len(trouvees) < len(registre.find(modele)), modele


@pytest.mark.parametrize("table", [*RAYONS, "inconnue"])
@pytest.mark.parametrize(
    "valeur", [None, 3, "", "202", "20 6-01", [], ["2026"], {"2026": 1}, [{"genre": 3}, 4]], ids=repr
)
def test_un_contenu_d_une_autre_forme_se_range_quand_meme(table: str, valeur: Any) -> None:
    rayon = RAYONS.get(table)
    champs = {rayon.annee: valeur, rayon.etat or "x": valeur} if rayon else {"x": valeur}
    assert ranger(table, "V@2024", champs) == (OUVERT if rayon else "")


def test_un_constat_dont_l_id_dit_une_autre_annee_reste_a_portee(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(constat(periode="2024-03-02", id="V-NET-02@2026-03-02"))
    registre.add(constat(periode="2024-03-02", id="sans-annee"))
    assert registre.stockage.mettre_en_cache()
    registre.close()
    relu = banc.ouvrir()
    assert relu.get(Constat, "V-NET-02@2026-03-02").periode == "2024-03-02"
    assert relu.get(Constat, "sans-annee").periode == "2024-03-02"


def test_un_cache_sous_d_autres_rayons_est_ignore(garde: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualitui.store.moteur import cache as module

    assert rayons.EMPREINTE in module._FAIT_POUR
    monkeypatch.setattr(module, "_FAIT_POUR", ("cpython-0", "autres rayons"))
    registre = garde.ouvrir()
    assert len(registre.find(Action)) == 11
    assert all(not table.pieces for table in registre.stockage.tables.values())


def test_le_dossier_local_ne_garde_rien_d_autre(garde: Banc) -> None:
    noms = {chemin.name for chemin in Path(garde.local()).iterdir()}
    assert {nom for nom in noms if not nom.endswith(".lock")} <= {NOM, "souvenirs.bin", "confirmees"}


def test_un_site_ferme_ne_reste_pas_en_memoire(garde: Banc) -> None:
    """Reading sets aside of the collector what a program needs as long as it lives: the only site it opens."""
    garde.ouvrir("premier")
    registre = garde.ouvrir()
    assert len(registre.find(Action)) == 11
    temoin = weakref.ref(registre.stockage)
    garde.fermer()
    del registre
    gc.collect()
    assert temoin() is None
