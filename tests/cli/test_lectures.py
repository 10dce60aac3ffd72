"""What a reading command says does not depend on what this workstation kept: with it, without it, in a later year."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qualitui.cli import COMMANDES, _analyseur, main
from qualitui.demonstration.site import fabriquer
from tests.conftest import JOUR

# Those that write, or read something else than the register.
AUTRES = {("annuler",), ("sauvegarder",), ("info",), ("diagnostic",), ("modele", "lister"), ("referentiel", "lister")}
LENDEMAIN = date(2027, 1, 4)  # the first Monday of a year: what is due runs over two of them


def _sous_commandes(analyseur: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in analyseur._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _lectures(analyseur: argparse.ArgumentParser, verbes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The commands that answer in JSON and ask for nothing but themselves."""
    sous = _sous_commandes(analyseur)
    if any(a.required and not isinstance(a, argparse._SubParsersAction) for a in analyseur._actions):
        return
    for nom, un in sous.items():
        yield from _lectures(un, (*verbes, nom))
    if not sous and "--json" in analyseur._option_string_actions:
        yield verbes


def _toutes() -> list[tuple[str, ...]]:
    trouvees = [v for nom in COMMANDES for v in _lectures(_sous_commandes(_analyseur([nom]))[nom], (nom,))]
    return sorted(set(trouvees) - AUTRES)


TOUTES = _toutes()
PRECISES = [
    ("reclamation", "voir", "R-2024-002"),
    ("reclamation", "voir", "R-2026-003"),
    ("reclamation", "lister", "--a-faire"),
    ("reclamation", "statistiques", "--annee", "2024"),
    ("action", "voir", "A-2024-001"),
    ("suggestion", "voir", "S-2025-001"),
    ("verification", "lister", "--du", "2024-06-01", "--au", "2024-06-30"),
    ("revue", "2025", "manques"),
    ("historique", "R-2024-002"),
]


@pytest.fixture(scope="module")
def trois_ans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("trois-ans") / "site"
    fabriquer(dossier, jour=JOUR, annees=2)
    return dossier


def _dire(dossier: Path, commande: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["--site", str(dossier), *commande, "--json"])
    dit = capsys.readouterr()
    return code, dit.out, dit.err


def test_il_y_a_des_lectures_a_comparer() -> None:
    assert {("semaine",), ("reclamation", "lister"), ("verification", "lister"), ("action", "lister")} <= set(TOUTES)


@pytest.mark.parametrize("commande", [*TOUTES, *PRECISES], ids=" ".join)
def test_une_lecture_dit_la_meme_chose_avec_et_sans_ce_que_le_poste_a_garde(
    trois_ans: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    commande: tuple[str, ...],
) -> None:
    monkeypatch.setenv("QUALITUI_DATE", LENDEMAIN.isoformat())
    etat = tmp_path_factory.mktemp("etat")
    monkeypatch.setenv("QUALITUI_ETAT_LOCAL", str(etat))
    sans = _dire(trois_ans, commande, capsys)
    assert [*etat.rglob("cache.bin")]
    avec = [_dire(trois_ans, commande, capsys) for _ in range(2)]
    assert avec == [sans, sans]
    shutil.rmtree(etat)
