"""The state of a site: whether all that was written in it could be read, and how that is said wherever it matters.

A site is damaged when a finding is grave: something may be missing from what is shown, so from what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import FICHES, Constatation, Gravite
from qualitui.domain.francais import accorder, date_numerique
from qualitui.domain.illisibles import MISE_A_JOUR, Illisible, combien, par_table

REMISE = "Remettez ce qui manque (qualitui retrouver) ou restaurez une sauvegarde"
TOUT = "«\u00a0qualitui diagnostic\u00a0» dit tout"


def a_dire(illisibles: Sequence[Illisible]) -> Iterator[Constatation]:
    """What the state says of the records that this program does not understand: how many of each kind, none by name.

    Grave for those that no figure counts; the others are in all the figures.
    """
    for partielle, gravite in ((False, Gravite.GRAVE), (True, Gravite.AVERTISSEMENT)):
        for table, unes in par_table([une for une in illisibles if une.partielle is partielle]).items():
            illisibles_ici = f"illisible{'s' if len(unes) > 1 else ''} ici, hors de tout chiffre"
            quoi = "en lecture seule ici" if partielle else illisibles_ici
            phrase = f"{combien(table, len(unes))} {quoi}\u00a0; {MISE_A_JOUR}."
            yield Constatation(gravite, FICHES, phrase)


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

    @property
    def perte(self) -> bool:
        """Whether something may be lost; otherwise all is there, and this program does not understand some of it."""
        return any(une.domaine != FICHES for une in self.graves)

    def exiger_entier(self, geste: str) -> None:
        """`SiteAbime` over damaged data. `geste`: what cannot be done, « figer les chiffres de la revue »."""
        if self.abime:
            quoi, remede = ("abîmées", REMISE) if self.perte else ("illisibles ici", "Mettez à jour le programme")
            raise SiteAbime(
                f"Impossible de {geste} tant que des données sont {quoi}\u00a0: {premier_et_nombre(self.graves)} "
                f"{remede}\u00a0; {TOUT}."
            )


def en_une_phrase(etat: Etat) -> str:
    """The first damage, how many others, and where to see them; empty for a sound site.

    Without any damage, what is shown in full and may not be written from here.
    """
    if not etat.abime:
        lues = [une.phrase for une in etat.constatations if une.domaine == FICHES]
        return f"{' '.join(lues)} Rien n’en est perdu ni laissé de côté\u00a0; {TOUT}." if lues else ""
    quoi = "abîmées" if etat.perte else "illisibles ici"
    return (
        f"Données {quoi}\u00a0: {premier_et_nombre(etat.graves)} "
        f"Ce qui est montré ou compté peut être incomplet\u00a0; {TOUT}."
    )


def reserve(etat: Etat, jour: date) -> str:
    """The line that a document carries; empty for a sound site. No file is named: a journal's name says who writes."""
    if not etat.abime:
        return ""
    if not etat.perte:
        phrases = " ".join(une.phrase for une in etat.graves)
        return f"Données incomplètes au {date_numerique(jour)}\u00a0: {phrases} {TOUT[0].upper()}{TOUT[1:]}."
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
