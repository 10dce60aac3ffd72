"""From repetition to action: the same motif three times in a civil quarter calls for an action (engagement 12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from qualitui.domain.base import Valeur
from qualitui.domain.reclamations.fiche import Reclamation

SEUIL = 3

# They gather cases that have nothing in common, or that are not the site's.
_MOTIFS_EXCLUS = frozenset({"", "autre"})
_NATURES_EXCLUES = frozenset({"doublon", "hors-perimetre", "recours", "remerciement"})


class Repetition(Valeur):
    """`trimestre` is « 2026-T1 »; `references` in order of receipt; `actions` those already born from these cases."""

    motif: str
    trimestre: str
    engagement: str
    references: tuple[str, ...]
    actions: tuple[str, ...] = ()

    @property
    def nombre(self) -> int:
        return len(self.references)


def trimestre_de(jour: date) -> str:
    """« 2026-T1 »."""
    return f"{jour.year}-T{(jour.month + 2) // 3}"


def repetitions(reclamations: Iterable[Reclamation], seuil: int = SEUIL) -> tuple[Repetition, ...]:
    """Every (quarter, motif) met `seuil` times or more, the latest quarter first, then the most frequent motif."""
    groupes: dict[tuple[str, str], list[Reclamation]] = defaultdict(list)
    for reclamation in reclamations:
        if reclamation.motif not in _MOTIFS_EXCLUS and reclamation.nature not in _NATURES_EXCLUES:
            groupes[trimestre_de(reclamation.recue_le), reclamation.motif].append(reclamation)
    trouvees = [_repetition(*cle, cas) for cle, cas in groupes.items() if len(cas) >= seuil]
    trouvees.sort(key=lambda r: (-r.nombre, r.motif))
    return tuple(sorted(trouvees, key=lambda r: r.trimestre, reverse=True))


def _repetition(trimestre: str, motif: str, cas: list[Reclamation]) -> Repetition:
    cas = sorted(cas, key=lambda r: (r.recue_le, r.reference))
    return Repetition(
        motif=motif,
        trimestre=trimestre,
        engagement=next((r.engagement for r in cas if r.engagement), ""),
        references=tuple(r.reference for r in cas),
        actions=tuple(dict.fromkeys(action for r in cas for action in r.actions)),
    )


def a_traiter(trouvees: Iterable[Repetition]) -> tuple[Repetition, ...]:
    """The repetitions that have no action yet."""
    return tuple(r for r in trouvees if not r.actions)
