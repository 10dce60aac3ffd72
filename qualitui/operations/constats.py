"""What is due, what was found: tick, correct, explain; the day's round.

Nothing walks ten years of results: a constat is read by its id, « CODE@PERIODE », once its occurrence is derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain import constats
from qualitui.domain.actions import Origine
from qualitui.domain.base import Introuvable, Refus, evoluer
from qualitui.domain.jours_ouverts import jours_ouverts
from qualitui.domain.occurrences import Occurrence, Suivi, occurrence, occurrences, sans_constat, suivre
from qualitui.domain.verifications import ORIGINE, Constat, EtatOccurrence, Resultat, Verification
from qualitui.store.registre import DejaPresent, ModifieEntreTemps

if TYPE_CHECKING:
    from qualitui.store.site import Site

# What reads as a path: /…, ./…, ~/…, \\server\…, X:\…
_CHEMIN = re.compile(r"(/|\.{1,2}[/\\]|~|\\\\|[A-Za-z]:[/\\])\S")


class PreuveIntrouvable(Refus):
    """The proof is given as a path where there is nothing."""


class IntervalleVide(Refus):
    """A list that would end before it starts."""


class Saisie(NamedTuple):
    """One result to note with others; `le` None: done on the day it is typed."""

    verification: Verification
    periode: str
    resultat: Resultat
    le: date | None = None
    constat: str = ""
    preuve: str = ""
    action: bool = False


class DuJour(NamedTuple):
    """The round of a day, each list in walk order.

    `aujourdhui`: expected today or before, not done; `semaine`: expected by Sunday; `ensuite`: window open, expected
    later; `faites`: done, window still open; `a_expliquer`: missed, without a reason, oldest first.
    """

    aujourdhui: list[Suivi]
    semaine: list[Suivi]
    ensuite: list[Suivi]
    faites: list[Suivi]
    a_expliquer: list[Suivi]


# --- gestures -------------------------------------------------------------------------------------------


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
    """Note the result of one occurrence, done on `le` (default `jour`) by `par` (a person's code; default: oneself).

    `action`: a non-conforme makes an action in the same gesture, tied both ways. Another result already there is
    refused (DejaNotee) unless `corriger`; the same one is left as it is, so that two people make one result.
    """
    site.exiger("verifications")
    if action:
        site.exiger("actions")
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    signe = _auteur(site, par)
    for essai in (1, 2):
        existant = lire(site, une)
        note = constats.noter(
            une,
            existant,
            resultat,
            le=le or jour,
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
    site.exiger("actions")
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    note = lire(site, une)
    if note is None or note.resultat is not Resultat.NON_CONFORME:
        raise constats.PasNonConforme(f"{une.reference} n’est pas notée non conforme : il n’y a pas d’action à ouvrir.")
    if note.action:
        return note
    with site.registre.transaction():
        return site.registre.save(evoluer(note, action=_creer_action(site, une, note, jour)))


def expliquer(
    site: Site, verification: Verification, periode: str, raison: str, *, texte: str = "", jour: date
) -> Constat:
    """Say why an occurrence was missed (absence, fermeture, oubli, matériel, autre); it stays missed and counted."""
    site.exiger("verifications")
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    existant = lire(site, une)
    explique = constats.expliquer(une, existant, raison, texte=texte, par=site.auteur, jour=jour)
    return _enregistrer(site, existant, explique)


def _enregistrer(site: Site, existant: Constat | None, note: Constat) -> Constat:
    if existant is None:
        return site.registre.add(note)
    return existant if note == existant else site.registre.save(note)


def _creer_action(site: Site, une: Occurrence, note: Constat, jour: date) -> str:
    from qualitui.operations import actions, equipe

    texte = une.redaction
    presents = {personne.code for personne in equipe.lister(site, jour=jour)}
    lieu = f"{texte.lieu[:1].upper()}{texte.lieu[1:]} : " if texte.lieu else ""
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
            raise PreuveIntrouvable(f"La preuve « {propre} » n’existe pas à cet endroit.", "preuve")
    return propre


# --- reading --------------------------------------------------------------------------------------------


def lire(site: Site, une: Occurrence) -> Constat | None:
    """What was noted of an occurrence, None when nothing was."""
    try:
        return site.registre.get(Constat, une.ident)
    except Introuvable:
        return None


def suivis(
    site: Site, *, du: date, au: date, jour: date, verifications: Iterable[Verification] | None = None
) -> list[Suivi]:
    """Every occurrence whose window shares a day with `du`…`au`, with its state on `jour`, check by check."""
    if au < du:
        raise IntervalleVide(f"La période finirait le {au:%d/%m/%Y}, avant de commencer.", "au")
    jours = jours_ouverts(site.calendrier)
    choisies = site.registre.find(Verification) if verifications is None else verifications
    return [suivre(une, lire(site, une), jour) for v in choisies for une in occurrences(v, du, au, jours)]


def a_expliquer(site: Site, *, jour: date) -> list[Suivi]:
    """Every occurrence missed without a reason since each check exists, oldest first."""
    jours = jours_ouverts(site.calendrier)
    notees = site.registre.identifiants(Constat)
    manquees = [une for v in site.registre.find(Verification) for une in sans_constat(v, jour, jours, notees)]
    return [suivre(une, None, jour) for une in sorted(manquees, key=lambda o: (o.fin, o.verification))]


def lister(site: Site, *, jour: date, du: date | None = None, au: date | None = None) -> list[Suivi]:
    """The occurrences of `du`…`au`; without them, those whose window holds `jour` and the missed ones to explain."""
    if du is None and au is None:
        return a_expliquer(site, jour=jour) + en_parcours(site, suivis(site, du=jour, au=jour, jour=jour))
    debut, fin = du or min(jour, au or jour), au or max(jour, du or jour)
    return sorted(
        suivis(site, du=debut, au=fin, jour=jour), key=lambda s: (s.occurrence.debut, s.occurrence.verification)
    )


def du_jour(site: Site, jour: date) -> DuJour:
    """What the site has to do on `jour` and this week, by role and in walk order."""
    courantes = en_parcours(site, suivis(site, du=jour, au=jour, jour=jour))
    a_faire = [s for s in courantes if s.etat is EtatOccurrence.A_FAIRE]
    dimanche = jour + timedelta(days=6 - jour.weekday())
    return DuJour(
        aujourdhui=[s for s in a_faire if s.occurrence.attendue <= jour],
        semaine=[s for s in a_faire if jour < s.occurrence.attendue <= dimanche],
        ensuite=[s for s in a_faire if s.occurrence.attendue > dimanche],
        faites=[s for s in courantes if s.etat is EtatOccurrence.FAITE],
        a_expliquer=a_expliquer(site, jour=jour),
    )


def en_parcours(site: Site, suivis: Iterable[Suivi]) -> list[Suivi]:
    """By role, then place by place in walk order: a place comes where its first check stands in the table."""
    rangs = {v.code: v.ordre for v in site.registre.find(Verification)}
    retenus = list(suivis)
    lieux: dict[str, int] = {}
    for suivi in retenus:
        lieu, rang = suivi.occurrence.redaction.lieu, rangs.get(suivi.occurrence.verification, 0)
        lieux[lieu] = min(rang, lieux.get(lieu, rang))

    def place(suivi: Suivi) -> tuple[str, int, str, int, str, date]:
        une = suivi.occurrence
        lieu = une.redaction.lieu
        return une.role, lieux[lieu], lieu, rangs.get(une.verification, 0), une.verification, une.debut

    return sorted(retenus, key=place)
