"""No animation and no backup of the week in the tests of the interface."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def sans_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def sans_sauvegarde_de_la_semaine(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine a test may last until the week's backup: it has its own tests."""
    monkeypatch.setattr("qualitui.ui.app.ATTENTE_SAUVEGARDE", 3600.0)
