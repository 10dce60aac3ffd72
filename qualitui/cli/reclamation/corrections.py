"""qualitui reclamation corriger | retirer: putting right a dated fact typed by mistake."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, date_saisie
from qualitui.cli.reclamation.textes import objet, verbe
from qualitui.domain.reclamations.corrections import correction_en_mots, lire_fait
from qualitui.domain.reclamations.phrases import suite

if TYPE_CHECKING:
    from qualitui.domain.reclamations.fiche import Reclamation

PRECISIONS = ("le", "interlocuteur", "nouvelle_date", "detail", "motif")


def declarer(verbes: argparse._SubParsersAction[Analyseur]) -> None:
    corrige = verbe(verbes, "corriger", corriger, "corriger un fait mal noté : sa date, l’interlocuteur…")
    _designer(corrige)
    corrige.add_argument("--le", type=date_saisie, metavar="DATE", help="le bon jour")
    corrige.add_argument("--interlocuteur", metavar="P", help="réponse d’attente : qui suit l’affaire")
    corrige.add_argument("--nouvelle-date", type=date_saisie, metavar="DATE", help="réponse d’attente : date annoncée")
    corrige.add_argument(
        "--detail", metavar="TEXTE", help="précision d’une contestation, d’un rendez-vous, d’une clôture…"
    )
    corrige.add_argument("--motif", metavar="M", help="motif d’une clôture, ou raison d’une réouverture")
    _designer(verbe(verbes, "retirer", retirer, "retirer un fait noté par erreur : il n’a pas eu lieu"))


def _designer(analyseur: Analyseur) -> None:
    analyseur.add_argument("reference", metavar="REF")
    aide = "accuse, attente, reponse, contestation… ; ou son numéro, lu avec « reclamation voir »"
    analyseur.add_argument("--fait", required=True, metavar="FAIT", help=aide)
    analyseur.add_argument("--raison", required=True, metavar="TEXTE", help="pourquoi ; le dossier la garde")
    analyseur.en_json()


def corriger(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations  # as in gestes.py

    tapes = {nom: valeur for nom in PRECISIONS if (valeur := getattr(appel.options, nom)) is not None}
    _rectifier(appel, reclamations.corriger, tapes)


def retirer(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations

    _rectifier(appel, reclamations.retirer, {})


def _rectifier(appel: Appel, operation: Callable[..., Reclamation], tapes: dict[str, Any]) -> None:
    from qualitui.operations.reclamations import gestes as reclamations  # as in gestes.py

    options = appel.options
    avant = reclamations.trouver(appel.site, options.reference)
    fait = lire_fait(avant, options.fait)
    apres = operation(appel.site, avant, fait=fait, raison=options.raison, jour=appel.jour, **tapes)
    for phrase in reclamations.avertir(avant, apres):
        appel.dire(f"Attention : {phrase}")
    appel.rendre(objet(apres, appel.jour), _en_mots(apres, appel))


def _en_mots(dossier: Reclamation, appel: Appel) -> str:
    faite = correction_en_mots(dossier.corrections[-1])
    return f"{faite[:1].upper()}{faite[1:]}.\n{suite(dossier, appel.jour)}"
