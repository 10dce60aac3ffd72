"""Full disk, read-only folder, share gone and back: a clear sentence, memory unchanged, reading goes on."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Refus, evoluer
from qualitui.store.contrat import EcritureImpossible, EcritureIncertaine, RegistreIllisible
from qualitui.store.disque import raison
from qualitui.store.moteur.annulation import RienAAnnuler
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import Banc, action


@pytest.fixture
def registre(banc: Banc) -> RegistreJournal:
    ouvert = banc.ouvrir()
    ouvert.add(action("A-1"))
    return ouvert


def en_panne(code: int) -> Callable[..., int]:
    def refuser(*_: object, **__: object) -> int:
        raise OSError(code, os.strerror(code))

    return refuser


def references(registre: RegistreJournal) -> list[str]:
    return [a.reference for a in registre.find(Action)]


@pytest.mark.parametrize(
    ("geste", "code", "phrase"),
    [
        ("write", errno.ENOSPC, "le disque est plein"),
        ("fsync", errno.EIO, "ne répond pas"),
        ("open", errno.EROFS, "lecture seule"),
        ("open", errno.EACCES, "accès est refusé"),
        ("open", errno.ENOENT, "ne répond pas"),
    ],
)
def test_une_ecriture_qui_echoue_ne_laisse_rien_et_se_dit(
    banc: Banc, registre: RegistreJournal, monkeypatch: pytest.MonkeyPatch, geste: str, code: int, phrase: str
) -> None:
    avant = banc.journal().read_bytes()
    with monkeypatch.context() as panne:
        panne.setattr(f"qualitui.store.journal.journal.os.{geste}", en_panne(code))
        with pytest.raises(EcritureImpossible, match=phrase):
            registre.add(action("A-2"))
    assert references(registre) == ["A-1"]
    assert banc.journal().read_bytes() == avant
    registre.add(action("A-2"))
    assert references(banc.ouvrir("durand")) == ["A-1", "A-2"]
    assert list(banc.ouvrir("durand").anomalies) == []


def test_un_disque_plein_au_milieu_d_une_ligne_est_nettoye(
    banc: Banc, registre: RegistreJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    avant = banc.journal().read_bytes()
    ecrire = os.write
    reste = [30]

    def a_moitie(descripteur: int, octets: bytes) -> int:
        if not reste[0]:
            raise OSError(errno.ENOSPC, "plein")
        combien = ecrire(descripteur, octets[: reste[0]])
        reste[0] -= combien
        return combien

    with monkeypatch.context() as panne:
        panne.setattr("qualitui.store.journal.journal.os.write", a_moitie)
        with pytest.raises(EcritureImpossible):
            registre.add(action("A-2"))
    assert banc.journal().read_bytes() == avant


def test_une_queue_qu_on_n_a_pas_pu_couper_ne_gene_pas_la_suite(
    banc: Banc, registre: RegistreJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as panne:
        panne.setattr("qualitui.store.journal.journal.os.fsync", en_panne(errno.EIO))
        panne.setattr("qualitui.store.journal.journal.os.ftruncate", en_panne(errno.EIO))
        with pytest.raises(EcritureIncertaine):
            registre.add(action("A-2"))
    registre.add(action("A-3", intitule="Autre chose"))
    assert "A-3" in references(registre)
    assert references(registre) == references(banc.ouvrir("durand"))


def test_le_partage_disparait_puis_revient(banc: Banc, registre: RegistreJournal) -> None:
    parti = banc.dossier.with_name("parti")
    banc.dossier.rename(parti)
    assert registre.poll() is False
    assert "ne répond pas" in registre.injoignable
    assert references(registre) == ["A-1"]
    with pytest.raises(EcritureImpossible, match="ne répond pas"):
        registre.add(action("A-2"))
    with pytest.raises(EcritureImpossible):
        registre.reserver_numero("A-2026")
    assert not banc.dossier.exists()
    parti.rename(banc.dossier)
    registre.poll()
    assert registre.injoignable == ""
    registre.add(action("A-2"))
    assert references(banc.ouvrir("durand")) == ["A-1", "A-2"]


def test_un_journal_illisible_est_dit_et_les_autres_sont_lus(
    banc: Banc, registre: RegistreJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    banc.ouvrir("durand").add(action("A-2"))
    ouvrir = Path.open

    def interdire(chemin: Path, *arguments: object, **options: object) -> object:
        if "durand" in chemin.name:
            raise PermissionError(errno.EACCES, "refusé")
        return ouvrir(chemin, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", interdire)
    lecteur = banc.ouvrir("petit")
    assert references(lecteur) == ["A-1"]
    assert [(a.gravite, a.fichier) for a in lecteur.anomalies] == [("grave", "registre/2026/poste~durand~1.jsonl")]


def test_un_journal_qui_redevient_lisible_est_lu(
    banc: Banc, registre: RegistreJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    banc.ouvrir("durand").add(action("A-2"))
    ouvrir = Path.open

    def interdire(chemin: Path, *arguments: object, **options: object) -> object:
        if "durand" in chemin.name:
            raise PermissionError(errno.EACCES, "refusé")
        return ouvrir(chemin, *arguments, **options)  # type: ignore[call-overload]

    with monkeypatch.context() as panne:
        panne.setattr(Path, "open", interdire)
        registre.poll()
    assert registre.poll() is True
    assert references(registre) == ["A-1", "A-2"]


def test_un_dossier_en_lecture_seule_se_lit(banc: Banc, registre: RegistreJournal) -> None:
    registre.close()
    (banc.dossier / "registre" / "FORMAT.json").chmod(0o444)
    avant = sorted(chemin for chemin in banc.dossier.rglob("*"))
    lecteur = banc.ouvrir("durand")
    assert references(lecteur) == ["A-1"]
    lecteur.poll()
    lecteur.close()
    assert sorted(chemin for chemin in banc.dossier.rglob("*")) == avant


def test_l_histoire_qu_on_ne_peut_pas_relire_se_dit(banc: Banc, registre: RegistreJournal) -> None:
    fiche = registre.find(Action)[0]
    banc.journal().rename(banc.journal().with_suffix(".parti"))
    with pytest.raises(Refus, match="historique ne peut pas être relu"):
        registre.history(Action, fiche.id)


def test_un_conflit_avec_un_journal_disparu_garde_tout_et_le_signale(banc: Banc, registre: RegistreJournal) -> None:
    fiche = registre.find(Action)[0]
    autre = banc.ouvrir("durand")
    autre.save(evoluer(fiche, pilote="durand"))
    ecrit = banc.journal("durand").read_bytes()
    banc.journal("durand").unlink()
    lecteur = banc.ouvrir("petit")
    lecteur.save(evoluer(fiche, causes="petit"))
    banc.journal().unlink()
    banc.journal("durand").write_bytes(ecrit)
    lecteur.poll()
    relue = lecteur.get(Action, fiche.id)
    assert (relue.pilote, relue.causes) == ("durand", "petit")
    assert lecteur.stockage.conflits == {("actions", fiche.id)}


@pytest.mark.parametrize(
    ("code", "phrase"),
    [(errno.ENOSPC, "plein"), (errno.EPERM, "lecture seule"), (errno.ESTALE, "ne répond pas")],
)
def test_la_raison_est_dite_en_francais_sans_chemin(code: int, phrase: str) -> None:
    dite = raison(OSError(code, "No space", "/secret/martin"))
    assert phrase in dite
    assert "secret" not in dite


def test_la_lecture_continue_pendant_qu_une_ecriture_attend_le_disque(
    registre: RegistreJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share hangs in fsync; lists and records are still read, without what is not written yet."""
    bloque, reprendre = threading.Event(), threading.Event()
    fsync = os.fsync

    def attendre(descripteur: int) -> None:
        bloque.set()
        assert reprendre.wait(10)
        fsync(descripteur)

    monkeypatch.setattr(os, "fsync", attendre)
    ecrivain = threading.Thread(target=lambda: registre.add(action("A-2")))
    ecrivain.start()
    assert bloque.wait(10)
    assert references(registre) == ["A-1"]
    assert registre.get(Action, registre.find(Action)[0].id).reference == "A-1"
    assert list(registre.find(Action, reference="A-2")) == []
    reprendre.set()
    ecrivain.join()
    assert references(registre) == ["A-1", "A-2"]


def test_un_dossier_de_montage_vide_n_est_pas_un_registre_vide(banc: Banc, registre: RegistreJournal) -> None:
    annee = banc.journal().parent
    parti = annee.rename(banc.racine / "parti")
    assert registre.poll() is False
    assert "ne répond pas" in registre.injoignable
    with pytest.raises(EcritureImpossible):
        registre.add(action("A-2"))
    assert references(registre) == ["A-1"]
    parti.rename(annee)
    registre.add(action("A-2"))
    assert references(banc.ouvrir("durand")) == ["A-1", "A-2"]


def test_un_disque_plein_ne_laisse_pas_de_numero_vide(banc: Banc, registre: RegistreJournal) -> None:
    with pytest.MonkeyPatch.context() as panne:
        panne.setattr("qualitui.store.disque.os.fsync", en_panne(errno.ENOSPC))
        with pytest.raises(EcritureImpossible, match="le disque est plein"):
            registre.reserver_numero("A-2026")
    assert list((banc.dossier / "numeros" / "A-2026").iterdir()) == []
    assert registre.reserver_numero("A-2026") == 1


def test_un_journal_qui_n_a_pas_pu_naitre_n_est_pas_un_journal_perdu(banc: Banc, registre: RegistreJournal) -> None:
    autre = banc.ouvrir("durand")
    with pytest.MonkeyPatch.context() as panne:
        panne.setattr("qualitui.store.journal.journal.os.open", en_panne(errno.EACCES))
        with pytest.raises(EcritureImpossible):
            autre.add(action("A-2"))
    with pytest.raises(RienAAnnuler):
        autre.annuler()
    autre.stockage.mettre_en_cache()
    autre.close()
    assert list(banc.ouvrir("durand").anomalies) == []


@pytest.mark.parametrize("reste", ["numeros", "confidentiel", "sauvegardes"])
def test_un_site_qui_a_servi_ne_recoit_pas_un_registre_neuf(banc: Banc, reste: str) -> None:
    (banc.dossier / reste / "R-2026").mkdir(parents=True)
    with pytest.raises(RegistreIllisible, match="le site a servi"):
        banc.ouvrir()
    assert not (banc.dossier / "registre").exists()
