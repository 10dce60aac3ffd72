"""The parts of the round that people look at one by one: the day, the week, what comes next, what was missed…

They are read for a day of the round (`tournee`): today, or the day a paper round was done and is typed afterwards.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from qualitui.domain.verifications.fiche import EtatOccurrence, Resultat
from qualitui.domain.verifications.occurrences import Situation, Suivi


class Volet(StrEnum):
    JOUR = "jour"
    SEMAINE = "semaine"
    SUITE = "suite"
    MANQUEES = "manquées"
    NON_CONFORMES = "non conformes"
    FAITES = "faites"


# Those that ask for the past: the others only need the weeks around the day.
VOLETS_DU_PASSE = frozenset({Volet.MANQUEES, Volet.NON_CONFORMES, Volet.FAITES})


def semaine_de(jour: date) -> tuple[date, date]:
    """The Monday and the Sunday around `jour`."""
    lundi = jour - timedelta(days=jour.weekday())
    return lundi, lundi + timedelta(days=6)


def volets(suivi: Suivi, tournee: date) -> frozenset[Volet]:
    """Every part that shows `suivi`: what was noted that day or that week stays in view beside what is left."""
    return frozenset(_a_parcourir(suivi, tournee) | _selon_l_etat(suivi))


def _a_parcourir(suivi: Suivi, tournee: date) -> set[Volet]:
    une, constat = suivi.occurrence, suivi.constat
    lundi, dimanche = semaine_de(tournee)
    if constat is not None and constat.resultat is not None:
        notee_ce_jour = tournee in (constat.le, constat.saisie_le, constat.corrigee_le)
        return ({Volet.JOUR} if notee_ce_jour else set()) | (
            {Volet.SEMAINE} if notee_ce_jour or lundi <= constat.le <= dimanche else set()
        )
    if une.situation is not Situation.DUE or une.fin < tournee:
        return set()
    if une.debut > tournee or une.attendue > dimanche:
        return {Volet.SUITE}
    return {Volet.SEMAINE, Volet.JOUR} if une.attendue <= tournee else {Volet.SEMAINE}


def _selon_l_etat(suivi: Suivi) -> set[Volet]:
    trouves = {Volet.MANQUEES} if suivi.etat is EtatOccurrence.MANQUEE else set()
    if suivi.resultat is Resultat.NON_CONFORME:
        trouves.add(Volet.NON_CONFORMES)
    if suivi.etat is EtatOccurrence.FAITE:
        trouves.add(Volet.FAITES)
    return trouves


class Signe(StrEnum):
    """One letter for what became of an occurrence, readable without colour."""

    CONFORME = "C"
    NON_CONFORME = "X"
    SANS_OBJET = "O"
    MANQUEE = "M"
    EXPLIQUEE = "m"
    FERME = "F"
    SUSPENDUE = "S"
    A_FAIRE = "·"
    ILLISIBLE = "?"
    NON_DUE = "N"


EN_MOTS = {
    Signe.CONFORME: "conforme",
    Signe.NON_CONFORME: "non conforme",
    Signe.SANS_OBJET: "sans objet",
    Signe.MANQUEE: "manquée",
    Signe.EXPLIQUEE: "manquée expliquée",
    Signe.FERME: "site fermé",
    Signe.SUSPENDUE: "suspendue",
    Signe.A_FAIRE: "à faire",
    Signe.ILLISIBLE: "illisible ici",
    Signe.NON_DUE: "non due",
}
_DES_RESULTATS = {
    Resultat.CONFORME: Signe.CONFORME,
    Resultat.NON_CONFORME: Signe.NON_CONFORME,
    Resultat.SANS_OBJET: Signe.SANS_OBJET,
}
_DES_ETATS = {
    EtatOccurrence.SITE_FERME: Signe.FERME,
    EtatOccurrence.SUSPENDUE: Signe.SUSPENDUE,
    EtatOccurrence.A_FAIRE: Signe.A_FAIRE,
    EtatOccurrence.ILLISIBLE: Signe.ILLISIBLE,
    EtatOccurrence.NON_DUE: Signe.NON_DUE,
}
# The most telling sign of several: what asks for something first.
_ORDRE = (
    Signe.MANQUEE,
    Signe.NON_CONFORME,
    Signe.EXPLIQUEE,
    Signe.ILLISIBLE,
    Signe.A_FAIRE,
    Signe.CONFORME,
    Signe.SANS_OBJET,
    Signe.SUSPENDUE,
    Signe.FERME,
    Signe.NON_DUE,
)
A_LA_SUITE = 5  # at most that many signs are written one after the other; beyond, done / due is counted


def signe(suivi: Suivi) -> Signe:
    """What was missed keeps its sign even when a result came late: it stays missed."""
    if suivi.etat is EtatOccurrence.MANQUEE:
        return Signe.MANQUEE if suivi.a_expliquer else Signe.EXPLIQUEE
    if suivi.etat is EtatOccurrence.FAITE and suivi.resultat is not None:
        return _DES_RESULTATS[suivi.resultat]
    return _DES_ETATS[suivi.etat]


def signes(suivis: list[Suivi]) -> str:
    """« C », « CCXC »; beyond five, « M 18/20 »: the most telling sign, done / fallen due (« · 21 » when none is)."""
    tous = [signe(suivi) for suivi in suivis]
    if len(tous) <= A_LA_SUITE:
        return "".join(tous)
    faites = sum(s.etat is EtatOccurrence.FAITE for s in suivis)
    dues = faites + sum(s.etat is EtatOccurrence.MANQUEE for s in suivis)
    return f"{min(tous, key=_ORDRE.index)} {f'{faites}/{dues}' if dues else len(tous)}"
