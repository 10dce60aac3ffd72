"""What the register answers to a check: proposed with its figure; the opposite is accepted with a reason, and said so.

What is not due yet is not done: « conforme » before the review of the quarter is held is contradicted too.
"""

from __future__ import annotations

from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.comptage import Comptage
from qualitui.domain.francais import enumerer
from qualitui.domain.verifications.fiche import Resultat

CONTREDIT = "contredit par le registre"


class ContreditParLeRegistre(Refus):
    """The result says the opposite of the register, without a reason."""


class Reponse(NamedTuple):
    """`resultat` is what the register proposes from its `comptage`."""

    resultat: Resultat
    comptage: Comptage

    @property
    def en_mots(self) -> str:
        """« ACT-09 Revues trimestrielles tenues dans leur trimestre : 0 % (0/1) »."""
        compte = self.comptage
        attendues = enumerer(list(compte.pas_encore_echues))
        chiffre = compte.en_mots() if compte.denominateur != 0 else f"{attendues}, pas encore"
        return f"{compte.code} {compte.libelle}\u00a0: {chiffre}"

    def contraire(self, resultat: Resultat) -> bool:
        """« sans objet » is the opposite of a figure that is there and is not reached."""
        if resultat is Resultat.SANS_OBJET:
            return self.resultat is Resultat.NON_CONFORME
        return resultat is not self.resultat

    def exiger_raison(self, reference: str, resultat: Resultat, raison: str) -> None:
        if self.contraire(resultat) and not raison:
            raise ContreditParLeRegistre(
                f"{reference}\u00a0: le registre répond «\u00a0{self.resultat}\u00a0» ({self.en_mots}). "
                f"Pour noter «\u00a0{resultat}\u00a0», dites pourquoi dans ce qui a été vu.",
                "constat",
            )


def repondre(compte: Comptage) -> Reponse | None:
    """From a rate, which must be complete; None when the register has nothing to count."""
    n, d = compte.numerateur, compte.denominateur
    if n is None or d is None or (d == 0 and not compte.pas_encore_echues):
        return None
    return Reponse(Resultat.CONFORME if d and n == d else Resultat.NON_CONFORME, compte)
