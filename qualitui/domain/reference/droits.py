"""What a role may do in a domain: five verbs, each one holding those before it.

roles-eps.toml gives every role a right on every domain (`aucun`, `lecture`, `ecriture`); `role.verbes` says how far
« ecriture » goes where it is not up to `décider`. All of it is ours (« proposé »): the référentiel is silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Verbe(StrEnum):
    """LIRE: see; NOTER: record a fact, tick a check, write a suggestion, add a note; TENIR: edit what the others are
    noted under (table of checks, plan, settings, team); DECIDER: close, abandon, judge, settle; APPROUVER: the review.
    """

    LIRE = "lire"
    NOTER = "noter"
    TENIR = "tenir"
    DECIDER = "décider"
    APPROUVER = "approuver"

    def permet(self, voulu: Verbe) -> bool:
        """True when who goes as far as this one may do `voulu`."""
        return _RANGS[voulu] <= _RANGS[self]


_RANGS = {verbe: rang for rang, verbe in enumerate(Verbe)}

# Right of a role → how far it goes when the role says nothing more; a right that is not here gives nothing.
_SANS_PRECISION = {"lecture": Verbe.LIRE, "ecriture": Verbe.DECIDER}

# What a refusal says the role does not allow; the domain in words follows.
EN_MOTS = {
    Verbe.LIRE: "de lire",
    Verbe.NOTER: "d’écrire dans",
    Verbe.TENIR: "de modifier",
    Verbe.DECIDER: "de décider pour",
    Verbe.APPROUVER: "d’approuver",
}


def verbes(droits: Mapping[str, str], precises: Mapping[str, str]) -> dict[str, Verbe]:
    """Domain → how far a role goes there; a domain where it may do nothing is absent."""
    accordes = {d: _SANS_PRECISION[droit] for d, droit in droits.items() if droit in _SANS_PRECISION}
    return {domaine: Verbe(precises.get(domaine, verbe)) for domaine, verbe in accordes.items()}
