"""A date as people type it, read in the French order; never month before day.

`2026-03-02` · `02/03/2026` · `02/03/26` · `22/11` · `221126` · `22 novembre` · `+15` · `lun` · `hier`,
`aujourd’hui`, `demain`. Two-digit years: 00 to 89 are 2000 to 2089, 90 to 99 are 1990 to 1999.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from qualitui.domain.base import Refus
from qualitui.domain.francais import INSECABLE, JOURS, MOIS, entre_guillemets, sans_accents

PREMIERE_ANNEE, DERNIERE_ANNEE = 1990, 2100

_RELATIFS = {"avant-hier": -2, "hier": -1, "aujourd'hui": 0, "auj": 0, "demain": 1, "apres-demain": 2}
_ISO = re.compile(r"(?P<annee>\d{4})-(?P<mois>\d{1,2})-(?P<jour>\d{1,2})", re.ASCII)
_FRANCAISE = re.compile(r"(?P<jour>\d{1,2})[/.\- ](?P<mois>\d{1,2})(?:[/.\- ](?P<annee>\d{4}|\d{2}))?", re.ASCII)
_SERREE = re.compile(r"(?P<jour>\d{2})(?P<mois>\d{2})(?P<annee>\d{4}|\d{2})?", re.ASCII)
_EN_MOTS = re.compile(
    r"(?:[a-z]+ )?(?P<jour>\d{1,2})(?:er)? (?P<nom>[a-z]{3,9})\.?(?: (?P<annee>\d{4}|\d{2}))?", re.ASCII
)
_DECALAGE = re.compile(r"(?P<signe>[+-]) ?(?P<jours>\d{1,4})", re.ASCII)
_HEURE = re.compile(r"(?P<date>.+?)(?:t| a | )(?P<heure>\d{1,2})(?::|h)(?P<minute>\d{2})?(?::\d{2})?", re.ASCII)

EXEMPLES = "écrivez par exemple 02/03/2026, 22/11, +15, lun ou hier"


class DateIllisible(Refus):
    """The text is not a date, or names a day that does not exist or lies outside 1990–2100."""


class Sens(StrEnum):
    """Where an incomplete date is looked for: a receipt lies in the past, a deadline in the future."""

    PASSE = "passé"
    FUTUR = "futur"


def lire_date(texte: str, jour: date, sens: Sens | None = None) -> date:
    """The day `texte` names, seen from `jour`; `DateIllisible` says why it cannot.

    Without `sens`, « 22/11 » is of the year of `jour` and « lun » is the next Monday after `jour`. With
    `Sens.PASSE` both are the latest up to `jour`, with `Sens.FUTUR` the first from `jour` on.
    """
    plat = " ".join(sans_accents(texte).split())
    if not plat:
        raise DateIllisible(f"La date est vide{INSECABLE}: {EXEMPLES}.")
    relatif = _lire_relatif(plat, jour, sens)
    if relatif is not None:
        return _dans_les_bornes(relatif)
    for motif in (_ISO, _FRANCAISE, _SERREE, _EN_MOTS):
        if trouve := motif.fullmatch(plat):
            return _dans_les_bornes(_composer(trouve.groupdict(), texte, jour, sens))
    raise _illisible(texte)


def lire_instant(texte: str, jour: date) -> date | datetime:
    """A date, with its time when one is given: « 2026-03-02T10:00 », « 02/03/2026 10h30 »."""
    plat = " ".join(sans_accents(texte).split())
    trouve = _HEURE.fullmatch(plat)
    if trouve is None:
        return lire_date(texte, jour)
    heure, minute = int(trouve["heure"]), int(trouve["minute"] or 0)
    if heure > 23 or minute > 59:
        raise DateIllisible(f"L’heure {heure}{INSECABLE}h{INSECABLE}{minute:02} n’existe pas.")
    return datetime.combine(lire_date(trouve["date"], jour), time(heure, minute))


def _lire_relatif(plat: str, jour: date, sens: Sens | None) -> date | None:
    if plat in _RELATIFS:
        return jour + timedelta(days=_RELATIFS[plat])
    if trouve := _DECALAGE.fullmatch(plat):
        jours = int(trouve["jours"])
        return jour + timedelta(days=jours if trouve["signe"] == "+" else -jours)
    mot = plat.removesuffix(".")
    rang = next((i for i, nom in enumerate(JOURS) if mot in (nom, nom[:3])), None)
    if rang is None:
        return None
    if sens is Sens.PASSE:
        return jour - timedelta(days=(jour.weekday() - rang) % 7)
    ecart = (rang - jour.weekday()) % 7
    return jour + timedelta(days=ecart if ecart or sens is Sens.FUTUR else 7)


def _composer(parties: dict[str, str | None], texte: str, jour: date, sens: Sens | None) -> date:
    quantieme = int(parties["jour"] or 0)
    mois = _mois_nomme(parties["nom"], texte) if parties.get("nom") else int(parties["mois"] or 0)
    if not 1 <= mois <= 12:
        raise DateIllisible(f"Il n’y a pas de mois {mois}{INSECABLE}: le jour s’écrit avant le mois.")
    if annee := parties.get("annee"):
        return _jour_reel(_annee(annee), mois, quantieme)
    return _sans_annee(mois, quantieme, jour, sens)


def _sans_annee(mois: int, quantieme: int, jour: date, sens: Sens | None) -> date:
    annee = jour.year
    if sens is Sens.PASSE and (mois, quantieme) > (jour.month, jour.day):
        annee -= 1
    elif sens is Sens.FUTUR and (mois, quantieme) < (jour.month, jour.day):
        annee += 1
    return _jour_reel(annee, mois, quantieme)


def _annee(chiffres: str) -> int:
    annee = int(chiffres)
    if len(chiffres) == 4:
        return annee
    return annee + (1900 if annee >= PREMIERE_ANNEE - 1900 else 2000)


def _mois_nomme(nom: str | None, texte: str) -> int:
    for rang, mois in enumerate(MOIS, start=1):
        plat = sans_accents(mois)
        if nom and (nom == plat or (plat.startswith(nom) and len(nom) >= 3 and nom != "jui")):
            return rang
    raise _illisible(texte)


def _jour_reel(annee: int, mois: int, quantieme: int) -> date:
    try:
        return date(annee, mois, quantieme)
    except ValueError as erreur:
        raise DateIllisible(f"Le {quantieme} {MOIS[mois - 1]} {annee} n’existe pas.") from erreur


def _dans_les_bornes(jour: date) -> date:
    if not PREMIERE_ANNEE <= jour.year <= DERNIERE_ANNEE:
        bornes = f"entre {PREMIERE_ANNEE} et {DERNIERE_ANNEE}"
        raise DateIllisible(f"L’année {jour.year} n’est pas acceptée{INSECABLE}: la date doit être {bornes}.")
    return jour


def _illisible(texte: str) -> DateIllisible:
    return DateIllisible(f"{entre_guillemets(texte.strip())} n’est pas une date{INSECABLE}: {EXEMPLES}.")
