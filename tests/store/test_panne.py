"""An unexpected error: what is said of it, what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.store.panne import consigner
from qualitui.store.site.utilisateur import etat_local
from tests.conftest import horloge

NOM = "Jeanne Zyxw"


def test_le_fichier_dit_ou_et_non_ce_qui_etait_tape() -> None:
    try:
        Identite.model_validate({"nom": [NOM]})
    except ValueError as faute:
        try:
            raise RuntimeError("l’écran s’est fermé") from faute
        except RuntimeError as erreur:
            phrase = consigner(erreur, horloge())
    chemin = etat_local() / "panne.txt"
    assert phrase.startswith("Une erreur imprévue s’est produite : RuntimeError.")
    assert str(chemin) in phrase
    detail = chemin.read_text(encoding="utf-8")
    assert "RuntimeError: l’écran s’est fermé" in detail
    assert "ValidationError (message tu)" in detail
    assert "Zyxw" not in detail + phrase


def test_un_fichier_qui_ne_peut_pas_s_ecrire_n_est_pas_annonce(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("", encoding="utf-8")
    monkeypatch.setenv("QUALITUI_ETAT_LOCAL", str(obstacle))
    phrase = consigner(RuntimeError(), horloge())
    assert phrase.endswith("Ce qui était enregistré l’est toujours.")
