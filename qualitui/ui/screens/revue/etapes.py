"""Key v of the review: its stages with their dates, and why some are not possible yet."""

from __future__ import annotations

from datetime import date
from typing import Final

from qualitui.domain.base import Refus
from qualitui.domain.francais import accorder, date_courte
from qualitui.domain.revue.fiche import RevueAnnuelle, RevueIncomplete
from qualitui.domain.revue.possibles import Geste, possibilites
from qualitui.operations.revue.lecture import Vue
from qualitui.ui.widgets.menu_de_gestes import LigneDeGeste, MenuDeGestes

MANQUES: Final = "manques"


def etapes(vue: Vue, jour: date) -> MenuDeGestes:
    """The stages in their order, what is done dated; then the way to what the review lacks."""
    phrases = tuple(manque.phrase for manque in vue.manques)
    lignes = [
        LigneDeGeste(geste.value, geste.libelle, "", _en_bref(refus), _faite(vue.revue, geste))
        for geste, refus in possibilites(vue.revue, vue.chiffres, phrases, jour)
    ]
    if phrases:
        lignes.append(LigneDeGeste(MANQUES, "Voir ce qui manque", aide=accorder(len(phrases), "point")))
    return MenuDeGestes(f"Étapes de la revue {vue.revue.annee}", lignes)


def _en_bref(refus: Refus | None) -> Refus | None:
    """What is missing is a tab of the screen: the menu counts it."""
    if not isinstance(refus, RevueIncomplete):
        return refus
    return Refus(f"Il manque encore {accorder(len(refus.manques), 'point')}, que l’onglet Manques montre.")


def _faite(revue: RevueAnnuelle, geste: Geste) -> str:
    """The date of a stage; else what it is."""
    le, quoi, sinon = {
        Geste.ARRETER: (revue.arretee_le, "arrêtées au", ""),
        Geste.SOUMETTRE: (revue.soumise_le, "soumise le", "à la direction"),
        Geste.APPROUVER: (revue.approuvee_le, "approuvée le", ""),
        Geste.PRESENTER: (revue.presentee_le, "le", "aux agents"),
        Geste.ROUVRIR: (None, "", "revenir sur l’approbation, avec une raison"),
    }[geste]
    return f"{quoi} {date_courte(le)}" if le else sinon
