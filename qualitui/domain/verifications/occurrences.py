"""Occurrences: the pair (check, period), derived from the table and the calendar, never stored.

What is due, and until when:

- a daily check falls on every day the site receives; a public holiday or a weekend has no occurrence;
- a period is due when the check is in force on at least one of its open days, however late it was resumed: an auditor
  reads « every period », and there was a day to do it;
- the period under way when the check (or the site) begins is « non due »: it can be done, it is never missed nor
  counted, unless the site chose that it is due. It is under way when one of its possible days is already gone;
- a period whose every possible day falls in closures of the site is « site fermé »; one whose every open day falls in
  a suspension is « suspendue ». Neither is due;
- the window is the whole period. `attendue` is the anchor's day, moved to the next open day of the window (to the
  last one before when none follows): a check done after it is late within its period, after the window it is missed;
- when the rhythm changes, the period under way of the old one stays owed to its end, and the new rhythm begins the day
  after: no day is asked for twice, none escapes. (Changes made before this rule was kept have no `rythme_depuis`: what
  they made due stays due.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.temps.jours_ouverts import JoursOuverts
from qualitui.domain.temps.periodes import lire_periode
from qualitui.domain.temps.recurrence import UN_JOUR, Periode, Periodicite, Rythme, journee, periode_du, periodes
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, Redaction, Resultat, Verification

# A result of a check done in its window may be typed this long after it (a paper round copied later, someone back
# from leave). Beyond, nobody can vouch for the date: the period stays missed and the result shows as late.
DELAI_DE_SAISIE = timedelta(days=31)


class PasDePeriode(Refus):
    """The check has no such period."""


class Situation(StrEnum):
    DUE = "due"
    FERMEE = "site fermé"
    SUSPENDUE = "suspendue"
    NON_DUE = "non due"


class Occurrence(NamedTuple):
    """One check for one period; the window `debut`…`fin` includes both days. `redaction` is the text to follow.

    `ancre`: the day the anchor falls on in the period, open or not; it may come before `debut`.
    """

    verification: str
    periode: str
    debut: date
    fin: date
    attendue: date
    situation: Situation
    redaction: Redaction
    ancre: date

    @property
    def ident(self) -> str:
        """The id of its `Constat`: two people who tick it make one result."""
        return f"{self.verification}@{self.periode}"

    @property
    def reference(self) -> str:
        return f"{self.verification} × {self.periode}"

    @property
    def role(self) -> str:
        return self.redaction.role


class Suivi(NamedTuple):
    """An occurrence with what was found (None: nothing yet) and its state on the day asked."""

    occurrence: Occurrence
    constat: Constat | None
    etat: EtatOccurrence

    @property
    def resultat(self) -> Resultat | None:
        return self.constat.resultat if self.constat else None

    @property
    def libelle(self) -> str:
        """The text under which it was done, else the one to follow."""
        return (self.constat.libelle if self.constat else "") or self.occurrence.redaction.libelle

    @property
    def a_expliquer(self) -> bool:
        """Missed, and nobody has said why nor done it late."""
        return self.etat is EtatOccurrence.MANQUEE and self.constat is None

    @property
    def en_retard(self) -> bool:
        """Done in its window, but after the expected day."""
        return (
            self.etat is EtatOccurrence.FAITE
            and self.constat is not None
            and self.constat.le > self.occurrence.attendue
        )

    @property
    def hors_delai(self) -> bool:
        """Done or typed too late: still missed, with its result beside."""
        return self.etat is EtatOccurrence.MANQUEE and self.resultat is not None


def occurrences(
    verification: Verification, du: date, au: date, jours: JoursOuverts, sauf: Container[str] = ()
) -> list[Occurrence]:
    """Every occurrence whose window shares a day with `du`…`au` (both included), whatever its situation, in order.

    Those whose `ident` is in `sauf` are left out before anything is computed of them.
    """
    textes = verification.toutes_redactions
    depuis = [texte.depuis for texte in textes]
    trouvees: dict[str, Occurrence] = {}
    prefixe = f"{verification.code}@"
    for debut, fin, regime in _regimes(textes):
        for periode in _periodes(regime[-1].rythme, max(du, debut), au, jours, prefixe, sauf):
            ouverture = periode.debut if periode.debut >= debut else debut
            if ouverture > fin:
                break
            if periode.cle in trouvees or prefixe + periode.cle in sauf:
                continue
            texte = textes[bisect_right(depuis, periode.fin) - 1]
            une = _occurrence(verification, periode, ouverture, texte, regime, jours)
            if une:
                trouvees[periode.cle] = une
    return sorted(trouvees.values(), key=lambda o: (o.fin, o.debut)) if len(textes) > 1 else list(trouvees.values())


def _periodes(
    rythme: Rythme, du: date, au: date, jours: JoursOuverts, prefixe: str, sauf: Container[str]
) -> Iterator[Periode]:
    """The periods of `rythme`; for a daily one, only those of possible days that are not in `sauf`.

    Ten years of daily checks are 50,000 days, nearly all in `sauf`: they are passed over here.
    """
    if rythme.periodicite is Periodicite.QUOTIDIENNE:
        restantes = (cle for cle in jours.possibles(du, au) if prefixe + cle not in sauf)
        return map(journee, map(date.fromisoformat, restantes))
    return periodes(rythme, du, au)


def _regimes(textes: tuple[Redaction, ...]) -> Iterator[tuple[date, date, list[Redaction]]]:
    """Runs of texts that share one rhythm, each with its first and last day."""
    regime: list[Redaction] = []
    for texte in textes:
        if regime and not meme_grille(texte, regime[-1]):
            yield regime[0].debut_du_rythme, texte.debut_du_rythme - UN_JOUR, regime
            regime = []
        regime.append(texte)
    yield regime[0].debut_du_rythme, date.max, regime


def debut_du_rythme(textes: tuple[Redaction, ...], jour: date) -> date:
    """The day a rhythm decided for `jour` begins: after the end of the period under way under `textes`."""
    *_, (debut, _, regime) = (un for un in _regimes(textes) if un[0] <= jour <= un[1])
    sous_le_regime = periode_du(regime[-1].rythme, jour)
    return jour if max(sous_le_regime.debut, debut) >= jour else sous_le_regime.fin + UN_JOUR


def meme_grille(un: Redaction, autre: Redaction) -> bool:
    """Whether two texts have the same periods."""
    return _grille(un) == _grille(autre)


def _grille(texte: Redaction) -> tuple[object, ...]:
    """What tells two series of periods apart: the anchor only moves the expected day, but for two-year ones."""
    return texte.periodicite, texte.fois_par_an, texte.ancre.year % 2 if texte.periodicite == "biennale" else 0


def _occurrence(
    verification: Verification,
    periode: Periode,
    debut: date,
    texte: Redaction,
    regime: list[Redaction],
    jours: JoursOuverts,
) -> Occurrence | None:
    """The occurrence of `periode`; None when the site receives on none of its days."""
    ancre = periode.ancre
    if texte is not regime[-1]:
        dernier = next((r for r in reversed(regime) if r.depuis <= periode.fin), regime[0])
        ancre = periode_du(dernier.rythme, periode.debut).ancre
    situee = _situer(verification, max(ancre, debut), debut, periode.fin, jours)
    if situee is None:
        return None
    if situee[1] is Situation.DUE and debut == verification.depuis and _entamee(verification, periode, jours):
        situee = situee[0], Situation.NON_DUE
    return Occurrence(verification.code, periode.cle, debut, periode.fin, *situee, texte, ancre)


def _entamee(verification: Verification, periode: Periode, jours: JoursOuverts) -> bool:
    """Under way when the check began, and not due: a possible day of it was already gone."""
    veille = verification.depuis - UN_JOUR
    return not verification.premiere_due and periode.debut <= veille and jours.possible(periode.debut, veille)


def _situer(
    verification: Verification, ancre: date, debut: date, fin: date, jours: JoursOuverts
) -> tuple[date, Situation] | None:
    """The day to expect it on, and whether it is due; the usual case is met first, ten years hold 10,000."""
    if en_vigueur := _premier_en_vigueur(verification, ancre, fin, jours):
        return en_vigueur, Situation.DUE
    jour = ancre
    while (jour := jour - UN_JOUR) >= debut:
        if jours.ouvert(jour) and verification.suspension_au(jour) is None:
            return jour, Situation.DUE
    if jours.premier(debut, fin):
        return ancre, Situation.SUSPENDUE
    return (ancre, Situation.FERMEE) if jours.possible(debut, fin) else None


def _premier_en_vigueur(verification: Verification, du: date, au: date, jours: JoursOuverts) -> date | None:
    """The first open day from `du` to `au` on which the check is not suspended."""
    jour = jours.premier(du, au)
    if not verification.suspensions:
        return jour
    while jour is not None:
        suspension = verification.suspension_au(jour)
        if suspension is None:
            return jour
        if suspension.au is None or suspension.au >= au:
            return None
        jour = jours.premier(suspension.au + UN_JOUR, au)
    return None


def occurrence(verification: Verification, periode: str, jours: JoursOuverts) -> Occurrence:
    """The occurrence of that key (any case); `PeriodeIllisible`, or PasDePeriode which says what the keys look like."""
    bornes = lire_periode(periode)[1]
    candidates = occurrences(verification, bornes.debut, bornes.fin, jours)
    for candidate in candidates:
        if candidate.periode == bornes.cle:
            return candidate
    exemple = next((c.periode for c in reversed(candidates)), "")
    suite = f" Ses périodes s’écrivent comme {exemple}." if exemple else ""
    raison = (
        f"elle n’est tenue que depuis le {verification.depuis:%d/%m/%Y}"
        if bornes.fin < verification.depuis
        else f"elle est {verification.rythme_en_mots}, aux jours où le site reçoit"
    )
    raise PasDePeriode(
        f"La vérification {verification.code} n’a pas de période « {bornes.cle} » : {raison}.{suite}", "periode"
    )


def suivre(occurrence: Occurrence, constat: Constat | None, jour: date) -> Suivi:
    """The state of an occurrence on `jour`; a valid result always wins over a closure or a suspension."""
    if constat is not None and constat.resultat is not None and dans_sa_fenetre(occurrence, constat):
        return Suivi(occurrence, constat, EtatOccurrence.FAITE)
    if occurrence.situation is Situation.FERMEE:
        return Suivi(occurrence, constat, EtatOccurrence.SITE_FERME)
    if occurrence.situation is Situation.SUSPENDUE:
        return Suivi(occurrence, constat, EtatOccurrence.SUSPENDUE)
    if occurrence.situation is Situation.NON_DUE:
        return Suivi(occurrence, constat, EtatOccurrence.NON_DUE)
    etat = EtatOccurrence.MANQUEE if occurrence.fin < jour else EtatOccurrence.A_FAIRE
    return Suivi(occurrence, constat, etat)


def dans_sa_fenetre(occurrence: Occurrence, constat: Constat) -> bool:
    """Was it done in its window, and typed soon enough to be believed (`DELAI_DE_SAISIE`)?"""
    saisie = constat.saisie_le or constat.le
    return occurrence.debut <= constat.le <= occurrence.fin and saisie <= occurrence.fin + DELAI_DE_SAISIE


def sans_constat(
    verification: Verification, jour: date, jours: JoursOuverts, notees: Container[str], *, du: date = date.min
) -> list[Occurrence]:
    """Every due occurrence whose window ended before `jour` (and not before `du`) that is not in `notees`.

    `notees` holds the ids of the register's constats: over ten years only what is missing is derived whole.
    """
    passees = occurrences(verification, max(verification.depuis, du), jour - UN_JOUR, jours, notees)
    return [o for o in passees if o.fin < jour and o.situation is Situation.DUE]
