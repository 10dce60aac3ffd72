"""To whom a check is given: who may tick it when their role is bound to « ses éléments »."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.verifications.fiche import Verification


def porteurs(fiche: Verification) -> Iterable[str]:
    """The person named, else the role, under each of its texts: what was due under an old one is still theirs."""
    return {texte.personne or texte.role for texte in fiche.toutes_redactions}
