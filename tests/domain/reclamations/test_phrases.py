"""The time line of a case, in words."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.reclamations.fiche import Fait, GenreFait
from qualitui.domain.reclamations.phrases import fait_en_mots


@pytest.mark.parametrize(
    ("motif", "phrase"),
    [("doublon", "clôture (Doublon d’un autre dossier)"), ("motif-de-demain", "clôture (motif-de-demain)")],
)
def test_un_motif_de_cloture_inconnu_se_lit_tel_quel(motif: str, phrase: str) -> None:
    """A record of a later version must not make the whole pane fail."""
    assert fait_en_mots(Fait(genre=GenreFait.CLOTURE, le=date(2026, 3, 2), motif=motif)) == phrase
