"""Undo one's last gesture: a new line that puts back what was before; nothing is ever erased.

Refused, with its reason, when someone has built on it since. Undoing twice puts the gesture back: an undoing is a
gesture too, so nobody walks back into old ones by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualitui.domain.base import Refus
from qualitui.store.contrat import Annulation, AnnulationRefusee, RienAAnnuler
from qualitui.store.disque import raison
from qualitui.store.journal.ligne import CLE, MOMENT, decoder
from qualitui.store.journal.nommage import est_anonyme
from qualitui.store.moteur.historique import Lignes, historique, instant
from qualitui.store.moteur.stockage import JournalStorage

PAS_ENCORE_LUE = "Votre dernier geste ne se lit pas encore ici en entier\u00a0: recommencez."
PORTEE = 1 << 20  # bytes looked at, at the end of each journal


def annuler(stockage: JournalStorage, ident: str) -> Annulation:
    """Undo the last gesture of the current author (on the record `ident`, if given) as one new line."""
    with stockage.verrou:
        stockage.ecrivain.preparer(stockage)
        cle, ligne = _dernier_geste(stockage, ident)
        _exiger_annulable(stockage, cle, ligne)
        with stockage.transaction(u=[cle, ligne["n"]]):
            for operation in ligne["o"]:
                table, fiche = operation["t"], operation["i"]
                avant = sorted(stockage.enregistrement(table, fiche).evenements)[:-1]
                stockage.proposer(table, fiche, Lignes(stockage, avant).contenu(table, fiche, avant))
        return _raconter(ligne)


def apercevoir(stockage: JournalStorage, ident: str) -> Annulation:
    """The gesture that `annuler` would undo; refused for the same reasons. Nothing is written."""
    with stockage.verrou:
        stockage.ecrivain.preparer(stockage)
        cle, ligne = _dernier_geste(stockage, ident)
        _exiger_annulable(stockage, cle, ligne)
        return _raconter(ligne)


def _raconter(ligne: dict[str, Any]) -> Annulation:
    fiches = tuple((operation["t"], operation["i"]) for operation in ligne["o"])
    return Annulation(instant(ligne), fiches, retabli="u" in ligne)


def _exiger_annulable(stockage: JournalStorage, cle: str, ligne: dict[str, Any]) -> None:
    """Nobody built upon the gesture: it is still the last one of each of its records."""
    if "r" in ligne:
        raise Refus("Ce qui a été retrouvé après une perte ne s’annule pas\u00a0: corrigez ou retirez la fiche.")
    for operation in ligne["o"]:
        table, ident = operation["t"], operation["i"]
        if not stockage.enregistrement(table, ident).evenements:
            raise Refus(PAS_ENCORE_LUE)
        dernier = max(stockage.enregistrement(table, ident).evenements)
        if (dernier[CLE], dernier[MOMENT]) != (cle, ligne["h"]):
            suivant = historique(stockage, table, ident)[-1]
            raise AnnulationRefusee(suivant.par, suivant.le)
        stockage.exiger_comprise(table, ident)


def _dernier_geste(stockage: JournalStorage, ident: str) -> tuple[str, dict[str, Any]]:
    """The journal and the line of the author's last gesture."""
    lignes = _lignes_de_la_fiche(stockage, ident) if ident else _lignes_recentes(stockage)
    miennes = [(cle, ligne) for cle, ligne in lignes if _est_mienne(stockage, ligne)]
    if not miennes:
        raise RienAAnnuler("Vous n’avez aucun geste à annuler" + (" sur cette fiche." if ident else "."))
    return max(miennes, key=lambda paire: int(paire[1]["h"]))


def _est_mienne(stockage: JournalStorage, ligne: dict[str, Any]) -> bool:
    """Signed by the author, or written from this login; what is nobody's is not theirs either."""
    if est_anonyme(ligne["w"]):
        return False
    ecrivain = stockage.ecrivain.nom.rpartition("~")[0]
    return ligne.get("by") == stockage.auteur or ligne["w"].rpartition("~")[0] == ecrivain


def _lignes_de_la_fiche(stockage: JournalStorage, ident: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for nom in stockage.noms():
        evenements = stockage.enregistrement(nom, ident).evenements
        lignes = Lignes(stockage, evenements)
        yield from ((evenement[CLE], lignes.de(evenement).contenu) for evenement in evenements)


def _lignes_recentes(stockage: JournalStorage) -> Iterator[tuple[str, dict[str, Any]]]:
    """The last lines of the journals of the two last years, as far as this program has read them: one that came since
    is not merged yet, and nothing is known of its records.
    """
    annees = sorted({journal.cle[:4] for journal in stockage.journaux.par_cle.values()})[-2:]
    for journal in stockage.journaux.par_cle.values():
        if journal.cle[:4] in annees and not journal.etranger and not journal.copie:
            try:
                lignes = [ligne.rstrip(b"\r") for ligne in _fin_lue(journal.chemin, journal.fin).split(b"\n")]
            except OSError as erreur:
                phrase = f"Le dernier geste ne peut pas être retrouvé\u00a0: {raison(erreur)} ({journal.fichier})."
                raise Refus(phrase) from erreur
            yield from ((journal.cle, decodee[1]) for decodee in decoder(lignes) if decodee)


def _fin_lue(chemin: Path, fin: int) -> bytes:
    """The end of what was read of the file, from the middle of a line perhaps."""
    debut = max(0, fin - PORTEE)
    with chemin.open("rb") as flux:
        flux.seek(debut)
        return flux.read(fin - debut)
