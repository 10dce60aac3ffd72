"""Personal data that slip into a shared text: a NIR, an IBAN, a phone number, an e-mail address (domaine.md §9).

It warns, never blocks, and never repeats what it found. A generic mailbox of the City (`@paris.fr`, not of the form
prenom.nom) and its short numbers (39 75) are nobody's: they are not told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from qualitui.domain.base import AConfirmer
from qualitui.domain.francais import INSECABLE, enumerer


class Donnee(StrEnum):
    NIR = "un numéro de sécurité sociale"
    IBAN = "un IBAN"
    TELEPHONE = "un numéro de téléphone"
    COURRIEL = "une adresse électronique"


CHIFFRES = 10  # of a telephone number, at least
# What people type between the signs of a number, spaces of every width included.
_SEP = r"[\s.\-/_·–‑]{0,2}"
_IBAN = re.compile(rf"(?<![^\W_])[A-Z]{{2}}{_SEP}\d{_SEP}\d(?:{_SEP}[A-Z0-9]){{11,30}}", re.IGNORECASE)
_NIR = re.compile(
    rf"(?<!\d)[12378]{_SEP}\d\d{_SEP}(?:0[1-9]|1[0-2]|[2-9]\d){_SEP}"
    rf"(?:\d[\dAB]){_SEP}\d(?:{_SEP}\d){{5}}(?:{_SEP}(?:cl[ée]\s*:?\s*)?\d\d)?(?!{_SEP}\d)",
    re.IGNORECASE,
)
_FRANCAIS = rf"(?:(?:\+|00){_SEP}33{_SEP}(?:\(0\){_SEP})?|0)[1-9](?:{_SEP}\d){{8}}"
_ETRANGER = rf"(?:\+|00)[1-9]\d{{0,2}}(?:{_SEP}\(?\d\)?){{7,12}}"
_TELEPHONE = re.compile(rf"(?<![\d+])(?<!\d[\-/.])(?:{_FRANCAIS}|{_ETRANGER})(?!{_SEP}\d)")
_COURRIEL = re.compile(
    r"(?P<boite>[\w.+\-]+)\s?(?:@|\(at\)|\[at\]|\(arobase\))\s?(?P<domaine>[\w\-]+(?:\.[\w\-]+)+)", re.I
)
_DATE = re.compile(r"\d\d[/.\- ]\d\d[/.\- ](?:19|20)\d\d(?!\d)")
_NOMINATIVE = re.compile(r"[^\W\d_]{2,}[.][^\W\d_]{2,}")
_DE_LA_VILLE = re.compile(r"(?:.+\.)?paris\.fr", re.IGNORECASE)
# ISO 13616: how long an IBAN is, by country. A word of two letters and two digits begins many a sentence.
_LONGUEURS = {
    pays: longueur
    for longueur, lesquels in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL SD FK", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK", 21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL", 24: "AD CZ DZ ES MD PK RO SA SE SK TN VG",
        25: "CV LY MZ PT ST", 26: "IS TR CM", 27: "BF BI BJ CF CG CI DJ FR GA GQ GR IT MC MG MR SM",
        28: "AL AZ BY CY DO GT HN HU KM LB MA ML NE NI PL SN SV TD TG", 29: "BR EG PS QA UA", 30: "JO KW MU YE",
        31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for pays in lesquels.split()
}  # fmt: skip


def reperer(texte: str) -> tuple[Donnee, ...]:
    """The kinds of personal data `texte` seems to hold, each once, in the order of `Donnee`."""
    trouvees = set()
    reste = texte
    for donnee, forme, sure in _FORMES:
        for trouve in forme.finditer(reste):
            if longueur := sure(trouve):
                trouvees.add(donnee)
                # Taken out, so that ten digits of a NIR are not also a phone number.
                blanc = "\n" * longueur
                reste = reste[: trouve.start()] + blanc + reste[trouve.start() + longueur :]
    return tuple(donnee for donnee in Donnee if donnee in trouvees)


def _iban(trouve: re.Match[str]) -> int:
    """How much of what was found is an IBAN (a word may follow it); 0 when none is: another length, another key."""
    places = [place for place, signe in enumerate(trouve[0]) if signe.isalnum()]
    signes = "".join(trouve[0][place] for place in places).upper()
    longueur = _LONGUEURS.get(signes[:2], 0)
    if not longueur or len(signes) < longueur or not signes.isascii():
        return 0
    iban = signes[:longueur]
    cle = int("".join(str(int(signe, 36)) for signe in iban[4:] + iban[:4])) % 97
    return places[longueur - 1] + 1 if cle == 1 else 0


def _telephone(trouve: re.Match[str]) -> int:
    """A date and what follows it, an amount, have as many digits; and one number is parted in one way."""
    if sum(signe.isdigit() for signe in trouve[0]) - 2 * trouve[0].startswith("00") < CHIFFRES:
        return 0
    parties = {signe for signe in trouve[0] if not signe.isdigit() and signe not in "+()"}
    mele = len(parties) > 1 and trouve[0].startswith("0") and not trouve[0].startswith("00")
    date = _DATE.match(trouve[0])
    return 0 if date or mele else len(trouve[0])


def _courriel(trouve: re.Match[str]) -> int:
    generique = _DE_LA_VILLE.fullmatch(trouve["domaine"]) and not _NOMINATIVE.fullmatch(trouve["boite"])
    return 0 if generique else len(trouve[0])


def _entier(trouve: re.Match[str]) -> int:
    return len(trouve[0])


_FORMES: tuple[tuple[Donnee, re.Pattern[str], Callable[[re.Match[str]], int]], ...] = (
    (Donnee.COURRIEL, _COURRIEL, _courriel),
    (Donnee.IBAN, _IBAN, _iban),
    (Donnee.NIR, _NIR, _entier),
    (Donnee.TELEPHONE, _TELEPHONE, _telephone),
)


def signaler(texte: str) -> str:
    """What is told under the field of a shared text, before it is written; empty when nothing seems personal."""
    trouvees = reperer(texte)
    if not trouvees:
        return ""
    return (
        f"Attention{INSECABLE}: semble contenir {enumerer(trouvees)}. "
        "Ce texte est lu par tous et reste dans l’historique."
    )


def avertissements(textes: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each shared field (its French name → its text) where something personal seems to be."""
    phrases = []
    for champ, texte in textes.items():
        trouvees = reperer(texte)
        if trouvees:
            phrases.append(
                f"«\u00a0{champ}\u00a0» semble contenir {enumerer(trouvees)}{INSECABLE}: ce texte est lu par tous, "
                "déplacez-le dans la partie confidentielle."
            )
    return tuple(phrases)


class DonneePersonnelle(AConfirmer):
    """A shared text about to be written seems to hold something personal."""

    condition = "si ce texte peut être lu par tous"
    enjeu = "Ce qui est écrit reste dans l’historique."
    non = "Ne pas l’enregistrer"


class Vigilance:
    """Asks before a shared text is written, once for each; `croire`: whoever calls answers for all of them."""

    def __init__(self) -> None:
        self._acceptes: set[str] = set()
        self._tous = False

    def croire(self) -> None:
        self._tous = True

    def exiger(self, textes: Mapping[str, str]) -> None:
        """`DonneePersonnelle` if one of these shared texts (by its French name) seems to hold something personal."""
        nouveaux = {champ: texte for champ, texte in textes.items() if texte not in self._acceptes}
        if not self._tous and (phrases := avertissements(nouveaux)):
            raise DonneePersonnelle(" ".join(phrases), partial(self._acceptes.update, nouveaux.values()))
