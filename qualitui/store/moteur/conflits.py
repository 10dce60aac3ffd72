"""Conflicts: two people wrote the same version of a record without seeing each other. Both are kept; people settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from qualitui.store.contrat import Conflit, Redaction
from qualitui.store.journal.ligne import ECRIVAIN, VERSION, Evenement
from qualitui.store.moteur.difference import nettoyer
from qualitui.store.moteur.fusion import Contenu, Enregistrement
from qualitui.store.moteur.historique import Lignes, modifie_entre_temps
from qualitui.store.moteur.stockage import JournalStorage


def lister(stockage: JournalStorage) -> Sequence[Conflit]:
    """The conflicts not settled, oldest record first."""
    with stockage.verrou:
        return [_decrire(stockage, table, ident) for table, ident in sorted(stockage.conflits)]


def _decrire(stockage: JournalStorage, table: str, ident: str) -> Conflit:
    actuel = stockage.enregistrement(table, ident)
    redactions = tuple(_redactions(stockage, table, ident, actuel))
    contenus = [redaction.contenu or {} for redaction in redactions]
    noms = dict.fromkeys(champ for contenu in contenus for champ in contenu)
    champs = {nom: tuple(contenu.get(nom) for contenu in contenus) for nom in noms}
    differents = {nom: valeurs for nom, valeurs in champs.items() if any(v != valeurs[0] for v in valeurs)}
    return Conflit(table, ident, actuel.jeton, redactions, differents, actuel.contenu)


def _redactions(stockage: JournalStorage, table: str, ident: str, actuel: Enregistrement) -> Iterator[Redaction]:
    """What each person wrote, one after the other, of the first version in conflict."""
    version = actuel.conflits[0]
    avant = [e for e in actuel.evenements if e[VERSION] < version]
    lignes = Lignes(stockage, actuel.evenements)
    for evenement in sorted(e for e in actuel.evenements if e[VERSION] == version):
        contenu = lignes.contenu(table, ident, [*avant, evenement])
        ligne = lignes.de(evenement).contenu
        yield Redaction(datetime.fromisoformat(ligne["at"]), ligne.get("by", ""), evenement[ECRIVAIN], contenu)


def trancher(stockage: JournalStorage, conflit: Conflit, contenu: Contenu | None) -> None:
    """Record the decision: the record is now `contenu` (None: removed), and its conflicts are settled.

    `ModifieEntreTemps` if the record moved since the conflict was shown.
    """
    with stockage.transaction():
        actuel = stockage.enregistrement(conflit.table, conflit.ident)
        if actuel.jeton != conflit.jeton:
            raise modifie_entre_temps(stockage, conflit.table, conflit.ident, conflit.jeton)
        stockage.exiger_comprise(conflit.table, conflit.ident)
        tranches = {str(version): _combien(actuel.evenements, version) for version in actuel.conflits}
        stockage.proposer(conflit.table, conflit.ident, nettoyer(contenu), {"c": tranches} if tranches else None)


def _combien(evenements: Sequence[Evenement], version: int) -> int:
    return sum(1 for evenement in evenements if evenement[VERSION] == version)
