"""Slots: two programs of one person never write in one file, nor in a file someone else touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.store.journal.emplacement import Emplacement, dossier_local, nom_de_fichier
from qualitui.store.journal.ligne import encoder
from tests.store.banc import Banc, action


def ecrits(banc: Banc) -> list[str]:
    return sorted(chemin.name for chemin in (banc.dossier / "registre" / "2026").iterdir())


@pytest.mark.parametrize(
    ("saisi", "attendu"),
    [
        ("PC 12", "PC-12"),
        ("été", "été"),
        ("../../x", "x"),
        ("DOMAINE\\martin", "DOMAINE-martin"),
        ("a~b", "a-b"),
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        ("   ", "inconnu"),
        ("x" * 90, "x" * 40),
    ],
)
def test_un_nom_est_sans_danger_pour_windows(saisi: str, attendu: str) -> None:
    assert nom_de_fichier(saisi) == attendu


def test_deux_programmes_d_une_personne_prennent_deux_fichiers(banc: Banc) -> None:
    un, deux = banc.ouvrir(), banc.ouvrir()
    un.add(action("A-1"))
    deux.add(action("A-2"))
    assert ecrits(banc) == ["poste~martin~1.jsonl", "poste~martin~2.jsonl"]


def test_un_programme_ferme_rend_sa_place(banc: Banc) -> None:
    for rang in range(3):
        registre = banc.ouvrir()
        registre.add(action(f"A-{rang}"))
        registre.close()
    assert ecrits(banc) == ["poste~martin~1.jsonl"]


def test_ouvrir_sans_ecrire_ne_cree_aucun_journal(banc: Banc) -> None:
    banc.ouvrir().find(Action)
    assert [chemin.name for chemin in (banc.dossier / "registre").iterdir()] == ["FORMAT.json"]


def test_apres_une_restauration_chacun_prend_un_nouveau_fichier(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    copie = banc.racine / "copie"
    shutil.copytree(banc.dossier, copie)
    registre.add(action("A-2"))
    registre.close()
    shutil.rmtree(banc.dossier)
    shutil.copytree(copie, banc.dossier)
    banc.ouvrir().add(action("A-3"))
    assert ecrits(banc) == ["poste~martin~1.jsonl", "poste~martin~2.jsonl"]
    assert [a.reference for a in banc.ouvrir("durand").find(Action)] == ["A-1", "A-3"]


def test_sans_memoire_locale_un_fichier_existant_n_est_jamais_continue(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    registre.close()
    banc.ouvrir(etat="autre").add(action("A-2"))
    assert ecrits(banc) == ["poste~martin~1.jsonl", "poste~martin~2.jsonl"]


def test_un_jumeau_qui_ecrit_sous_notre_nom_nous_fait_changer_de_fichier(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    avant = banc.journal().read_bytes()
    with banc.journal().open("ab") as flux:
        flux.write(avant)
    registre.add(action("A-2"))
    assert ecrits(banc) == ["poste~martin~1.jsonl", "poste~martin~2.jsonl"]
    assert banc.journal().read_bytes() == avant * 2
    assert [a.reference for a in banc.ouvrir("durand").find(Action)] == ["A-1", "A-2"]


def test_un_site_refait_au_meme_endroit_recommence_a_un(banc: Banc) -> None:
    for _ in range(2):
        registre = banc.ouvrir()
        registre.add(action("A-1"))
        registre.close()
        assert ecrits(banc) == ["poste~martin~1.jsonl"]
        shutil.rmtree(banc.dossier / "registre")


def test_une_place_est_a_un_seul_et_sa_memoire_survit(tmp_path: Path) -> None:
    premiere = Emplacement.prendre(tmp_path, "p~l~1")
    assert premiere is not None
    assert Emplacement.prendre(tmp_path, "p~l~1") is None
    premiere.retenir("2026/p~l~1", 12, 34)
    premiere.fermer()
    seconde = Emplacement.prendre(tmp_path, "p~l~1")
    assert seconde is not None
    assert seconde.memoire == {"journal": "2026/p~l~1", "fin": 12, "crc": 34}
    seconde.fermer()


def test_une_memoire_abimee_est_oubliee(tmp_path: Path) -> None:
    (tmp_path / "p~l~1.lock").write_bytes(b"{abime")
    place = Emplacement.prendre(tmp_path, "p~l~1")
    assert place is not None
    assert place.memoire is None
    place.fermer()


def test_l_etat_local_est_propre_a_un_site_et_a_un_chemin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_ETAT_LOCAL", str(tmp_path / "etat"))
    un = dossier_local(tmp_path / "a", "SITE")
    assert un.parent == tmp_path / "etat"
    assert un != dossier_local(tmp_path / "b", "SITE")
    assert un == dossier_local(tmp_path / "x" / ".." / "a", "SITE")


def test_un_profil_perdu_a_chaque_session_ne_mene_a_aucun_refus(banc: Banc) -> None:
    """Beyond the 200 slots of before; none is locked to learn that it is another session's."""
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    registre.close()
    modele = banc.journal().read_text(encoding="utf-8")
    for k in range(2, 251):
        _recopier(modele, banc.journal(k=k), k)
    neuf = banc.ouvrir(etat="profil-neuf")
    neuf.add(action("A-2"))
    assert banc.journal(k=251).exists()
    (verrou,) = (banc.racine / "profil-neuf").rglob("*.lock")
    assert verrou.name == "poste~martin~251.lock"


@pytest.mark.parametrize(("combien", "dit"), [(49, False), (50, True)])
def test_cinquante_places_se_disent_a_qui_les_a_prises(banc: Banc, combien: int, dit: bool) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    registre.close()
    modele = banc.journal().read_text(encoding="utf-8")
    for k in range(2, combien + 1):
        _recopier(modele, banc.journal(k=k), k)
    lu = banc.ouvrir()
    assert ("poste (compte martin) a écrit sous 50\u00a0noms" in lu.etat.conseil) is dit
    assert not lu.etat.abime
    assert bool([a for a in lu.anomalies if "QUALITUI_ETAT_LOCAL" in a.phrase]) is dit
    assert banc.ouvrir("durand").etat.conseil == ""


def _recopier(modele: str, chemin: Path, k: int) -> None:
    """The journal of another session: its own record, under its own name."""
    contenu = json.loads(modele[9:])
    contenu["w"] = f"poste~martin~{k}"
    contenu["o"][0]["i"] = f"X{k}"
    chemin.write_bytes(encoder(contenu))
