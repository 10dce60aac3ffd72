"""qualitui echeance: the three dates of a delay and the reason, with or without a site."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, entier_saisi
from qualitui.domain.base import evoluer
from qualitui.domain.temps.dates import lire_instant
from qualitui.domain.temps.echeances import Calendrier, Delai, Echeance, Report, Unite, Zone, calculer
from qualitui.domain.temps.explications import expliquer, politique_en_donnees
from qualitui.store.site.fichier import lire_reglages
from qualitui.store.site.referentiels import FICHIERS_REFERENTIELS, charger_referentiel

if TYPE_CHECKING:
    from qualitui.domain.reference.reglages import Reglages

UNITES = {
    "mois": Unite.MOIS,
    "jours": Unite.JOURS,
    "jours-ouvrables": Unite.JOURS_OUVRABLES,
    "jours-ouvres": Unite.JOURS_OUVRES,
    "heures-ouvrees": Unite.HEURES_OUVREES,
    "trimestre": Unite.TRIMESTRE,
}


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("date", metavar="DATE", help="départ : 2026-03-02, 02/03/2026, 2026-03-02T10:00")
    analyseur.add_argument("--delai", metavar="CODE", help="un délai du référentiel (voir « referentiel voir »)")
    analyseur.add_argument("--duree", metavar="N", type=entier_saisi, help="une durée, comptée en --unite")
    analyseur.add_argument("--unite", choices=list(UNITES), help="unité de --duree")
    analyseur.add_argument("--referentiel", metavar="CODE", help="référentiel où chercher le délai")
    analyseur.add_argument("--acheminement", metavar="N", type=entier_saisi, help="jours d’acheminement postal")
    analyseur.add_argument("--report", choices=[*Report], help="ce que devient un terme un jour fermé")
    analyseur.add_argument("--zone", choices=[*Zone], help="jours fériés (métropole par défaut)")
    analyseur.add_argument("--samedi", action="store_true", help="le site reçoit le samedi")
    analyseur.en_json()
    analyseur.set_defaults(executer=echeance, analyseur=analyseur)


def echeance(appel: Appel) -> None:
    _verifier_usage(appel.options)
    depart = lire_instant(appel.options.date, appel.jour)
    reglages = _reglages(appel)
    calculee = calculer(depart, _delai(appel.options, depart, reglages), _calendrier(appel.options, reglages))
    phrases = expliquer(calculee)
    appel.rendre(_en_json(calculee, phrases), "\n".join(phrases))


def _verifier_usage(options: argparse.Namespace) -> None:
    """Either a delay of the référentiel, or a duration and its unit."""
    usage: Analyseur = options.analyseur
    libre = options.duree is not None or options.unite is not None
    if options.delai and libre:
        usage.error("--delai ne va pas avec --duree ni --unite")
    if options.delai is None and not libre:
        usage.error("il faut --delai, ou --duree et --unite")
    if options.duree is not None and options.unite is None:
        usage.error("--duree demande aussi --unite")
    if options.duree is None and libre and options.unite != "trimestre":
        usage.error("--unite demande aussi --duree")


def _reglages(appel: Appel) -> Reglages | None:
    """The settings of the site that the person names; the last one opened does not count here."""
    nomme = appel.dossier_nomme()
    if nomme is None:
        return None
    return lire_reglages(nomme)


def _delai(options: argparse.Namespace, depart: date, reglages: Reglages | None) -> Delai:
    if options.delai is None:
        delai = Delai(duree=options.duree if options.duree is not None else 1, unite=UNITES[options.unite])
    else:
        delai = _delai_du_referentiel(options, depart, reglages)
    if options.acheminement is not None:
        delai = evoluer(delai, acheminement_jours=options.acheminement)
    return evoluer(delai, report=options.report) if options.report else delai


def _delai_du_referentiel(options: argparse.Namespace, depart: date, reglages: Reglages | None) -> Delai:
    """In the référentiel named, else in the site's own at that day, else in whichever has the code."""
    from qualitui.domain.reference.referentiel import trouver_delai  # its models are of no use to --duree

    jour = depart.date() if isinstance(depart, datetime) else depart
    if options.referentiel:
        return _selon_le_site(charger_referentiel(options.referentiel).delai(options.delai), jour, reglages)
    en_vigueur = reglages.referentiel_au(jour) if reglages else ""
    codes = sorted(FICHIERS_REFERENTIELS, key=lambda code: code != en_vigueur)
    trouve = trouver_delai(options.delai, (charger_referentiel(code) for code in codes))
    return _selon_le_site(trouve, jour, reglages)


def _selon_le_site(delai: Delai, jour: date, reglages: Reglages | None) -> Delai:
    """The delay under the policy of the site, when there is a site."""
    return reglages.delai(delai, jour) if reglages else delai


def _calendrier(options: argparse.Namespace, reglages: Reglages | None) -> Calendrier:
    """The site's days, or those of any site; the options of the command win."""
    calendrier = reglages.calendrier() if reglages else Calendrier()
    if options.zone:
        calendrier = evoluer(calendrier, zone=options.zone)
    return evoluer(calendrier, recoit_le_samedi=True) if options.samedi else calendrier


def _en_json(calculee: Echeance, phrases: list[str]) -> dict[str, Any]:
    dates = {
        "depart": calculee.instant("depart"),
        "quantieme": calculee.instant("quantieme"),
        "butoir": calculee.instant("butoir"),
        "cible": calculee.instant("cible"),
        "arrivee": calculee.arrivee,
    }
    donnees: dict[str, Any] = {cle: _iso(instant) for cle, instant in dates.items()} | {"explication": phrases}
    if calculee.delai.source.referentiel:
        donnees["politique"] = politique_en_donnees(calculee.delai)
    return donnees


def _iso(instant: date | datetime | None) -> str | None:
    """Heures ouvrées are given to the minute."""
    if isinstance(instant, datetime):
        return instant.isoformat(timespec="minutes")
    return instant.isoformat() if instant else None
