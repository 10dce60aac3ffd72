"""What a check-up looks at in the results of the checks."""

from __future__ import annotations

from collections.abc import Iterator

from qualitui.domain.diagnostic import Constatation, Fiches, Gravite, Noms
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.verifications.reponses import CONTREDIT


def constatations(fiches: Fiches, calendrier: Calendrier, connus: Noms) -> Iterator[Constatation]:
    """Results of a check that is not in the table; results that the register contradicts, with their reason."""
    codes = {verification.code for verification in fiches.get("verifications", ())}.union(
        connus.get("verifications", ())
    )
    for constat in fiches.get("constats", ()):
        if constat.verification not in codes:
            phrase = f"Un résultat de {constat.periode} est noté pour {constat.verification}, absente du tableau."
            yield Constatation(Gravite.AVERTISSEMENT, "vérifications", phrase)
        if constat.contredit:
            phrase = (
                f"{constat.verification} × {constat.periode}, «\u00a0{constat.resultat}\u00a0», est {CONTREDIT} "
                f"({constat.contredit}). Raison donnée\u00a0: {constat.constat}"
            )
            yield Constatation(Gravite.INFORMATION, "vérifications", phrase)
