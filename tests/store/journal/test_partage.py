"""Two clients of an emulated share: what the other wrote is seen late, no lock travels, nothing is lost."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.secours import controle
from tests.store.banc import Banc, action
from tests.store.partage import Client

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="un client par processus, par fork")


def en_client(geste: Callable[[], None]) -> int:
    """Run `geste` in a process of its own; return its pid."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        geste()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def attendre(*pids: int) -> None:
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * len(pids)


def ecrire(banc: Banc, login: str, combien: int) -> None:
    Client(banc.dossier, retard=0.2, latence=0.0005).installer()
    registre = banc.ouvrir(login, etat=f"etat-{login}")
    for _ in range(combien):
        with registre.transaction():
            registre.add(action(f"A-2026-{registre.reserver_numero('A-2026'):03d}", causes=login))
    registre.close()


def test_deux_clients_ne_perdent_rien_et_n_ont_aucun_double(banc: Banc) -> None:
    banc.ouvrir("fondateur").close()
    attendre(*(en_client(lambda login=login: ecrire(banc, login, 25)) for login in ("martin", "durand")))  # type: ignore[misc]
    lues = banc.ouvrir("lecteur").find(Action)
    assert sorted(a.reference for a in lues) == [f"A-2026-{numero:03d}" for numero in range(1, 51)]
    stockage = controle.relire(banc.dossier, banc.horloge)
    assert [*controle.journaux(stockage), *controle.numeros(banc.dossier, stockage)] == []


def modifier(banc: Banc, login: str) -> None:
    """Write one note a round, on what this client believes; a refusal is taken in, and tried again."""
    Client(banc.dossier, retard=0.15, latence=0).installer()
    registre = banc.ouvrir(login, etat=f"etat-{login}")
    for tour in range(8):
        while True:
            fiche = registre.find(Action)[0]
            try:
                registre.save(evoluer(fiche, **{"causes" if login == "martin" else "pilote": f"{login} {tour}"}))
                break
            except ModifieEntreTemps:
                time.sleep(0.01)
        time.sleep(0.02)
    registre.close()


def test_ce_qui_se_croise_est_signale_et_tout_reste_dans_l_histoire(banc: Banc) -> None:
    fiche = banc.ouvrir("fondateur").add(action())
    attendre(*(en_client(lambda login=login: modifier(banc, login)) for login in ("martin", "durand")))  # type: ignore[misc]
    lecteurs = [banc.ouvrir(nom) for nom in ("un", "deux")]
    histoire = lecteurs[0].history(Action, fiche.id)
    assert [c.par for c in histoire].count("martin") == [c.par for c in histoire].count("durand") == 8
    assert lecteurs[0].get(Action, fiche.id) == lecteurs[1].get(Action, fiche.id)
    assert (lecteurs[0].get(Action, fiche.id).causes, lecteurs[0].get(Action, fiche.id).pilote) == (
        "martin 7",
        "durand 7",
    )


def test_un_client_voit_en_retard_ce_que_l_autre_a_ecrit(tmp_path: Path) -> None:
    client = Client(tmp_path, retard=0.1, latence=0)
    (tmp_path / "a").write_bytes(b"12")
    assert [(e.name, e.taille) for e in client.lister(str(tmp_path))] == [("a", 2)]
    (tmp_path / "a").write_bytes(b"1234")
    (tmp_path / "b").write_bytes(b"")
    assert [e.taille for e in client.lister(str(tmp_path))] == [2]
    assert client.lire(str(tmp_path / "a")) == b"12"
    time.sleep(0.12)
    assert {e.name: e.taille for e in client.lister(str(tmp_path))} == {"a": 4, "b": 0}
    assert client.lire(str(tmp_path / "a")) == b"1234"
