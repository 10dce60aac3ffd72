"""The folder where a workstation keeps its state does not serve: reading goes on, writing says which folder and why."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from cli.parcours import lancer

from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]
LECTURES = ("semaine", "info", "suggestion lister", "diagnostic", "conflits", "retrouver", "sauvegarder")
ECRITURES = ("action ajouter --intitule Banc", "annuler")


@pytest.fixture(params=["un fichier à sa place", "un fichier sur son chemin", "lecture seule"])
def etat_inutilisable(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the sentence must say."""
    etat = tmp_path / "etat"
    if request.param == "lecture seule":
        etat.mkdir()
        _rendre_illisible(etat, monkeypatch)
        phrase = "le disque est en lecture seule"
    else:
        etat.write_text("", encoding="utf-8")
        dedans = request.param == "un fichier sur son chemin"
        etat = etat / "dedans" if dedans else etat
        phrase = "passe par un fichier" if dedans else "fichier"
    monkeypatch.setenv("QUALITUI_ETAT_LOCAL", str(etat))
    return phrase


def _rendre_illisible(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may be run by an account that no right stops: the system's answer is given in its place."""
    ouvrir, creer = os.open, os.mkdir

    def refuser(chemin: Any) -> None:
        if str(chemin).startswith(str(dossier)):
            raise OSError(errno.EROFS, "read-only", str(chemin))

    def os_open(chemin: Any, drapeaux: int, *suite: Any, **reste: Any) -> int:
        if drapeaux & (os.O_WRONLY | os.O_RDWR):
            refuser(chemin)
        return ouvrir(chemin, drapeaux, *suite, **reste)

    def os_mkdir(chemin: Any, *suite: Any, **reste: Any) -> None:
        if not Path(chemin).is_dir():
            refuser(chemin)
        creer(chemin, *suite, **reste)

    monkeypatch.setattr(os, "open", os_open)
    monkeypatch.setattr(os, "mkdir", os_mkdir)


@pytest.mark.parametrize("ligne", LECTURES)
def test_on_lit_sans_etat_local(ligne: str, site: Site, etat_inutilisable: str, capsys: Capture) -> None:
    assert lancer(["--site", str(site.dossier), *ligne.split()]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("ligne", ECRITURES)
def test_ecrire_dit_quel_dossier_et_pourquoi(ligne: str, site: Site, etat_inutilisable: str, capsys: Capture) -> None:
    assert lancer(["--site", str(site.dossier), *ligne.split()]) == 1
    phrase = capsys.readouterr().err
    assert "le dossier où ce poste garde son état" in phrase
    assert os.environ["QUALITUI_ETAT_LOCAL"] in phrase
    assert etat_inutilisable in phrase


def test_aucun_site_n_est_cree_a_moitie(tmp_path: Path, etat_inutilisable: str, capsys: Capture) -> None:
    assert lancer(["init", str(tmp_path / "neuf"), "--nom", "EPS"]) == 1
    assert "garde son état" in capsys.readouterr().err
    assert not (tmp_path / "neuf").exists()


@pytest.mark.parametrize(
    "octets", [b"caf\xe9", b"/un/\0chemin", b"n" * 300, b"", b"\xff\xfe", b"~personne-de-ce-nom/site"]
)
def test_un_dernier_site_abime_vaut_aucun_site(octets: bytes, capsys: Capture) -> None:
    etat = Path(os.environ["QUALITUI_ETAT_LOCAL"])
    etat.mkdir(parents=True, exist_ok=True)
    (etat / "dernier-site.txt").write_bytes(octets)
    assert lancer(["semaine"]) == 3
    assert "Aucun site n’est ouvert" in capsys.readouterr().err
