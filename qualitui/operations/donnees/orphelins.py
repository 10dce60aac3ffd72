"""What no record bears (a number, an identity, letters): listed by the check-up, settled by a person who says why.

Also what becomes of the identity of a case whose creation is undone: it goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.base import Refus
from qualitui.domain.francais import accorder, entre_guillemets, enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.regularisations import Regularisation
from qualitui.domain.reference.regularisations import regler as regle
from qualitui.store.secours import controle
from qualitui.store.site.confidentiel import ConfidentielInaccessible, Contenu

if TYPE_CHECKING:
    from qualitui.store.secours.controle import Examen
    from qualitui.store.secours.orphelins import Orphelin
    from qualitui.store.site.site import Site


class RienARegler(Refus):
    """A record bears the number, or nothing is left of it."""


class EnregistrementEnCours(Refus):
    """The number was claimed a moment ago by another workstation, which may be about to write its record."""


def regler(site: Site, numero: str, *, raison: str, jour: date) -> Regularisation:
    """Erase what is kept under a number that no record bears, and keep the trace of it: who, when, why, how much.

    The trace comes first: should the erasing fail, the check-up still lists what is left.
    """
    site.exiger("parametres", Verbe.TENIR)
    examen = controle.examiner(site.dossier, site.maintenant)
    voulu = numero.strip().upper()
    _exiger_entier(site, examen, f"régler {entre_guillemets(voulu)}")
    orphelin = next((un for un in examen.orphelins() if un.numero == voulu), None)
    if orphelin is None:
        phrase = f"Rien n’est à régler pour {entre_guillemets(voulu)}\u00a0: une fiche le porte, ou rien n’en reste."
        raise RienARegler(phrase, champ="regler")
    _exiger_abandonne(site, orphelin)
    if orphelin.dossier:
        site.exiger("reclamations", Verbe.TENIR)
    contenu = site.confidentiel.contenu(voulu) if orphelin.dossier else Contenu(0, 0)
    avant = next(iter(site.registre.find(Regularisation, numero=voulu)), None)
    trace = regle(avant, voulu, raison=raison, efface=_en_mots(contenu), par=site.auteur, le=jour)
    ecrite = site.registre.add(trace) if avant is None else site.registre.save(trace)
    if orphelin.claim is not None:
        site.registre.condamner_numero(voulu)
    if orphelin.dossier:
        site.confidentiel.effacer(voulu)
    return ecrite


def regle_en_mots(trace: Regularisation) -> str:
    """« R-2026-029 est réglé : 1 identité effacée. »."""
    efface = trace.reglements[-1].efface
    quoi = f"effacé\u00a0: {enumerer(efface)}" if efface else "il n’y avait rien à effacer"
    return f"{trace.numero} est réglé, {quoi}. La raison reste dans son historique."


def _exiger_entier(site: Site, examen: Examen, geste: str) -> None:
    """Nothing is missing, neither by the files nor by what else knows of them, but for what was accepted as lost."""
    etat = site.registre.etat
    lues = map(etat.au_vu_des_pertes, examen.etat.constatations)
    etat._replace(constatations=(*etat.constatations, *lues)).exiger_entier(geste)


def _exiger_abandonne(site: Site, orphelin: Orphelin) -> None:
    """A claim of this workstation is its person's to judge; another's may still be at work."""
    ailleurs = orphelin.reserve_a_l_instant(site.maintenant())
    if ailleurs and not ailleurs.startswith(site.registre.ecrivain):
        phrase = (
            f"{orphelin.numero} vient d’être réservé par {ailleurs}\u00a0: sa fiche peut venir, attendez une heure."
        )
        raise EnregistrementEnCours(phrase)


def _en_mots(contenu: Contenu) -> tuple[str, ...]:
    combien = (
        (contenu.identites, "version de l’identité", "versions de l’identité"),
        (contenu.pieces, "pièce", "pièces"),
    )
    return tuple(accorder(nombre, un, plusieurs) for nombre, un, plusieurs in combien if nombre)


# --- the identity of a case undone --------------------------------------------------------------------------------


def effacables(site: Site, references: Iterable[str]) -> tuple[str, ...]:
    """Those of which nothing is kept but an identity, which goes with its case; letters are for a person to judge."""
    return tuple(reference for reference in references if _seule_identite(site, reference))


def effacer_annulees(site: Site, references: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Erase the identities of cases that were just undone: those erased, then those of which something is left."""
    effacees, restees = [], []
    for reference in references:
        try:
            contenu = site.confidentiel.contenu(reference)
            if contenu.pieces:
                restees.append(reference)
            elif contenu.identites:
                site.confidentiel.effacer(reference)
                effacees.append(reference)
        except ConfidentielInaccessible:
            restees.append(reference)
    return tuple(effacees), tuple(restees)


def _seule_identite(site: Site, reference: str) -> bool:
    try:
        contenu = site.confidentiel.contenu(reference)
    except ConfidentielInaccessible:
        return False
    return bool(contenu.identites) and not contenu.pieces
