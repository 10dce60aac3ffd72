"""Which gestures an action allows today, and why the others are refused: each one is tried, nothing is kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from qualitui.domain import possibles
from qualitui.domain.actions import gestes as vie_actions
from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.possibles import SAISI, Possibilite


class Geste(StrEnum):
    """What moves an action, in the order of its life; the value is the operation's name."""

    LANCER = "lancer"
    REALISER = "realiser"
    REPLANIFIER = "replanifier"
    VERIFIER = "verifier"
    CLORE = "clore"
    RELANCER = "relancer"
    ABANDONNER = "abandonner"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    Geste.LANCER: "Lancer l’action",
    Geste.REALISER: "Noter sa réalisation",
    Geste.REPLANIFIER: "Replanifier son échéance",
    Geste.VERIFIER: "Vérifier son efficacité",
    Geste.CLORE: "Clore l’action",
    Geste.RELANCER: "Relancer ce qui n’a pas suffi",
    Geste.ABANDONNER: "Abandonner l’action",
}


def possibilites(action: Action, jour: date) -> tuple[Possibilite[Geste], ...]:
    """Every gesture, in order, with the refusal it would meet today."""
    return possibles.possibilites(lambda geste: _essayer(action, geste, jour), Geste)


def refus_de(action: Action, geste: Geste, jour: date) -> Refus | None:
    """Why `geste` can't be done on `jour`, whatever is typed in its form; None: it can."""
    return possibles.refus_de(lambda voulu: _essayer(action, voulu, jour), geste)


def refus_de_suivi(action: Action, jour: date) -> Refus | None:
    """Why nothing can be noted nor corrected any more; None: the action is still in the plan."""
    return possibles.refus_de(lambda texte: vie_actions.noter(action, texte=texte, par="", le=jour, jour=jour), SAISI)


def _essayer(action: Action, geste: Geste, jour: date) -> None:
    match geste:
        case Geste.LANCER:  # its form names the pilot and the day when they are missing
            complete = evoluer(action, pilote=action.pilote or SAISI, echeance=action.echeance or jour)
            vie_actions.lancer(complete, jour=jour)
        case Geste.REALISER:
            vie_actions.realiser(action, le=jour, jour=jour)
        case Geste.REPLANIFIER:
            vie_actions.replanifier(action, echeance=jour, raison=SAISI, par="", jour=jour)
        case Geste.VERIFIER:
            vie_actions.verifier(action, le=jour, par=SAISI, efficace=True, jour=jour)
        case Geste.CLORE:
            vie_actions.clore(action, le=jour, suite=SAISI, jour=jour)
        case Geste.RELANCER:
            vie_actions.relancer(action, echeance=jour, raison=SAISI, par="", jour=jour)
        case Geste.ABANDONNER:
            vie_actions.abandonner(action, raison=SAISI, le=jour, jour=jour)
