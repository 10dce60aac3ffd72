"""`qualitui.pyz`: one file on the share prepares itself once per person, whole or not at all, or says why it cannot."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest

RACINE = Path(__file__).resolve().parents[2]
PROGRAMME = """
import json, os, sys
def main():
    print(json.dumps({"arguments": sys.argv[1:], "ici": __file__, "chemin": sys.path}))
    return int(os.environ.get("CODE", "0"))
"""


def _outil(nom: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(nom, RACINE / "outils" / f"{nom}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


empaqueter, amorce = _outil("empaqueter"), _outil("amorce")
ICI = amorce.cible()


def roue(dossier: Path, nom: str, fichiers: dict[str, str]) -> Path:
    chemin = dossier / f"{nom}-1.0-py3-none-any.whl"
    with ZipFile(chemin, "w") as archive:
        for interne, texte in fichiers.items():
            archive.writestr(interne, texte)
    return chemin


@pytest.fixture
def roues(tmp_path: Path) -> list[Path]:
    (tmp_path / "roues").mkdir()
    programme = {"qualitui/__init__.py": "", "qualitui/__main__.py": PROGRAMME}
    return [
        roue(tmp_path / "roues", "qualitui", programme | {f"qualitui/donnee{n}.txt": "x" * 1000 for n in range(200)}),
        roue(tmp_path / "roues", "voisin", {"voisin.py": "valeur = 1\n"}),
    ]


@pytest.fixture
def pyz(tmp_path: Path, roues: list[Path]) -> Path:
    chemin = tmp_path / "partage" / "qualitui.pyz"
    chemin.parent.mkdir()
    empaqueter.assembler(chemin, "1.0", {ICI: roues, "win-amd64-cp399": roues})
    return chemin


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Path]:
    chemin = tmp_path / "local"
    yield chemin
    if chemin.exists():
        chemin.chmod(0o755)


def commande(pyz: Path) -> list[str]:
    return [sys.executable, str(pyz), "semaine", "--json"]


def environnement(local: Path, **autres: str) -> dict[str, str]:
    return {**os.environ, "QUALITUI_ETAT_LOCAL": str(local), "PYTHONIOENCODING": "utf-8", **autres}


def lancer(pyz: Path, local: Path, **autres: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        commande(pyz), capture_output=True, text=True, encoding="utf-8", env=environnement(local, **autres)
    )


def prepares(local: Path) -> list[str]:
    """What the local folder holds, the half-made included."""
    return sorted(chemin.name for chemin in (local / "programme").glob("*"))


def catalogue_de(pyz: Path) -> dict[str, Any]:
    with ZipFile(pyz) as archive:
        catalogue: dict[str, Any] = json.loads(archive.read("catalogue.json"))
    return catalogue


def test_le_programme_se_prepare_une_fois_puis_demarre(pyz: Path, local: Path) -> None:
    premier, second = lancer(pyz, local), lancer(pyz, local)
    assert "Première utilisation sur ce poste\u00a0: qualitui se prépare" in premier.stderr
    assert (premier.returncode, second.returncode, second.stderr) == (0, 0, "")
    vu = json.loads(second.stdout)
    assert vu["arguments"] == ["semaine", "--json"]
    assert Path(vu["ici"]).is_relative_to(local)
    assert vu["chemin"][0] == str(local / "programme" / prepares(local)[0])
    assert str(pyz) not in vu["chemin"]
    assert len(prepares(local)) == 1


def test_le_code_de_sortie_est_celui_du_programme(pyz: Path, local: Path) -> None:
    assert lancer(pyz, local, CODE="4").returncode == 4


def test_le_fichier_du_partage_peut_etre_en_lecture_seule(pyz: Path, local: Path) -> None:
    avant = pyz.read_bytes()
    pyz.chmod(0o444)
    pyz.parent.chmod(0o555)
    try:
        assert lancer(pyz, local).returncode == 0
    finally:
        pyz.parent.chmod(0o755)
    assert pyz.read_bytes() == avant
    assert [chemin.name for chemin in pyz.parent.iterdir()] == ["qualitui.pyz"]


def test_plusieurs_programmes_lances_ensemble_se_preparent_tous(pyz: Path, local: Path) -> None:
    ensemble = [
        subprocess.Popen(commande(pyz), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environnement(local))
        for _ in range(6)
    ]
    sorties = [programme.communicate()[0] for programme in ensemble]
    assert [programme.returncode for programme in ensemble] == [0] * 6
    assert len({json.loads(sortie)["ici"] for sortie in sorties}) == 1
    assert len(prepares(local)) == 1


def test_une_autre_version_se_prepare_a_cote(pyz: Path, local: Path, roues: list[Path]) -> None:
    lancer(pyz, local)
    with ZipFile(roues[0], "a") as archive:
        archive.writestr("qualitui/nouveau.txt", "de plus")
    empaqueter.assembler(pyz, "1.0", {ICI: roues})
    assert "Première utilisation" in lancer(pyz, local).stderr
    assert len(prepares(local)) == 2


@pytest.mark.parametrize("moment", ["_deballer", "_nommer"])
def test_une_preparation_interrompue_ne_laisse_rien_qui_serve(
    moment: str, pyz: Path, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at any moment: no half-made folder takes the name of the program; the next start makes it whole."""

    def couper(*_: object) -> None:
        raise Coupure

    with monkeypatch.context() as m:
        m.setattr(amorce, moment, couper)
        m.setattr(shutil, "rmtree", lambda *_, **__: None)  # killed: nothing is tidied either
        with pytest.raises(Coupure):
            amorce.preparer(str(pyz), catalogue_de(pyz), str(local / "programme"))
    assert [nom.startswith(".en-cours-") for nom in prepares(local)] == [True]
    assert lancer(pyz, local).returncode == 0


class Coupure(BaseException):
    """The program is stopped: nothing catches it."""


@pytest.mark.parametrize(
    ("numero", "raison"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EDQUOT, "votre espace disque est plein"),
        (errno.EROFS, "ce dossier ne se laisse pas écrire"),
        (errno.EACCES, "ce dossier ne se laisse pas écrire"),
    ],
)
@pytest.mark.parametrize("geste", ["makedirs", "rename"])
def test_un_disque_qui_refuse_se_dit_et_rien_ne_reste(
    numero: int, raison: str, geste: str, pyz: Path, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object, **__: object) -> None:
        raise OSError(numero, os.strerror(numero))

    monkeypatch.setattr(amorce.os, geste, refuser)
    monkeypatch.setattr(amorce, "ESSAIS", 1)
    if geste == "rename":
        (local / "programme").mkdir(parents=True)
    with pytest.raises(amorce.Impossible, match=raison) as refus:
        amorce.preparer(str(pyz), catalogue_de(pyz), str(local / "programme"))
    assert "QUALITUI_ETAT_LOCAL" in str(refus.value)
    assert prepares(local) == []


def test_un_dossier_qui_n_en_est_pas_un_se_dit(pyz: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "fichier"
    fichier.write_text("")
    fini = lancer(pyz, fichier)
    assert fini.returncode == 1
    assert "qualitui ne peut pas se préparer dans" in fini.stderr
    assert "Traceback" not in fini.stderr


def test_un_fichier_abime_se_dit(pyz: Path, local: Path) -> None:
    octets = bytearray(pyz.read_bytes())
    milieu = octets.index(b"x" * 20)  # inside a wheel, not in the catalogue
    octets[milieu] ^= 0xFF
    pyz.write_bytes(octets)
    fini = lancer(pyz, local)
    assert (fini.returncode, "est abîmé ou n’a pas été copié en entier" in fini.stderr) == (1, True)
    assert prepares(local) == []


def test_un_python_qui_ne_convient_pas_se_dit(pyz: Path, local: Path, roues: list[Path]) -> None:
    empaqueter.assembler(pyz, "1.0", {"win-amd64-cp311": roues, "linux-riscv64-cp314": roues})
    fini = lancer(pyz, local)
    assert fini.returncode == 1
    assert ICI in fini.stderr
    assert "Python 3.11 à 3.14 pour linux-riscv64 ou win-amd64" in fini.stderr
    assert not local.exists()


@pytest.mark.parametrize(
    ("systeme", "variables", "attendue"),
    [
        ("win-amd64", {"SOABI": None}, "win-amd64-cp3"),
        ("win-arm64", {"SOABI": None}, "win-arm64-cp3"),
        ("win32", {"SOABI": None}, "win32-cp3"),
        ("linux-x86_64", {"SOABI": "cpython-313-x86_64-linux-gnu"}, "linux-x86_64-cp3"),
        ("linux-x86_64", {"SOABI": "cpython-313-x86_64-linux-musl"}, "linux-x86_64-musl-cp3"),
    ],
)
@pytest.mark.parametrize("sans_verrou", [0, 1])
def test_la_cible_dit_ce_que_les_roues_distinguent(
    systeme: str, variables: dict[str, str | None], attendue: str, sans_verrou: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another processor, another C library, a Python without its lock: other wheels."""
    monkeypatch.setattr(amorce.sysconfig, "get_platform", lambda: systeme)
    lues = variables | {"Py_GIL_DISABLED": sans_verrou}
    monkeypatch.setattr(amorce.sysconfig, "get_config_var", lues.__getitem__)
    cible = amorce.cible()
    assert cible.startswith(attendue)
    assert cible.endswith("t") == bool(sans_verrou)


def test_un_poste_qui_refuse_de_charger_se_dit(pyz: Path, local: Path, tmp_path: Path) -> None:
    """As where a rule of the computer forbids the libraries of a person's own folder."""
    faute = "def main():\n    raise ImportError('DLL load failed')\n"
    refusee = roue(tmp_path, "qualitui", {"qualitui/__init__.py": "", "qualitui/__main__.py": faute})
    empaqueter.assembler(pyz, "1.0", {ICI: [refusee]})
    fini = lancer(pyz, local)
    assert fini.returncode == 1
    assert "DLL load failed" in fini.stderr
    assert "montrez cette phrase au service informatique" in fini.stderr


def test_les_anciennes_versions_sont_oubliees_au_bout_d_un_mois(pyz: Path, local: Path) -> None:
    for nom, jours in (("0.9-ancienne", 31), (".en-cours-abandonne", 31), ("0.9-recente", 29)):
        dossier = local / "programme" / nom
        dossier.mkdir(parents=True)
        quand = time.time() - jours * 86400
        os.utime(dossier, (quand, quand))
    lancer(pyz, local)
    assert [nom for nom in prepares(local) if not nom.startswith("1.0-")] == ["0.9-recente"]


def test_une_version_qui_sert_encore_est_gardee(pyz: Path, local: Path) -> None:
    lancer(pyz, local)
    dossier = local / "programme" / prepares(local)[0]
    os.utime(dossier, (0, 0))
    lancer(pyz, local)
    assert dossier.stat().st_mtime > time.time() - 60


def test_le_meme_contenu_donne_le_meme_fichier(pyz: Path, roues: list[Path], tmp_path: Path) -> None:
    autre = tmp_path / "autre.pyz"
    empaqueter.assembler(autre, "1.0", {ICI: roues, "win-amd64-cp399": roues})
    assert autre.read_bytes() == pyz.read_bytes()


def test_une_roue_qui_doit_s_installer_est_refusee(tmp_path: Path) -> None:
    deplacee = roue(tmp_path, "qualitui", {"qualitui-1.0.data/purelib/qualitui/__init__.py": ""})
    with pytest.raises(SystemExit, match="must be installed"):
        empaqueter.assembler(tmp_path / "x.pyz", "1.0", {ICI: [deplacee]})


def test_l_amorce_se_lit_par_un_vieux_python() -> None:
    """So that a Python too old says so in French instead of failing on its syntax."""
    ast.parse((RACINE / "outils" / "amorce.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_chaque_python_accepte_par_le_projet_est_empaquete() -> None:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dites = [c.rsplit(" ", 1)[1] for c in projet["classifiers"] if c.startswith("Programming Language :: Python :: 3.")]
    assert set(dites) <= set(empaqueter.PYTHONS)
    assert projet["requires-python"] == f">={empaqueter.PYTHONS[0]}"
