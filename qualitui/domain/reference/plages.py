"""Opening hours of a day as people write them: « 08:30-12:00, 13:30-17:00 », « 8h30 – 24h »."""

from __future__ import annotations

import re
from datetime import time

from qualitui.domain.base import Refus
from qualitui.domain.temps.calendrier import MINUIT, Plage, faute_des_plages

_HEURE = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?::00)?", re.ASCII | re.IGNORECASE)
_ENTRE_PLAGES = re.compile(r"\s*(?:,|;|\bet\b)\s*")
_ENTRE_HEURES = re.compile(r"\s*(?:-|–|—|\bà\b)\s*")


class HoraireRefuse(Refus):
    """Hours that are not ranges of one day, in order and apart."""


def lire_heure(texte: str, champ: str, *, fin: bool = False) -> time:
    """« 8h30 », « 8:30 », « 17h »; with `fin`, « 24:00 » too, the end of the day."""
    propre = texte.strip()
    trouve = _HEURE.fullmatch(propre)
    if trouve and fin and (int(trouve[1]), int(trouve[2] or 0)) == (24, 0):
        return MINUIT
    try:
        return time(int(trouve[1]), int(trouve[2] or 0)) if trouve else time.fromisoformat(propre)
    except ValueError:
        raise HoraireRefuse(f"«\u00a0{propre}\u00a0» n’est pas une heure\u00a0: tapez 8h30.", champ) from None


def lire_plages(texte: str, champ: str = "plages") -> tuple[Plage, ...]:
    """The ranges of a day, none for an empty text (« fermé »); HoraireRefuse says what cannot be."""
    propre = texte.strip()
    if not propre or propre.casefold() in ("fermé", "ferme"):
        return ()
    plages = tuple(_lire_plage(morceau, champ) for morceau in _ENTRE_PLAGES.split(propre))
    return exiger_en_ordre(plages, champ)


def exiger_en_ordre(plages: tuple[Plage, ...], champ: str) -> tuple[Plage, ...]:
    if faute := faute_des_plages(plages):
        raise HoraireRefuse(f"{faute[:1].upper()}{faute[1:]}.", champ)
    return plages


def _lire_plage(texte: str, champ: str) -> Plage:
    bouts = _ENTRE_HEURES.split(texte)
    if len(bouts) != 2:
        raise HoraireRefuse(
            f"«\u00a0{texte}\u00a0» n’est pas une plage\u00a0: tapez par exemple 8h30-12h, 13h30-17h.", champ
        )
    return lire_heure(bouts[0], champ), lire_heure(bouts[1], champ, fin=True)


def ecrire_plages(plages: tuple[Plage, ...]) -> str:
    """« 08:30-12:00, 13:30-24:00 », as site.toml has it."""
    return ", ".join(f"{ouverture:%H:%M}-{_fin(fermeture)}" for ouverture, fermeture in plages)


def plages_en_mots(plages: tuple[Plage, ...]) -> str:
    """« 08h30 – 12h00, 13h30 – 17h00 », « fermé »."""
    dites = (f"{ouverture:%Hh%M} – {_fin(fermeture).replace(':', 'h')}" for ouverture, fermeture in plages)
    return ", ".join(dites) or "fermé"


def _fin(fermeture: time) -> str:
    return "24:00" if fermeture == MINUIT else f"{fermeture:%H:%M}"
