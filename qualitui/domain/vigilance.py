"""Personal data that slip into a shared text: a NIR, an IBAN, a phone number, an e-mail address (domaine.md §9).

It warns, never blocks, and never repeats what it found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from qualitui.domain.francais import INSECABLE, enumerer


class Donnee(StrEnum):
    NIR = "un numéro de sécurité sociale"
    IBAN = "un IBAN"
    TELEPHONE = "un numéro de téléphone"
    COURRIEL = "une adresse électronique"


# Separators people type between the digits of a number.
_SEP = r"[ \u00a0\u202f.\-/]?"
_IBAN = re.compile(rf"\b[A-Z]{{2}}\d{{2}}(?:{_SEP}[A-Z0-9]){{11,30}}", re.IGNORECASE)
_NIR = re.compile(
    rf"(?<!\d)[12378]{_SEP}\d{{2}}{_SEP}(?:0[1-9]|1[0-2]|[2-9]\d){_SEP}(?:\d{_SEP}[\dAB]){_SEP}"
    rf"\d(?:{_SEP}\d){{5}}(?:{_SEP}\d{{2}})?(?!\d)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(rf"(?<![\d+])(?:(?:\+|00){_SEP}33{_SEP}(?:\(0\){_SEP})?|0)[1-9](?:{_SEP}\d{{2}}){{4}}(?!\d)")
_COURRIEL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")


def reperer(texte: str) -> tuple[Donnee, ...]:
    """The kinds of personal data `texte` seems to hold, each once, in the order of `Donnee`."""
    trouvees = set()
    reste = texte
    for donnee, forme, sure in (
        (Donnee.COURRIEL, _COURRIEL, None),
        (Donnee.IBAN, _IBAN, _iban_plausible),
        (Donnee.NIR, _NIR, None),
        (Donnee.TELEPHONE, _TELEPHONE, None),
    ):
        for trouve in forme.findall(reste):
            if sure is None or sure(trouve):
                trouvees.add(donnee)
                # Taken out, so that ten digits of a NIR are not also a phone number.
                reste = reste.replace(trouve, " ")
    return tuple(donnee for donnee in Donnee if donnee in trouvees)


def _iban_plausible(texte: str) -> bool:
    """ISO 13616: some prefix of the letters and digits found gives 1 modulo 97 (a word may follow the IBAN)."""
    signes = re.sub(r"[^A-Za-z0-9]", "", texte).upper()
    return any(_cle(signes[:longueur]) == 1 for longueur in range(15, min(34, len(signes)) + 1))


def _cle(iban: str) -> int:
    return int("".join(str(int(signe, 36)) for signe in iban[4:] + iban[:4])) % 97


def avertissements(textes: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each shared field (its French name → its text) where something personal seems to be."""
    phrases = []
    for champ, texte in textes.items():
        trouvees = reperer(texte)
        if trouvees:
            phrases.append(
                f"« {champ} » semble contenir {enumerer(trouvees)}{INSECABLE}: ce texte est lu par tous, "
                "déplacez-le dans la partie confidentielle."
            )
    return tuple(phrases)
