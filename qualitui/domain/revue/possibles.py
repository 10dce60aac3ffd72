"""Which stages the annual review can go through today, and why the others are refused: each is tried, nothing kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from qualitui.domain import possibles
from qualitui.domain.possibles import SAISI, Possibilite
from qualitui.domain.revue import fiche as regles
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.fiche import RevueAnnuelle


class Geste(StrEnum):
    """The stages, in order; the value is the operation's name."""

    ARRETER = "arreter"
    SOUMETTRE = "soumettre"
    APPROUVER = "approuver"
    PRESENTER = "presenter"
    ROUVRIR = "rouvrir"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    Geste.ARRETER: "Arrêter les données",
    Geste.SOUMETTRE: "Soumettre",
    Geste.APPROUVER: "Approuver",
    Geste.PRESENTER: "Présenter",
    Geste.ROUVRIR: "Rouvrir",
}


def possibilites(
    revue: RevueAnnuelle, chiffres: Chiffres, manques: tuple[str, ...], jour: date
) -> tuple[Possibilite[Geste], ...]:
    """Every stage, with the refusal it would meet today; `chiffres`: its figures, `manques`: what it still lacks."""

    def essayer(geste: Geste) -> None:
        match geste:
            case Geste.ARRETER:
                regles.exiger_modifiable(revue)
            case Geste.SOUMETTRE:
                regles.soumettre(revue, le=jour)
            case Geste.APPROUVER:
                regles.approuver(revue, chiffres, manques, par=SAISI, le=jour, jour=jour)
            case Geste.PRESENTER:
                regles.presenter(revue, le=jour, jour=jour)
            case Geste.ROUVRIR:
                regles.rouvrir(revue, raison=SAISI)

    return possibles.possibilites(essayer, Geste)
