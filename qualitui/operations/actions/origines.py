"""Where an action comes from: the record named must be one that this register holds.

An audit, a meeting, a survey, a user journey or a tour is named freely: « Comité du 12 mars », « Audit interne 2025 ».
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.concepts import CONCEPTS, Concept
from qualitui.domain.francais import entre_guillemets, enumerer, plus_proches

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

AUTRE = "autre"
# The origin that quotes a record → its concept.
_CONCEPTS = {origine: concept for concept in CONCEPTS for origine in concept.origines}


class OrigineIntrouvable(Introuvable):
    """The record an action is said to come from is not in the register."""


def deduire(reference: str) -> str:
    """The origin that a reference tells by its letter; « autre » when it tells none."""
    for concept in CONCEPTS:
        numero = concept.numero
        if numero and concept.origines and re.fullmatch(numero.motif, reference.strip(), re.IGNORECASE):
            return concept.origines[0]
    return AUTRE


def lire_origine(site: Site, origine: Origine) -> Origine:
    """The origin with its record named as the register does; OrigineIntrouvable proposes the nearest."""
    saisie = origine.reference.strip()
    # « autre » with the reference of a case is a case all the same: one that does not exist must not slip in there.
    concept = _CONCEPTS.get(origine.concept) or _CONCEPTS.get(deduire(saisie))
    if not saisie or concept is None or concept.numero is None:
        return evoluer(origine, reference=saisie)
    code, separation, periode = re.sub(r"\s*[@×]\s*", "@", saisie).partition("@")
    if (separation and not concept.numero.periodes) or not _existe(site, concept, code.upper()):
        phrase = _introuvable(saisie, concept.numero.exemple, _connus(site, concept))
        raise OrigineIntrouvable(phrase, "reference")
    return evoluer(origine, reference=f"{code.upper()} × {periode}" if separation else code.upper())


def _existe(site: Site, concept: Concept, code: str) -> bool:
    table = concept.tables[0]
    if table.cle:
        return bool(site.registre.find(table.importer(), **{table.cle: code}))
    return code in _connus(site, concept)


def _connus(site: Site, concept: Concept) -> list[str]:
    """The references or codes of that kind of record."""
    table = concept.tables[0]
    if table.cle:
        return [str(getattr(fiche, table.cle)) for fiche in site.registre.find(table.importer())]
    piece = concept.piece("operations", "codes")
    return list(piece.connus(site)) if piece else []


def _introuvable(saisie: str, exemple: str, connus: list[str]) -> str:
    proches = [entre_guillemets(reference) for reference in plus_proches(saisie.upper(), connus)]
    aide = f"Vouliez-vous dire {enumerer(proches, 'ou')} ?" if proches else f"Il s’écrit comme {exemple}."
    return f"L’action ne peut pas venir de {entre_guillemets(saisie)} : rien ne porte ce nom dans le registre. {aide}"
