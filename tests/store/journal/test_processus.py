"""Real processes: several writers at once, and writers killed at any moment."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.store.secours import controle
from tests.store import ecrivain_tue
from tests.store.banc import Banc

ECRIVAIN = [sys.executable, "-m", "tests.store.ecrivain_tue"]
RACINE = Path(ecrivain_tue.__file__).parents[2]


def lancer(banc: Banc, login: str, combien: int) -> subprocess.Popen[str]:
    commande = [*ECRIVAIN, str(banc.dossier), login, str(combien)]
    return subprocess.Popen(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True)


def annonces(processus: subprocess.Popen[str]) -> list[str]:
    return processus.communicate(timeout=60)[0].split()


def constats(banc: Banc) -> list[str]:
    """What a full check of the files finds, explanations apart."""
    stockage = controle.relire(banc.dossier, banc.horloge)
    trouvees = [*controle.journaux(stockage), *controle.numeros(banc.dossier, stockage)]
    return [anomalie.phrase for anomalie in trouvees if anomalie.gravite != "information"]


@pytest.mark.parametrize("memes", [False, True], ids=["quatre personnes", "une personne, quatre programmes"])
def test_quatre_ecrivains_a_la_fois_ne_perdent_rien(banc: Banc, memes: bool) -> None:
    banc.ouvrir("fondateur").close()
    processus = [lancer(banc, "martin" if memes else f"agent{rang}", 15) for rang in range(4)]
    references = [reference for un in processus for reference in annonces(un)]
    assert len(set(references)) == 60
    assert sorted(a.reference for a in banc.ouvrir("lecteur").find(Action)) == sorted(references)
    assert sorted(references) == [f"A-2026-{numero:03d}" for numero in range(1, 61)]
    assert constats(banc) == []


def test_tue_a_n_importe_quel_moment_rien_d_annonce_n_est_perdu(banc: Banc) -> None:
    banc.ouvrir("fondateur").close()
    hasard = random.Random(4)
    references: list[str] = []
    for _ in range(6):
        processus = lancer(banc, "martin", 1000)
        assert processus.stdout is not None
        references.append(processus.stdout.readline().strip())
        time.sleep(hasard.random() / 20)
        processus.kill()
        references += annonces(processus)
    presentes = [a.reference for a in banc.ouvrir("lecteur").find(Action)]
    assert len(references) > 6
    assert [reference for reference in references if reference not in presentes] == []
    assert len(set(presentes)) == len(presentes)
    assert constats(banc) == []


def test_un_numero_laisse_par_un_tue_est_repris(banc: Banc) -> None:
    banc.ouvrir("fondateur").close()
    processus = lancer(banc, "martin", 1000)
    assert processus.stdout is not None
    processus.stdout.readline()
    processus.kill()
    annonces(processus)
    suite = annonces(lancer(banc, "martin", 3))
    presentes = sorted(a.reference for a in banc.ouvrir("lecteur").find(Action))
    # Killed between the creation of a number's file and its content, it leaves it to whoever comes a day later.
    vides = [chemin.name for chemin in (banc.dossier / "numeros" / "A-2026").iterdir() if not chemin.stat().st_size]
    assert len(vides) <= 1
    attendues = [f"A-2026-{numero:03d}" for numero in range(1, len(presentes) + len(vides) + 1)]
    assert presentes == [reference for reference in attendues if f"{int(reference[-3:]):06d}" not in vides]
    assert set(suite) <= set(presentes)
