"""What an annual review waits for, stage by stage.

It is due by 31 January of the year after: a date of ours, the référentiel says « une fois par an ». It is the only one:
the planning does not give the year's last day beside it. What follows the approval is proposed a month after.
"""

from __future__ import annotations

from datetime import date

from qualitui.domain.etape import PROPOSEE, Etape, dernier_jour_ouvert, un_mois_apres
from qualitui.domain.temps.calendrier import Calendrier

DIRECTION = "directeur"  # code of [[role]]: who approves
A_PREPARER = "à préparer"


class Avancement:
    """How far the review of `annee` is: what decides of its next step, without its thousand figures."""

    def __init__(
        self,
        annee: int,
        *,
        ecrite: bool = False,
        arretee_le: date | None = None,
        soumise_le: date | None = None,
        approuvee_le: date | None = None,
        presentee_le: date | None = None,
        transmise_le: date | None = None,
    ) -> None:
        self.annee = annee
        self.ecrite = ecrite
        self.arretee_le = arretee_le
        self.soumise_le = soumise_le
        self.approuvee_le = approuvee_le
        self.presentee_le = presentee_le
        self.transmise_le = transmise_le


def echeance(annee: int) -> date:
    """The day by which the review of `annee` is approved."""
    return date(annee + 1, 1, 31)


def etape(avancement: Avancement, calendrier: Calendrier) -> Etape | None:
    """The next stage: to write, freeze, submit, approve, present, transmit; None once it was all done."""
    lui = avancement
    terme = echeance(lui.annee)
    fin = date(lui.annee, 12, 31)
    if lui.approuvee_le is None:
        if not lui.ecrite:
            quoi, depuis = "à écrire", fin
        elif lui.arretee_le is None:
            quoi, depuis = "en préparation, données à arrêter", fin
        elif lui.soumise_le is None:
            quoi, depuis = "en préparation, à soumettre", lui.arretee_le
        else:
            return _etape(lui, "à approuver", terme, lui.soumise_le, calendrier, DIRECTION)
        return _etape(lui, quoi, terme, depuis, calendrier)
    if lui.presentee_le is None:
        return _etape(lui, "à présenter aux agents", un_mois_apres(lui.approuvee_le), lui.approuvee_le, calendrier)
    if lui.transmise_le is None:
        quoi = "à transmettre aux services centraux"
        return _etape(lui, quoi, un_mois_apres(lui.presentee_le), lui.presentee_le, calendrier)
    return None


def _etape(lui: Avancement, quoi: str, terme: date, depuis: date, calendrier: Calendrier, role: str = "daa") -> Etape:
    libelle = f"Revue qualité locale {lui.annee} : {quoi}"
    cible = dernier_jour_ouvert(terme, calendrier)
    return Etape("revue", str(lui.annee), libelle, libelle, terme, cible, depuis, role, source=PROPOSEE)
