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
from qualitui.operations import equipe
from qualitui.operations.verifications.occurrences import lire
from qualitui.operations.verifications.reponses import repondre
from qualitui.store.contrat import DejaPresent

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

# What reads as a path: /…, ./…, ~/…, \\server\…, X:\…
_CHEMIN = re.compile(r"(/|\.{1,2}[/\\]|~|\\\\|[A-Za-z]:[/\\])\S")


class PreuveIntrouvable(Refus):
    """The proof is given as a path where there is nothing."""


class ResultatSaisi(NamedTuple):
    """One result to note with others; `le` None: done on the day it is typed. `lu`, `corriger`: see `noter`."""

    verification: Verification
    periode: str
    resultat: Resultat
    le: date | None = None
    constat: str = ""
    preuve: str = ""
    action: bool = False
    lu: Constat | None = None
    corriger: bool = False


def noter(
    site: Site,
    verification: Verification,
    periode: str,
    resultat: Resultat,
    *,
    jour: date,
    lu: Constat | None = None,
    le: date | None = None,
    constat: str = "",
    preuve: str = "",
    action: bool = False,
    corriger: bool = False,
    par: str = "",
) -> Constat:
    """Note the result of one occurrence, done on `le` by `par` (a person's code; default: oneself).

    `lu`: what was noted of it as the person read it, None for nothing; changed since, it is refused
    (`ModifieEntreTemps`). The same bare result noted by two people is one result all the same.

    `le` None: done on `jour`; when correcting, on the day already noted.

    The opposite of what the register answers asks for a reason, in `constat` (`ContreditParLeRegistre`).

    `action`: a non-conforme makes an action in the same gesture, tied both ways. Another result read there is
    refused (DejaNotee) unless `corriger`; the same one is left as it is.
    """
    site.exiger("verifications", Verbe.NOTER, verification)
    if action:
        site.exiger("actions", Verbe.NOTER)
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    fait_le = le or (lu.le if lu and lu.resultat else jour)
    note = constats.noter(
        une,
        lu,
        resultat,
        le=fait_le,
        par=_auteur(site, par),
        jour=jour,
        constat=constat,
        preuve=_preuve(site, preuve),
        corriger=corriger,
        reponse=repondre(site, une, fait_le),
    )
    try:
        with site.registre.transaction():
            if action and resultat is Resultat.NON_CONFORME and not note.action:
                note = _relier(note, _creer_action(site, une, note, jour), jour)
            return _enregistrer(site, lu, note)
    except DejaPresent:
        deja = lire(site, une)
        if deja is None or deja.resultat is not resultat or constat or preuve or action:
            raise
        return deja


def noter_lot(site: Site, saisies: Iterable[ResultatSaisi], *, jour: date, par: str = "") -> list[Constat]:
    """Note several results as one transaction: all of them, or none and the sentence says which one is refused."""
    site.exiger("verifications", Verbe.NOTER)
    liste = list(saisies)
    try:
        return _noter_lot(site, liste, jour, par)
    except DejaPresent:
        # Seen when writing, and known now: the same bare result is left as it is, anything else is refused again.
        return _noter_lot(site, liste, jour, par)


def _noter_lot(site: Site, saisies: Iterable[ResultatSaisi], jour: date, par: str) -> list[Constat]:
    with site.registre.transaction():
        return [
            noter(
                site,
                une.verification,
                une.periode,
                une.resultat,
                jour=jour,
                lu=une.lu,
                le=une.le,
                constat=une.constat,
                preuve=une.preuve,
                action=une.action,
                corriger=une.corriger,
                par=par,
            )
            for une in saisies
        ]


def _relier(note: Constat, action: str, jour: date) -> Constat:
    """Tied to its action; the day is kept when it is not the one of the result."""
    return evoluer(note, action=action, reliee_le=None if jour == note.le else jour)


def ouvrir_action(site: Site, verification: Verification, lu: Constat | None, *, jour: date) -> Constat:
    """Make the action of a non-conforme already noted, as it was read; the one it has is kept."""
    site.exiger("actions", Verbe.NOTER)
    if lu is None or lu.resultat is not Resultat.NON_CONFORME:
        quoi = lu.id.replace("@", " × ") if lu else verification.code
        raise constats.PasNonConforme(f"{quoi} n’est pas notée non conforme : il n’y a pas d’action à ouvrir.")
    if lu.action:
        return lu
    une = occurrence(verification, lu.periode, jours_ouverts(site.calendrier))
    with site.registre.transaction():
        return site.registre.save(_relier(lu, _creer_action(site, une, lu, jour), jour))


def expliquer(
    site: Site,
    verification: Verification,
    periode: str,
    raison: str,
    *,
    lu: Constat | None = None,
    texte: str = "",
    jour: date,
) -> Constat:
    """Say why an occurrence was missed (absence, fermeture, oubli, matériel, autre); it stays missed and counted.

    `lu`: what was noted of it as the person read it, as for `noter`.
    """
    site.exiger("verifications", Verbe.NOTER, verification)
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    explique = constats.expliquer(une, lu, raison, texte=texte, par=site.auteur, jour=jour)
    return _enregistrer(site, lu, explique)


def _enregistrer(site: Site, lu: Constat | None, note: Constat) -> Constat:
    if lu is None:
        return site.registre.add(note)
    return lu if note == lu else site.registre.save(note)


def _creer_action(site: Site, une: Occurrence, note: Constat, jour: date) -> str:
    from qualitui.operations.actions import gestes as actions  # to read what is due costs none of the plan of actions

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
