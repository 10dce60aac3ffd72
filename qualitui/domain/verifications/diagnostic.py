"""What a check-up looks at in the results of the checks."""

from __future__ import annotations

from collections.abc import Iterator

from qualitui.domain.diagnostic import Constatation, Fiches, Gravite, Noms
from qualitui.domain.temps.calendrier import Calendrier


def constatations(fiches: Fiches, calendrier: Calendrier, connus: Noms) -> Iterator[Constatation]:
    """Results of a check that is not in the table."""
    codes = {verification.code for verification in fiches.get("verifications", ())}.union(
        connus.get("verifications", ())
    )
    for constat in fiches.get("constats", ()):
        if constat.verification not in codes:
            phrase = f"Un résultat de {constat.periode} est noté pour {constat.verification}, absente du tableau."
            yield Constatation(Gravite.AVERTISSEMENT, "vérifications", phrase)
