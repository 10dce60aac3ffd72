"""The same motif three times in a quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.repetitions import a_traiter, repetitions, trimestre_de

Recue = Callable[..., Reclamation]


@pytest.mark.parametrize(
    ("jour", "trimestre"),
    [
        (date(2026, 1, 1), "2026-T1"),
        (date(2026, 3, 31), "2026-T1"),
        (date(2026, 4, 1), "2026-T2"),
        (date(2026, 12, 31), "2026-T4"),
    ],
)
def test_civil_quarters(jour: date, trimestre: str) -> None:
    assert trimestre_de(jour) == trimestre


def test_two_are_not_a_repetition_three_are_in_the_same_quarter_only(recue: Recue) -> None:
    janvier, mars, avril = (
        recue(le, reference=f"R-2026-00{n}", motif="attente")
        for n, le in enumerate((date(2026, 1, 2), date(2026, 3, 31), date(2026, 4, 1)), start=1)
    )
    assert repetitions([janvier, mars, avril]) == ()
    fevrier = recue(date(2026, 2, 2), reference="R-2026-004", motif="attente", actions=("A-2026-001",))
    (trouvee,) = repetitions([avril, mars, fevrier, janvier])
    assert (trouvee.motif, trouvee.trimestre, trouvee.engagement) == ("attente", "2026-T1", "4")
    assert trouvee.references == ("R-2026-001", "R-2026-004", "R-2026-002")
    assert trouvee.actions == ("A-2026-001",)
    assert a_traiter([trouvee]) == ()


@pytest.mark.parametrize(
    ("motif", "nature", "nombre"),
    [
        ("attente", "reclamation", 1),
        ("autre", "reclamation", 0),
        ("", "reclamation", 0),
        ("attente", "doublon", 0),
        ("attente", "remerciement", 0),
    ],
)
def test_what_has_nothing_in_common_is_not_a_repetition(recue: Recue, motif: str, nature: str, nombre: int) -> None:
    cas = [recue(date(2026, 1, 2), motif=motif, nature=nature) for _ in range(3)]
    assert len(a_traiter(repetitions(cas))) == nombre
