"""« Pourquoi cette date ? » of an occurrence: its period, the day expected in it, each day passed over by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from qualitui.domain.francais import INSECABLE, JOURS, date_en_mots, quantieme_en_mots
from qualitui.domain.temps.calendrier import UN_JOUR, Calendrier, fermeture_locale, pourquoi_ferme
from qualitui.domain.temps.explications import DEUX_POINTS, Explication
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.periodes import lire_periode, periode_en_mots
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Redaction, Verification
from qualitui.domain.verifications.occurrences import DELAI_DE_SAISIE, Occurrence, Situation

LEGENDE = "> premier jour   q jour type   * attendue   ! dernier jour   x jour sauté"
SIGNES = {"saute": "x", "debut": ">", "fin": "!", "ancre": "q", "attendue": "*"}
NON_DUE = "Elle était commencée quand la vérification a débuté : elle peut être faite, rien n’est dû."
SOURCES = {
    "référentiel": "imposé par le référentiel",
    "proposé": "proposé par le tableau par défaut",
    "site": "choisi par le site",
}
A_SITUER = (Situation.DUE, Situation.NON_DUE)  # there is a day to do it
SANS_RECEVOIR = "un jour où le site ne reçoit pas"


def pourquoi(verification: Verification, une: Occurrence, calendrier: Calendrier) -> Explication:
    """The proof of the window and of the day expected in it; `calendrier` gives the days passed over their names."""
    sautes = [] if une.situation not in A_SITUER else list(_sautes(une))
    noms = {jour: _nom(jour, verification, calendrier) for jour in sautes}
    phrases = [
        _periode(une),
        *_debut(verification, une),
        _rythme(verification, une.redaction),
        *_jour_type(une),
        *_passes(noms),
        _attendue(une),
        _au_plus_tard(verification, une, calendrier),
    ]
    marques = dict.fromkeys(sautes, SIGNES["saute"])
    marques |= {une.debut: SIGNES["debut"], une.fin: SIGNES["fin"]}
    if une.debut <= une.ancre:
        marques[une.ancre] = SIGNES["ancre"]
    if une.situation in A_SITUER:
        marques[une.attendue] = SIGNES["attendue"]
    return Explication(phrases, marques, LEGENDE, une.debut, une.fin)


def _sautes(une: Occurrence) -> Iterator[date]:
    """Every day looked at and passed over between the anchor and the day expected."""
    jour = depart = max(une.ancre, une.debut)
    dernier = une.attendue - UN_JOUR if une.attendue >= depart else une.fin
    while jour <= dernier:
        yield jour
        jour += UN_JOUR
    jour = depart - UN_JOUR
    while jour > une.attendue:
        yield jour
        jour -= UN_JOUR


def _nom(jour: date, verification: Verification, calendrier: Calendrier) -> str:
    suspension = verification.suspension_au(jour)
    if suspension is not None:
        return f"vérification suspendue ({suspension.raison})"
    fermeture = fermeture_locale(jour, calendrier)
    if fermeture is not None:
        return f"fermeture du site ({fermeture.libelle})"
    nom = pourquoi_ferme(jour, calendrier.zone)
    return "" if nom == JOURS[jour.weekday()] else nom or SANS_RECEVOIR


def _passes(noms: dict[date, str]) -> Iterator[str]:
    """A sentence a day, or a run of days that one closure or one suspension covers."""
    for nom, jours in groupby(sorted(noms), key=noms.__getitem__):
        suite = list(jours)
        if not nom or len(suite) == 1:
            for jour in suite:
                yield f"Sauté{DEUX_POINTS} {date_en_mots(jour)}{f', {nom}' if nom else ''}."
        else:
            yield f"Sautés{DEUX_POINTS} du {date_en_mots(suite[0])} au {date_en_mots(suite[-1])}, {nom}."


def _periode(une: Occurrence) -> str:
    if une.redaction.periodicite is Periodicite.QUOTIDIENNE:
        return f"Période{DEUX_POINTS} {date_en_mots(une.fin)}, un jour où le site reçoit."
    bornes = f"du {date_en_mots(une.debut)} au {date_en_mots(une.fin)}"
    return f"Période{DEUX_POINTS} {periode_en_mots(une.periode)}, {bornes}."


def _debut(verification: Verification, une: Occurrence) -> Iterator[str]:
    """Why the window starts after the period's own first day."""
    if une.debut == lire_periode(une.periode)[1].debut:
        return
    motif = "tenue" if une.debut == verification.depuis else "demandée à ce rythme"
    yield f"Premier jour{DEUX_POINTS} {date_en_mots(une.debut)}, la vérification n’est {motif} que depuis ce jour-là."


def _rythme(verification: Verification, texte: Redaction) -> str:
    impose = verification.periodicite_imposee
    if impose is not None and texte.raison_rythme:
        suite = f"plus rare que le référentiel ({impose}){INSECABLE}: {texte.raison_rythme}"
    else:
        suite = SOURCES.get(verification.source, SOURCES["site"])
    engagement = f", engagement {texte.engagement}" if texte.engagement else ""
    return f"Rythme{DEUX_POINTS} {texte.rythme_en_mots}{engagement}, {suite}."


def _jour_type(une: Occurrence) -> Iterator[str]:
    """The day the anchor shows, and what became of a 29, 30 or 31 that the month has not."""
    texte = une.redaction
    if texte.periodicite is Periodicite.QUOTIDIENNE:
        return
    phrase = f"Jour type{DEUX_POINTS} {date_en_mots(une.ancre)}"
    if texte.periodicite is Periodicite.HEBDOMADAIRE:
        yield f"{phrase}, le {JOURS[texte.ancre.weekday()]} de chaque semaine."
    elif une.ancre < une.debut:
        yield f"{phrase}, avant le premier jour{INSECABLE}: attendue dès que possible."
    elif une.ancre.day < texte.ancre.day and (une.ancre + UN_JOUR).day == 1:
        mois = quantieme_en_mots(une.ancre).split(" ", 1)[1]
        absent = f"il n’y a pas de {texte.ancre.day}{INSECABLE}{mois}"
        yield f"{phrase}, dernier jour du mois ({absent})."
    else:
        yield f"{phrase}, d’après le jour donné dans le tableau ({date_en_mots(texte.ancre)})."


def _attendue(une: Occurrence) -> str:
    if une.situation is Situation.FERMEE:
        return "Site fermé tous les jours possibles de la période : rien n’est dû."
    if une.situation is Situation.SUSPENDUE:
        return "Vérification suspendue tous les jours ouverts de la période : rien n’est dû."
    depart = max(une.ancre, une.debut)
    if une.attendue == une.ancre:
        motif = "le jour même" if une.redaction.periodicite is Periodicite.QUOTIDIENNE else "le jour type lui-même"
    elif une.attendue >= depart:
        motif = "premier jour possible à partir de là"
    else:
        motif = "dernier jour possible avant, faute d’un jour possible ensuite dans la période"
    return f"Attendue{DEUX_POINTS} {date_en_mots(une.attendue)}, {motif}."


def _au_plus_tard(verification: Verification, une: Occurrence, calendrier: Calendrier) -> str:
    """The last day of the window, the last one the site receives on, and until when a paper round is typed."""
    if une.situation is Situation.NON_DUE:
        return f"Fin de la période{DEUX_POINTS} {date_en_mots(une.fin)}. {NON_DUE}"
    if une.situation is not Situation.DUE:
        return f"Fin de la période{DEUX_POINTS} {date_en_mots(une.fin)}."
    jours, dernier = jours_ouverts(calendrier), une.fin
    while dernier > une.debut and not (jours.ouvert(dernier) and verification.suspension_au(dernier) is None):
        dernier -= UN_JOUR
    ouvert = "" if dernier == une.fin else f" (dernier jour possible{INSECABLE}: {date_en_mots(dernier)})"
    saisie = f"Faite à temps, elle peut encore être saisie jusqu’au {date_en_mots(une.fin + DELAI_DE_SAISIE)}."
    return f"Au plus tard{DEUX_POINTS} {date_en_mots(une.fin)}{ouvert}, manquée au-delà. {saisie}"
