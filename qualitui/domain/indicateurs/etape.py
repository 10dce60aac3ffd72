"""What an indicator that people type waits for: the value of each finished period, by the end of the month after it."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from qualitui.domain.etape import PROPOSEE, Etape, dernier_jour_ouvert
from qualitui.domain.indicateurs.fiche import derniere_finie, identifiant, rythme
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.temps.calendrier import UN_JOUR, Calendrier, ajouter_mois
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.temps.recurrence import Periode, Rythme, periodes

DEUX_ANS = 24  # months: the next period of the slowest indicator is within them


def etapes(
    indicateur: IndicateurType, saisies: Container[str], debut: date | None, jour: date, calendrier: Calendrier
) -> tuple[Etape, ...]:
    """The values missing, oldest first, then the one to come. `saisies`: the ids of the values typed.

    A period that began before the site (`debut`; None: unknown) is not due: only the last finished one is asked then.
    """
    if indicateur.calcul != "saisi":
        return ()
    derniere = derniere_finie(indicateur, jour)
    depuis = debut or derniere.debut
    regle = Rythme(periodicite=rythme(indicateur), ancre=jour)
    connues = periodes(regle, min(depuis, derniere.debut), ajouter_mois(jour, DEUX_ANS))
    dues = [p for p in connues if p.debut >= depuis and identifiant(indicateur.code, p.cle) not in saisies]
    commencees = [periode for periode in dues if periode.debut <= jour] or dues[:1]
    return tuple(_etape(indicateur, periode, calendrier) for periode in commencees)


def a_saisir_avant(periode: Periode) -> date:
    """The last day of the month that follows the period."""
    return ajouter_mois((periode.fin + UN_JOUR).replace(day=1), 1) - UN_JOUR


def _etape(indicateur: IndicateurType, periode: Periode, calendrier: Calendrier) -> Etape:
    terme = a_saisir_avant(periode)
    return Etape(
        domaine="indicateurs",
        reference=f"{indicateur.code} × {periode.cle}",
        quoi=f"Saisir la valeur : {periode_en_mots(periode.cle)}",
        libelle=f"Indicateur à saisir : {indicateur.libelle}",
        butoir=terme,
        cible=dernier_jour_ouvert(terme, calendrier),
        depuis=periode.fin + UN_JOUR,
        source=PROPOSEE,
    )
