"""Identities: apart, create-only, erased with their folder, and never told by a message."""

from __future__ import annotations

import errno
import gc
import os
import weakref
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from qualitui.domain.base import Refus, evoluer
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.confidentiel import Confidentiel, ConfidentielInaccessible

SECRET = Identite(nom="Madame Secret", adresse="1 rue Cachée", texte="Récit\r\nintime")


@pytest.fixture
def confidentiel(tmp_path: Path) -> Confidentiel:
    return Confidentiel(tmp_path, signer)


def signer() -> tuple[str, datetime]:
    return "durand", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_ce_qui_est_ecrit_se_relit(confidentiel: Confidentiel) -> None:
    assert confidentiel.lire("R-2026-001") is None
    confidentiel.ecrire("R-2026-001", SECRET)
    lue = confidentiel.lire("R-2026-001")
    assert lue is not None
    assert (lue.nom, lue.texte) == ("Madame Secret", "Récit\nintime")
    assert confidentiel.lire("R-2026-002") is None
    assert list(confidentiel.references()) == ["R-2026-001"]


def test_une_nouvelle_version_n_ecrase_pas_l_ancienne(confidentiel: Confidentiel) -> None:
    for rang in range(12):
        confidentiel.ecrire("R-2026-001", Identite(nom=f"version {rang}", version=rang))
    assert confidentiel.lire("R-2026-001") == Identite(nom="version 11", version=12)
    assert len(list((confidentiel.dossier / "R-2026-001").iterdir())) == 12


def test_une_version_depassee_est_refusee_et_dit_qui_et_quand_sans_rien_montrer(confidentiel: Confidentiel) -> None:
    confidentiel.ecrire("R-2026-001", SECRET)
    lue = confidentiel.lire("R-2026-001")
    assert lue is not None
    confidentiel.ecrire("R-2026-001", evoluer(lue, telephone="0123456789"))

    for depassee in (evoluer(lue, courriel="secret@exemple.fr"), SECRET):
        with pytest.raises(ModifieEntreTemps, match=r"par durand, le 02/03/2026 à 09:30") as refus:
            confidentiel.ecrire("R-2026-001", depassee)
        assert "téléphone" in refus.value.phrase
        assert "0123456789" not in str(refus.value)
        assert "Secret" not in str(refus.value)
        assert not refus.value.champs
    garde = confidentiel.lire("R-2026-001")
    assert garde is not None
    assert (garde.telephone, garde.courriel) == ("0123456789", "")


def test_une_identite_effacee_entre_temps_n_est_pas_refaite(confidentiel: Confidentiel) -> None:
    confidentiel.ecrire("R-2026-001", SECRET)
    lue = confidentiel.lire("R-2026-001")
    assert lue is not None
    confidentiel.effacer("R-2026-001")

    with pytest.raises(ModifieEntreTemps, match="effacée"):
        confidentiel.ecrire("R-2026-001", lue)
    assert confidentiel.lire("R-2026-001") is None
    assert list(confidentiel.references()) == []


def test_une_identite_sans_signature_se_lit_et_se_date_par_son_fichier(confidentiel: Confidentiel) -> None:
    (confidentiel.dossier / "R-2026-001").mkdir(parents=True)
    (confidentiel.dossier / "R-2026-001" / "identite-1.json").write_text('{"nom": "Zyxw"}', encoding="utf-8")

    assert confidentiel.lire("R-2026-001") == Identite(nom="Zyxw", version=1)
    with pytest.raises(ModifieEntreTemps, match=r"entre-temps, le \d\d/\d\d/\d{4}"):
        confidentiel.ecrire("R-2026-001", SECRET)


def test_effacer_ne_laisse_rien(confidentiel: Confidentiel) -> None:
    confidentiel.ecrire("R-2026-001", SECRET)
    confidentiel.joindre("R-2026-001", "lettre.pdf", b"%PDF")
    confidentiel.effacer("R-2026-001")
    assert confidentiel.lire("R-2026-001") is None
    assert list(confidentiel.dossier.rglob("*")) == []
    confidentiel.effacer("R-2026-001")


def test_ce_qui_est_efface_quitte_aussi_la_memoire(confidentiel: Confidentiel) -> None:
    confidentiel.ecrire("R-2026-001", Identite(nom="Zyxw"))
    lue = weakref.ref(confidentiel.lire("R-2026-001"))
    gc.collect()
    assert lue() is not None
    confidentiel.effacer("R-2026-001")
    gc.collect()
    assert lue() is None


def test_les_pieces_gardent_un_nom_sans_danger_et_ne_s_ecrasent_pas(confidentiel: Confidentiel) -> None:
    noms = [confidentiel.joindre("R-2026-001", nom, b"x") for nom in ("../lettre 1.pdf", "lettre 1.pdf", "con")]
    assert noms == ["lettre-1.pdf", "lettre-1-2.pdf", "_con.bin"]
    assert [piece.name for piece in confidentiel.pieces("R-2026-001")] == sorted(noms)
    assert list(confidentiel.pieces("R-2026-009")) == []


@pytest.mark.parametrize("reference", ["../R", "", "R/1", "..", "R 1"])
def test_une_reference_ne_sort_pas_du_dossier(confidentiel: Confidentiel, reference: str) -> None:
    with pytest.raises(Refus, match="pas une référence"):
        confidentiel.lire(reference)


def interdire(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder answers « access denied » (tests may run as an administrator, whom chmod does not stop)."""

    def refuser(*_: object, **__: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied", "/site/confidentiel/Madame Secret")

    for module, nom in ((Path, "iterdir"), (Path, "read_bytes"), (Path, "mkdir"), (os, "scandir")):
        monkeypatch.setattr(module, nom, refuser)


def test_sans_acces_tout_refuse_et_rien_n_est_pris_pour_vide(
    confidentiel: Confidentiel, monkeypatch: pytest.MonkeyPatch
) -> None:
    confidentiel.ecrire("R-2026-001", SECRET)
    assert confidentiel.accessible
    interdire(monkeypatch)
    assert not confidentiel.accessible
    for geste in (
        lambda: confidentiel.lire("R-2026-001"),
        lambda: confidentiel.ecrire("R-2026-001", SECRET),
        lambda: confidentiel.joindre("R-2026-001", "x.pdf", b"x"),
        lambda: confidentiel.pieces("R-2026-001"),
        lambda: confidentiel.references(),
    ):
        with pytest.raises(ConfidentielInaccessible) as refus:
            geste()
        assert "Secret" not in refus.value.phrase
        assert refus.value.__cause__ is None
        assert refus.value.__suppress_context__


def test_effacer_sans_acces_se_dit(confidentiel: Confidentiel, monkeypatch: pytest.MonkeyPatch) -> None:
    confidentiel.ecrire("R-2026-001", SECRET)

    def refuser(*_: object, **__: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("shutil.rmtree", refuser)
    with pytest.raises(ConfidentielInaccessible):
        confidentiel.effacer("R-2026-001")


@pytest.mark.parametrize("contenu", [b"", b"{", b'{"nom": 3}', b'{"nom": "x", "inconnu": 1}', b"\xff\xfe"])
def test_une_identite_abimee_se_dit_sans_la_montrer(confidentiel: Confidentiel, contenu: bytes) -> None:
    confidentiel.ecrire("R-2026-001", SECRET)
    (confidentiel.dossier / "R-2026-001" / "identite-1.json").write_bytes(contenu)
    with pytest.raises(ConfidentielInaccessible, match="abîmée") as refus:
        confidentiel.lire("R-2026-001")
    assert refus.value.__suppress_context__


def test_une_identite_ne_se_montre_ni_en_clair_ni_dans_une_erreur() -> None:
    assert "Secret" not in repr(SECRET)
    with pytest.raises(ValidationError) as erreur:
        Identite.model_validate({"nom": ["Madame Secret"]})
    assert "Secret" not in str(erreur.value)


def test_un_site_parti_n_est_pas_refait_par_une_identite(tmp_path: Path) -> None:
    confidentiel = Confidentiel(tmp_path / "parti", signer)
    with pytest.raises(ConfidentielInaccessible):
        confidentiel.ecrire("R-2026-001", SECRET)
    with pytest.raises(ConfidentielInaccessible):
        confidentiel.joindre("R-2026-001", "lettre.pdf", b"x")
    assert not (tmp_path / "parti").exists()
