"""What would move in deadlines already frozen: under another référentiel, or on today's days of the site. A preview.

Cases registered before keep the deadlines frozen under their own rule (domaine.md §3): only those received from the day
a new référentiel is in force follow it. Closures, public holidays and Saturdays may be read again under that rule, when
someone asks for it; a case answered or closed never moves. Whether a case is late is told by `delai`, without any rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from qualitui.domain.base import Valeur, evoluer
from qualitui.domain.francais import INSECABLE, date_courte
from qualitui.domain.reclamations.fiche import Reclamation, ouverte, premiere_reponse
from qualitui.domain.reclamations.saisie import Regles, engagement_propose, fixer_echeances
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.echeances import Echeance, calculer

# --- another référentiel ---------------------------------------------------------------------------------


class Ecart(Valeur):
    """One open case: what it keeps, and what a case received the same day under the new référentiel would get.

    Dates are butoirs; None: no such deadline. `engagement` is the one the motif proposes there.
    """

    reference: str
    reponse: date | None
    reponse_nouvelle: date | None
    attente: date | None
    attente_nouvelle: date | None
    engagement: str
    engagement_nouveau: str

    @property
    def dates_changent(self) -> bool:
        return (self.reponse, self.attente) != (self.reponse_nouvelle, self.attente_nouvelle)


def apercu_changement(reclamations: Iterable[Reclamation], regles: Regles) -> tuple[Ecart, ...]:
    """The open cases for which `regles` (the new référentiel) say something else, in their order."""
    ecarts = (_ecart(reclamation, regles) for reclamation in reclamations if ouverte(reclamation))
    return tuple(e for e in ecarts if e.dates_changent or e.engagement != e.engagement_nouveau)


def _ecart(reclamation: Reclamation, regles: Regles) -> Ecart:
    nouvelle = fixer_echeances(reclamation, regles)
    return Ecart(
        reference=reclamation.reference,
        reponse=_butoir(reclamation.echeance),
        reponse_nouvelle=_butoir(nouvelle.echeance),
        attente=_butoir(reclamation.echeance_attente),
        attente_nouvelle=_butoir(nouvelle.echeance_attente),
        engagement=reclamation.engagement,
        engagement_nouveau=engagement_propose(reclamation.motif, regles) or reclamation.engagement,
    )


def _butoir(echeance: Echeance | None) -> date | None:
    return echeance.butoir if echeance else None


# --- the days of the site --------------------------------------------------------------------------------


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
    ecarts = (_deplacement(r, r.echeance, _recompter(r.echeance, calendrier)) for r in attendues)
    return tuple(ecart for ecart in ecarts if ecart is not None)


def _recompter(echeance: Echeance | None, calendrier: Calendrier) -> Echeance | None:
    return calculer(echeance.depart, echeance.delai, calendrier) if echeance else None


def _deplacement(dossier: Reclamation, avant: Echeance | None, apres: Echeance | None) -> Recalcul | None:
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
