"""« Pourquoi cette date ? » told in French: one sentence per step, the days passed over by name.

An échéance is explained from itself alone, so that a record of ten years ago still tells its own rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from qualitui.domain.francais import INSECABLE, JOURS, accorder, date_en_mots, nombre_en_chiffres, quantieme_en_mots
from qualitui.domain.temps.calendrier import Zone
from qualitui.domain.temps.delais import Delai, Echeance, Etape, GenreEtape, Report, Unite

REGLES = {
    Unite.MOIS: "de date à date, le dernier jour du mois quand ce quantième n’existe pas",
    Unite.JOURS: "tous les jours comptent, sauf celui du départ",
    Unite.JOURS_OUVRABLES: "du lundi au samedi hors jours fériés, sans compter le jour du départ",
    Unite.JOURS_OUVRES: "du lundi au vendredi hors jours fériés, sans compter le jour du départ",
    Unite.HEURES_OUVREES: "chaque jour d’ouverture vaut 24 heures, les jours fermés ne comptent pas",
    Unite.TRIMESTRE: "jusqu’à son dernier jour",
    Unite.SECONDES: "un seuil, sans date",
}
REPORTS = {
    Report.SUIVANT: "Un terme qui tombe un jour fermé est reporté au jour ouvré suivant.",
    Report.AUCUN: "Un terme qui tombe un jour fermé n’est pas reporté.",
}
PASSES = {
    GenreEtape.QUANTIEME: "Non compté",
    GenreEtape.BUTOIR: "Sauté",
    GenreEtape.CIBLE: "Écarté pour la cible",
    GenreEtape.ARRIVEE: "Sauté pour l’arrivée",
}
SAMEDI = 5
DEUX_POINTS = f"{INSECABLE}:"

# A sign beside the day of the small calendar: nothing needs a colour to be understood.
SIGNES = {"depart": ">", "saute": "x", "quantieme": "q", "butoir": "!", "cible": "*"}
LEGENDE = "> départ   q quantième   ! butoir   * cible   x jour sauté"


class Explication(NamedTuple):
    """A proof to show: its sentences, the sign of each day that counts, and what the signs say.

    The months from `du` to `au` are drawn.
    """

    phrases: Sequence[str]
    signes: Mapping[date, str]
    legende: str
    du: date
    au: date


def de_l_echeance(echeance: Echeance) -> Explication:
    """The proof of an échéance, with the months it goes through."""
    fin = max(echeance.butoir, echeance.cible, echeance.quantieme)
    return Explication(expliquer(echeance), signes(echeance), LEGENDE, echeance.depart, fin)


def signes(echeance: Echeance) -> dict[date, str]:
    """The sign of each day that counts; the butoir wins over the quantième, the cible over neither."""
    jours = dict.fromkeys(jours_sautes(echeance), SIGNES["saute"])
    jours[echeance.cible] = SIGNES["cible"]
    jours[echeance.quantieme] = SIGNES["quantieme"]
    jours[echeance.butoir] = SIGNES["butoir"]
    jours[echeance.depart] = SIGNES["depart"]
    return jours


def jours_sautes(echeance: Echeance) -> set[date]:
    """Each day passed over (closures of the site too): the sentences name them."""
    passes = (GenreEtape.SAUTE, GenreEtape.FERMETURE)
    return {etape.le for etape in echeance.etapes if etape.genre in passes and etape.le is not None}


def expliquer(echeance: Echeance) -> list[str]:
    """The reason of an échéance, in sentences: start, rule, source, days passed over, quantième, butoir, cible."""
    phrases = []
    for rang, etape in enumerate(echeance.etapes):
        if etape.genre in (GenreEtape.SAUTE, GenreEtape.FERMETURE):
            phrases.append(_passe(etape, _date_deplacee(echeance.etapes[rang:])))
        else:
            phrases.append(_dire(etape, echeance))
        if etape.genre is GenreEtape.SOURCE and echeance.delai.source.referentiel:
            phrases.append(f"Politique{DEUX_POINTS} {politique_en_mots(echeance.delai)}.")
    return phrases


def politique_en_mots(delai: Delai) -> str:
    """Whose choice the unit and the report are: the site's, with its date and reason, or ours (« proposé »).

    The référentiels say nothing of a term that falls on a closed day.
    """
    report = "reporté au jour ouvré suivant" if delai.report is Report.SUIVANT else "gardé même un jour fermé"
    choix = delai.politique
    if choix is None:
        return f"terme {report}, proposé avec le référentiel, qui n’en dit rien"
    par = f", par {choix.par}" if choix.par else ""
    promis = ", promis à tous les écrits" if choix.pour_tous else ""
    depuis = f", pour ce qui part du {date_en_mots(choix.depuis)} ou après" if choix.le != choix.depuis else ""
    return (
        f"terme {report}, compté en {delai.unite}{promis}, choix du site du {date_en_mots(choix.le or choix.depuis)}"
        f"{par}{depuis} («{INSECABLE}{choix.raison}{INSECABLE}»)"
    )


def politique_en_donnees(delai: Delai) -> dict[str, str | None]:
    """The same, for JSON: « proposé » or « site »."""
    choix = delai.politique
    return {
        "source": "site" if choix else "proposé",
        "report": str(delai.report),
        "unite": str(delai.unite),
        "population": "toutes" if choix and choix.pour_tous else "referentiel",
        "depuis": choix.depuis.isoformat() if choix else None,
        "le": choix.le.isoformat() if choix and choix.le else None,
        "par": choix.par or None if choix else None,
        "raison": choix.raison if choix else None,
    }


def duree_en_mots(delai: Delai) -> str:
    """« 1 mois », « 5 jours ouvrables », « 48 heures ouvrées », « trimestre civil en cours »."""
    if delai.unite is Unite.TRIMESTRE:
        return "trimestre civil en cours" if delai.duree == 1 else f"{delai.duree}{INSECABLE}trimestres civils"
    mot = str(delai.unite)
    if delai.duree < 2 and delai.unite is not Unite.MOIS:
        mot = " ".join(partie.removesuffix("s") for partie in mot.split())
    return f"{nombre_en_chiffres(delai.duree)}{INSECABLE}{mot}"


def instant_en_mots(jour: date, heure: time | None) -> str:
    """« mercredi 10 septembre 2025 », and « à 8 h 30 » when there is a time."""
    if heure is None:
        return date_en_mots(jour)
    minutes = f"{INSECABLE}{heure:%M}" if heure.minute else ""
    return f"{date_en_mots(jour)} à {heure.hour}{INSECABLE}h{minutes}"


def _date_deplacee(etapes: tuple[Etape, ...]) -> GenreEtape:
    """The date that the first of `etapes`, a day passed over, has moved: the next one that is a date."""
    return next(etape.genre for etape in etapes if etape.genre in PASSES)


def _passe(etape: Etape, pour: GenreEtape) -> str:
    if etape.le is None:
        return f"{PASSES[pour]}s{DEUX_POINTS} {etape.detail}."
    if etape.genre is GenreEtape.FERMETURE:
        return f"{PASSES[pour]}{DEUX_POINTS} {date_en_mots(etape.le)}, fermeture du site ({etape.detail})."
    nom = "" if etape.detail == JOURS[etape.le.weekday()] else f", {etape.detail}"
    return f"{PASSES[pour]}{DEUX_POINTS} {date_en_mots(etape.le)}{nom}."


def _dire(etape: Etape, echeance: Echeance) -> str:
    delai = echeance.delai
    match etape.genre:
        case GenreEtape.REGLE:
            return f"Règle{DEUX_POINTS} {duree_en_mots(delai)}, {REGLES[delai.unite]}. {_politique(echeance)}"
        case GenreEtape.SOURCE:
            return f"Source{DEUX_POINTS} {_source(delai)}."
        case GenreEtape.DEPART:
            return f"Départ{DEUX_POINTS} {instant_en_mots(echeance.depart, echeance.depart_heure)}{_motif(delai)}."
        case GenreEtape.COMPTE:
            return _compte(etape, echeance)
        case GenreEtape.QUANTIEME:
            return f"Quantième{DEUX_POINTS} {_date(etape)}{_quantieme_absent(echeance)}."
        case GenreEtape.BUTOIR:
            return f"Butoir{DEUX_POINTS} {_date(etape)}, {_commentaire_butoir(echeance)}."
        case GenreEtape.CIBLE:
            return f"Cible{DEUX_POINTS} {_date(etape)}, {_commentaire_cible(echeance)}."
        case _:
            compte = accorder(delai.acheminement_jours, "jour")
            return f"Arrivée attendue{DEUX_POINTS} {_date(etape)}, {compte} d’acheminement comptés à la suite."


def _politique(echeance: Echeance) -> str:
    zone = " Les jours fériés sont ceux d’Alsace-Moselle." if echeance.zone is Zone.ALSACE_MOSELLE else ""
    return REPORTS[echeance.delai.report] + zone


def _date(etape: Etape) -> str:
    return instant_en_mots(etape.le, etape.heure) if etape.le else etape.detail


def _motif(delai: Delai) -> str:
    """Why the start is the start, in the référentiel's words."""
    return f", {delai.depart}" if delai.depart else ", date saisie"


def _source(delai: Delai) -> str:
    source = delai.source
    if not source.referentiel:
        return "durée saisie, hors référentiel"
    nom = f"«{INSECABLE}{delai.libelle}{INSECABLE}», " if delai.libelle else ""
    return f"{nom}engagement {source.engagement} du référentiel {source.referentiel}, version {source.version}"


def _compte(etape: Etape, echeance: Echeance) -> str:
    debut = f"Décompte{DEUX_POINTS} à partir du {_date(etape)}"
    if echeance.depart_heure is None:
        return f"{debut}, à l’ouverture, faute d’heure de départ."
    if (etape.le, etape.heure) == (echeance.depart, echeance.depart_heure):
        return f"{debut}, pendant les heures d’ouverture."
    return f"{debut}, première ouverture après le départ."


def _quantieme_absent(echeance: Echeance) -> str:
    """« (il n’y a pas de 31 février) », when the month is too short for the day of the start."""
    if echeance.delai.unite is not Unite.MOIS or echeance.depart.day == echeance.quantieme.day:
        return ""
    mois = quantieme_en_mots(echeance.quantieme).split(" ", 1)[1]
    return f", dernier jour du mois (il n’y a pas de {echeance.depart.day}{INSECABLE}{mois})"


def _commentaire_butoir(echeance: Echeance) -> str:
    if echeance.instant("butoir") != echeance.instant("quantieme"):
        suite = "la première ouverture" if echeance.butoir_heure else "le premier jour ouvré"
        return f"{suite} après le quantième{INSECABLE}; hors délai au-delà"
    if echeance.butoir.weekday() == SAMEDI and echeance.delai.report is Report.SUIVANT:
        return "le quantième lui-même, un samedi où le site reçoit, hors délai au-delà"
    return "le quantième lui-même, hors délai au-delà"


def _commentaire_cible(echeance: Echeance) -> str:
    if echeance.cible < echeance.depart:
        return "déjà passée au départ, donc à faire dès que possible"
    if echeance.instant("cible") == echeance.instant("quantieme"):
        return "le quantième lui-même, jour ouvert du site"
    return "dernier jour d’ouverture avant le quantième"
