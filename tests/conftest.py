"""Fixtures shared by every floor: local state apart from the user's, a fixed clock, an empty site."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from qualitui.store.site.site import Site

# Nothing is timed here: a busy machine is not a fault.
settings.register_profile("sans-chronometre", deadline=None)
settings.load_profile("sans-chronometre")

JOUR = date(2026, 3, 2)
collect_ignore = (
    ["test_depart.py", "avaries/test_tueries.py"] if sys.platform == "win32" else []
)  # Windows has no pseudo-terminal to open


@pytest.fixture(autouse=True)
def poste_isole(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the local state, settings or environment of the person who runs it."""
    local = tmp_path_factory.mktemp("poste")
    monkeypatch.setenv("QUALITUI_ETAT_LOCAL", str(local / "etat"))
    monkeypatch.setenv("QUALITUI_REGLAGES", str(local / "reglages.toml"))
    monkeypatch.setenv("QUALITUI_DATE", JOUR.isoformat())
    monkeypatch.setenv("QUALITUI_POSTE", "poste-test")
    monkeypatch.delenv("QUALITUI_SITE", raising=False)


@pytest.fixture
def jour() -> date:
    """Monday 2 March 2026."""
    return JOUR


def horloge() -> datetime:
    """A clock stopped on `JOUR` at 9:00 UTC."""
    return datetime(JOUR.year, JOUR.month, JOUR.day, 9, 0, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An EPS site under EPS-2023 with the 60 default checks, due from `JOUR`."""
    from qualitui.operations.site.site import creer

    ouvert = creer(
        tmp_path / "site",
        nom="EPS d’essai",
        jour=JOUR,
        maintenant=horloge,
        poste="poste-test",
        login="essai",
    )
    yield ouvert
    ouvert.fermer()


@pytest.fixture(scope="session")
def dossier_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration site made for `JOUR`, once per worker: copy it before writing in it."""
    from qualitui.demonstration.site import fabriquer

    dossier = tmp_path_factory.mktemp("demonstration") / "site"
    fabriquer(dossier, jour=JOUR)
    return dossier


@pytest.fixture
def site_demo(dossier_demo: Path, tmp_path: Path) -> Iterator[Site]:
    """A copy of the demonstration site, open, to read or to write in."""
    from qualitui.store.site.site import ouvrir

    copie = tmp_path / "site-demo"
    shutil.copytree(dossier_demo, copie)
    ouvert = ouvrir(copie, maintenant=horloge, poste="poste-test", login="essai")
    yield ouvert
    ouvert.fermer()
