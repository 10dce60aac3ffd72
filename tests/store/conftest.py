"""Fixtures of the storage tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.banc import Banc


@pytest.fixture
def banc(tmp_path: Path) -> Iterator[Banc]:
    essai = Banc(tmp_path)
    yield essai
    essai.fermer()
