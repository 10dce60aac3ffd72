"""The local cache: faster, never truer than the journals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.domain.verifications.fiche import Constat
from qualitui.store.moteur.cache import NOM
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import Banc, action, constat


@pytest.fixture
def rempli(banc: Banc) -> Banc:
    """Records, a conflict, a removal; everything in the cache."""
    registre = banc.ouvrir()
    for rang in range(5):
        registre.add(action(f"A-{rang}"))
    registre.add(constat())
    registre.save(evoluer(registre.find(Action)[1], pilote="durand"))
    registre.remove(registre.find(Action)[4])
    assert registre.stockage.mettre_en_cache()
    registre.close()
    return banc


def cache(banc: Banc) -> Path:
    return banc.local() / NOM


def photo(registre: RegistreJournal) -> list[object]:
    return [*registre.find(Action), *registre.find(Constat), *registre.anomalies]


def test_avec_ou_sans_cache_le_registre_est_le_meme(rempli: Banc) -> None:
    avec = rempli.ouvrir()
    lu = photo(avec)
    histoire = avec.history(Action, avec.find(Action)[1].id)
    avec.close()
    cache(rempli).unlink()
    sans = rempli.ouvrir()
    assert photo(sans) == lu
    assert sans.history(Action, sans.find(Action)[1].id) == histoire


def test_le_cache_sert_vraiment_et_la_suite_est_lue(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    autre = rempli.ouvrir("durand")
    autre.add(action("A-9"))
    lus: list[int] = []
    monkeypatch.setattr("qualitui.store.journal.journal.decoder", _compter(lus))
    registre = rempli.ouvrir()
    assert [a.reference for a in registre.find(Action)] == ["A-0", "A-1", "A-2", "A-3", "A-9"]
    assert sum(lus) == 1


def _compter(lus: list[int]) -> Callable[[list[bytes]], object]:
    from qualitui.store.journal.ligne import decoder

    def compter(lignes: list[bytes]) -> object:
        lus.append(len(lignes))
        return decoder(lignes)

    return compter


@pytest.mark.parametrize(
    "abimer",
    [
        lambda octets: b"",
        lambda octets: octets[: len(octets) // 2],
        lambda octets: octets[:40] + b"\xff" + octets[41:],
        lambda octets: octets.replace(b"CACHE-2", b"CACHE-1"),
        lambda octets: b"n'importe quoi",
    ],
    ids=["vide", "tronqué", "altéré", "autre version", "autre chose"],
)
def test_un_cache_abime_est_ignore(rempli: Banc, abimer: Callable[[bytes], bytes]) -> None:
    cache(rempli).write_bytes(abimer(cache(rempli).read_bytes()))
    registre = rempli.ouvrir()
    assert len(registre.find(Action)) == 4
    assert list(registre.anomalies) == []


def test_le_cache_d_un_autre_site_est_ignore(rempli: Banc, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    ailleurs = Banc(tmp_path / "ailleurs")
    ailleurs.horloge.avancer(seconds=1)
    registre = ailleurs.ouvrir()
    registre.add(action("A-X"))
    registre.close()
    (ailleurs.local() / NOM).write_bytes(cache(rempli).read_bytes())
    ouvert = ailleurs.ouvrir()
    assert [a.reference for a in ouvert.find(Action)] == ["A-X"]
    assert list(ouvert.anomalies) == [], "nothing of this site was lost"
    assert list(ailleurs.local().glob("secours-*")) == []


@pytest.mark.parametrize("combien", [0, 3])
def test_un_journal_plus_court_que_le_cache_met_celui_ci_de_cote(rempli: Banc, combien: int) -> None:
    journal = rempli.journal()
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:combien]))
    registre = rempli.ouvrir()
    assert len(registre.find(Action)) == combien
    assert any("secours-1.bin" in anomalie.phrase for anomalie in registre.anomalies)
    assert (rempli.local() / "secours-1.bin").is_file()
    assert not cache(rempli).exists()


def test_un_journal_remplace_par_un_autre_de_meme_taille_est_relu(rempli: Banc) -> None:
    octets = rempli.journal().read_bytes()
    rempli.journal().write_bytes(octets[:-3] + b"x" + octets[-2:])
    registre = rempli.ouvrir()
    assert len(registre.find(Action)) == 5
    assert any("secours" in anomalie.phrase for anomalie in registre.anomalies)


def test_un_journal_disparu_est_dit(rempli: Banc) -> None:
    rempli.journal().unlink()
    registre = rempli.ouvrir()
    assert list(registre.find(Action)) == []
    assert "registre/2026/poste~martin~1.jsonl" in [anomalie.fichier for anomalie in registre.anomalies]


def test_les_conflits_et_les_anomalies_sont_dans_le_cache(banc: Banc) -> None:
    registre = banc.ouvrir()
    fiche = registre.add(action())
    registre.close()
    lignes = banc.journal().read_bytes()
    for login in ("durand", "petit"):
        (banc.dossier / "registre" / "2026" / f"poste~{login}~1.jsonl").unlink(missing_ok=True)
    un = banc.ouvrir("durand")
    un.save(evoluer(fiche, pilote="durand"))
    ecrit = banc.journal("durand").read_bytes()
    banc.journal("durand").unlink()
    deux = banc.ouvrir("petit")
    deux.save(evoluer(fiche, pilote="petit"))
    banc.journal("durand").write_bytes(ecrit)
    banc.journal().write_bytes(lignes + b"00000000 abime\n")
    lecteur = banc.ouvrir("lecteur")
    assert len(lecteur.conflits()) == 1
    assert lecteur.stockage.mettre_en_cache()
    anomalies = list(lecteur.anomalies)
    lecteur.close()
    relu = banc.ouvrir("lecteur")
    assert len(relu.conflits()) == 1
    assert list(relu.anomalies) == anomalies != []


@pytest.mark.parametrize("geste", ["os.open", "os.fdopen", "Path.replace"])
def test_un_disque_local_en_panne_n_empeche_rien(rempli: Banc, monkeypatch: pytest.MonkeyPatch, geste: str) -> None:
    registre = rempli.ouvrir()
    registre.add(action("A-9"))

    def refuser(*_: object, **__: object) -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(f"qualitui.store.disque.{geste}", refuser)
    assert registre.stockage.mettre_en_cache() is False
    monkeypatch.undo()
    assert [fichier.name for fichier in rempli.local().glob(f"{NOM}*")] == [NOM]
    registre.close()
