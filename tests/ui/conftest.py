"""No animation in the tests of the interface."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def sans_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
