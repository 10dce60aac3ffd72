"""Undo one's last gesture: a new line that puts back what was before; nothing is ever erased.

Refused, with its reason, when someone (or oneself) has built on it since.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from qualitui.domain.base import Refus
from qualitui.store.historique import contenu_apres, historique, ligne_de
from qualitui.store.ligne import decoder
from qualitui.store.registre import Annulation
from qualitui.store.stockage import JournalStorage


class RienAAnnuler(Refus):
    """This person has made no gesture that could still be undone."""


class AnnulationRefusee(Refus):
    """The gesture has been built upon since."""


def annuler(stockage: JournalStorage, ident: str) -> Annulation:
    """Undo the last gesture of the current author (on the record `ident`, if given) as one new line."""
    with stockage.verrou:
        stockage.ecrivain.preparer(stockage)
        cle, ligne = _dernier_geste(stockage, ident)
        with stockage.transaction(u=[cle, ligne["n"]]):
            for operation in ligne["o"]:
                _defaire(stockage, cle, ligne, operation["t"], operation["i"])
        fiches = tuple((operation["t"], operation["i"]) for operation in ligne["o"])
        return Annulation(datetime.fromisoformat(ligne["at"]), fiches)


def _defaire(stockage: JournalStorage, cle: str, ligne: dict[str, Any], table: str, ident: str) -> None:
    actuel = stockage.enregistrement(table, ident)
    evenements = sorted(actuel.evenements)
    dernier = evenements[-1]
    if (dernier[4], dernier[1]) != (cle, ligne["h"]):
        suivant = historique(stockage, table, ident)[-1]
        raise AnnulationRefusee(
            f"Ce geste ne peut plus être annulé\u00a0: la fiche a été modifiée depuis par {suivant.par} "
            f"le {suivant.le:%d/%m/%Y à %H:%M}. Modifiez-la plutôt."
        )
    stockage.proposer(table, ident, contenu_apres(stockage, table, ident, evenements[:-1]))


def _dernier_geste(stockage: JournalStorage, ident: str) -> tuple[str, dict[str, Any]]:
    """The journal and the line of the author's last gesture not undone yet."""
    defaits: set[tuple[str, int]] = set()
    for cle, ligne in _mes_lignes(stockage, ident):
        if "u" in ligne:
            defaits.add((ligne["u"][0], ligne["u"][1]))
        elif (cle, ligne["n"]) not in defaits:
            return cle, ligne
    raise RienAAnnuler("Vous n’avez aucun geste à annuler" + (" sur cette fiche." if ident else "."))


def _mes_lignes(stockage: JournalStorage, ident: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines signed by the author, latest first."""
    lignes = _lignes_de_la_fiche(stockage, ident) if ident else _lignes_recentes(stockage)
    for cle, ligne in sorted(lignes, key=lambda paire: -int(paire[1]["h"])):
        if ligne.get("by") == stockage.auteur:
            yield cle, ligne


def _lignes_de_la_fiche(stockage: JournalStorage, ident: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for nom in stockage.noms():
        for evenement in stockage.enregistrement(nom, ident).evenements:
            yield evenement[4], ligne_de(stockage, evenement).contenu


def _lignes_recentes(stockage: JournalStorage) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of the two last years of journals: undoing goes no further back without naming the record."""
    annees = sorted({journal.cle[:4] for journal in stockage.journaux.par_cle.values()})[-2:]
    marque = stockage.auteur.encode("utf-8")
    for journal in stockage.journaux.par_cle.values():
        if journal.cle[:4] in annees and not journal.etranger and not journal.copie:
            miennes = [ligne.rstrip(b"\r") for ligne in journal.chemin.read_bytes().split(b"\n") if marque in ligne]
            yield from ((journal.cle, decodee[1]) for decodee in decoder(miennes) if decodee)
