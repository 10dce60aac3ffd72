"""The state of a site: whether all that was written in it could be read, and how that is said wherever it matters.

A site is damaged when a finding is grave: something may be missing from what is shown, so from what is counted.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import Constatation, Gravite
from qualitui.domain.francais import accorder, date_numerique

TOUT = "«\u00a0qualitui diagnostic\u00a0» dit tout"


class SiteAbime(Refus):
    """The gesture would make something lasting of figures from which records may be missing."""


class Etat(NamedTuple):
    """What could not be read as it should, whatever its gravity; nothing in a sound site.

    `conseil`: what this workstation should know of itself, though nothing is wrong.
    """

    constatations: tuple[Constatation, ...] = ()
    conseil: str = ""

    @property
    def graves(self) -> tuple[Constatation, ...]:
        return tuple(une for une in self.constatations if une.gravite is Gravite.GRAVE)

    @property
    def abime(self) -> bool:
        return bool(self.graves)

    def exiger_entier(self, geste: str) -> None:
        """`SiteAbime` over damaged data. `geste`: what cannot be done, « figer les chiffres de la revue »."""
        if self.abime:
            raise SiteAbime(
                f"Impossible de {geste} tant que des données sont abîmées\u00a0: {premier_et_nombre(self.graves)} "
                f"Remettez ce qui manque (qualitui retrouver) ou restaurez une sauvegarde\u00a0; {TOUT}."
            )


def en_une_phrase(etat: Etat) -> str:
    """The first damage, how many others, and where to see them; empty for a sound site."""
    if not etat.abime:
        return ""
    return (
        f"Données abîmées\u00a0: {premier_et_nombre(etat.graves)} "
        f"Ce qui est montré ou compté peut être incomplet\u00a0; {TOUT}."
    )


def reserve(etat: Etat, jour: date) -> str:
    """The line that a document carries; empty for a sound site. No file is named: a journal's name says who writes."""
    if not etat.abime:
        return ""
    return (
        f"Données incomplètes au {date_numerique(jour)}\u00a0: {accorder(len(etat.graves), 'dégât')} dans le registre "
        f"du site. Des fiches ou des modifications peuvent manquer ici\u00a0; {TOUT}."
    )


def premier_et_nombre(graves: tuple[Constatation, ...]) -> str:
    """« registre/2026/pc~durand~1.jsonl, ligne 3 : Ligne abîmée, sautée. Et 2 autres dégâts. »."""
    suite = f" Et {accorder(len(graves) - 1, 'autre dégât')}." if len(graves) > 1 else ""
    return f"{situee(graves[0])}{suite}"


def situee(constatation: Constatation) -> str:
    """The finding, after its place when it has one."""
    ligne = f", ligne {constatation.ligne}" if constatation.ligne is not None else ""
    return (
        f"{constatation.fichier}{ligne}\u00a0: {constatation.phrase}" if constatation.fichier else constatation.phrase
    )
