"""French as people read it: dates in words, numbers, plurals, typography, folded accents.

Month and day names come from here, never from the locale: fr_FR may be absent from a workstation.
"""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

INSECABLE = "\u00a0"
PROPOSES = 40  # names listed at most when what was typed looks like none of them

_PANNES = {
    errno.ENOENT: "le fichier ou le dossier n’existe pas",
    errno.ENOTDIR: "le chemin passe par un fichier, qui n’est pas un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.EEXIST: "un fichier porte ce nom",
    errno.EACCES: "l’accès est refusé, ou un autre programme le tient ouvert",
    errno.EPERM: "l’accès est refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EINVAL: "le nom n’est pas accepté par le système",
    errno.EIO: "le disque répond par une erreur",
    errno.ETIMEDOUT: "le réseau ne répond pas",
    errno.EBUSY: "un autre programme le tient ouvert",
    errno.ELOOP: "le chemin tourne en rond",
}
# Python gives several errors of Windows one meaning, which hides what a person can do about it.
_WINDOWS = {
    19: errno.EROFS,  # write protected
    **dict.fromkeys((32, 33), errno.EBUSY),  # sharing violation, lock violation
    **dict.fromkeys((39, 112, 1295), errno.ENOSPC),  # full, full, quota
    **dict.fromkeys((53, 59, 64, 67, 121, 1231, 1232), errno.ETIMEDOUT),  # the share is gone
    **dict.fromkeys((123, 161), errno.EINVAL),  # invalid name, bad path
    206: errno.ENAMETOOLONG,
    267: errno.ENOTDIR,
}
_FAUTES_DE_NOM = {errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP}

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def quantieme_en_mots(jour: date) -> str:
    """« 2 mars », « 1er mai »."""
    return f"{'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]}"


def date_en_mots(jour: date) -> str:
    """« lundi 2 mars 2026 »."""
    return f"{JOURS[jour.weekday()]} {quantieme_en_mots(jour)} {jour.year}"


def date_sans_annee(jour: date) -> str:
    """« vendredi 27 février »."""
    return f"{JOURS[jour.weekday()]} {quantieme_en_mots(jour)}"


def date_courte(jour: date) -> str:
    """« 02/03/26 », the form of the lists."""
    return f"{jour:%d/%m/%y}"


def date_numerique(jour: date) -> str:
    """« 02/03/2026 », the form of the documents."""
    return f"{jour:%d/%m/%Y}"


def mois_en_mots(annee: int, mois: int) -> str:
    """« mars 2026 »."""
    return f"{MOIS[mois - 1]} {annee}"


def accorder(nombre: int, singulier: str, pluriel: str | None = None) -> str:
    """« 0 jour », « 1 jour », « 2 autres jours »: in French, zero is singular.

    Without `pluriel`, each word takes an s: a noun and its adjectives, and nothing else.
    """
    mots = singulier if abs(nombre) < 2 else (pluriel or " ".join(map(_au_pluriel, singulier.split(" "))))
    return f"{nombre_en_chiffres(nombre)}{INSECABLE}{mots}"


def _au_pluriel(mot: str) -> str:
    return mot if mot.endswith(("s", "x", "z")) else mot + "s"


def nombre_en_chiffres(nombre: int) -> str:
    """« 12 345 », thousands apart by a non-breaking space."""
    return f"{nombre:,}".replace(",", INSECABLE)


def taux(numerateur: int, denominateur: int) -> str:
    """« 87 % (13/15) »; « non mesuré » without a denominator: a rate is never shown without its n/d.

    Rounded down, so that « 100 % » is only said when nothing is missing.
    """
    if denominateur == 0:
        return "non mesuré"
    return f"{numerateur * 100 // denominateur}{INSECABLE}% ({numerateur}/{denominateur})"


def enumerer(mots: Iterable[str], dernier: str = "et") -> str:
    """« a, b et c »."""
    *debut, fin = list(mots) or [""]
    return f"{', '.join(debut)} {dernier} {fin}" if debut else fin


def plus_proches(cherche: str, connus: Iterable[str], nombre: int = 3) -> list[str]:
    """At most `nombre` names near `cherche`, whatever their accents and case; a name that starts with it first."""
    par_forme = {sans_accents(nom): nom for nom in connus}
    forme = sans_accents(cherche)
    debuts = [nom for plat, nom in par_forme.items() if forme and plat.startswith(forme)]
    import difflib  # only who mistypes a name pays for it

    voisins = difflib.get_close_matches(forme, par_forme, n=nombre, cutoff=0.6)
    return list(dict.fromkeys([*debuts, *(par_forme[plat] for plat in voisins)]))[:nombre]


def vouliez_vous_dire(saisi: str, connus: Iterable[str]) -> str:
    """« Vouliez-vous dire « a » ou « b » ? », or the start of the list of what exists; empty when nothing does."""
    connus = list(connus)
    candidats = plus_proches(saisi, connus)
    if candidats:
        return f"Vouliez-vous dire {enumerer([entre_guillemets(c) for c in candidats], 'ou')}{INSECABLE}?"
    if len(connus) > PROPOSES:
        connus = [*connus[:PROPOSES], f"{len(connus) - PROPOSES} autres"]
    return f"Existent{INSECABLE}: {enumerer(connus)}." if connus else ""


def raison_du_systeme(erreur: OSError) -> str:
    """Why the system refused a path that a person named, in French whatever the language of the workstation."""
    return _PANNES.get(code_du_systeme(erreur), "le système ne répond pas comme attendu")


def code_du_systeme(erreur: OSError) -> int:
    """What the system means, as an errno, from Windows too; 0 when it did not say."""
    return _WINDOWS.get(getattr(erreur, "winerror", None) or 0, erreur.errno or 0)


def est_une_faute_de_nom(erreur: OSError) -> bool:
    """Whether the system refuses the name itself, whatever is or is not there."""
    return code_du_systeme(erreur) in _FAUTES_DE_NOM


def entier_ecrit(texte: str) -> int | None:
    """The whole number that a text is, in plain digits (« ² » is none), and not beyond what is ever counted."""
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) <= 9 else None


def entre_guillemets(texte: str) -> str:
    """« texte », with its non-breaking spaces."""
    return f"«{INSECABLE}{une_ligne(texte)}{INSECABLE}»"


@lru_cache(maxsize=20_000)
def sans_accents(texte: str) -> str:
    """Folded for search and sort: lower case, no accents, plain apostrophe and spaces."""
    plat = unicodedata.normalize("NFKD", texte.replace("’", "'").replace("œ", "oe").replace("Œ", "oe"))
    return "".join(signe for signe in plat if not unicodedata.combining(signe)).casefold()


# What drives a terminal, or turns its lines round, instead of being read: controls (not tab nor « \n »), marks of
# direction that override or embed, half characters.
PILOTANTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def montrable(texte: str) -> str:
    """A text of anybody's, made safe for another's terminal: what would drive it is shown as « � »."""
    return PILOTANTS.sub("�", texte)


def une_ligne(texte: str) -> str:
    """A text in a list: on one line, whatever was typed."""
    return " ".join(texte.splitlines()) if texte else texte


def en_retrait(texte: str, marge: str = "    ") -> str:
    """A text of several lines in a detail: none but the first begins where a line of ours does."""
    return texte.replace("\n", f"\n{marge}")


def nettoyer(texte: str) -> str:
    """What a person typed or pasted, made safe to keep: NFC, « \\n » only, nothing that drives a terminal."""
    texte = unicodedata.normalize("NFC", texte)
    for fin_de_ligne in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        texte = texte.replace(fin_de_ligne, "\n")
    return PILOTANTS.sub("", texte).replace("\ufeff", "").strip()
