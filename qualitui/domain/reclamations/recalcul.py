"""What today's days of the site (closures, public holidays, Saturday) would change in deadlines already frozen.

The rule of a case stays the one it was frozen under (domaine.md §3): only the days are read again. Nothing moves by
itself, a case answered or closed never moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from qualitui.domain.base import Valeur, evoluer
from qualitui.domain.francais import INSECABLE, date_courte
from qualitui.domain.reclamations.fiche import Reclamation, ouverte, premiere_reponse
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.echeances import Echeance, calculer


class Recalcul(Valeur):
    """One open case whose dates would change: its cible and butoir as frozen, and as they would become.

    `dossier` is the case as it was read.
    """

    dossier: Reclamation = Field(exclude=True, repr=False)
    reference: str
    cible: date
    cible_nouvelle: date
    butoir: date
    butoir_nouveau: date


def recalcul_en_mots(recalcul: Recalcul) -> str:
    """« R-2026-014 : cible 03/03/26 → 02/03/26, même butoir »."""
    cible = f"cible {date_courte(recalcul.cible)} → {date_courte(recalcul.cible_nouvelle)}"
    butoir = f"butoir {date_courte(recalcul.butoir)} → {date_courte(recalcul.butoir_nouveau)}"
    limite = butoir if recalcul.butoir != recalcul.butoir_nouveau else "même butoir"
    return f"{recalcul.reference}{INSECABLE}: {cible}, {limite}"


def recalculer(reclamation: Reclamation, calendrier: Calendrier) -> Reclamation:
    """The case with its deadlines counted again from the same day, under the same frozen rule."""
    return evoluer(
        reclamation,
        echeance=_recompter(reclamation.echeance, calendrier),
        echeance_attente=_recompter(reclamation.echeance_attente, calendrier),
    )


def recalculs(reclamations: Iterable[Reclamation], calendrier: Calendrier) -> tuple[Recalcul, ...]:
    """The cases still to be answered whose cible or butoir would change, in their order."""
    attendues = (r for r in reclamations if ouverte(r) and premiere_reponse(r) is None)
    ecarts = (_ecart(r, r.echeance, _recompter(r.echeance, calendrier)) for r in attendues)
    return tuple(ecart for ecart in ecarts if ecart is not None)


def _recompter(echeance: Echeance | None, calendrier: Calendrier) -> Echeance | None:
    return calculer(echeance.depart, echeance.delai, calendrier) if echeance else None


def _ecart(dossier: Reclamation, avant: Echeance | None, apres: Echeance | None) -> Recalcul | None:
    if avant is None or apres is None or (avant.cible, avant.butoir) == (apres.cible, apres.butoir):
        return None
    return Recalcul(
        dossier=dossier,
        reference=dossier.reference,
        cible=avant.cible,
        cible_nouvelle=apres.cible,
        butoir=avant.butoir,
        butoir_nouveau=apres.butoir,
    )
