"""What people note of what is due: tick, correct, explain, open an action."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.verifications import constats
from qualitui.domain.verifications.fiche import ORIGINE, Constat, Resultat, Verification
from qualitui.domain.verifications.occurrences import Occurrence, occurrence
from qualitui.operations.verifications.occurrences import lire
from qualitui.store.contrat import DejaPresent, ModifieEntreTemps

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

# What reads as a path: /…, ./…, ~/…, \\server\…, X:\…
_CHEMIN = re.compile(r"(/|\.{1,2}[/\\]|~|\\\\|[A-Za-z]:[/\\])\S")


class PreuveIntrouvable(Refus):
    """The proof is given as a path where there is nothing."""


class Saisie(NamedTuple):
    """One result to note with others; `le` None: done on the day it is typed."""

    verification: Verification
    periode: str
    resultat: Resultat
    le: date | None = None
    constat: str = ""
    preuve: str = ""
    action: bool = False


def noter(
    site: Site,
    verification: Verification,
    periode: str,
    resultat: Resultat,
    *,
    jour: date,
    le: date | None = None,
    constat: str = "",
    preuve: str = "",
    action: bool = False,
    corriger: bool = False,
    par: str = "",
) -> Constat:
    """Note the result of one occurrence, done on `le` by `par` (a person's code; default: oneself).

    `le` None: done on `jour`; when correcting, on the day already noted.

    `action`: a non-conforme makes an action in the same gesture, tied both ways. Another result already there is
    refused (DejaNotee) unless `corriger`; the same one is left as it is, so that two people make one result.
    """
    site.exiger("verifications", Verbe.NOTER, verification)
    if action:
        site.exiger("actions", Verbe.NOTER)
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    signe = _auteur(site, par)
    for essai in (1, 2):
        existant = lire(site, une)
        note = constats.noter(
            une,
            existant,
            resultat,
            le=le or (existant.le if existant and existant.resultat else jour),
            par=signe,
            jour=jour,
            constat=constat,
            preuve=_preuve(site, preuve),
            corriger=corriger,
        )
        try:
            with site.registre.transaction():
                if action and resultat is Resultat.NON_CONFORME and not note.action:
                    note = evoluer(note, action=_creer_action(site, une, note, jour))
                return _enregistrer(site, existant, note)
        except (DejaPresent, ModifieEntreTemps):
            if existant is not None or essai == 2:
                raise  # a correction made on a stale result is refused; a first entry is compared with the other's
    raise AssertionError("unreachable")


def noter_lot(site: Site, saisies: Iterable[Saisie], *, jour: date, par: str = "") -> list[Constat]:
    """Note several results as one transaction: all of them, or none and the sentence says which one is refused."""
    site.exiger("verifications", Verbe.NOTER)
    with site.registre.transaction():
        return [
            noter(
                site,
                une.verification,
                une.periode,
                une.resultat,
                jour=jour,
                le=une.le,
                constat=une.constat,
                preuve=une.preuve,
                action=une.action,
                par=par,
            )
            for une in saisies
        ]


def ouvrir_action(site: Site, verification: Verification, periode: str, *, jour: date) -> Constat:
    """Make the action of a non-conforme already noted; the one it has is kept."""
    site.exiger("actions", Verbe.NOTER)
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    note = lire(site, une)
    if note is None or note.resultat is not Resultat.NON_CONFORME:
        raise constats.PasNonConforme(f"{une.reference} n’est pas notée non conforme : il n’y a pas d’action à ouvrir.")
    if note.action:
        return note
    with site.registre.transaction():
        return site.registre.save(evoluer(note, action=_creer_action(site, une, note, jour)))


def expliquer(
    site: Site, verification: Verification, periode: str, raison: str, *, texte: str = "", jour: date
) -> Constat:
    """Say why an occurrence was missed (absence, fermeture, oubli, matériel, autre); it stays missed and counted."""
    site.exiger("verifications", Verbe.NOTER, verification)
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    existant = lire(site, une)
    explique = constats.expliquer(une, existant, raison, texte=texte, par=site.auteur, jour=jour)
    return _enregistrer(site, existant, explique)


def _enregistrer(site: Site, existant: Constat | None, note: Constat) -> Constat:
    if existant is None:
        return site.registre.add(note)
    return existant if note == existant else site.registre.save(note)


def _creer_action(site: Site, une: Occurrence, note: Constat, jour: date) -> str:
    from qualitui.operations import equipe
    from qualitui.operations.actions import gestes as actions

    texte = une.redaction
    presents = {personne.code for personne in equipe.lister(site, jour=jour)}
    lieu = f"{texte.lieu[:1].upper()}{texte.lieu[1:]} : " if texte.lieu else ""
    return actions.creer(
        site,
        intitule=f"{lieu}{note.constat.splitlines()[0]}",
        origine=Origine(concept=ORIGINE, reference=une.reference),
        engagement=texte.engagement,
        pilote=texte.personne if texte.personne in presents else texte.role,
        jour=jour,
    ).reference


def _auteur(site: Site, par: str) -> str:
    if not par:
        return site.auteur
    from qualitui.operations import equipe

    return equipe.trouver(site, par).code


def _preuve(site: Site, texte: str) -> str:
    """The proof as given; PreuveIntrouvable when it reads as a path and nothing is there."""
    propre = texte.strip()
    if _CHEMIN.match(propre):
        chemin = Path(propre).expanduser()
        try:
            trouve = (site.dossier / chemin).exists()
        except OSError:
            trouve = False
        if not trouve:
            raise PreuveIntrouvable(f"La preuve « {propre} » n’existe pas à cet endroit.", "preuve")
    return propre
