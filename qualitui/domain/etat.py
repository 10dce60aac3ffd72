"""The state of a site: whether all that was written in it could be read, and how that is said wherever it matters.

A site is damaged when a finding is grave: something may be missing from what is shown, so from what is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import CAS, FICHES, NUMEROS, Constatation, Gravite
from qualitui.domain.francais import accorder, date_numerique, enumerer
from qualitui.domain.illisibles import MISE_A_JOUR, Illisible, combien, par_table
from qualitui.domain.reference.pertes import PerteReconnue, Reconnue

REMISE = (
    "Remettez ce qui manque (qualitui retrouver) ou restaurez une sauvegarde\u00a0; si rien n’en revient, "
    "la perte se reconnaît (qualitui retrouver --reconnaitre)"
)
NOMMES = 10  # numbers without a record that a document names
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

    `reconnues`: the losses that somebody accepted. What they hold is told, and is no longer grave.
    `conseil`: what this workstation should know of itself, though nothing is wrong.
    """

    constatations: tuple[Constatation, ...] = ()
    reconnues: tuple[Reconnue, ...] = ()
    conseil: str = ""

    @property
    def graves(self) -> tuple[Constatation, ...]:
        return tuple(une for une in self.constatations if une.gravite is Gravite.GRAVE)

    @property
    def doutes(self) -> tuple[Constatation, ...]:
        """A number or a case without a record, of which nothing says whether there was one."""
        return tuple(
            une for une in self.constatations if une.gravite is Gravite.AVERTISSEMENT and une.domaine in (NUMEROS, CAS)
        )

    @property
    def abime(self) -> bool:
        return bool(self.graves)

    @property
    def perte(self) -> bool:
        """Whether something may be lost; otherwise all is there, and this program does not understand some of it."""
        return any(une.domaine != FICHES for une in self.graves)

    def pertes_des(self, annees: Collection[int]) -> list[PerteReconnue]:
        """The losses accepted, not come back, that touch these years."""
        siennes = [reconnue.perte for reconnue in self.reconnues if not reconnue.revenue]
        return [perte for perte in siennes if not perte.annees or perte.annees.intersection(annees)]

    def au_vu_des_pertes(self, une: Constatation) -> Constatation:
        """The same; neither grave nor a doubt when somebody accepted it."""
        perte = next((reconnue.perte for reconnue in self.reconnues if reconnue.perte.vaut_pour(une)), None)
        if perte is None or (une.gravite is Gravite.INFORMATION and une.domaine != NUMEROS):
            return une
        reconnue = f"Perte reconnue le {date_numerique(perte.le)} ({perte.reference})."
        numero = perte.numero_de(une)
        phrase = f"Le numéro {numero} n’a plus de fiche. {reconnue}" if numero else f"{une.phrase} {reconnue}"
        return une._replace(gravite=Gravite.INFORMATION, phrase=phrase)

    def exiger_entier(self, geste: str) -> None:
        """`SiteAbime` over damaged data. `geste`: what cannot be done, « figer les chiffres de la revue »."""
        if self.abime:
            quoi, remede = ("abîmées", REMISE) if self.perte else ("illisibles ici", "Mettez à jour le programme")
            raise SiteAbime(
                f"Impossible de {geste} tant que des données sont {quoi}\u00a0: {premier_et_nombre(self.graves)} "
                f"{remede}\u00a0; {TOUT}."
            )


def en_une_phrase(etat: Etat) -> str:
    """The first damage, how many others, and where to see them; else the doubts; empty for a sound site.

    Without any damage, what is shown in full and may not be written from here.
    """
    if etat.abime:
        quoi = "abîmées" if etat.perte else "illisibles ici"
        return (
            f"Données {quoi}\u00a0: {premier_et_nombre(etat.graves)} "
            f"Ce qui est montré ou compté peut être incomplet\u00a0; {TOUT}."
        )
    doutes = f"À vérifier\u00a0: {premier_et_nombre(etat.doutes, 'autre doute')} {TOUT}." if etat.doutes else ""
    lues = [une.phrase for une in etat.constatations if une.domaine == FICHES]
    lecture = f"{' '.join(lues)} Rien n’en est perdu ni laissé de côté\u00a0; {TOUT}." if lues else ""
    return " ".join(filter(None, [doutes, lecture]))


def reserve(etat: Etat, jour: date, annees: Collection[int]) -> str:
    """The line that a document carries; empty for a sound site. No file is named: a journal's name says who writes.

    `annees`: those the document speaks of; of a loss that was accepted, only theirs.
    """
    if etat.perte:
        return (
            f"Données incomplètes au {date_numerique(jour)}\u00a0: {accorder(len(etat.graves), 'dégât')} dans le "
            f"registre du site. Des fiches ou des modifications peuvent manquer ici\u00a0; {TOUT}."
        )
    phrases = [_perte_en_mots(perte) for perte in etat.pertes_des(annees)]
    if etat.abime:
        illisibles = " ".join(une.phrase for une in etat.graves)
        phrases.append(
            f"Données incomplètes au {date_numerique(jour)}\u00a0: {illisibles} {TOUT[0].upper()}{TOUT[1:]}."
        )
    return " ".join(phrases)


def _perte_en_mots(perte: PerteReconnue) -> str:
    quels = f" Numéros sans fiche\u00a0: {enumerer(list(perte.numeros))}." if 0 < len(perte.numeros) <= NOMMES else ""
    return (
        f"Perte reconnue le {date_numerique(perte.le)} ({perte.raison.rstrip('.')})\u00a0: des fiches ou des "
        f"modifications manquent et ne reviendront pas.{quels}"
    )


def premier_et_nombre(graves: tuple[Constatation, ...], autre: str = "autre dégât") -> str:
    """« registre/2026/pc~durand~1.jsonl, ligne 3 : Ligne abîmée, sautée. Et 2 autres dégâts. »."""
    suite = f" Et {accorder(len(graves) - 1, autre)}." if len(graves) > 1 else ""
    return f"{situee(graves[0])}{suite}"


def situee(constatation: Constatation) -> str:
    """The finding, after its place when it has one."""
    ligne = f", ligne {constatation.ligne}" if constatation.ligne is not None else ""
    return (
        f"{constatation.fichier}{ligne}\u00a0: {constatation.phrase}" if constatation.fichier else constatation.phrase
    )
