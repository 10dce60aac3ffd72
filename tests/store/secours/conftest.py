"""A site with something of each kind in it."""

from __future__ import annotations

import pytest

from tests.store.banc import Banc, action


@pytest.fixture
def rempli(banc: Banc) -> Banc:
    registre = banc.ouvrir()
    with registre.transaction():
        registre.add(action(f"A-2026-{registre.reserver_numero('A-2026'):03d}"))
    (banc.dossier / "site.toml").write_text('nom = "EPS"\n', encoding="utf-8")
    secret = banc.dossier / "confidentiel" / "R-2026-001"
    secret.mkdir(parents=True)
    (secret / "identite-1.json").write_text('{"nom": "Secret"}', encoding="utf-8")
    return banc
