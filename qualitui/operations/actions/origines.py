"""Where an action comes from: the record named must be one that this register holds.

An audit, a meeting, a survey, a user journey or a tour is named freely: « Comité du 12 mars », « Audit interne 2025 ».
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Fiche, Introuvable, evoluer
from qualitui.domain.francais import entre_guillemets, enumerer, plus_proches
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.verifications.fiche import Verification

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

AUTRE = "autre"
# The first letter of a reference (« R-2026-014 », « V-NET-02@2026-03-02 ») → the origin it tells.
_LETTRES = {"R": "reclamation", "S": "suggestion-agent", "V": "verification", "I": "indicateur"}
_MODELES: dict[str, type[Fiche]] = {
    "reclamation": Reclamation,
    "suggestion-usager": Reclamation,
    "suggestion-agent": Suggestion,
}
_FORMES = {
    "reclamation": "R-2026-014",
    "suggestion-usager": "R-2026-014",
    "suggestion-agent": "S-2026-007",
    "verification": "V-NET-02 ou V-NET-02@2026-03-02",
    "indicateur": "I-TEL-01",
}
_REFERENCE = re.compile(r"([RS])-\d{4}-\d+|([VI])-[A-Z]+-\d+(?:\s*[@×]\s*\S+)?", re.IGNORECASE)


class OrigineIntrouvable(Introuvable):
    """The record an action is said to come from is not in the register."""


def deduire(reference: str) -> str:
    """The origin that a reference tells by its letter; « autre » when it tells none."""
    forme = _REFERENCE.fullmatch(reference.strip())
    return _LETTRES[(forme[1] or forme[2]).upper()] if forme else AUTRE


def lire_origine(site: Site, origine: Origine) -> Origine:
    """The origin with its record named as the register does; OrigineIntrouvable proposes the nearest."""
    saisie = origine.reference.strip()
    # « autre » with the reference of a case is a case all the same: one that does not exist must not slip in there.
    genre = origine.concept if origine.concept in _FORMES else deduire(saisie)
    if not saisie or genre not in _FORMES:
        return evoluer(origine, reference=saisie)
    code, separation, periode = re.sub(r"\s*[@×]\s*", "@", saisie).partition("@")
    if (separation and genre != "verification") or not _existe(site, genre, code.upper()):
        raise OrigineIntrouvable(_introuvable(saisie, genre, _connus(site, genre)), "reference")
    return evoluer(origine, reference=f"{code.upper()} × {periode}" if separation else code.upper())


def _existe(site: Site, genre: str, code: str) -> bool:
    if genre in _MODELES:
        return bool(site.registre.find(_MODELES[genre], reference=code))
    return code in _connus(site, genre)


def _connus(site: Site, genre: str) -> list[str]:
    """The references or codes of that kind of record."""
    if genre == "indicateur":
        return [indicateur.code for indicateur in site.indicateurs_types]
    if genre == "verification":
        return [verification.code for verification in site.registre.find(Verification)]
    return [str(getattr(fiche, "reference", "")) for fiche in site.registre.find(_MODELES[genre])]


def _introuvable(saisie: str, genre: str, connus: list[str]) -> str:
    proches = [entre_guillemets(reference) for reference in plus_proches(saisie.upper(), connus)]
    aide = f"Vouliez-vous dire {enumerer(proches, 'ou')} ?" if proches else f"Il s’écrit comme {_FORMES[genre]}."
    return f"L’action ne peut pas venir de {entre_guillemets(saisie)} : rien ne porte ce nom dans le registre. {aide}"
