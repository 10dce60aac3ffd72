"""Who changed what in a record, and coming back on one's last gesture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.changements import changement_en_mots
from qualitui.domain.concepts import domaine_de
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.regularisations import Regularisation
from qualitui.operations import equipe
from qualitui.operations.donnees import orphelins
from qualitui.operations.donnees.fiches import designer, modele_de, nom_de
from qualitui.store.contrat import ANONYME, Annulation, AnnulationRefusee, Changement, ModifieEntreTemps

if TYPE_CHECKING:
    from datetime import datetime

    from qualitui.store.site.site import Site


MONTREES = 5  # records named when a gesture on many is undone


class Historique(NamedTuple):
    """Every change of a record, oldest first."""

    reference: str
    table: str
    changements: Sequence[Changement]


class Annule(NamedTuple):
    """A gesture undone: when it had been made, and the names of the records put back.

    `retabli`: the gesture was an undoing; what it had undone is back. `effacees`: the cases whose identity goes with
    them; `restees`: those of which something confidential is left, that a person has to settle.
    """

    le: datetime
    fiches: tuple[str, ...]
    retabli: bool
    effacees: tuple[str, ...] = ()
    restees: tuple[str, ...] = ()


def historique(site: Site, reference: str) -> Historique:
    """The history of the record people call `reference`."""
    designee = designer(site, reference)
    return Historique(designee.nom, designee.modele.table, _changements(site, designee.modele, designee.ident))


def changements_de(site: Site, fiche: Fiche) -> list[Changement]:
    """The changes of a record already read, oldest first."""
    site.exiger(domaine_de(fiche.table), Verbe.LIRE)
    return _changements(site, type(fiche), fiche.id)


def _changements(site: Site, modele: type[Fiche], ident: str) -> list[Changement]:
    return [_sans_trahir(changement) for changement in site.registre.history(modele, ident)]


def _sans_trahir(changement: Changement) -> Changement:
    """An anonymous gesture tells neither its workstation (so its login) nor its hour; older versions wrote them."""
    return changement._replace(poste="", sans_heure=True) if changement.par in ("", ANONYME) else changement


def modification_en_mots(site: Site, refus: ModifieEntreTemps) -> str:
    """Who saved the record meanwhile, by name, then each field they changed, as the history tells it."""

    def nom(code: str) -> str:
        return equipe.nommer(site, code)

    phrase = refus.phrase.replace(refus.par, enumerer([nom(code) for code in re.split(r", | et ", refus.par)]), 1)
    changes = [f"- {changement_en_mots(champ, *valeurs, nom)}" for champ, valeurs in refus.champs.items()]
    return "\n".join([phrase, *changes])


def dernier_geste(site: Site, reference: str = "") -> Annule:
    """What `annuler` would undo, before it is: the same refusals, and nothing is written."""
    ident = designer(site, reference).ident if reference else ""
    try:
        geste = site.registre.a_annuler(ident)
    except AnnulationRefusee as refus:
        raise _nommee(site, refus) from None
    _exiger(site, geste)
    noms = tuple(_nom(site, table, fiche) for table, fiche in geste.fiches)
    creees = [
        reference
        for reference, ident in _dossiers(site, geste)
        if not geste.retabli and len(site.registre.history(Reclamation, ident)) == 1
    ]
    return Annule(geste.le, noms, geste.retabli, orphelins.effacables(site, creees))


def _nommee(site: Site, refus: AnnulationRefusee) -> AnnulationRefusee:
    nommes = [personne.nom for personne in site.registre.find(Personne, code=refus.par)]
    return AnnulationRefusee(nommes[0] if nommes else refus.par, refus.le)


def annuler(site: Site, reference: str = "") -> Annule:
    """Undo one's last gesture (on `reference` if given); refused if it was built upon, or without the right."""
    ident = designer(site, reference).ident if reference else ""
    try:
        with site.registre.transaction():
            annulation = site.registre.annuler(ident)
            _exiger(site, annulation)
    except AnnulationRefusee as refus:
        raise _nommee(site, refus) from None
    noms = tuple(_nom(site, table, ident) for table, ident in annulation.fiches)
    presents = site.registre.identifiants(Reclamation)
    retires = [reference for reference, ident in _dossiers(site, annulation) if ident not in presents]
    return Annule(annulation.le, noms, annulation.retabli, *orphelins.effacer_annulees(site, retires))


def _dossiers(site: Site, annulation: Annulation) -> list[tuple[str, str]]:
    """The cases among what is undone: reference and id."""
    idents = [ident for table, ident in annulation.fiches if table == Reclamation.table]
    return [(_nom(site, Reclamation.table, ident).rpartition(" ")[2], ident) for ident in idents]


def _exiger(site: Site, annulation: Annulation) -> None:
    if any(table == Regularisation.table for table, _ in annulation.fiches):
        raise Refus("Ce qui a été réglé ne s’annule pas\u00a0: ce qui était gardé est effacé, et la trace reste.")
    for domaine in dict.fromkeys(domaine_de(table) for table, _ in annulation.fiches):
        site.exiger(domaine, Verbe.NOTER)


def annule_en_mots(annule: Annule) -> str:
    """« Geste du 02/03/2026 à 10:12 annulé : action A-2026-012. »"""
    quoi = "Annulation" if annule.retabli else "Geste"
    fait = "annulée, tout est rétabli" if annule.retabli else "annulé"
    suites = [
        f" L’identité notée pour {enumerer(annule.effacees)} est effacée avec." if annule.effacees else "",
        f" Ce qui est confidentiel de {enumerer(annule.restees)} reste\u00a0: l’état des données permet de le régler."
        if annule.restees
        else "",
    ]
    return f"{quoi} du {annule.le:%d/%m/%Y à %H:%M} {fait}\u00a0: {_enumerer(annule.fiches)}.{''.join(suites)}"


def geste_en_mots(geste: Annule) -> str:
    """« Geste du 02/03/2026 à 10:12 : action A-2026-012. »; an undoing, once undone, puts the gesture back."""
    quoi = "Annulation" if geste.retabli else "Geste"
    suite = " Ce qu’elle avait annulé sera rétabli." if geste.retabli else ""
    if geste.effacees:
        suite = f" L’identité notée pour {enumerer(geste.effacees)} sera effacée avec."
    return f"{quoi} du {geste.le:%d/%m/%Y à %H:%M}\u00a0: {_enumerer(geste.fiches)}.{suite}"


def _enumerer(fiches: Sequence[str]) -> str:
    noms = list(fiches[:MONTREES])
    if len(fiches) > MONTREES:
        noms.append(accorder(len(fiches) - MONTREES, "autre"))
    return enumerer(noms)


def _nom(site: Site, table: str, ident: str) -> str:
    """The name of a record, even one the undoing has just taken out."""
    champs: dict[str, object] = {}
    for changement in site.registre.history(modele_de(table), ident):
        champs.update({champ: avant if apres is None else apres for champ, (avant, apres) in changement.champs.items()})
    return nom_de(table, ident, champs)
