"""What the journals remember of a record: each change, who made it, and the content it had at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.changements import nom_du_champ
from qualitui.domain.francais import enumerer
from qualitui.store.contrat import Changement, DejaPresent, ModifieEntreTemps
from qualitui.store.journal.journaux import Disparue
from qualitui.store.journal.ligne import CLE, ECRIVAIN, VERSION, Evenement, Lue, Operation
from qualitui.store.journal.nommage import est_anonyme, fichier_de
from qualitui.store.moteur.difference import champs_changes
from qualitui.store.moteur.fusion import Contenu, plier
from qualitui.store.moteur.stockage import JournalStorage

RETROUVE = "retrouvé dans"


def historique(stockage: JournalStorage, table: str, ident: str) -> list[Changement]:
    """Every change of the record, oldest first. `Introuvable` if it never was."""
    evenements = sorted(e for e in stockage.enregistrement(table, ident).evenements if e[VERSION])
    if not evenements:
        raise Introuvable(f"Aucune fiche « {ident} » dans {table}.")
    changements: list[Changement] = []
    avant: Contenu | None = None
    lignes = Lignes(stockage, evenements)
    for combien, changement in enumerate(_changements(lignes, evenements, ident), start=1):
        apres = lignes.contenu(table, ident, evenements[:combien])
        champs = champs_changes(avant, apres)
        if champs or not changement.note.startswith(RETROUVE):
            changements.append(changement._replace(champs=champs))
        avant = apres
    return changements


def _changements(lignes: Lignes, evenements: Iterable[Evenement], ident: str = "") -> Iterator[Changement]:
    for evenement in evenements:
        contenu = lignes.de(evenement).contenu
        par, w = str(contenu.get("by", "")), evenement[ECRIVAIN]
        yield Changement(instant(contenu), par, w, {}, _note(contenu, ident), est_anonyme(w))


def _note(contenu: dict[str, Any], ident: str) -> str:
    """What kind of gesture the line is, when it is no ordinary one."""
    if contenu.get("r"):
        return f"{RETROUVE} {contenu['r']}"
    if contenu.get("u"):
        return "annulation d’un geste"
    return "conflit tranché" if any("c" in operation and operation["i"] == ident for operation in contenu["o"]) else ""


def instant(contenu: dict[str, Any]) -> datetime:
    """When the line says it was written; by its `h` if a hand took the rest away."""
    try:
        lu = datetime.fromisoformat(contenu["at"])
        return lu if lu.tzinfo else lu.astimezone()  # a day alone: that of whoever is nobody
    except (KeyError, TypeError, ValueError):
        return datetime.fromtimestamp(contenu["h"] / 1000, UTC)


class Lignes:
    """The journals' lines of some events, read again all at once; one that is no longer there is refused when asked."""

    def __init__(self, stockage: JournalStorage, evenements: Iterable[Evenement]) -> None:
        self._relues = stockage.journaux.relire(evenement for evenement in evenements if evenement[VERSION])

    def de(self, evenement: Evenement) -> Lue:
        try:
            return self._relues.ligne(evenement)
        except Disparue:
            raise Refus(
                f"L’historique ne peut pas être relu dans registre/{fichier_de(evenement[CLE])}\u00a0: "
                "le fichier ne répond pas ou a changé."
            ) from None

    def contenu(self, table: str, ident: str, evenements: Iterable[Evenement]) -> Contenu | None:
        """The content of the record if these events only had happened; None if removed."""
        return plier([self._operation(evenement, table, ident) for evenement in sorted(evenements)])[0]

    def _operation(self, evenement: Evenement, table: str, ident: str) -> Operation:
        operations = self.de(evenement).contenu["o"]
        return next(o for o in operations if o["t"] == table and o["i"] == ident)


def modifie_entre_temps(stockage: JournalStorage, table: str, ident: str, jeton: str) -> ModifieEntreTemps:
    """The refusal of a save made from the version of `jeton`: what changed since, and by whom."""
    actuel = stockage.enregistrement(table, ident)
    connus = int(jeton.partition(".")[2] or 0)
    nouveaux = [e for e in actuel.evenements[connus:] if e[VERSION]]
    lignes = Lignes(stockage, actuel.evenements)
    try:
        par, avant = _auteurs(lignes, nouveaux), lignes.contenu(table, ident, actuel.evenements[:connus])
    except Refus:
        par, avant = "quelqu’un d’autre", actuel.contenu
    if actuel.contenu is None:
        return ModifieEntreTemps(f"Cette fiche a été retirée entre-temps par {par}.", par=par)
    champs = champs_changes(avant, actuel.contenu)
    noms = f" ({enumerer([nom_du_champ(champ) or champ for champ in champs])})" if champs else ""
    return ModifieEntreTemps(
        f"Cette fiche a été modifiée entre-temps par {par}{noms}. Votre saisie n’a pas été enregistrée.",
        par=par,
        champs=champs,
    )


def deja_present(stockage: JournalStorage, table: str, ident: str) -> DejaPresent:
    """The refusal of a record created where there was none when it was read: what is there, and by whom."""
    depuis_rien = modifie_entre_temps(stockage, table, ident, "")
    phrase = f"Une fiche «\u00a0{ident}\u00a0» existe déjà, enregistrée par {depuis_rien.par}."
    return DejaPresent(phrase, par=depuis_rien.par, champs=depuis_rien.champs)


def _auteurs(lignes: Lignes, evenements: Sequence[Evenement]) -> str:
    auteurs = dict.fromkeys(c.par for c in _changements(lignes, evenements) if c.par)
    return enumerer(list(auteurs)) or "quelqu’un d’autre"
