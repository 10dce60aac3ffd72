"""The program starts: in a terminal as someone opens it, and with a sentence where there is none."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from depart import ecran_du_site, environnement, premier_lancement, terminal

from qualitui.store.site.site import Site

PANNE = """
import sys
from qualitui.cli import main
from qualitui.ui.screens.accueil import EcranAccueil
def panne(self): raise ZeroDivisionError("panne voulue par l’essai")
EcranAccueil.compose = panne
sys.exit(main(sys.argv[1:]))
"""
FLUX = ("stdin", "stdout", "stderr")


def test_l_ecran_du_site_s_ouvre_obeit_et_se_quitte(tmp_path: Path) -> None:
    ecran_du_site(sys.executable, tmp_path)


def test_le_premier_lancement_s_ouvre_et_se_quitte(tmp_path: Path) -> None:
    premier_lancement(sys.executable, tmp_path)


def test_un_ecran_que_rien_ne_peut_garder_finit_par_une_phrase_et_le_code_70(site: Site, tmp_path: Path) -> None:
    commande = [sys.executable, "-c", PANNE, "--site", str(site.dossier)]
    with terminal(commande, environnement(tmp_path)) as ouvert:
        assert ouvert.finir() == 70
        assert "Une erreur imprévue s’est produite : ZeroDivisionError" in ouvert.ecrit


def lancer(dossier: Path, *arguments: str, ailleurs: tuple[str, ...] = FLUX) -> tuple[int, str]:
    """Run it with these flows elsewhere than in a terminal; its exit code, and what it said."""
    maitre, esclave = pty.openpty()
    dit = dossier / "dit.txt"
    try:
        with dit.open("wb") as fichier, Path(os.devnull).open("rb") as rien:
            sans = {"stdin": rien, "stdout": fichier, "stderr": fichier}
            flux = {nom: sans[nom] if nom in ailleurs else esclave for nom in FLUX}
            fini = subprocess.run(
                [sys.executable, "-m", "qualitui", *arguments],
                env=environnement(dossier),
                cwd=dossier,
                timeout=120,
                check=False,
                **flux,
            )
        montre = os.read(maitre, 1 << 16) if select.select([maitre], [], [], 0)[0] else b""
        return fini.returncode, dit.read_text(encoding="utf-8") or montre.decode()
    finally:
        os.close(maitre)
        os.close(esclave)


@pytest.mark.parametrize("ailleurs", [FLUX, ("stdin",), ("stdout",), ("stderr",)], ids="-".join)
def test_sans_terminal_une_phrase_et_le_code_2(tmp_path: Path, ailleurs: tuple[str, ...]) -> None:
    code, dit = lancer(tmp_path, ailleurs=ailleurs)
    assert (code, dit.count("ne s’ouvre que dans un terminal"), len(dit.splitlines())) == (2, 1, 1)
    assert "\x1b" not in dit
    assert list(tmp_path.iterdir()) == [tmp_path / "dit.txt"]


def test_sans_terminal_demo_fait_le_site_et_dit_comment_l_ouvrir(tmp_path: Path) -> None:
    code, dit = lancer(tmp_path, "demo")
    assert code == 2
    assert "Site de démonstration fait dans qualitui-demo" in dit
    assert 'tapez\u00a0: qualitui --site "qualitui-demo"' in dit
    assert lancer(tmp_path, "--site", "qualitui-demo", "semaine")[0] == 0
    assert lancer(tmp_path, "demo", "--sans-ouvrir")[0] == 0
