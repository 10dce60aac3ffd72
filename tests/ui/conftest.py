"""No animation and no backup of the week in the tests of the interface; tasks created as a real start creates them."""

from __future__ import annotations

import asyncio

import pytest


@pytest.fixture(autouse=True)
def sans_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def sans_sauvegarde_de_la_semaine(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine a test may last until the week's backup: it has its own tests."""
    monkeypatch.setattr("qualitui.ui.app.ATTENTE_SAUVEGARDE", 3600.0)


@pytest.fixture(autouse=True)
async def taches_de_textual() -> None:
    """What Textual's `run` does from Python 3.12 on and its `run_test` does not: a task begins as soon as created."""
    immediates = getattr(asyncio, "eager_task_factory", None)
    if immediates is not None:
        asyncio.get_running_loop().set_task_factory(immediates)
