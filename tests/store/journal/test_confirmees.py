"""A workstation remembers its own lines: what a journal lost of them is noticed without any cache, and given back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.store.contrat import EcritureIncertaine
from qualitui.store.journal.confirmees import Confirmees
from qualitui.store.journal.journal import Journal
from tests.store.banc import Banc, action
from tests.store.journal.test_incertitude import panne

CLE = "2026/poste~martin~1"


@pytest.fixture
def ecrit(banc: Banc) -> Path:
    """Four records; nothing in the cache. The journal."""
    registre = banc.ouvrir()
    for rang in range(4):
        registre.add(action(f"A-2026-00{rang + 1}"))
    banc.fermer()
    return banc.journal()


def sans(lignes: int) -> Callable[[bytes], bytes]:
    return lambda octets: b"".join(octets.splitlines(keepends=True)[:-lignes])


FINS: dict[str, Callable[[bytes], bytes]] = {
    "une ligne": sans(1),
    "trois lignes": sans(3),
    "la fin de ligne": lambda octets: octets[:-1],
    "au milieu": lambda octets: octets[:-30],
    "des zéros": lambda octets: octets[:-50] + bytes(50),
    "des zéros jusqu’à la fin de ligne": lambda octets: octets[:-50] + bytes(49) + b"\n",
    "une autre dernière ligne": lambda octets: sans(1)(octets) + octets.splitlines(keepends=True)[0],
}


@pytest.mark.parametrize("fin", FINS)
def test_la_fin_perdue_se_dit_se_remet_et_ses_numeros_ne_se_redonnent_pas(banc: Banc, ecrit: Path, fin: str) -> None:
    ecrit.write_bytes(FINS[fin](ecrit.read_bytes()))
    registre = banc.ouvrir()
    assert "ce poste y a enregistré 4 écritures" in registre.etat.graves[0].phrase
    assert registre.reserver_numero("A-2026") == 5
    perdues = registre.perdues().perdues
    registre.remettre({(perdue.table, perdue.ident) for perdue in perdues})
    assert sorted(une.reference for une in registre.find(Action)) == [f"A-2026-00{rang}" for rang in (1, 2, 3, 4)]
    banc.fermer()
    assert banc.ouvrir().etat.graves == ()


def test_une_ecriture_incertaine_ne_se_retient_qu_une_fois_retrouvee(banc: Banc, ecrit: Path) -> None:
    registre = banc.ouvrir()
    with panne("close"), pytest.raises(EcritureIncertaine):
        registre.add(action("A-2026-005"))
    copies = Confirmees(banc.local())
    assert [une.n for une in copies.souvenues()] == [4]
    registre.add(action("A-2026-006", intitule="Éclairer"))
    assert [une.n for une in copies.souvenues()] == [6]
    banc.fermer()
    ecrit.write_bytes(sans(2)(ecrit.read_bytes()))
    assert "ce poste y a enregistré 6 écritures" in banc.ouvrir().etat.graves[0].phrase


def test_le_journal_disparu_se_dit_et_se_remet(banc: Banc, ecrit: Path) -> None:
    ecrit.unlink()
    registre = banc.ouvrir()
    assert registre.stockage.perdu
    registre.remettre({(perdue.table, perdue.ident) for perdue in registre.perdues().perdues})
    assert len(registre.find(Action)) == 4


def test_le_verrou_seul_sait_encore_qu_il_manque_quelque_chose(banc: Banc, ecrit: Path) -> None:
    (banc.local() / "confirmees" / f"{CLE}.jsonl").unlink()
    assert banc.ouvrir().etat.graves == ()
    banc.fermer()
    (banc.local() / "confirmees" / f"{CLE}.jsonl").unlink(missing_ok=True)
    ecrit.write_bytes(sans(1)(ecrit.read_bytes()))
    (une,) = banc.ouvrir().etat.graves
    assert "ce poste y a enregistré 4 écritures, il y en a 3" in une.phrase


def test_un_arret_juste_apres_l_ecriture_n_est_pas_une_perte_et_s_apprend(banc: Banc, ecrit: Path) -> None:
    copie = banc.local() / "confirmees" / f"{CLE}.jsonl"
    copie.write_bytes(sans(1)(copie.read_bytes()))
    registre = banc.ouvrir()
    assert registre.etat.constatations == ()
    registre.add(action("A-2026-005"))
    assert copie.read_bytes() == ecrit.read_bytes()


def test_ce_que_le_disque_refuse_n_empeche_pas_d_enregistrer(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-2026-001"))
    dossier = banc.local() / "confirmees"
    for fichier in dossier.rglob("*.jsonl"):
        fichier.unlink()
    (dossier / "2026").rmdir()
    dossier.rmdir()
    dossier.write_bytes(b"")
    registre.add(action("A-2026-002"))
    assert len(registre.find(Action)) == 2


def test_une_copie_coupee_reprend_apres_ce_qu_elle_sait(tmp_path: Path, ecrit: Path) -> None:
    lignes = ecrit.read_bytes().splitlines(keepends=True)
    confirmees = Confirmees(tmp_path / "local")
    for ligne in lignes[:2]:
        confirmees.retenir(CLE, ligne)
    copie = tmp_path / "local" / "confirmees" / f"{CLE}.jsonl"
    copie.write_bytes(copie.read_bytes()[:-20])
    (souvenue,) = confirmees.souvenues()
    assert souvenue.n == 1
    journal = Journal(ecrit, CLE)
    assert sum(len(lues) for lues in journal.lire("")) == 4
    confirmees.completer(journal)
    (souvenue,) = confirmees.souvenues()
    assert (souvenue.n, souvenue.crc) == (4, journal.dernier_crc)


def test_seules_deux_annees_se_gardent(tmp_path: Path, ecrit: Path) -> None:
    ligne = ecrit.read_bytes().splitlines(keepends=True)[0]
    confirmees = Confirmees(tmp_path)
    for annee in (2023, 2024, 2025, 2026):
        confirmees.retenir(f"{annee}/poste~martin~1", ligne)
    assert [souvenue.cle[:4] for souvenue in confirmees.souvenues()] == ["2025", "2026"]
